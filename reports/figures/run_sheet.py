"""Is a run of the matching fair to its mentees? Who is placed, and how well, by group.

Whoever runs the program sees each mentee's name, department and place in the run itself: there only
groups of fewer than five are withheld, since figures about so few say nothing. The gender of those
named is not shown to them, so by gender there are more rules than those of `reports.suppression`:

- Only the first run that is published is split so, as it was that day, and not always even that one
  (`reports.figures.run_genders`). Two runs of the same people, one of them left out of the second,
  would tell that one's gender, and runs cost nothing; publishing is done once.
- There are two groups at least, and none has nobody on a side where others have somebody: "all who
  are left out are men" tells of each of them by name.
- Mean scores are whole numbers, of groups of twenty and more: each score is known by name, and few
  sets of fewer people have just that mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from django.utils.translation import gettext

from matching.models import LeftOut, Proposal, Run
from reports import statistics
from reports.statistics import Interval
from reports.suppression import Hidden, Split, hide_groups, hide_splits, is_small

DIMENSIONS = ("department", "location", "gender")
_SEEN_BY_NAME = ("department", "location")
_ENOUGH = 20  # scores of a group whose mean does not tell which scores those are
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


def published(mentees: Sequence[Mentee], *, by_gender: Sequence[Group] = ()) -> Sheet:
    """By each dimension alone, never crossed, without small groups.

    `by_gender` are the groups of `split_by_gender`, where they may be shown.
    """
    scores = [one.score for one in mentees if one.score is not None]
    everybody = _group(gettext("Everybody"), mentees)
    return Sheet(
        everybody=everybody,
        lowest=min(scores, default=None),
        by={
            dimension: _groups(dimension, rows)
            for dimension in _SEEN_BY_NAME
            if set(rows := _rows(dimension, mentees)) - {""}
        }
        | ({"gender": by_gender} if by_gender else {}),
    )


def split_by_gender(mentees: Sequence[Mentee]) -> list[Group]:
    """The groups as they may be shown; none where none is known, or all are in one."""
    rows = _rows("gender", mentees)
    return _groups("gender", rows) if len(rows) > 1 else []


def _rows(dimension: str, mentees: Sequence[Mentee]) -> dict[str, list[Mentee]]:
    """Those of each group, in the order of the names."""
    rows: dict[str, list[Mentee]] = {}
    for one in mentees:
        rows.setdefault(one.groups[dimension], []).append(one)
    return dict(sorted(rows.items()))


def _groups(dimension: str, rows: Mapping[str, Sequence[Mentee]]) -> list[Group]:
    sizes = _hidden_sizes(rows)
    is_named = dimension in _SEEN_BY_NAME
    placed = sizes.rows if is_named else _hidden_splits(rows, sizes)
    groups = [
        _group(
            _label(name),
            some,
            hide_size=name in sizes.rows,
            hide_placed=name in placed,
        )
        for name, some in rows.items()
    ]
    return groups if is_named else _with_means_of_many(groups, map(_placed, rows.values()))


def _hidden_sizes(rows: Mapping[str, Sequence[Mentee]]) -> Hidden[str]:
    """How many there are in all stands on the run: where that must be hidden, every row is."""
    hidden = hide_groups({name: len(some) for name, some in rows.items()})
    return Hidden(frozenset(rows), total=True) if hidden.total else hidden


def _hidden_splits(rows: Mapping[str, Sequence[Mentee]], sizes: Hidden[str]) -> frozenset[str]:
    splits = {name: ((_placed(some), len(some) - _placed(some)),) for name, some in rows.items()}
    hidden = hide_splits(splits, already=sizes.rows | _on_one_side(splits))
    return frozenset(rows) if hidden.total else hidden.rows


def _on_one_side(splits: Mapping[str, tuple[Split]]) -> frozenset[str]:
    """The groups with nobody on a side where others have somebody, who are known by name."""
    people = [sum(side) for side in zip(*(split for (split,) in splits.values()), strict=True)]
    return frozenset(
        name
        for name, (split,) in splits.items()
        if any(side == 0 < whole for side, whole in zip(split, people, strict=True))
    )


def _with_means_of_many(groups: Sequence[Group], scored: Iterable[int]) -> list[Group]:
    """The means in whole numbers, or none of them where a group has too few scores."""
    if any(0 < count < _ENOUGH for count in scored):
        return [replace(group, mean=None, spread=None) for group in groups]
    return [
        replace(
            group,
            mean=None if group.mean is None else round(group.mean),
            spread=group.spread and Interval(round(group.spread.low), round(group.spread.high)),
        )
        for group in groups
    ]


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
