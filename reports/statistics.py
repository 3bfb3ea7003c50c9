"""Definitions of the figures, each with its source. Pure: numbers in, numbers out.

Nothing here compares groups fairly; that people who take part differ from those who do not is for
the page to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt

import numpy as np
from scipy import stats


@dataclass(frozen=True)
class Interval:
    """Where a figure may well lie, from `low` to `high`; for a share both are between 0 and 1."""

    low: float
    high: float


def share(part: float, whole: float) -> float | None:
    """`part` ÷ `whole`, or None where there is nothing to divide by."""
    return part / whole if whole else None


def retention(*, present_at_start: int, present_at_both: int) -> float | None:
    """The share of those present at the start who are present at the end.

    Who joined in between counts on neither side, so the figure never exceeds 1. (CIPD, "Employee
    turnover and retention"; ISO 30414:2018, 4.7.10.) None for a group of nobody.
    """
    if not 0 <= present_at_both <= present_at_start:
        raise ValueError(f"{present_at_both} of {present_at_start} cannot have stayed.")
    return share(present_at_both, present_at_start)


def turnover(*, leavers: int, at_start: int, at_end: int) -> float | None:
    """Leavers ÷ average headcount, for the period as it is: not brought to a year.

    The average headcount is that of the two ends, (start + end) ÷ 2 (CIPD, "crude wastage";
    ISO 30414:2018, 4.7.9). It may exceed 1. None where nobody was there at either end.
    """
    return share(leavers, (at_start + at_end) / 2)


def wilson(part: int, whole: int, *, level: float = 0.95) -> Interval | None:
    """The score interval of a share: keeps its level with few people and near 0 and 1.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22
    (1927); recommended by Brown, Cai & DasGupta, Statistical Science 16 (2001). No continuity
    correction. It speaks of chance alone, not of who chose to take part. None for a group of
    nobody.
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole} is no share.")
    if not whole:
        return None
    z = _deviations(level)
    p = part / whole
    middle = (p + z**2 / (2 * whole)) / (1 + z**2 / whole)
    half = z / (1 + z**2 / whole) * sqrt(p * (1 - p) / whole + z**2 / (4 * whole**2))
    return Interval(
        low=0.0 if part == 0 else max(0.0, middle - half),
        high=1.0 if part == whole else min(1.0, middle + half),
    )


def mean_interval(values: Sequence[float], *, level: float = 0.95) -> Interval | None:
    """Student's interval of a mean: as wide as chance makes it with so few values.

    "Student", "The probable error of a mean", Biometrika 6 (1908). It takes the values as drawn
    one by one from many alike. None for fewer than two.
    """
    if len(values) < 2:
        return None
    drawn = np.asarray(values, dtype=float)
    half = float(stats.t.ppf((1 + level) / 2, len(drawn) - 1)) * float(stats.sem(drawn))
    middle = float(drawn.mean())
    return Interval(low=middle - half, high=middle + half)


@cache
def _deviations(level: float) -> float:
    """How many standard deviations of the normal curve hold `level`; scipy takes a while to say."""
    return float(stats.norm.ppf((1 + level) / 2))


def median(values: Sequence[float]) -> float | None:
    """The middle value, or the mean of the two middle ones; None where there are none."""
    return float(np.median(np.asarray(values, dtype=float))) if len(values) else None
