"""Who gets whom in a pool whose scores are known: locks kept, aims followed, proven."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from matching.aims import Aim
from matching.assignment import NOBODY, Assignment, Floats, Ints, assign
from matching.certificate import gap
from matching.scoring import Criteria, Pool
from matching.solver import large, many
from matching.solver.settling import Bools

_LAST_RANK = 5


@dataclass(frozen=True)
class Decision:
    """`mentor_of[row]` is a column, or -1; `gap` 0.0 means proven best among all that keep locks.

    `prices` by mentor id: what one more seat there would bring, (mentees placed, points).
    """

    mentor_of: Ints
    gap: float
    aim: Aim
    prices: Mapping[int, tuple[int, float]]


@dataclass(frozen=True)
class Question:
    """What is left to decide once the locked are out of the table and their seats taken."""

    scores: Floats
    seats: Ints
    idle: Bools | None
    wished: Ints | None
    worst_first: bool
    least: Ints | None
    lacking: Ints | None

    @classmethod
    def of(cls, pool: Pool, criteria: Criteria, scores: Floats, locked_of: Ints) -> Question:
        held = locked_of != NOBODY
        taken = np.bincount(locked_of[held], minlength=len(pool.mentors))
        has = np.array([mentor.has for mentor in pool.mentors], dtype=np.int64)
        least = np.array([mentor.least for mentor in pool.mentors], dtype=np.int64)
        groups = bool((least > 1).any())
        if held.any():
            scores = scores.copy()
            scores[held] = np.nan
        return cls(
            scores=scores,
            seats=pool.seats - taken,
            idle=(taken == 0) & (has == 0) if criteria.spread else None,
            wished=wished(pool) if criteria.wishes_first else None,
            worst_first=criteria.worst_first,
            least=np.where(taken > 0, 0, least) if groups else None,
            lacking=np.where(taken > 0, np.maximum(0, least - taken), 0) if groups else None,
        )

    @property
    def is_large(self) -> bool:
        """Whether it is for `solver.large`, which knows of coverage and the total alone."""
        further = (self.idle, self.wished, self.least)
        only_total = all(one is None for one in further) and not self.worst_first
        return only_total and large.is_large(self.scores.shape[0], self.seats)

    @property
    def is_many(self) -> bool:
        """Whether it is for `solver.many`; groups take many solutions, so they are sooner."""
        too_many = many.is_many if self.least is None else large.is_large
        return too_many(self.scores.shape[0], self.seats)

    def answer(self, *, tell: Callable[[int], None] = lambda round_: None) -> Assignment:
        """`tell(step)` hears of the steps that a problem takes, and may raise to stop."""
        if self.is_large:
            return large.assign(self.scores, self.seats, tell=tell)
        if self.is_many:
            return many.assign(
                self.scores,
                self.seats,
                idle=self.idle,
                wished=self.wished,
                worst_first=self.worst_first,
                least=self.least,
                lacking=self.lacking,
                tell=tell,
            )
        return assign(
            self.scores,
            self.seats,
            spread=False if self.idle is None else self.idle,
            wished=self.wished,
            worst_first=self.worst_first,
            least=self.least,
            lacking=self.lacking,
            tell=tell,
        )

    @property
    def aim(self) -> Aim:
        return Aim(
            groups_first=self.lacking is not None,
            spread=self.idle is not None,
            wishes_first=self.wished is not None,
            worst_first=self.worst_first,
        )

    def gap(self, found: Assignment) -> float:
        return gap(
            self.scores,
            self.seats,
            found,
            spread=False if self.idle is None else self.idle,
            wished=self.wished,
            least=self.least,
            lacking=self.lacking,
            aim=self.aim,
        )


def decided(pool: Pool, found: Assignment, proven: float, locked_of: Ints) -> Decision:
    """The answer together with the locked."""
    mentor_of = np.where(locked_of == NOBODY, found.mentor_of, locked_of)
    prices = zip(found.certificate.places, found.certificate.points, strict=True)
    return Decision(
        mentor_of=mentor_of,
        gap=proven,
        aim=found.certificate.aim,
        prices={
            mentor.id: (int(places), float(points))
            for mentor, (places, points) in zip(pool.mentors, prices, strict=True)
            if places or points
        },
    )


def wished(pool: Pool) -> Ints:
    """How much each pair was wished for: mentees by mentors, 0 where nobody did.

    That as many mentees as possible have one of those they named comes before everything; the ranks
    that both sides gave, 5 for the first to 1 for the fifth, decide between equally many.
    """
    table = np.zeros((len(pool.mentees), len(pool.mentors)), dtype=np.int64)
    one_more = 2 * _LAST_RANK * len(pool.mentees) + 1
    for row, mentee in enumerate(pool.mentees):
        for mentor, rank in mentee.wishes.items():
            if mentor in pool.column_of:
                table[row, pool.column_of[mentor]] += one_more + _worth_of(rank)
    for column, one in enumerate(pool.mentors):
        for mentee_id, rank in one.wishes.items():
            if mentee_id in pool.row_of:
                table[pool.row_of[mentee_id], column] += _worth_of(rank)
    return table


def _worth_of(rank: int) -> int:
    return max(1, _LAST_RANK + 1 - rank)
