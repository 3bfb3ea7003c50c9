"""Would two people rather have each other? Blocking pairs and wishes met, of an assignment.

Preferences, as far as they are known: whoever named somebody prefers those named, in the order
named, to all others; everybody else is preferred by score, and a difference below one point is
none. Mentee i and mentor j, who may be paired, block where i prefers j to the mentor i has (or has
none) and j has a place free or prefers i to one of the mentees j has. (Gale and Shapley, "College
admissions and the stability of marriage", 1962.) The best assignment for all need not be stable:
the count says how many pairs of people the common good has cost their own first choice.

Pure: a pool, its scores in blocks of rows, and who has whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from matching.scoring import Pool

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Block: TypeAlias = tuple[slice, Floats]  # rows of mentees, and their scores with every mentor

A_DIFFERENCE = 1.0  # points below which nobody prefers one to the other
_WISHED = 1000.0  # above any score; a wish counts as this for each rank it stands above the last
_LAST_RANK = 5
_EXAMPLES = 10


@dataclass(frozen=True)
class Blocking:
    """How many pairs block, and some of them as (mentee id, mentor id), the strongest first.

    A pair is as strong as what the one of the two gains who gains less.
    """

    count: int
    examples: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Wishes:
    """Of the mentees who named somebody in the pool: how many have one of those, and the first."""

    named: int
    met: int
    first: int


def wishes_met(pool: Pool, mentor_of: Ints) -> Wishes:
    """`mentor_of[row]` is the column of the mentor of that mentee, or -1."""
    there = {mentor.id for mentor in pool.mentors}
    named = met = first = 0
    for mentee, column in zip(pool.mentees, mentor_of, strict=True):
        ranks = {mentor: rank for mentor, rank in mentee.wishes.items() if mentor in there}
        if not ranks:
            continue
        named += 1
        rank = ranks.get(pool.mentors[column].id) if column >= 0 else None
        met += rank is not None
        first += rank is not None and rank == min(ranks.values())
    return Wishes(named, met, first)


def blocking_pairs(pool: Pool, blocks: Iterable[Block], mentor_of: Ints, own: Floats) -> Blocking:
    """The pairs who would both rather have each other.

    `blocks` cover all mentees, NaN where two may not be paired; one is held at a time. `own` is the
    score of each mentee with the mentor they have; it does not count where they have none.
    """
    views = _Views(pool, mentor_of, own)
    count = 0
    found: list[tuple[float, int, int]] = []
    for rows, scores in blocks:
        gain = views.gain(rows, scores)
        at = np.flatnonzero(gain >= A_DIFFERENCE)  # NaN is not
        count += at.size
        strongest = at[np.argsort(-gain.flat[at], kind="stable")[:_EXAMPLES]]
        found += [
            (
                -float(gain.flat[one]),
                rows.start + int(one) // gain.shape[1],
                int(one) % gain.shape[1],
            )
            for one in strongest
        ]
    examples = tuple(
        (pool.mentees[row].id, pool.mentors[column].id)
        for _gain, row, column in sorted(found)[:_EXAMPLES]
    )
    return Blocking(count, examples)


class _Views:
    """How each sees the other: what they have, and what they could have."""

    def __init__(self, pool: Pool, mentor_of: Ints, own: Floats) -> None:
        self.pool = pool
        self.row_of, self.column_of = pool.row_of, pool.column_of
        everybody = slice(0, len(pool.mentees))
        by_mentees, by_mentors = self._by_mentees(everybody), self._by_mentors(everybody)
        self.own = np.full(len(pool.mentees), -np.inf)  # how a mentee sees the mentor they have
        self.least = np.full(len(pool.mentors), np.inf)  # how a mentor sees the least liked mentee
        for row in np.flatnonzero(mentor_of >= 0).tolist():
            column = int(mentor_of[row])
            self.own[row] = own[row] + by_mentees.get((row, column), 0.0)
            seen = own[row] + by_mentors.get((row, column), 0.0)
            self.least[column] = min(self.least[column], seen)
        used = np.bincount(mentor_of[mentor_of >= 0], minlength=len(pool.mentors))
        opens = np.array([not one.least or used[at] > 0 for at, one in enumerate(pool.mentors)])
        self.least[(used < pool.seats) & opens.astype(bool)] = -np.inf

    def gain(self, rows: slice, scores: Floats) -> Floats:
        """What the one of two gains who gains less, were they paired."""
        of_mentees = _with(scores, self._by_mentees(rows), rows) - self.own[rows][:, None]
        of_mentors = _with(scores, self._by_mentors(rows), rows) - self.least[None, :]
        gain: Floats = np.minimum(of_mentees, of_mentors)
        return gain

    def _by_mentees(self, rows: slice) -> dict[tuple[int, int], float]:
        """What the wishes of the mentees add, by row and column."""
        return {
            (row, self.column_of[mentor]): _bonus(rank)
            for row in range(rows.start, rows.stop)
            for mentor, rank in self.pool.mentees[row].wishes.items()
            if mentor in self.column_of
        }

    def _by_mentors(self, rows: slice) -> dict[tuple[int, int], float]:
        return {
            (self.row_of[mentee], column): _bonus(rank)
            for column, mentor in enumerate(self.pool.mentors)
            for mentee, rank in mentor.wishes.items()
            if mentee in self.row_of and rows.start <= self.row_of[mentee] < rows.stop
        }


def _bonus(rank: int) -> float:
    return _WISHED * (_LAST_RANK + 1 - rank)


def _with(scores: Floats, wishes: Mapping[tuple[int, int], float], rows: slice) -> Floats:
    if not wishes:
        return scores
    seen = scores.copy()
    for (row, column), bonus in wishes.items():
        seen[row - rows.start, column] += bonus
    return seen
