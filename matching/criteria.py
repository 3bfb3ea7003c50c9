"""What the admin may set: weights, rules and aims, their words, their defaults, their storage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching import scoring
from matching.scoring import CRITERIA, Criteria, of_question, question_of
from programs.models import Program, Question

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from matching.models import Run

MOST_WEIGHT = 100
NOTHING = "\N{EN DASH}"
WIDEST_GAP = 10
MOST_OVERLAP = 480  # minutes: a working day
DEPARTMENTS: list[tuple[str, StrPromise]] = [
    ("any", gettext_lazy("does not matter")),
    ("same", gettext_lazy("the same is better")),
    ("different", gettext_lazy("a different one is better")),
]
LOCATIONS = DEPARTMENTS


class CriteriaError(ValueError):
    """The settings make no sense; `str()` says which and how to mend them."""


@dataclass(frozen=True)
class Words:
    """The name of a weight, rule or aim and the sentence that says what it does."""

    label: StrPromise | str
    help: StrPromise | str


@dataclass(frozen=True)
class Limit(Words):
    """A hard rule with a number; none of it, and the rule is off."""

    least: int
    most: int
    step: int
    unit: StrPromise | str


WEIGHTS: Mapping[str, Words] = {
    "objectives": Words(
        gettext_lazy("Objectives"),
        gettext_lazy(
            "How far the mentor stands above the mentee in what they want to learn; the first "
            "priority counts most."
        ),
    ),
    "level_gap": Words(
        gettext_lazy("Seniority"),
        gettext_lazy("Whether the mentor stands as far above the mentee as you prefer."),
    ),
    "department": Words(
        gettext_lazy("Department"),
        gettext_lazy("Whether the two work in the same department, or in different ones."),
    ),
    "location": Words(
        gettext_lazy("Location"),
        gettext_lazy("Whether the two work at the same place, or at different ones."),
    ),
    "hours": Words(
        gettext_lazy("Hours a month"),
        gettext_lazy("Whether the mentor has the time that the mentee hopes for."),
    ),
    "time_zone": Words(
        gettext_lazy("Working hours"),
        gettext_lazy("How much of the working day they share; four hours are enough."),
    ),
    "languages": Words(
        gettext_lazy("Languages"),
        gettext_lazy("How many of the mentee's languages the mentor speaks too."),
    ),
    "mentee_wishes": Words(
        gettext_lazy("Wishes of mentees"),
        gettext_lazy("Whether the mentee wished for this mentor: the first wish counts most."),
    ),
    "mentor_wishes": Words(
        gettext_lazy("Wishes of mentors"),
        gettext_lazy("Whether the mentor wished for this mentee: the first wish counts most."),
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
    "other_department": Words(
        gettext_lazy("Never the same department"),
        gettext_lazy("Only two of different departments; whose department is not known may go."),
    ),
    "same_department": Words(
        gettext_lazy("Only the same department"),
        gettext_lazy("Never two of different departments; whose department is not known may go."),
    ),
    "met_before": Words(
        gettext_lazy("Nobody they were paired with before"),
        gettext_lazy("Never two who were a pair in an earlier program, whoever mentored whom."),
    ),
}
LIMITS: Mapping[str, Limit] = {
    "least_levels": Limit(
        gettext_lazy("Job levels above, at least"),
        gettext_lazy("Only a mentor this far above the mentee; an unknown level passes."),
        -WIDEST_GAP,
        WIDEST_GAP,
        1,
        gettext_lazy("levels"),
    ),
    "most_levels": Limit(
        gettext_lazy("Job levels above, at most"),
        gettext_lazy("Only a mentor no further above the mentee; an unknown level passes."),
        -WIDEST_GAP,
        WIDEST_GAP,
        1,
        gettext_lazy("levels"),
    ),
    "least_overlap": Limit(
        gettext_lazy("Common working time, at least"),
        gettext_lazy("Only two who share this much of the working day, 9 to 17 by their clocks."),
        0,
        MOST_OVERLAP,
        30,
        gettext_lazy("minutes"),
    ),
}
AIMS: Mapping[str, Words] = {
    "spread": Words(
        gettext_lazy("Spread over the mentors"),
        gettext_lazy("Nobody gets a second mentee while another able mentor has none."),
    ),
    "wishes_first": Words(
        gettext_lazy("Wishes first"),
        gettext_lazy("Meet as many of the mentees' wishes as possible, then look at the score."),
    ),
    "worst_first": Words(
        gettext_lazy("The worst-off first"),
        gettext_lazy("Raise the lowest score as far as it goes, then the next, then the total."),
    ),
}
_CHOICES = ("department", "location")
_SENIOR = {"gap_from": 1, "gap_to": 3}
_BY_KIND: dict[str, dict[str, Any]] = {
    Program.Kind.ONBOARDING: {"gap_from": 0, "gap_to": 2, "department": "same"},
    Program.Kind.REVERSE: {"gap_from": -4, "gap_to": -1, "department": "different"},
    Program.Kind.LEADERSHIP: {"gap_from": 1, "gap_to": 3, "department": "different"},
    Program.Kind.COACHING: {"gap_from": 0, "gap_to": 4},
    Program.Kind.PEER: {"gap_from": -1, "gap_to": 1, "department": "different"},
}


# --- Which criteria there are -------------------------------------------------------------------


def weights_for(program: Program) -> dict[str, Words]:
    """The words of every weight that `program` can set, its own questions last. One query."""
    return dict(WEIGHTS) | {of_question(one.pk): _asking(one) for one in _counting(program)}


def words_of(criteria: Iterable[str]) -> dict[str, Words]:
    """The words of these criteria, in this order; those no longer asked left out.

    One query where questions are among them, else none.
    """
    names = list(criteria)
    asked = [pk for pk in map(question_of, names) if pk]
    questions = Question.objects.filter(pk__in=asked) if asked else ()
    words = dict(WEIGHTS) | {of_question(one.pk): _asking(one) for one in questions}
    return {name: words[name] for name in names if name in words}


def _counting(program: Program) -> list[Question]:
    if program.pk is None:
        return []
    return list(Question.objects.filter(program=program).exclude(counts=Question.Counts.NOT))


def _asking(question: Question) -> Words:
    if question.counts == Question.Counts.SAME:
        return Words(question.text, _("The more alike the two answered, the better."))
    return Words(question.text, _("The more differently the two answered, the better."))


def default_weight(criterion: str) -> float:
    """What a criterion weighs before anybody set anything."""
    if question_of(criterion):
        return scoring.DEFAULT_WEIGHT_OF_A_QUESTION
    return scoring.DEFAULT_WEIGHTS.get(criterion, 0.0)


def default_for(program: Program) -> Criteria:
    """Sensible criteria for a program of this kind. One query."""
    return Criteria(
        weights={name: default_weight(name) for name in weights_for(program)},
        wishes_first=program.way == Program.Way.BOTH,
        **(_SENIOR | _BY_KIND.get(program.kind, {})),
    )


# --- Kept with a run ----------------------------------------------------------------------------


def of(run: Run) -> Criteria:
    """What a run went by; the defaults of its program where it kept nothing."""
    return from_settings(run.settings) if run.settings else default_for(run.program)


def shares_of(run: Run) -> Mapping[str, float]:
    """The share of each criterion in the scores of a run, as they were in force for its people.

    In the order in which they are set: the database keeps the names in one of its own.
    """
    kept: Mapping[str, float] | None = run.figures.get("shares")
    if kept is None:
        return of(run).shares
    return {name: kept[name] for name in _known(kept) if name in kept}


def as_settings(criteria: Criteria) -> dict[str, Any]:
    """As JSON, to be kept with a run."""
    return {
        "weights": {
            name: float(criteria.weights.get(name, 0)) for name in _known(criteria.weights)
        },
        "gap_from": criteria.gap_from,
        "gap_to": criteria.gap_to,
        **{name: getattr(criteria, name) for name in _CHOICES},
        "rules": {name: bool(getattr(criteria, name)) for name in RULES},
        "limits": {name: getattr(criteria, name) for name in LIMITS},
        "aims": {name: bool(getattr(criteria, name)) for name in AIMS},
    }


def from_settings(settings: Mapping[str, Any]) -> Criteria:
    """From what `as_settings` made, now or before there was as much to set, or a person typed.

    What is not there weighs nothing and is off; weights of criteria nobody knows are passed by.
    Raises `CriteriaError`.
    """
    rules, aims = settings.get("rules", {}), settings.get("aims", {})
    chosen: dict[str, Any] = {
        **{name: _choice(name, settings) for name in _CHOICES},
        **{name: bool(rules.get(name, False)) for name in RULES},
        **{name: _limit(name, settings.get("limits", {})) for name in LIMITS},
        **{name: bool(aims.get(name, False)) for name in AIMS},
    }
    criteria = Criteria(
        weights=_weights(settings.get("weights", {})),
        gap_from=int(settings.get("gap_from", 1)),
        gap_to=int(settings.get("gap_to", 3)),
        **chosen,
    )
    _refuse_disorder(criteria)
    _refuse_weightless(criteria)
    return criteria


def _known(weights: Mapping[str, Any]) -> list[str]:
    """All that every program has, and the questions among these, in a settled order."""
    return [*CRITERIA, *sorted(name for name in weights if question_of(name))]


def _weights(settings: Mapping[str, Any]) -> dict[str, float]:
    weights = {name: float(settings.get(name, 0)) for name in _known(settings)}
    for name, weight in weights.items():
        if not 0 <= weight <= MOST_WEIGHT:
            label = WEIGHTS[name].label if name in WEIGHTS else _("A question of your own")
            raise CriteriaError(
                _("The weight of “%(name)s” goes from 0 to %(most)s.")
                % {"name": label, "most": MOST_WEIGHT}
            )
    return weights


def _choice(name: str, settings: Mapping[str, Any]) -> str:
    choice = str(settings.get(name, "any"))
    if choice in dict(DEPARTMENTS):
        return choice
    if name == "location":
        raise CriteriaError(_("A location is the same, a different one, or does not matter."))
    raise CriteriaError(_("A department is the same, a different one, or does not matter."))


def _limit(name: str, settings: Mapping[str, Any]) -> int | None:
    value, limit = settings.get(name), LIMITS[name]
    if value is None:
        return None
    if not limit.least <= int(value) <= limit.most:
        raise CriteriaError(
            _("“%(name)s” goes from %(least)s to %(most)s. Leave it empty for no such rule.")
            % {"name": limit.label, "least": limit.least, "most": limit.most}
        )
    return int(value)


def _refuse_disorder(criteria: Criteria) -> None:
    if criteria.gap_from > criteria.gap_to:
        raise CriteriaError(_("The preferred levels above end before they begin. Swap the two."))
    if criteria.other_department and criteria.same_department:
        raise CriteriaError(
            _(
                "“Never the same department” and “Only the same department” leave nobody. "
                "Take one of them off."
            )
        )
    least, most = criteria.least_levels, criteria.most_levels
    if least is not None and most is not None and least > most:
        raise CriteriaError(
            _("The job levels allowed end before they begin: no mentor would do. Swap the two.")
        )


def _refuse_weightless(criteria: Criteria) -> None:
    try:
        _shares = criteria.shares
    except ValueError as error:
        raise CriteriaError(
            _(
                "Nothing would count. Give at least one weight above 0; “Department” and "
                "“Location” count only where the same or a different one is better."
            )
        ) from error


# --- In words -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Setting:
    """One line of a run's settings, in words."""

    label: str
    value: str


