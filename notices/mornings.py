"""When a day begins for somebody: at eight in the morning, where they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings

MORNING = time(8)


@lru_cache(maxsize=1024)
def zone_called(name: str) -> ZoneInfo:
    """The time zone `name`; the company's own where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo(settings.DEFAULT_ZONE)


@lru_cache(maxsize=16384)
def morning(day: date, zone: str) -> datetime:
    """The instant at which `day` begins for people in `zone`."""
    return datetime.combine(day, MORNING, tzinfo=zone_called(zone)).astimezone(UTC)


def newest_day(zone: str, now: datetime) -> date:
    """The last day whose morning has come in `zone`."""
    day = now.astimezone(zone_called(zone)).date()
    return day if morning(day, zone) <= now else day - timedelta(days=1)


def zones_by_day(zones: Iterable[str], now: datetime) -> dict[date, list[str]]:
    """`newest_day` of many zones: two or three days, each with the zones that are there."""
    found: dict[date, list[str]] = defaultdict(list)
    for zone in zones:
        found[newest_day(zone, now)].append(zone)
    return dict(found)
