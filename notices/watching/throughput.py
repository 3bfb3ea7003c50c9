"""What went out, hour by hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncHour

from notices.models import Notice

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hour:
    """What was settled within one hour, of whatever kind."""

    begins_at: datetime
    sent: int  # reached its reader, by whichever way
    failed: int
    dropped: int  # or overtaken


def of_last_day(*, now: datetime) -> list[Hour]:
    """The hours of the last 24 in which something was settled, the newest first; one query.

    Hours begin as the active time zone has them.
    """
    rows = (
        Notice.objects.filter(settled_at__gt=now - DAY, settled_at__lte=now)
        .order_by()
        .annotate(begins_at=TruncHour("settled_at"))
        .values("begins_at")
        .annotate(
            sent=Count("pk", filter=Q(state="sent")),
            failed=Count("pk", filter=Q(state="failed")),
            dropped=Count("pk", filter=Q(state__in=["dropped", "superseded"])),
        )
        .order_by("-begins_at")
    )
    return [Hour(**row) for row in rows]
