"""The parts of what an assignment is worth, each reckoned from the problem itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum, lcm
from typing import Protocol

import numpy as np

from matching.aims import TOP_LEVEL
from matching.certificate.cases import Seats
from matching.certificate.claims import Bools, Case, CertificateError, Floats, Ints, Proof
from matching.certificate.given import Given

_EXACT = 1 << 53


class Part(Protocol):
    """One aim: what the assignment reached in it, and what each place is worth in it.

    `anyway` is what the mentors held count whoever they have; `share` is what is missing to the
    limit as a share. A part that is not `priced` has no prices, or rather all of them are 0.
    """

    @property
    def whole(self) -> bool: ...
    @property
    def priced(self) -> bool: ...
    def reached(self, mentor_of: Ints, used: Ints) -> float: ...
    def worth(self, rows: slice, seats: Seats) -> Floats: ...
    def anyway(self, case: Case) -> float: ...
    def share(self, missing: float, limit: float) -> float: ...


@dataclass(frozen=True)
class Pairs:
    """So much for each pair: `digits[level]`, or the table itself."""

    table: Floats | Ints
    digits: Floats | None = None
    whole: bool = True
    priced: bool = True

    def reached(self, mentor_of: Ints, used: Ints) -> float:
        placed = np.flatnonzero(mentor_of >= 0)
        return exact_sum(self._of(self.table[placed, mentor_of[placed]]), whole=self.whole)

    def worth(self, rows: slice, seats: Seats) -> Floats:
        block = self.table[rows]
        alike = np.array_equal(seats.mentor, np.arange(block.shape[1]))
        return self._of(block if alike else block[:, seats.mentor])

    def _of(self, block: Floats | Ints) -> Floats:
        if self.digits is None:
            return block.astype(np.float64, copy=False)
        digits: Floats = self.digits[block]
        return digits

    def anyway(self, case: Case) -> float:
        return 0

    def share(self, missing: float, limit: float) -> float:
        """Of levels: the mentees who might stand above the lowest that may be bettered, of all."""
        if self.digits is None:
            return missing / max(abs(limit), missing)
        base = int(self.table.shape[0]) + 1
        number = int(missing)
        while number >= base:
            number //= base
        return number / max(1, base - 1)


@dataclass(frozen=True)
class Places:
    whole: bool = True
    priced: bool = True

    def reached(self, mentor_of: Ints, used: Ints) -> float:
        return int(used.sum())

    def worth(self, rows: slice, seats: Seats) -> Floats:
        return np.ones(seats.mentor.size)

    def anyway(self, case: Case) -> float:
        return 0

    def share(self, missing: float, limit: float) -> float:
        return missing / limit


@dataclass(frozen=True)
class Mentors:
    """How many mentors have somebody, of those with whom it counts, in fractions of a mentor.

    Where there are smallest groups, each seat of one counts its fraction: a mentor who has a group
    has all of it, so it is the same, and the bound is closer.
    """

    counts: Bools
    smallest: Ints
    whole: bool = True
    priced: bool = True

    @property
    def _one(self) -> int:
        return lcm(*self.smallest[self.counts].tolist())

    def reached(self, mentor_of: Ints, used: Ints) -> float:
        return self._one * int(np.count_nonzero((used > 0) & self.counts))

    def worth(self, rows: slice, seats: Seats) -> Floats:
        fraction = (self._one // self.smallest)[seats.mentor]
        return np.where(seats.first & ~seats.held & self.counts[seats.mentor], fraction, 0.0)

    def anyway(self, case: Case) -> float:
        return self._one * int(np.count_nonzero(self.counts[sorted(case.held)]))

    def share(self, missing: float, limit: float) -> float:
        return missing / limit


@dataclass(frozen=True)
class Due:
    """The seats of the smallest groups of those held; all of them are filled in their case."""

    seats: int
    whole: bool = True
    priced: bool = True

    def reached(self, mentor_of: Ints, used: Ints) -> float:
        return self.seats

    def worth(self, rows: slice, seats: Seats) -> Floats:
        return (seats.first & seats.held).astype(np.float64)

    def anyway(self, case: Case) -> float:
        return 0

    def share(self, missing: float, limit: float) -> float:
        return missing / limit


@dataclass(frozen=True)
class Lacking:
    """The seats that groups which exist already lack to their smallest size."""

    lacking: Ints
    whole: bool = True
    priced: bool = True

    def reached(self, mentor_of: Ints, used: Ints) -> float:
        return int(np.minimum(used, self.lacking).sum())

    def worth(self, rows: slice, seats: Seats) -> Floats:
        return (seats.first & (self.lacking[seats.mentor] > 0)).astype(np.float64)

    def anyway(self, case: Case) -> float:
        return 0

    def share(self, missing: float, limit: float) -> float:
        return missing / limit


def parts_of(proof: Proof, given: Given) -> list[Part]:
    parts: list[Part] = []
    if given.lacking is not None:
        parts.append(Lacking(given.lacking))
    if proof.aim.coverage_first:
        parts.append(Places())
    if given.counts is not None:
        parts.append(Mentors(given.counts, given.smallest))
    if given.wished is not None:
        parts.append(Pairs(given.wished))
    if proof.aim.worst_first:
        parts += _fairness(proof.bounds, given)
    return [*parts, Pairs(given.scores, whole=False)]


def _fairness(bounds: Sequence[int], given: Given) -> Iterator[Part]:
    """How many are below the first bound, then at each level, those between two bounds at once."""
    levels = np.clip(np.rint(np.nan_to_num(given.scores)), 0, TOP_LEVEL).astype(np.int64)
    base = given.scores.shape[0] + 1
    highest = int(levels[~np.isnan(given.scores) & (given.seats > 0)].max(initial=0))
    widest = max((high - low for low, high in pairwise(bounds)), default=1)
    if not bounds or list(bounds) != sorted(set(bounds)) or bounds[0] < 0 or base**widest > _EXACT:
        raise CertificateError("The levels of the score are divided in a way that proves nothing.")
    if bounds[-1] < highest:
        raise CertificateError("Not all levels of the score are looked at.")
    below = np.zeros(TOP_LEVEL + 1)
    below[: bounds[0]] = -1.0
    yield Pairs(levels, below, priced=False)
    for low, high in pairwise(bounds):
        digits = np.zeros(TOP_LEVEL + 1)
        digits[low:high] = [-float(base ** (high - 1 - level)) for level in range(low, high)]
        yield Pairs(levels, digits)


def exact_sum(numbers: Floats, *, whole: bool) -> float:
    return sum(map(int, numbers.tolist())) if whole else fsum(numbers.tolist())
