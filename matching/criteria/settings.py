"""What was set: the defaults of a program, and as it is kept with a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from matching import scoring
from matching.criteria.words import (
    AIMS,
    DEPARTMENTS,
    LIMITS,
    MOST_WEIGHT,
    RULES,
    WEIGHTS,
    weights_for,
)
from matching.scoring import CRITERIA, Criteria, question_of
from programs.models import Program

if TYPE_CHECKING:
    from matching.models import Run

_CHOICES = ("department", "location")
_SENIOR = {"gap_from": 1, "gap_to": 3}
_BY_KIND: dict[str, dict[str, Any]] = {
    Program.Kind.ONBOARDING: {"gap_from": 0, "gap_to": 2, "department": "same"},
    Program.Kind.REVERSE: {"gap_from": -4, "gap_to": -1, "department": "different"},
    Program.Kind.LEADERSHIP: {"gap_from": 1, "gap_to": 3, "department": "different"},
    Program.Kind.COACHING: {"gap_from": 0, "gap_to": 4},
    Program.Kind.PEER: {"gap_from": -1, "gap_to": 1, "department": "different"},
}


class CriteriaError(ValueError):
    """The settings make no sense; `str()` says which and how to mend them."""


# --- Before anybody set anything ---------------------------------------------------------------


def default_weight(criterion: str) -> float:
    """What a criterion weighs before anybody set anything."""
    if question_of(criterion):
        return scoring.DEFAULT_WEIGHT_OF_A_QUESTION
    return scoring.DEFAULT_WEIGHTS.get(criterion, 0.0)


def default_for(program: Program) -> Criteria:
    """Sensible criteria for a program of this kind. One query."""
    weights = {name: default_weight(name) for name in weights_for(program)}
    return replace(default_beside_weights(program), weights=weights)


def default_beside_weights(program: Program) -> Criteria:
    """The same but for the weights of the program's own questions; no query."""
    return Criteria(
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
