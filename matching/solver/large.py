"""Who gets whom among thousands: the answer of `matching.assignment`, found among few candidates.

A table of mentees by seats would take gigabytes and most of a minute at 10,000, and nearly all of
it never matters. So the problem is solved exactly on a few candidates, the best ones of each mentee
and of each mentor, and priced: its prices say for every other two whether they would rather have
each other. Those who would become candidates, and it is solved again. Once nobody would, the prices
prove the answer best among all pairs (column generation), coverage included: a mentee left out who
could be placed by some chain of exchanges would outbid somebody on it.

Each round has a head start in prices taken off beforehand, with which nearly everybody's best
candidate costs nothing: those of the round before, and in the first one a guess. Without it the
solver bids step by step for a mentor whom everybody wants, or for a place that somebody must go
without.

Whole numbers held in float64, as in `matching.assignment`; so nothing is rounded on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array
from scipy.sparse.csgraph import (
    breadth_first_order,
    maximum_flow,
    min_weight_full_bipartite_matching,
)

from matching.assignment import NOBODY, Assignment, certificate_of, checked, total_of, worth_of
from matching.solver.settling import Bools, Floats, Ints

# Mentees times seats. Both ways take a second for 2,000 with as many seats; at 4,000 this one takes
# 2 to 4 seconds and the dense one 6, and its table grows with the square.
MOST_DENSE_CELLS = 2500 * 2500
# With 25 of each side the first round of 10,000 by 5,000 places everybody; with 10 it would leave
# out a tenth, with 50 it takes half as long again.
CANDIDATES = 25
MOST_ROUNDS = 40  # random ones take 4 to 10; after these the gap is told as it is
_MOST_DROPS = 4  # mostly one to three suffice; the mirror image takes as long as one to thirty
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
    tell: Callable[[int], None] = lambda step: None,
) -> Assignment:
    """The best assignment of mentees to mentors, as `matching.assignment.assign` finds it.

    `tell(step)` hears of each step, from 0, before it begins, and may raise to stop: of the search
    for candidates, and of the solving and the pricing of each round. After `most_rounds` the answer
    keeps all rules but may not be the best; `matching.certificate.gap` says by how much at most.
    """
    table, seats = checked(scores, capacity)
    worth = worth_of(table, coverage_first=coverage_first)
    mentor_of = np.full(table.shape[0], NOBODY, dtype=np.int64)
    gains, prices = np.zeros(table.shape[0]), _guessed(worth.of, seats)
    pick = _Pick(candidates, nudge=1.0 + (worth.of.max(initial=0.0) - worth.reward) / 1000)
    tell(0)
    known = _first_candidates(worth.of, prices, pick)
    for round_ in range(most_rounds if known.size else 0):
        tell(2 * round_ + 1)
        near = _Candidates.of(worth.of, known)
        if round_ == 0:
            prices += worth.reward * _overbooked(near, seats)
            gains = _gains(worth.of, prices)
        mentor_of = _solve(near, seats, gains, prices)
        tell(2 * round_ + 2)
        gains, prices = _content(worth.of, near, mentor_of)
        prices[seats == 0] = np.inf
        wanted = _wanted(worth.of, gains, prices, pick)
        if not wanted.size:
            break
        known = np.union1d(known, wanted)
    closed = np.flatnonzero(seats == 0)
    prices[closed] = (worth.of[:, closed] - gains[:, None]).max(axis=0, initial=0.0)
    proof = certificate_of(prices, worth, coverage_first=coverage_first)
    return Assignment(mentor_of, total_of(table, mentor_of), proof)


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


@dataclass(frozen=True)
class _Pick:
    """How candidates are picked: so many of the best of each row, and a fifth as many others.

    The others keep a crowd that wants the same few from being led to the next few, and the next;
    the nudge, to those who are about as good, spreads it likewise. The dice are the same each
    time, as the answer must be.
    """

    most: int
    nudge: float

    def of(self, table: Floats, dice: np.random.Generator) -> tuple[Ints, Ints]:
        """Rows and columns, of those above 0 alone."""
        rows, columns = table.shape
        wanted, chance = table > 0, dice.random(table.shape, dtype=np.float32)
        keys = np.where(wanted, table + self.nudge * chance, -chance)  # ties would take minutes
        chance += wanted
        picked = [
            np.argpartition(by, columns - count, axis=1)[:, columns - count :]
            for by, count in (
                (keys, min(self.most, columns)),
                (chance, min(1 + self.most // 5, columns)),
            )
        ]
        to = np.concatenate(picked, axis=1).ravel()
        at = np.repeat(np.arange(rows), to.size // max(1, rows))
        real = wanted[at, to]
        return at[real], to[real]


def _first_candidates(worth: Floats, prices: Floats, pick: _Pick) -> Ints:
    """The best of each mentee and of each mentor, as places of the flat table."""
    mentors, dice = worth.shape[1], np.random.default_rng(0)
    found = [np.empty(0, dtype=np.int64)]
    for start, block in _blocks(worth):
        rows, columns = pick.of(block - prices, dice)
        found.append((start + rows) * mentors + columns)
    for start, block in _blocks(worth.T):
        columns, rows = pick.of(block - prices[start : start + len(block), None], dice)
        found.append(rows * mentors + start + columns)
    return np.unique(np.concatenate(found))


def _wanted(worth: Floats, gains: Floats, prices: Floats, pick: _Pick) -> Ints:
    """Whom the mentees would rather have at these prices, as places of the flat table."""
    dice = np.random.default_rng(0)
    found = [np.empty(0, dtype=np.int64)]
    for start, block in _blocks(worth):
        better = block - prices
        better -= gains[start : start + len(block), None]
        longing = np.flatnonzero(better.max(axis=1) > 0)
        rows, columns = pick.of(better[longing], dice)
        found.append((start + longing[rows]) * worth.shape[1] + columns)
    return np.concatenate(found)


def _blocks(table: Floats) -> Iterator[tuple[int, Floats]]:
    """Some rows at a time, each with the number of its first."""
    step = max(1, _CELLS_AT_ONCE // max(1, table.shape[1]))
    for start in range(0, table.shape[0] if table.shape[1] else 0, step):
        yield start, np.ascontiguousarray(table[start : start + step])


# --- Prices to begin with -------------------------------------------------------------------------


def _guessed(worth: Floats, capacity: Ints) -> Floats:
    """How much better than the last mentor needed each is on average; who has no seat has any."""
    open_to = np.count_nonzero(worth, axis=0)
    mean = worth.sum(axis=0) / np.maximum(open_to, 1)
    useful = np.minimum(capacity, open_to)
    ranked = np.argsort(-mean, kind="stable")
    ranked = ranked[useful[ranked] > 0]
    enough = np.searchsorted(np.cumsum(useful[ranked]), worth.shape[0])
    last = mean[ranked[: enough + 1]].min(initial=np.inf)
    prices = np.where(capacity > 0, np.rint(np.maximum(mean - last, 0.0)), np.inf)
    return np.where(np.isnan(prices), 0.0, prices)


def _overbooked(near: _Candidates, capacity: Ints) -> Bools:
    """The mentors for whom somebody competes who cannot be placed among the candidates.

    They are on the side of the mentees where a maximum flow is cut, so that a place with them is
    worth somebody else's place.
    """
    mentees, mentors = int(near.mentees.max()) + 1, capacity.size
    source, sink = mentees + mentors, mentees + mentors + 1
    ends = (
        np.concatenate([np.full(mentees, source), near.mentees, mentees + np.arange(mentors)]),
        np.concatenate([np.arange(mentees), mentees + near.mentors, np.full(mentors, sink)]),
    )
    room = np.concatenate([np.ones(mentees + near.mentees.size), np.minimum(capacity, mentees)])
    graph = csr_array((room.astype(np.int32), ends), shape=(sink + 1, sink + 1))
    unused = csr_array(graph - maximum_flow(graph, source, sink).flow)
    unused.eliminate_zeros()
    cut = np.zeros(sink + 1, dtype=np.bool_)
    cut[breadth_first_order(unused, source, return_predecessors=False)] = True
    return cut[mentees:source]


def _gains(worth: Floats, prices: Floats) -> Floats:
    """What each mentee would gain from the mentor best for them at these prices."""
    best = [(block - prices).max(axis=1) for _start, block in _blocks(worth)]
    gains: Floats = np.maximum(np.concatenate(best), 0.0)
    return gains


# --- The problem on the candidates ----------------------------------------------------------------


def _solve(near: _Candidates, capacity: Ints, gains: Floats, prices: Floats) -> Ints:
    """The mentor of each mentee, best among the candidates; `gains` and `prices` only help.

    The cheapest way to give each mentee a seat, or their own place outside, when a pair costs its
    gain and price less its worth. Taking all prices off changes nothing as long as all seats that
    have one are filled. Those of mentors with an empty seat are dropped, and it is solved again.
    Where that goes on and on, it is solved as its own mirror image: a copy of each seat stands
    against a copy of each mentee, and keeps the seat, at its price, or follows it to the copy of
    whoever takes it.
    """
    seats = np.minimum(capacity, np.bincount(near.mentors, minlength=capacity.size))
    holder = np.repeat(np.arange(seats.size), seats)
    each = seats[near.mentors]  # a candidate is one for each of the mentor's seats
    first = (np.cumsum(seats) - seats)[near.mentors]
    seat = np.arange(each.sum()) + np.repeat(first - (np.cumsum(each) - each), each)
    mentee, outside = np.repeat(near.mentees, each), np.arange(gains.size)

    def pairs() -> list[tuple[Floats, Ints, Ints]]:
        cost = np.repeat(gains[near.mentees] + prices[near.mentors] - near.worth, each)
        return [(cost, mentee, seat), (gains, outside, holder.size + outside)]

    def mentors(taken: Ints) -> Ints:
        return np.append(holder, NOBODY)[np.minimum(taken, holder.size)]

    for _ in range(_MOST_DROPS):
        mentor_of = mentors(_cheapest(pairs()))
        used = np.bincount(mentor_of[mentor_of != NOBODY], minlength=seats.size)
        idle = (prices > 0) & (used < seats)
        if not idle.any():
            return mentor_of
        prices = np.where(idle, 0.0, prices)
    copies = np.arange(holder.size)
    mirrored = [
        (prices[holder], gains.size + copies, copies),
        (np.zeros(seat.size), gains.size + seat, holder.size + mentee),
    ]
    return mentors(_cheapest([*pairs(), *mirrored])[: gains.size])


def _cheapest(pairs: list[tuple[Floats, Ints, Ints]]) -> Ints:
    """The column of each row where (cost, row, column) are given and all rows get one."""
    costs, rows, columns = (np.concatenate(one) for one in zip(*pairs, strict=True))
    costs += 1.0 - costs.min()  # a cost of 0 would be no pair
    _, taken = min_weight_full_bipartite_matching(csr_array((costs, (rows, columns))))
    return np.asarray(taken, dtype=np.int64)


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
