"""The spans of time that reports speak of. Pure.

A year of a report ends on the last day of a finished month, and the years offered do not overlap:
two spans that differ by a day would, by their difference, tell about whoever left on that day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both within it."""

    first_on: date
    last_on: date

    @property
    def days(self) -> int:
        return (self.last_on - self.first_on).days + 1

    @property
    def eve(self) -> date:
        """The day at whose end the period is about to start."""
        return self.first_on - timedelta(days=1)


def month_of(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)


def months_before(first_on: date, months: int) -> date:
    """The first day of the month so many months earlier."""
    years, month = divmod(first_on.year * 12 + first_on.month - 1 - months, 12)
    return date(years, month + 1, 1)


def years_back(*, today: date, count: int) -> list[Period]:
    """The last `count` years of twelve full months, newest first; the present month is left out."""
    end = month_of(today)
    return [
        Period(months_before(end, 12 * (n + 1)), months_before(end, 12 * n) - timedelta(days=1))
        for n in range(count)
    ]
