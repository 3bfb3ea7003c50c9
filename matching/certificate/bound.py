"""The dual bound of a case, part by part, against what was reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from matching.certificate.cases import Seats
from matching.certificate.claims import Case, CertificateError, Floats
from matching.certificate.given import Given
from matching.certificate.parts import Due, Pairs, Part, Places, exact_sum

# What is lost of the span of the scores for each mentee, since they are matched in whole numbers
# below 2**50: with coverage and points alone, for each step of the longest chain of exchanges ...
ROUNDING = 2.0**-46
# ... and where the points share these numbers with further aims.
ROUNDING_AMONG_AIMS = 2.0**-30
_CELLS_AT_ONCE = 1 << 20


def missing_in(
    given: Given, case: Case, parts: list[Part], reached: list[float], inside: bool
) -> float:
    """What some assignment of this case may have more than was reached, as a share."""
    if case.held and given.least is not None:
        due = Due(int(given.least[sorted(case.held)].sum()))
        parts, reached = [due, *parts], [due.seats, *reached]
    seats = Seats.of(given, case)
    prices = _prices(case, parts, seats, given.seats.size)
    rounding = _rounding(given.scores, parts)
    limits = _bound(given, case, parts, seats, prices)
    for part, goal, limit in zip(parts, reached, limits, strict=True):
        missing = limit - goal
        lost = 0.0 if part.whole else rounding
        if missing > lost:
            return float(part.share(missing, limit))
        if missing < -lost:
            if inside:
                raise CertificateError("The prices allow less than was reached: they are not any.")
            break  # whatever is in this case is worse
    return 0.0


def _rounding(scores: Floats, parts: list[Part]) -> float:
    """By how much the points of an answer may stay below its bound unseen."""
    alone = all(isinstance(part, Places) for part in parts[:-1])
    grid = ROUNDING * (min(scores.shape) + 1) if alone else ROUNDING_AMONG_AIMS
    span = float(np.nanmax(scores, initial=0.0)) - float(np.nanmin(scores, initial=0.0))
    return float(grid * (scores.shape[0] + 1) * span)


def _prices(case: Case, parts: list[Part], seats: Seats, count: int) -> list[Floats]:
    """The price of each column, part by part; nothing in parts that the case says nothing about."""
    given = [
        np.where(seats.first, first[seats.mentor], further[seats.mentor])
        for first, further in zip(
            _numbers(case.first, count), _numbers(case.further, count), strict=True
        )
    ]
    nothing = np.zeros(seats.mentor.size)
    if len(given) > sum(part.priced for part in parts):
        raise CertificateError("There are prices for more aims than there are.")
    remaining = iter(given)
    prices = [next(remaining, nothing) if part.priced else nothing for part in parts]
    undecided = np.ones(seats.mentor.size, dtype=np.bool_)
    for price in prices:
        if np.any(undecided & (price < 0)):
            raise CertificateError("A price is below nothing.")
        undecided &= price == 0
    return prices


def _numbers(prices: Sequence[Floats], count: int) -> Iterator[Floats]:
    for part in prices:
        numbers = np.asarray(part, dtype=np.float64)
        if numbers.shape != (count,):
            raise CertificateError("A certificate holds a number for each mentor and part.")
        if not np.isfinite(numbers).all():
            raise CertificateError("A price is not a number.")
        yield numbers


def _bound(
    given: Given, case: Case, parts: list[Part], seats: Seats, prices: list[Floats]
) -> list[float]:
    """The dual bound, part by part."""
    gains = _gains(given, parts, seats, prices)
    return [
        exact_sum(gain, whole=part.whole)
        + exact_sum(seats.room * price, whole=part.whole)
        + part.anyway(case)
        for part, price, gain in zip(parts, prices, gains, strict=True)
    ]


def _gains(given: Given, parts: list[Part], seats: Seats, prices: list[Floats]) -> list[Floats]:
    """The gains, part by part, of the mentees who gain anything."""
    count = given.scores.shape[0]
    gains = [np.zeros(count) for _ in parts]
    step = max(1, _CELLS_AT_ONCE // max(1, seats.mentor.size))
    for start in range(0, count, step) if seats.mentor.size else ():
        rows = slice(start, min(start + step, count))
        possible = ~np.isnan(Pairs(given.scores).worth(rows, seats))
        able = possible.any(axis=1)
        undecided, wins = able.copy(), np.zeros_like(able)
        for part, price, gain in zip(parts, prices, gains, strict=True):
            worth = np.where(possible, part.worth(rows, seats) - price, -np.inf)
            best = worth.max(axis=1)
            if part is not parts[-1]:
                possible &= worth == best[:, None]
            gain[rows] = np.where(able, best, 0.0)
            wins |= undecided & (best > 0)
            undecided &= best == 0
        for gain in gains:
            gain[rows][~wins] = 0.0
    return gains
