"""Who gets whom: the most mentees placed, then the best total, exactly, and with its proof.

Further aims may come between the two (`matching.aims`). In `matching.solver`, `stages` makes whole
numbers of them, `settling` solves them one after the other and finds the prices that prove the
answer best; `groups` decides who gets a group where a group has a smallest size.

Ties: of several best answers the solver returns one by the order of rows and columns. Rows are put
in an order of their own first, so the same mentees get the same mentors in whatever order they
come; whose rows are alike to the bit may change places. The order of columns still counts: whoever
needs the same answer whatever it is sorts the mentors first (`matching.solving`).
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matching.aims import Aim
from matching.solver.answers import Assignment, Case, Certificate
from matching.solver.columns import Columns
from matching.solver.groups import Groups
from matching.solver.settling import EXACT, NOBODY, Bools, Floats, Ints, most_worth, smallest_prices
from matching.solver.stages import Stop, best

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
    "total_of",
    "worth_of",
]


_MOST_FRACTIONS = 1 << 28  # all that differ up to 20, or any that are alike


def assign(
    scores: ArrayLike,
    capacity: ArrayLike,
    *,
    coverage_first: bool = True,
    spread: bool | ArrayLike = False,
    wished: ArrayLike | None = None,
    worst_first: bool = False,
    least: ArrayLike | None = None,
    lacking: ArrayLike | None = None,
    steps: int | None = None,
    tell: Callable[[int], None] = lambda step: None,
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

    Before everything else come the seats that groups which exist already lack to their smallest
    size: `lacking`, an int array per mentor.

    With `least`, an int array per mentor, a mentor takes nobody or at least so many. That is exact
    as well, unless it takes more than `steps` solutions of parts of the problem; then the answer
    keeps all rules and `matching.certificate.gap` says how far from the best it may be.

    Where it takes several steps, `tell(step)` hears of each, from 1, and may raise to stop.

    Exact to about 2**-48 times the number of mentees of the range of the scores for each mentee,
    with further aims to 2**-30 of it. `ValueError`
    where shapes disagree, a score is infinite, scores are too far apart or too close together to
    be told apart, or a capacity is negative or not a whole number.
    """
    table, seats = checked(scores, capacity)
    idle = _idle(spread, seats)
    smallest = np.zeros_like(seats) if least is None else _counts(least, seats, "least")
    first = None if lacking is None else np.minimum(_counts(lacking, seats, "lacking"), seats)
    if first is not None:  # their groups exist, however small
        idle = None if idle is None else idle & (first == 0)
        smallest = np.where(first > 0, 0, smallest)
    wishes = None if wished is None else _wishes(wished, table)
    order = _by_content(table, wishes)
    rows = table[order]
    wishes = None if wishes is None else wishes[order]
    aim = Aim(coverage_first, first is not None, idle is not None, wishes is not None, worst_first)
    if (smallest > 1).any():
        found, proof = Groups(rows, seats, aim, idle, wishes, smallest, first).search(steps, tell)
    elif aim == Aim(coverage_first):
        found, proof = _in_one_go(rows, seats, coverage_first=coverage_first)
    else:
        columns = Columns.of(seats, idle, np.empty(0, dtype=np.int64), smallest, first)
        answer = best(columns.problem(rows, wishes, aim), _telling(tell))
        found = columns.mentors(answer.column_of)
        proof = Certificate(aim, (columns.case(answer.prices),), answer.bounds)
    mentor_of = np.empty_like(found)
    mentor_of[order] = found
    return Assignment(mentor_of, total_of(table, mentor_of), proof)


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
    scale = _scale(finest, widest)
    reward = longest_chain * (np.rint(widest * scale) + 1.0) if coverage_first else 0.0
    of = np.subtract(scores, lowest)
    np.multiply(of, scale, out=of)
    np.rint(of, out=of)
    np.add(of, reward, out=of)
    of[~allowed] = 0.0
    np.maximum(of, 0.0, out=of)
    return Worth(of, float(scale), lowest, float(reward))


