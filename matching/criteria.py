"""What the admin may set: weights and rules, their words, their defaults and their storage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.scoring import CRITERIA, Criteria
from programs.models import Program

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from matching.models import Run

MOST_WEIGHT = 100
NOTHING = "\N{EN DASH}"
WIDEST_GAP = 10
DEPARTMENTS: list[tuple[str, StrPromise]] = [
    ("any", gettext_lazy("does not matter")),
    ("same", gettext_lazy("the same is better")),
    ("different", gettext_lazy("a different one is better")),
]


class CriteriaError(ValueError):
    """The settings make no sense; `str()` says which and how to mend them."""


@dataclass(frozen=True)
class Words:
    """The name of a weight or rule and the sentence that says what it does."""

    label: StrPromise
    help: StrPromise


WEIGHTS: Mapping[str, Words] = {
    "objectives": Words(
        gettext_lazy("Objectives"),
        gettext_lazy("How well the mentor covers what the mentee wants to learn."),
    ),
    "level_gap": Words(
        gettext_lazy("Seniority"),
        gettext_lazy("Whether the mentor stands as far above the mentee as you prefer."),
    ),
    "department": Words(
        gettext_lazy("Department"),
        gettext_lazy("Whether the two work in the same department, or in different ones."),
    ),
    "hours": Words(
        gettext_lazy("Hours a month"),
        gettext_lazy("Whether the mentor has the time that the mentee hopes for."),
    ),
    "time_zone": Words(
        gettext_lazy("Working hours"),
        gettext_lazy("How much of the working day they share; four hours are enough."),
    ),
}
RULES: Mapping[str, Words] = {
    "reporting_line": Words(
        gettext_lazy("Nobody from one's own reporting line"),
        gettext_lazy("Never one's manager, their managers, or anybody below."),
    ),
    "common_language": Words(
        gettext_lazy("A common language"),
        gettext_lazy("Only two who both named at least one same language."),
    ),
    "wanted_skill": Words(
        gettext_lazy("At least one objective covered"),
        gettext_lazy("Only a mentor who can teach something the mentee wants to learn."),
    ),
    "strictly_above": Words(
        gettext_lazy("More skilled, not just as skilled"),
        gettext_lazy("A skill counts only where the mentor is above the mentee's level in it."),
    ),
}
_SENIOR = {"gap_from": 1, "gap_to": 3}
_BY_KIND: dict[str, dict[str, Any]] = {
    Program.Kind.ONBOARDING: {"gap_from": 0, "gap_to": 2, "department": "same"},
    Program.Kind.REVERSE: {"gap_from": -4, "gap_to": -1, "department": "different"},
    Program.Kind.LEADERSHIP: {"gap_from": 1, "gap_to": 3, "department": "different"},
    Program.Kind.COACHING: {"gap_from": 0, "gap_to": 4},
    Program.Kind.PEER: {"gap_from": -1, "gap_to": 1, "department": "different"},
}


def default_for(program: Program) -> Criteria:
    """Sensible criteria for a program of this kind."""
    return Criteria(**(_SENIOR | _BY_KIND.get(program.kind, {})))


def of(run: Run) -> Criteria:
    """What a run went by; the defaults of its program where it kept nothing."""
    return from_settings(run.settings) if run.settings else default_for(run.program)


def as_settings(criteria: Criteria) -> dict[str, Any]:
    """As JSON, to be kept with a run."""
    return {
        "weights": {name: float(criteria.weights.get(name, 0)) for name in CRITERIA},
        "gap_from": criteria.gap_from,
        "gap_to": criteria.gap_to,
        "department": criteria.department,
        "rules": {name: bool(getattr(criteria, name)) for name in RULES},
    }


def from_settings(settings: Mapping[str, Any]) -> Criteria:
    """From what `as_settings` made, or a person typed. Raises `CriteriaError`."""
    weights = {name: float(settings.get("weights", {}).get(name, 0)) for name in CRITERIA}
    for name, weight in weights.items():
        if not 0 <= weight <= MOST_WEIGHT:
            raise CriteriaError(
                _("The weight of “%(name)s” goes from 0 to %(most)s.")
                % {"name": WEIGHTS[name].label, "most": MOST_WEIGHT}
            )
    rules = {name: bool(settings.get("rules", {}).get(name, False)) for name in RULES}
    gap_from, gap_to = int(settings.get("gap_from", 1)), int(settings.get("gap_to", 3))
    if gap_from > gap_to:
        raise CriteriaError(_("The preferred levels above end before they begin. Swap the two."))
    department = str(settings.get("department", "any"))
    if department not in dict(DEPARTMENTS):
        raise CriteriaError(_("A department is the same, a different one, or does not matter."))
    criteria = Criteria(
        weights=weights, gap_from=gap_from, gap_to=gap_to, department=department, **rules
    )
    return _with_weight(criteria)


def _with_weight(criteria: Criteria) -> Criteria:
    try:
        _shares = criteria.shares
    except ValueError as error:
        raise CriteriaError(
            _(
                "Nothing would count. Give at least one weight above 0; “Department” counts only "
                "where the same or a different one is better."
            )
        ) from error
    return criteria


@dataclass(frozen=True)
class Setting:
    """One line of a run's settings, in words."""

    label: str
    value: str


def in_words(criteria: Criteria) -> list[Setting]:
    """The settings of a run as its page shows them."""
    shares = criteria.shares
    lines = [
        Setting(str(words.label), _("%(share)d %% of the score") % {"share": share})
        for name, words in WEIGHTS.items()
        if (share := round(100 * shares[name]))
    ]
    lines.append(
        Setting(
            _("Preferred levels above"),
            _("%(low)d to %(high)d") % {"low": criteria.gap_from, "high": criteria.gap_to},
        )
    )
    if shares["department"]:
        lines.append(Setting(_("Departments"), str(dict(DEPARTMENTS)[criteria.department])))
    lines += [
        Setting(str(words.label), _("on") if getattr(criteria, name) else _("off"))
        for name, words in RULES.items()
    ]
    return lines


@dataclass(frozen=True)
class Difference:
    """A line in which the settings of two runs differ; what one does not have is a dash."""

    label: str
    first: str
    second: str


def differences(first: Criteria, second: Criteria) -> list[Difference]:
    """Where two runs were set otherwise, in the words of `in_words`."""
    before = {line.label: line.value for line in in_words(first)}
    after = {line.label: line.value for line in in_words(second)}
    return [
        Difference(label, before.get(label, NOTHING), after.get(label, NOTHING))
        for label in {**before, **after}
        if before.get(label) != after.get(label)
    ]
