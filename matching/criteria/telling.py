"""The settings of a run as lines to read, and where those of two runs differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from matching.criteria.settings import of, shares_of
from matching.criteria.words import AIMS, DEPARTMENTS, LIMITS, LOCATIONS, RULES, words_of
from matching.scoring import Criteria

if TYPE_CHECKING:
    from matching.models import Run

NOTHING = "\N{EN DASH}"


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
