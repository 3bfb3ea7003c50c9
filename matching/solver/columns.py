"""Seats as columns: those of a mentor that are not worth the same stand apart."""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm

import numpy as np

from matching.aims import Aim
from matching.solver.answers import Case
from matching.solver.settling import NOBODY, Bools, Floats, Ints
from matching.solver.stages import Problem


@dataclass(frozen=True)
class Columns:
    """Each mentor's first seats and further ones, as columns: all the first, then the further.

    First seats are the very first one where it `counts` as one more mentor with somebody (or, in
    fractions of a mentor, all those of the smallest group), those of a smallest group that is
    `due`, and those that a group which exists already is `lacking`. `plain` where there is just one
    column for each mentor, in their order.
    """

    mentor: Ints
    room: Ints
    first: Bools
    counts: Floats | None
    due: Bools | None
    lacking: Bools | None
    mentors_in_all: int
    plain: bool = False

    @classmethod
    def of(
        cls, seats: Ints, idle: Bools | None, held: Ints, least: Ints, lacking: Ints | None
    ) -> Columns:
        """`idle` mentors' first seats count; those of the mentors `held` are due, `least` each."""
        if idle is None and lacking is None and not held.size:
            everyone = np.arange(seats.size, dtype=np.int64)
            return cls(
                everyone,
                seats,
                np.zeros_like(seats, np.bool_),
                None,
                None,
                None,
                seats.size,
                plain=True,
            )
        smallest = np.maximum(1, least)
        low = np.zeros_like(seats) if idle is None else np.where(idle, smallest, 0)
        low[held] = least[held]
        if lacking is not None:
            low = np.maximum(low, lacking)
        low = np.minimum(low, seats)
        apart, rest = np.flatnonzero(low > 0), np.flatnonzero(seats > low)
        mentor = np.concatenate([apart, rest])
        first = np.arange(mentor.size) < apart.size
        due = first & np.isin(mentor, held)
        return cls(
            mentor=mentor,
            room=np.concatenate([low[apart], (seats - low)[rest]]),
            first=first,
            counts=None if idle is None else _fractions(smallest, idle)[mentor] * (first & ~due),
            due=due if held.size else None,
            lacking=None if lacking is None else first & (lacking[mentor] > 0),
            mentors_in_all=seats.size,
        )

    def problem(
        self, scores: Floats, wished: Floats | None, aim: Aim, bounds: tuple[int, ...] = ()
    ) -> Problem:
        return Problem(
            scores=scores if self.plain else scores[:, self.mentor],
            room=self.room,
            aim=aim,
            counts=self.counts,
            due=self.due,
            lacking=self.lacking,
            wished=None if wished is None else wished[:, self.mentor],
            bounds=bounds,
        )

    def mentors(self, column_of: Ints) -> Ints:
        if self.plain or not self.mentor.size:
            return column_of
        return np.where(column_of == NOBODY, NOBODY, self.mentor[column_of])

    def case(self, prices: tuple[Floats, ...]) -> Case:
        """The prices of columns as those of mentors' first seats and further ones."""
        if self.plain:
            return Case(prices, prices)
        return Case(
            tuple(self._by_mentor(part, self.first) for part in prices),
            tuple(self._by_mentor(part, ~self.first) for part in prices),
        )

    def _by_mentor(self, prices: Floats, which: Bools) -> Floats:
        """The prices of the columns in `which`; where a mentor has none, that of the other one."""
        by_mentor = np.zeros(self.mentors_in_all)
        by_mentor[self.mentor[~which]] = prices[~which]
        by_mentor[self.mentor[which]] = prices[which]
        return by_mentor


def _fractions(smallest: Ints, idle: Bools) -> Floats:
    """What each seat of a smallest group counts, so that all groups count the same."""
    one = lcm(*smallest[idle].tolist())
    return np.where(idle, one // smallest, 0).astype(np.float64)
