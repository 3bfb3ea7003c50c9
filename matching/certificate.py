"""Is this assignment really the best one? A checker that shares no code with the solver.

It rests on weak duality. Give each mentor a price p(j) ≥ 0 per seat, and let each mentee's gain be
g(i) = max(0, the best of worth(i, j) - p(j) over the mentors allowed). Then no assignment that
keeps the rules is worth more than

    bound = Σ g(i) + Σ capacity(j) · p(j),

since every place i→j is worth at most g(i) + p(j), and no mentor has more than capacity(j) of them.
Worth, prices and gains are pairs (places, points) compared part by part, one placed mentee being
worth (1, score): the argument holds as it stands for such pairs, so coverage before score needs no
big number. An assignment that reaches the bound is proven best, whoever found it and however.
"""

from __future__ import annotations

from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

ROUNDING = 1e-9  # of the sums compared; what float64 loses on the way
_CELLS_AT_ONCE = 1 << 20


class Prices(Protocol):
    """Two numbers per mentor: the parts of a seat's price, and which objective they speak of."""

    @property
    def places(self) -> Ints: ...
    @property
    def points(self) -> Floats: ...
    @property
    def coverage_first(self) -> bool: ...


class Claimed(Protocol):
    """An assignment that claims to be the best one."""

    @property
    def mentor_of(self) -> Ints: ...
    @property
    def certificate(self) -> Prices: ...


class BrokenRuleError(ValueError):
    """The assignment does what it may not: a forbidden pair or a mentor beyond capacity."""


class CertificateError(ValueError):
    """The prices cannot prove anything: wrong shape, not numbers, or below nothing."""


def gap(scores: ArrayLike, capacity: ArrayLike, assignment: Claimed) -> float:
    """How far from the best `assignment` may be, as a share; 0.0 says it is proven best.

    Where more mentees might be placed: the places missing ÷ the places the prices allow. Where
    only the points may be bettered: the points missing ÷ the points the prices allow. Raises
    `BrokenRuleError` where the assignment breaks a rule and `CertificateError` where the prices are
    not prices; the scores' shape is `matching.assignment.assign`'s.
    """
    table = np.asarray(scores, dtype=np.float64)
    seats = np.asarray(capacity, dtype=np.int64)
    mentor_of = _columns(table, assignment.mentor_of)
    reached = _reached(table, seats, mentor_of)
    places, points = _prices(assignment.certificate, seats)
    worth_of_place = 1 if assignment.certificate.coverage_first else 0
    bound, size = _bound(table, seats, places, points, worth_of_place)
    missing_places = bound[0] - reached[0] * worth_of_place
    if missing_places > 0:
        return missing_places / bound[0]
    missing = bound[1] - reached[1]
    if missing_places < 0 or missing < -ROUNDING * size:
        raise CertificateError("The prices allow less than was reached: they are not prices.")
    if missing <= ROUNDING * size:
        return 0.0
    return missing / max(abs(bound[1]), missing)


def _columns(scores: Floats, claimed: ArrayLike) -> Ints:
    """The columns claimed, as whole numbers from -1 to the last mentor, one for each mentee."""
    columns = np.asarray(claimed)
    if columns.shape != scores.shape[:1] or columns.dtype.kind not in "iu":
        raise BrokenRuleError(f"There must be one column for each of {scores.shape[0]} mentees.")
    whole = columns.astype(np.int64)
    if np.any((whole < -1) | (whole >= scores.shape[1])):
        raise BrokenRuleError("An assignment names a mentor who is not there.")
    return whole


def _reached(scores: Floats, capacity: Ints, mentor_of: Ints) -> tuple[int, float]:
    """Places and points of the assignment; raises where it breaks a rule."""
    rows = np.flatnonzero(mentor_of >= 0)
    columns = mentor_of[rows]
    taken = scores[rows, columns]
    if np.isnan(taken).any():
        worst = int(rows[int(np.flatnonzero(np.isnan(taken))[0])])
        raise BrokenRuleError(f"Mentee {worst} is with a mentor who is not allowed.")
    used = np.bincount(columns, minlength=scores.shape[1])
    if np.any(used > capacity):
        over = int(np.flatnonzero(used > capacity)[0])
        raise BrokenRuleError(
            f"Mentor {over} has {used[over]} mentees and room for {capacity[over]}."
        )
    return int(rows.size), float(taken.sum())


def _prices(certificate: Prices, capacity: Ints) -> tuple[Ints, Floats]:
    places = np.asarray(certificate.places, dtype=np.int64)
    points = np.asarray(certificate.points, dtype=np.float64)
    if places.shape != capacity.shape or points.shape != capacity.shape:
        raise CertificateError("A certificate holds two numbers for each mentor.")
    if not np.isfinite(points).all():
        raise CertificateError("A price is not a number.")
    if np.any((places < 0) | ((places == 0) & (points < 0))):
        raise CertificateError("A price is below nothing.")
    return places, points


def _bound(
    scores: Floats, capacity: Ints, places: Ints, points: Floats, worth_of_place: int
) -> tuple[tuple[int, float], float]:
    """The dual bound (places, points), and the size of the sums in it for judging the rounding."""
    bound_places = int((capacity * places).sum())
    seat_points = capacity * points
    bound_points, size = float(seat_points.sum()), float(np.abs(seat_points).sum())
    step = max(1, _CELLS_AT_ONCE // max(1, scores.shape[1]))
    for start in range(0, scores.shape[0], step) if scores.shape[1] else ():
        block = scores[start : start + step]
        gain_places = np.where(np.isnan(block), np.iinfo(np.int64).min, worth_of_place - places)
        best_places = gain_places.max(axis=1)
        gain_points = np.where(gain_places == best_places[:, None], block - points, -np.inf)
        best_points = np.where(
            best_places < 0, 0.0, np.nanmax(gain_points, axis=1, initial=-np.inf)
        )
        content = (best_places > 0) | ((best_places == 0) & (best_points > 0))
        bound_places += int(best_places[content].sum())
        bound_points += float(best_points[content].sum())
        size += float(np.abs(best_points[content]).sum())
    largest = float(np.nanmax(np.abs(scores), initial=0.0))
    return (bound_places, bound_points), size + largest
