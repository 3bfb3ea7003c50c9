"""Is a run of the matching fair to its mentees? Who is placed, and how well, by group.

Whoever runs the program sees each mentee's name, department and place in the run itself: there only
groups of fewer than five are withheld, since figures about so few say nothing. The gender of those
named is not shown to them, so the table by gender keeps all rules of `reports.suppression`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from django.utils.translation import gettext

from matching.models import LeftOut, Proposal, Run
from reports import statistics
from reports.suppression import Hidden, hide_groups, hide_splits, is_small

DIMENSIONS = ("department", "location", "gender")
_SEEN_BY_NAME = ("department", "location")
_EMPLOYMENT = [f"mentee__person__employment__{dimension}" for dimension in DIMENSIONS]


@dataclass(frozen=True)
class Mentee:
    """One mentee of a run: the groups they are in, and their score; None where left out."""

    groups: Mapping[str, str]
    score: float | None


@dataclass(frozen=True)
class Group:
    """A group as it may be shown: what is None is hidden, or not there to be known."""

    label: str
    mentees: int | None
    placed: int | None
    mean: float | None
    spread: statistics.Interval | None  # of the mean
    has_score: bool  # whether anybody has a score to show or hide

    @property
    def share(self) -> float | None:
        if self.mentees is None or self.placed is None:
            return None
        return statistics.share(self.placed, self.mentees)

    @property
    def interval(self) -> statistics.Interval | None:
        if self.mentees is None or self.placed is None:
            return None
        return statistics.wilson(self.placed, self.mentees)


@dataclass(frozen=True)
class Sheet:
    """The figures of a run. `by` has no dimension of which nothing is known."""

    everybody: Group
    lowest: float | None
    by: Mapping[str, Sequence[Group]]


def read(run: Run) -> list[Mentee]:
    """All mentees of the run's pool with their groups as they stand today. Two queries."""
    placed = Proposal.objects.filter(run=run).order_by().values_list("score", *_EMPLOYMENT)
    left = LeftOut.objects.filter(run=run).values_list(*_EMPLOYMENT)
    return [_mentee(values, score) for score, *values in placed] + [
        _mentee(values, None) for values in left
    ]


def _mentee(values: Sequence[str | None], score: float | None) -> Mentee:
    groups = {name: value or "" for name, value in zip(DIMENSIONS, values, strict=True)}
    return Mentee(groups, score)


def published(mentees: Sequence[Mentee]) -> Sheet:
    """By each dimension alone, never crossed, without small groups."""
    scores = [one.score for one in mentees if one.score is not None]
    everybody = _group(gettext("Everybody"), mentees)
    return Sheet(
        everybody=everybody,
        lowest=min(scores, default=None),
        by={
            dimension: _groups(dimension, rows)
            for dimension in DIMENSIONS
            if set(rows := _rows(dimension, mentees)) - {""}
        },
    )


def _rows(dimension: str, mentees: Sequence[Mentee]) -> dict[str, list[Mentee]]:
    """Those of each group, in the order of the names."""
    rows: dict[str, list[Mentee]] = {}
    for one in mentees:
        rows.setdefault(one.groups[dimension], []).append(one)
    return dict(sorted(rows.items()))


def _groups(dimension: str, rows: Mapping[str, Sequence[Mentee]]) -> list[Group]:
    sizes = _hidden_sizes(rows)
    placed = sizes.rows if dimension in _SEEN_BY_NAME else _hidden_splits(rows, sizes)
    return [
        _group(
            _label(name),
            some,
            hide_size=name in sizes.rows or sizes.total,
            hide_placed=name in placed,
        )
        for name, some in rows.items()
    ]


def _hidden_sizes(rows: Mapping[str, Sequence[Mentee]]) -> Hidden[str]:
    """How many there are in all stands on the run: where that must be hidden, every row is."""
    hidden = hide_groups({name: len(some) for name, some in rows.items()})
    return Hidden(frozenset(rows), total=True) if hidden.total else hidden


def _hidden_splits(rows: Mapping[str, Sequence[Mentee]], sizes: Hidden[str]) -> frozenset[str]:
    splits = {name: ((_placed(some), len(some) - _placed(some)),) for name, some in rows.items()}
    hidden = hide_splits(splits, already=sizes.rows)
    return frozenset(rows) if hidden.total else hidden.rows


def _placed(mentees: Sequence[Mentee]) -> int:
    return sum(one.score is not None for one in mentees)


def _group(
    label: str, mentees: Sequence[Mentee], *, hide_size: bool = False, hide_placed: bool = False
) -> Group:
    scores = [one.score for one in mentees if one.score is not None]
    tells = hide_size or is_small(len(scores))
    return Group(
        label,
        mentees=None if hide_size else len(mentees),
        placed=None if hide_placed or hide_size else len(scores),
        mean=fmean(scores) if scores and not tells else None,
        spread=None if tells else statistics.mean_interval(scores),
        has_score=bool(scores),
    )


def _label(name: str) -> str:
    return name[:1].upper() + name[1:] if name else gettext("Not stated")