def _scale(finest: float, widest: float) -> float:
    """The power of two by which points that differ by `widest` become whole numbers."""
    if widest == 0:
        return 1.0
    if not widest <= sys.float_info.max:
        raise ValueError("The scores are too far apart to be compared.")
    power = math.floor(math.log2(finest) - math.log2(widest))
    if power > sys.float_info.max_exp - 1:
        raise ValueError("The scores are too close together to be told apart.")
    return 2.0**power


def certificate_of(prices: Floats, worth: Worth, *, coverage_first: bool) -> Certificate:
    """Split each price into whole rewards (places) and the rest (points)."""
    places = np.rint(prices / worth.reward) if worth.reward else np.zeros_like(prices)
    points = (prices - places * worth.reward) / worth.scale + places * worth.lowest
    return Certificate.of(places, points, coverage_first=coverage_first)


def _in_one_go(table: Floats, seats: Ints, *, coverage_first: bool) -> tuple[Ints, Certificate]:
    worth = worth_of(table, coverage_first=coverage_first)
    mentor_of = most_worth(worth.of, seats)
    prices = smallest_prices(worth.of, mentor_of)
    return mentor_of, certificate_of(prices, worth, coverage_first=coverage_first)


def _telling(tell: Callable[[int], None]) -> Stop:
    def go_on(names: Sequence[str], column_of: Ints) -> bool:
        tell(len(names))
        return False

    return go_on


# --- What comes in, and what it comes to ----------------------------------------------------------


def total_of(scores: Floats, mentor_of: Ints) -> float:
    """What the pairs come to, rounded once: the same in whatever order they stand."""
    placed = np.flatnonzero(mentor_of != NOBODY)
    return math.fsum(scores[placed, mentor_of[placed]].tolist())


def _by_content(table: Floats, wishes: Floats | None) -> Ints:
    """The order of rows by what stands in them, bit by bit: any order does that is their own."""
    keys = np.ascontiguousarray(table if wishes is None else np.hstack([table, wishes]))
    if not keys.size:
        return np.arange(len(keys))
    row = np.dtype((np.void, keys.shape[1] * keys.itemsize))
    return np.argsort(keys.view(row)[:, 0], kind="stable")


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
    if seats.size and not _are_counts(seats):
        raise ValueError("A capacity is a whole number from 0 up.")
    return table, np.minimum(seats, len(table)).astype(np.int64)


def _are_counts(numbers: NDArray[Any]) -> bool:
    if numbers.dtype.kind not in "biuf":
        return False
    return bool(np.all((numbers >= 0) & np.isfinite(numbers) & (numbers == np.floor(numbers))))


def _idle(spread: bool | ArrayLike, seats: Ints) -> Bools | None:
    if isinstance(spread, bool):
        return seats > 0 if spread else None
    idle = np.asarray(spread, dtype=np.bool_)
    if idle.shape != seats.shape:
        raise ValueError("spread says yes or no for all mentors, or for each of them.")
    return idle & (seats > 0)


def _wishes(wished: ArrayLike, table: Floats) -> Floats:
    wishes = np.asarray(wished, dtype=np.float64)
    if wishes.shape != table.shape or np.any(wishes != np.rint(wishes)) or np.any(wishes < 0):
        raise ValueError("wished is a table like scores, of whole numbers from 0 up.")
    return wishes


def _counts(given: ArrayLike, seats: Ints, name: str) -> Ints:
    counts = np.asarray(given)
    if counts.shape != seats.shape or np.any(counts < 0) or np.any(counts % 1):
        raise ValueError(f"{name} is one whole number from 0 up for each mentor.")
    if math.lcm(*counts[counts > 1].tolist()) > _MOST_FRACTIONS:
        raise ValueError(f"The numbers in {name} are too large and too different.")
    return counts.astype(np.int64)
