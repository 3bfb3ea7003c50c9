"""Who gets whom: the most mentees placed, then the best total, exactly, and with its proof.

Further aims may come between the two (`matching.aims`). `matching.stages` makes whole numbers of
them, `matching.settling` solves them one after the other and finds the prices that prove the answer
best; `matching.groups` decides who gets a group where a group has a smallest size.

Ties: of several best answers the solver returns one that depends on the order of rows and columns
alone; whoever needs the same answer for the same people sorts them first (`matching.solving`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from matching.aims import Aim
from matching.settling import EXACT, NOBODY, Bools, Floats, Ints, most_worth, smallest_prices
from matching.stages import Best, Problem, best

__all__ = [
    "NOBODY",
    "Assignment",
    "Case",
    "Certificate",
    "Floats",
    "Ints",
    "Worth",
    "assign",
    "certificate_of",
    "checked",
    "worth_of",
]

Prices: TypeAlias = tuple[Floats, ...]


@dataclass(frozen=True)
class Case:
    """Prices stage by stage, a number per mentor: of the first seats, and of the further ones.

    They hold where the mentors in `held` have at least their smallest group and those in `closed`
    nobody. First seats are those of the smallest group for a mentor who is held, else the very
    first one where spread is an aim.
    """

    first: Prices
    further: Prices
    held: frozenset[int] = frozenset()
    closed: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Certificate:
    """Prices that prove an assignment best. See `matching.certificate` for what they prove.

    More than one case only where groups have a smallest size. `bounds` divides the levels of the
    score into stages where the worst-off come first.
    """

    aim: Aim
    cases: tuple[Case, ...]
    bounds: tuple[int, ...] = ()

    @classmethod
    def of(
        cls, places: ArrayLike, points: ArrayLike, *, coverage_first: bool = True
    ) -> Certificate:
        """For coverage and the total alone, or only the total: what one more seat would bring."""
        parts = [np.asarray(points, dtype=np.float64)]
        if coverage_first:
            parts.insert(0, np.asarray(places, dtype=np.float64))
        return cls(Aim(coverage_first), (Case(tuple(parts), tuple(parts)),))

    @property
    def places(self) -> Ints:
        """How many more mentees one more seat with each mentor would place; 0 if never reckoned."""
        prices = self.cases[0].further[0]
        return (prices if self.aim.coverage_first else np.zeros_like(prices)).astype(np.int64)

    @property
    def points(self) -> Floats:
        """The last part of each mentor's price: score."""
        return self.cases[0].further[-1]


@dataclass(frozen=True)
class Assignment:
    """`mentor_of[i]` is the column of mentee i's mentor, or -1; `total` the sum of the scores."""

    mentor_of: Ints
    total: float
    certificate: Certificate = field(repr=False)

    @property
    def placed(self) -> int:
        return int(np.count_nonzero(self.mentor_of != NOBODY))


def assign(
    scores: ArrayLike,
    capacity: ArrayLike,
    *,
    coverage_first: bool = True,
    spread: bool | ArrayLike = False,
    wished: ArrayLike | None = None,
    worst_first: bool = False,
) -> Assignment:
    """The best assignment of mentees to mentors.

    `scores` is a float array, mentees by mentors, NaN where the two may not be paired; `capacity`
    an int array, how many mentees each mentor takes. With `coverage_first` as many mentees as
    possible are placed and the total score is the best among all ways to do so; without it only
    the total counts and nobody is placed for a score below 0.

    Between these two come, in this order: with `spread`, as many mentors as possible have somebody
    (an array says for which mentors this counts, since others have somebody already); `wished`, an
    int array like `scores`, is made as large as possible; with `worst_first` the score of the
    worst-off is, then that of the second worst-off, and so on, in whole points from 0 to 100.

    Exact to about 2**-48 times the number of mentees of the range of the scores. `ValueError`
    where shapes disagree, a score is infinite or a capacity negative or not a whole number.
    """
    table, seats = checked(scores, capacity)
    idle = _idle(spread, seats)
    wishes = None if wished is None else _wishes(wished, table)
    aim = Aim(coverage_first, idle is not None, wishes is not None, worst_first)
    if aim == Aim(coverage_first):
        return _in_one_go(table, seats, coverage_first=coverage_first)
    columns = Columns.of(seats, None if idle is None else idle.astype(np.int64))
    found = best(columns.problem(table, wishes, aim))
    mentor_of = columns.mentors(found.column_of)
    proof = Certificate(aim, (columns.case(found),), found.bounds)
    return Assignment(mentor_of, _total(table, mentor_of), proof)


# --- Coverage and the total alone: one solve ------------------------------------------------------


@dataclass(frozen=True)
class Worth:
    """What each place is worth, in whole numbers below 2**50; 0 where it is not allowed."""

    of: Floats
    scale: float  # whole numbers per point
    lowest: float  # the score that counts as 0
    reward: float  # for placing somebody at all; 0 where only the total counts


