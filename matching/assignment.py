"""Who gets whom: the most mentees placed, then the best total, exactly, and with its proof.

Scores become whole numbers held in float64, which the solver adds and subtracts without rounding
(everything stays below 2**53). A place is worth `reward + score`, and the reward exceeds whatever
any chain of exchanges can win or lose in score, so that coverage always comes first.

The proof is a price per mentor (linear programming duality). The smallest prices are the longest
ways in the graph of exchanges that the solution leaves open: a mentor wanted by somebody who got
nobody costs what is missed, and whoever could move on to another mentor passes the price on
(Bellman and Ford, on whole rows at once, and only those whose mentor's price rose). It comes as a
pair, one part in places and one in points, so its checker needs no reward and no rounding.

Ties: of several best answers the solver returns one that depends on the order of rows and columns
alone; whoever needs the same answer for the same people sorts them first (`matching.solving`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linear_sum_assignment

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

NOBODY = -1
_EXACT = 2.0**50  # whole numbers up to here, added three or four times, stay exact in float64
_ROWS_AT_ONCE = 256


@dataclass(frozen=True)
class Certificate:
    """Prices that prove an assignment best. See `matching.certificate` for what they prove.

    `places` and `points` (one number per mentor) are the two parts of what one more seat with that
    mentor would bring: mentees placed, then score. They are compared part by part in this order.
    """

    places: Ints
    points: Floats
    coverage_first: bool = True


@dataclass(frozen=True)
class Assignment:
    """`mentor_of[i]` is the column of mentee i's mentor, or -1; `total` the sum of the scores."""

    mentor_of: Ints
    total: float
    certificate: Certificate = field(repr=False)

    @property
    def placed(self) -> int:
        return int(np.count_nonzero(self.mentor_of != NOBODY))


@dataclass(frozen=True)
class Worth:
    """What each place is worth, in whole numbers below 2**50; 0 where it is not allowed."""

    of: Floats
    scale: float  # whole numbers per point
    lowest: float  # the score that counts as 0
    reward: float  # for placing somebody at all; 0 where only the total counts


def assign(scores: ArrayLike, capacity: ArrayLike, *, coverage_first: bool = True) -> Assignment:
    """The best assignment of mentees to mentors.

    `scores` is a float array, mentees by mentors, NaN where the two may not be paired; `capacity`
    an int array, how many mentees each mentor takes. With `coverage_first` as many mentees as
    possible are placed and the total score is the best among all ways to do so; without it only
    the total counts and nobody is placed for a score below 0.

    Exact to about 2**-48 times the number of mentees of the range of the scores. `ValueError`
    where shapes disagree, a score is infinite or a capacity negative or not a whole number.
    """
    table, seats = checked(scores, capacity)
    worth = worth_of(table, coverage_first=coverage_first)
    mentor_of = _solve(worth.of, seats)
    prices = _prices(worth.of, mentor_of)
    placed = np.flatnonzero(mentor_of != NOBODY)
    total = float(table[placed, mentor_of[placed]].sum())
    return Assignment(
        mentor_of, total, certificate_of(prices, worth, coverage_first=coverage_first)
    )


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


def worth_of(scores: Floats, *, coverage_first: bool) -> Worth:
    """Each place's worth, the reward exceeding what any chain of exchanges can win or lose."""
    allowed = ~np.isnan(scores)
    if not allowed.any():
        return Worth(np.zeros_like(scores), 1.0, 0.0, 0.0)
    low, high = float(np.nanmin(scores)), float(np.nanmax(scores))
    lowest = low if coverage_first else 0.0
    widest = (high - low) if coverage_first else max(high, 0.0)
    longest_chain = 2.0 * (min(scores.shape) + 1)
    finest = _EXACT / (4.0 * longest_chain)
    scale = 2.0 ** np.floor(np.log2(finest / widest)) if widest > 0 else 1.0
    reward = longest_chain * (np.rint(widest * scale) + 1.0) if coverage_first else 0.0
    of = np.subtract(scores, lowest)
    np.multiply(of, scale, out=of)
    np.rint(of, out=of)
    np.add(of, reward, out=of)
    of[~allowed] = 0.0
    np.maximum(of, 0.0, out=of)
    return Worth(of, float(scale), lowest, float(reward))


def _solve(worth: Floats, capacity: Ints) -> Ints:
    """The mentor of each mentee, the sum of `worth` being the largest possible.

    A seat is a column. No columns for "nobody" are needed: a place that is not allowed is worth
    nothing, so whoever the solver puts on one is simply left without a mentor.
    """
    mentor_of = np.full(worth.shape[0], NOBODY, dtype=np.int64)
    able = worth > 0
    rows = np.flatnonzero(able.any(axis=1))
    useful = np.minimum(capacity, np.count_nonzero(able, axis=0))
    seat = np.repeat(np.arange(len(capacity), dtype=np.int64), useful)
    if not rows.size or not seat.size:
        return mentor_of
    everyone = rows.size == worth.shape[0] and np.array_equal(seat, np.arange(worth.shape[1]))
    cost = worth.copy() if everyone else worth[np.ix_(rows, seat)]
    np.negative(cost, out=cost)
    at, taken = linear_sum_assignment(cost)
    real = cost[at, taken] < 0
    mentor_of[rows[at[real]]] = seat[taken[real]]
    return mentor_of


def _prices(worth: Floats, mentor_of: Ints) -> Floats:
    """The smallest price per mentor at which everybody is content with what they have."""
    prices = np.zeros(worth.shape[1])
    alone = mentor_of == NOBODY
    for rows in _blocks(np.flatnonzero(alone)):
        np.maximum(prices, worth[rows].max(axis=0), out=prices)
    placed = np.flatnonzero(~alone)
    own = worth[placed, mentor_of[placed]]
    moved = np.arange(placed.size)
    for _ in range(worth.shape[1] + 1):
        if not moved.size:
            return prices
        higher = prices.copy()
        for some in _blocks(moved):
            rows = placed[some]
            kept = own[some] - prices[mentor_of[rows]]
            np.maximum(higher, (worth[rows] - kept[:, None]).max(axis=0), out=higher)
        rose = higher > prices
        prices = higher
        moved = np.flatnonzero(rose[mentor_of[placed]])
    raise ArithmeticError("The solver's answer can be bettered; this must not happen.")


def _blocks(rows: Ints) -> list[Ints]:
    return [rows[at : at + _ROWS_AT_ONCE] for at in range(0, rows.size, _ROWS_AT_ONCE)]


def certificate_of(prices: Floats, worth: Worth, *, coverage_first: bool) -> Certificate:
    """Split each price into whole rewards (places) and the rest (points)."""
    places = np.rint(prices / worth.reward) if worth.reward else np.zeros_like(prices)
    points = (prices - places * worth.reward) / worth.scale + places * worth.lowest
    return Certificate(places.astype(np.int64), points, coverage_first)
