"""What an assignment consists of: who has whom, and the prices that prove it best."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from matching.aims import Aim
from matching.solver.settling import NOBODY, Floats, Ints

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

    More than one case only where groups have a smallest size; the answer is in the first of them.
    `bounds` divides the levels of the score into stages where the worst-off come first.
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
        case = self.cases[0]
        prices = case.further[bool(case.held) + self.aim.groups_first]
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