def worth_of(scores: Floats, *, coverage_first: bool) -> Worth:
    """Each place's worth, the reward exceeding what any chain of exchanges can win or lose."""
    allowed = ~np.isnan(scores)
    if not allowed.any():
        return Worth(np.zeros_like(scores), 1.0, 0.0, 0.0)
    low, high = float(np.nanmin(scores)), float(np.nanmax(scores))
    lowest = low if coverage_first else 0.0
    widest = (high - low) if coverage_first else max(high, 0.0)
    longest_chain = 2.0 * (min(scores.shape) + 1)
    finest = EXACT / (4.0 * longest_chain)
    scale = 2.0 ** np.floor(np.log2(finest / widest)) if widest > 0 else 1.0
    reward = longest_chain * (np.rint(widest * scale) + 1.0) if coverage_first else 0.0
    of = np.subtract(scores, lowest)
    np.multiply(of, scale, out=of)
    np.rint(of, out=of)
    np.add(of, reward, out=of)
    of[~allowed] = 0.0
    np.maximum(of, 0.0, out=of)
    return Worth(of, float(scale), lowest, float(reward))


def certificate_of(prices: Floats, worth: Worth, *, coverage_first: bool) -> Certificate:
    """Split each price into whole rewards (places) and the rest (points)."""
    places = np.rint(prices / worth.reward) if worth.reward else np.zeros_like(prices)
    points = (prices - places * worth.reward) / worth.scale + places * worth.lowest
    return Certificate.of(places, points, coverage_first=coverage_first)


def _in_one_go(table: Floats, seats: Ints, *, coverage_first: bool) -> Assignment:
    worth = worth_of(table, coverage_first=coverage_first)
    mentor_of = most_worth(worth.of, seats)
    prices = smallest_prices(worth.of, mentor_of)
    proof = certificate_of(prices, worth, coverage_first=coverage_first)
    return Assignment(mentor_of, _total(table, mentor_of), proof)


# --- Several aims ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Columns:
    """The seats of each mentor as columns: `low` first seats apart from the further ones.

    `plain` where there is just one column for each mentor, in their order.
    """

    mentor: Ints
    room: Ints
    first: Bools
    mentors_in_all: int
    plain: bool

    @classmethod
    def of(cls, seats: Ints, low: Ints | None) -> Columns:
        everyone = np.arange(seats.size, dtype=np.int64)
        if low is None:
            return cls(everyone, seats, np.zeros(seats.size, dtype=np.bool_), seats.size, True)
        low = np.minimum(low, seats)
        apart, rest = np.flatnonzero(low > 0), np.flatnonzero(seats > low)
        mentor = np.concatenate([apart, rest])
        room = np.concatenate([low[apart], (seats - low)[rest]])
        first = np.arange(mentor.size) < apart.size
        return cls(mentor, room, first, seats.size, False)

    def problem(self, scores: Floats, wished: Floats | None, aim: Aim) -> Problem:
        return Problem(
            scores=scores if self.plain else scores[:, self.mentor],
            room=self.room,
            aim=aim,
            counts=self.first if aim.spread else None,
            wished=None if wished is None else wished[:, self.mentor],
        )

    def mentors(self, column_of: Ints) -> Ints:
        if self.plain or not self.mentor.size:
            return column_of
        return np.where(column_of == NOBODY, NOBODY, self.mentor[column_of])

    def case(self, found: Best) -> Case:
        if self.plain:
            return Case(found.prices, found.prices)
        return Case(
            tuple(self._by_mentor(prices, self.first) for prices in found.prices),
            tuple(self._by_mentor(prices, ~self.first) for prices in found.prices),
        )

    def _by_mentor(self, prices: Floats, which: Bools) -> Floats:
        """The prices of the columns in `which`; where a mentor has none, that of the other one."""
        by_mentor = np.zeros(self.mentors_in_all)
        by_mentor[self.mentor[~which]] = prices[~which]
        by_mentor[self.mentor[which]] = prices[which]
        return by_mentor


def _total(scores: Floats, mentor_of: Ints) -> float:
    placed = np.flatnonzero(mentor_of != NOBODY)
    return float(scores[placed, mentor_of[placed]].sum())


def checked(scores: ArrayLike, capacity: ArrayLike) -> tuple[Floats, Ints]:
    """Both as arrays of numbers; `ValueError` where they make no sense."""
    table = np.asarray(scores, dtype=np.float64)
    seats = np.asarray(capacity)
    if table.ndim != 2 or seats.shape != (table.shape[1],):
        raise ValueError(
            "scores must be a table of mentees by mentors and capacity one number per mentor; "
            f"got shapes {table.shape} and {seats.shape}."
        )
    if np.isinf(table).any():
        raise ValueError("A score is infinite; use NaN where two may not be paired.")
    if seats.size and (np.any(seats < 0) or np.any(seats != np.floor(seats))):
        raise ValueError("A capacity is a whole number from 0 up.")
    return table, seats.astype(np.int64)


def _idle(spread: bool | ArrayLike, seats: Ints) -> Bools | None:
    if isinstance(spread, bool):
        return seats > 0 if spread else None
    idle = np.asarray(spread, dtype=np.bool_)
    if idle.shape != seats.shape:
        raise ValueError("spread says yes or no for all mentors, or for each of them.")
    return idle


def _wishes(wished: ArrayLike, table: Floats) -> Floats:
    wishes = np.asarray(wished, dtype=np.float64)
    if wishes.shape != table.shape or np.any(wishes != np.rint(wishes)) or np.any(wishes < 0):
        raise ValueError("wished is a table like scores, of whole numbers from 0 up.")
    return wishes
