"""The day on which the suite lives, whenever it is run.

The cast is of 2 November 2026 (`tests/cast.py`), and pages read the clock: some months later nobody
could apply any more, and every notice was too late. So the clock of the project is moved back by
whole days; its hours and minutes go on as they do.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.utils import timezone

from kit import clock

DAY = date(2026, 11, 26)
_BACK = datetime.now(UTC).date() - DAY


def live_there() -> None:
    """Before anything else has taken the clock's functions for its own."""
    clock.now = _now
    clock.today = _today


def _now() -> datetime:
    return datetime.now(UTC) - _BACK


def _today() -> date:
    return timezone.localdate(_now())
