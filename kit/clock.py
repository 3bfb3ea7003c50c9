"""The clock, read only at the edge (views, tasks, commands) and passed down."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date in the active zone: the viewer's during a request, else UTC."""
    return timezone.localdate()


def date_in(zone: str, at: datetime) -> date:
    """The calendar date that the instant `at` falls on in `zone`."""
    return at.astimezone(ZoneInfo(zone)).date()
