"""The cases of a proof: do they cover everything, and whose seats are there in each?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from matching.certificate.claims import Bools, Case, CertificateError, Ints
from matching.certificate.given import Given


def cover_everything(cases: Sequence[Case], given: Given) -> None:
    """Raises where some assignment belongs to no case, or to two."""
    count = given.seats.size
    held, closed = np.zeros((len(cases), count)), np.zeros((len(cases), count))
    for at, case in enumerate(cases):
        held[at, sorted(case.held)] = closed[at, sorted(case.closed)] = 1.0
    if (held.any() or closed.any()) and given.least is None:
        raise CertificateError("There are cases, but no smallest groups.")
    if np.any(held * closed):
        raise CertificateError("A mentor is both held and closed.")
    apart = held @ closed.T + closed @ held.T > 0
    shares = [Fraction(1, 2 ** int(decided)) for decided in (held + closed).sum(axis=1)]
    if sum(shares) != 1 or not (apart | np.eye(len(cases), dtype=np.bool_)).all():
        raise CertificateError("The cases overlap or leave something out.")


def inside(case: Case, used: Ints, least: Ints | None) -> bool:
    """Whether the assignment belongs to this case."""
    if least is None:
        return True
    held, closed = sorted(case.held), sorted(case.closed)
    return bool(np.all(used[held] >= np.maximum(1, least[held])) and not used[closed].any())


@dataclass(frozen=True)
class Seats:
    """The columns of a case: whose seats they are, how many, which count first or are held."""

    mentor: Ints
    room: Ints
    first: Bools
    held: Bools

    @classmethod
    def of(cls, given: Given, case: Case) -> Seats:
        held, room = np.zeros(given.seats.size, dtype=np.bool_), given.seats.copy()
        held[sorted(case.held)] = True
        room[sorted(case.closed)] = 0
        low = np.zeros_like(room)
        if given.counts is not None:
            low[given.counts] = given.smallest[given.counts]
        if given.least is not None:
            low[held] = given.least[held]
        if given.lacking is not None:
            low = np.maximum(low, given.lacking)
        low = np.minimum(low, room)
        apart, rest = np.flatnonzero(low > 0), np.flatnonzero(room > low)
        mentor = np.concatenate([apart, rest])
        room = np.concatenate([low[apart], (room - low)[rest]])
        return cls(mentor, room, np.arange(mentor.size) < apart.size, held[mentor])
