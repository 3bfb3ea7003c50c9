"""Who gets whom among thousands: the answer of `matching.assignment`, found among few candidates.

A table of mentees by seats would take gigabytes and most of a minute at 10,000, and nearly all of
it never matters. So the problem is solved exactly on a few candidates, the best ones of each mentee
and of each mentor, and priced: its prices say for every other two whether they would rather have
each other. Those who would become candidates, and it is solved again. Once nobody would, the prices
prove the answer best among all pairs (column generation), coverage included: a mentee left out who
could be placed by some chain of exchanges would outbid somebody on it.

Each round but the first has a head start in the prices of the one before: with them taken off,
nearly everybody's best candidate costs nothing. That changes what a seat costs by a fixed amount,
and so nothing about which answer is best, as long as no seat with a price stays empty. Where one
does, its price is dropped and the round solved again.

Whole numbers held in float64, as in `matching.assignment`; so nothing is rounded on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from matching.assignment import (
    NOBODY,
    Assignment,
    Floats,
    Ints,
    certificate_of,
    checked,
    worth_of,
)

# Mentees times seats. Both ways take a second for 2,000 with as many seats; at 4,000 this one takes
# 2 to 4 seconds and the dense one 6, and its table grows with the square.
MOST_DENSE_CELLS = 2500 * 2500
# With 25 of each side the first round of 10,000 by 5,000 places everybody within 1.3 % of the best
# total; with 10 it leaves out a tenth, with 50 it takes half as long again.
CANDIDATES = 25
MOST_ROUNDS = 40  # random ones take 4 to 10; after these the gap is told as it is
_CELLS_AT_ONCE = 1 << 21


def is_large(mentees: int, capacity: Ints) -> bool:
    """Whether a problem is better solved here than by `matching.assignment.assign`."""
    return mentees * int(np.minimum(capacity, mentees).sum()) > MOST_DENSE_CELLS


def assign(
    scores: ArrayLike,
    capacity: ArrayLike,
    *,
    coverage_first: bool = True,
    candidates: int = CANDIDATES,
    most_rounds: int = MOST_ROUNDS,
    tell: Callable[[int], None] = lambda round_: None,
) -> Assignment:
    """The best assignment of mentees to mentors, as `matching.assignment.assign` finds it.

    `tell(round)` hears of each round, from 0, before it begins, and may raise to stop. After
    `most_rounds` the answer keeps all rules but may not be the best; `matching.certificate.gap`
    says by how much at most.
    """
    table, seats = checked(scores, capacity)
    worth = worth_of(table, coverage_first=coverage_first)
    mentor_of = np.full(table.shape[0], NOBODY, dtype=np.int64)
    closed = np.flatnonzero(seats == 0)
    gains, prices = np.zeros(table.shape[0]), np.zeros(seats.size)
    prices[closed] = np.inf
    known = _first_candidates(worth.of, prices, candidates)
    for round_ in range(most_rounds if known.size else 0):
        tell(round_)
        near = _Candidates.of(worth.of, known)
        mentor_of = _solve(near, seats, gains, prices)
        gains, prices = _content(worth.of, near, mentor_of)
        prices[closed] = np.inf
        wanted = _wanted(worth.of, gains, prices, candidates)
        if not wanted.size:
            break
        known = np.union1d(known, wanted)
    prices[closed] = (worth.of[:, closed] - gains[:, None]).max(axis=0, initial=0.0)
    placed = np.flatnonzero(mentor_of != NOBODY)
    total = float(table[placed, mentor_of[placed]].sum())
    proof = certificate_of(prices, worth, coverage_first=coverage_first)
    return Assignment(mentor_of, total, proof)


# --- Candidates ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Candidates:
    """Twos who may be paired and are considered, ordered by mentee, then mentor."""

    mentees: Ints
    mentors: Ints
    worth: Floats

    @classmethod
    def of(cls, worth: Floats, known: Ints) -> _Candidates:
        mentees, mentors = np.divmod(known, worth.shape[1])
        return cls(mentees, mentors, worth[mentees, mentors])


def _first_candidates(worth: Floats, prices: Floats, most: int) -> Ints:
    """The best of each mentee and of each mentor, as places of the flat table."""
    mentors, dice = worth.shape[1], np.random.default_rng(0)
    found = [np.empty(0, dtype=np.int64)]
    for start, block in _blocks(worth):
        rows, columns = _picked(block - prices, most, dice)
        found.append((start + rows) * mentors + columns)
    for start, block in _blocks(worth.T):
        columns, rows = _picked(block - prices[start : start + len(block), None], most, dice)
        found.append(rows * mentors + start + columns)
    return np.unique(np.concatenate(found))


def _wanted(worth: Floats, gains: Floats, prices: Floats, most: int) -> Ints:
    """Whom the mentees would rather have at these prices, as places of the flat table."""
    dice = np.random.default_rng(0)  # the same each time, as the answer must be
    found = [np.empty(0, dtype=np.int64)]
    for start, block in _blocks(worth):
        better = block - prices
        better -= gains[start : start + len(block), None]
        longing = np.flatnonzero(better.max(axis=1) > 0)
        rows, columns = _picked(better[longing], most, dice)
        found.append((start + longing[rows]) * worth.shape[1] + columns)
    return np.concatenate(found)


def _picked(table: Floats, most: int, dice: np.random.Generator) -> tuple[Ints, Ints]:
    """Rows and columns of each row's best and of some others above 0.

    The others keep a crowd that wants the same few from being led to the next few, and the next.
    """
    rows, columns = table.shape
    chance = np.where(table > 0, dice.random(table.shape, dtype=np.float32), 0.0)
    picked = [
        np.argpartition(keys, columns - count, axis=1)[:, columns - count :]
        for keys, count in ((table, min(most, columns)), (chance, min(1 + most // 5, columns)))
    ]
    at = np.repeat(np.arange(rows), sum(one.shape[1] for one in picked))
    to = np.concatenate(picked, axis=1).ravel()
    real = table[at, to] > 0
    return at[real], to[real]


def _blocks(table: Floats) -> Iterator[tuple[int, Floats]]:
    """Some rows at a time, each with the number of its first."""
    step = max(1, _CELLS_AT_ONCE // max(1, table.shape[1]))
    for start in range(0, table.shape[0] if table.shape[1] else 0, step):
        yield start, np.ascontiguousarray(table[start : start + step])


# --- The problem on the candidates ----------------------------------------------------------------


def _solve(near: _Candidates, capacity: Ints, gains: Floats, prices: Floats) -> Ints:
    """The mentor of each mentee, best among the candidates; `gains` and `prices` only help."""
    seats = np.minimum(capacity, np.bincount(near.mentors, minlength=capacity.size))
    while True:
        mentor_of = _matched(near, seats, gains, prices)
        used = np.bincount(mentor_of[mentor_of != NOBODY], minlength=seats.size)
        idle = (prices > 0) & (used < seats)
        if not idle.any():
            return mentor_of
        prices = np.where(idle, 0.0, prices)


def _matched(near: _Candidates, seats: Ints, gains: Floats, prices: Floats) -> Ints:
    """The cheapest way to give each mentee a seat, or their own place outside."""
    everybody = np.arange(gains.size)
    each = seats[near.mentors]  # a candidate is one for each of the mentor's seats
    first = (np.cumsum(seats) - seats)[near.mentors]
    seat = np.arange(each.sum()) + np.repeat(first - (np.cumsum(each) - each), each)
    cost = gains[near.mentees] + prices[near.mentors] - near.worth
    costs = np.concatenate([np.repeat(cost, each), gains])
    graph = csr_array(
        (
            costs + (1.0 - costs.min()),  # a cost of 0 would be no candidate
            (
                np.concatenate([np.repeat(near.mentees, each), everybody]),
                np.concatenate([seat, seats.sum() + everybody]),
            ),
        ),
        shape=(gains.size, seats.sum() + gains.size),
    )
    _, taken = min_weight_full_bipartite_matching(graph)
    holder = np.concatenate([np.repeat(np.arange(seats.size), seats), np.full(gains.size, NOBODY)])
    mentor_of: Ints = holder[taken]
    return mentor_of


def _content(worth: Floats, near: _Candidates, mentor_of: Ints) -> tuple[Floats, Floats]:
    """Each mentee's gain and each mentor's smallest price at which no candidate is wanted more."""
    placed = mentor_of != NOBODY
    own = np.where(placed, worth[np.arange(mentor_of.size), mentor_of], 0.0)
    order = np.argsort(near.mentors, kind="stable")
    mentees, wished, value = near.mentees[order], near.mentors[order], near.worth[order]
    starts = np.flatnonzero(np.r_[True, wished[1:] != wished[:-1]])
    prices = np.zeros(worth.shape[1] + 1)  # the last one is nobody's
    for _ in range(prices.size):
        gains = own - prices[mentor_of]
        offers = np.maximum.reduceat(value - gains[mentees], starts)
        rose = offers > prices[wished[starts]]
        if not rose.any():
            return gains, prices[:NOBODY]
        prices[wished[starts[rose]]] = offers[rose]
    raise ArithmeticError("The solver's answer can be bettered; this must not happen.")