def in_words(criteria: Criteria, shares: Mapping[str, float] | None = None) -> list[Setting]:
    """The settings of a run as its page shows them; with the shares that were in force."""
    counting = criteria.shares if shares is None else shares
    lines = [
        Setting(str(words.label), _("%(share)d %% of the score") % {"share": share})
        for name, words in words_of(counting).items()
        if (share := round(100 * counting[name]))
    ]
    lines.append(
        Setting(
            _("Preferred levels above"),
            _("%(low)d to %(high)d") % {"low": criteria.gap_from, "high": criteria.gap_to},
        )
    )
    if counting.get("department"):
        lines.append(Setting(_("Departments"), str(dict(DEPARTMENTS)[criteria.department])))
    if counting.get("location"):
        lines.append(Setting(_("Locations"), str(dict(LOCATIONS)[criteria.location])))
    lines += [
        Setting(str(limit.label), _off_or(getattr(criteria, name), limit.unit))
        for name, limit in LIMITS.items()
    ]
    lines += [
        Setting(str(words.label), _("on") if getattr(criteria, name) else _("off"))
        for name, words in (dict(RULES) | dict(AIMS)).items()
    ]
    return lines


def _off_or(value: int | None, unit: str | Promise) -> str:
    return _("off") if value is None else f"{value} {unit}"


@dataclass(frozen=True)
class Difference:
    """A line in which the settings of two runs differ; what one does not have is a dash."""

    label: str
    first: str
    second: str


def differences(first: Run, second: Run) -> list[Difference]:
    """Where two runs were set otherwise, in the words of `in_words`."""
    before, after = (
        {line.label: line.value for line in in_words(of(run), shares_of(run))}
        for run in (first, second)
    )
    return [
        Difference(label, before.get(label, NOTHING), after.get(label, NOTHING))
        for label in {**before, **after}
        if before.get(label) != after.get(label)
    ]
