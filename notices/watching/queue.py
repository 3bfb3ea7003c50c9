"""What is owed and has not reached its reader: how many notices wait, are due, and since when.

All that tell of it count it like this, each beside what else it asks of the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Aggregate, Count, Min, Q

from notices.catalogue import KINDS
from notices.models import Notice
from notices.queries import WAITING

HOUR = timedelta(hours=1)
TOO_LONG = timedelta(minutes=30)  # tens of thousands are sent within it; what waits on is held up


@dataclass(frozen=True)
class Queue:
    waiting: int  # due or not
    due: int  # by now
    oldest_due_at: datetime | None  # of what is due
    now: datetime

    @property
    def later(self) -> int:
        """Those whose hour is still to come: a retry, the end of quiet hours."""
        return self.waiting - self.due

    @property
    def age(self) -> timedelta:
        """How long the oldest that is due has waited."""
        return self.now - self.oldest_due_at if self.oldest_due_at else timedelta()

    @property
    def age_seconds(self) -> int:
        return int(self.age.total_seconds())

    @property
    def is_stuck(self) -> bool:
        """Something is due for so long that rounds do not get it done."""
        return self.age > TOO_LONG


def queue(*, now: datetime) -> Queue:
    """One query, on an index."""
    found = Notice.objects.waiting().order_by().aggregate(**counted(now=now))
    return queue_of([found], now=now)


def counted(*, now: datetime) -> dict[str, Aggregate]:
    """What a query over notices, in groups or as a whole, is asked for besides.

    It counts states: an index holds them, and a filter cannot go with a star.
    """
    waits = Q(state__in=WAITING)
    is_due = waits & Q(due_at__lte=now)
    return {
        "waiting": Count("state", filter=waits),
        "due": Count("state", filter=is_due),
        "oldest_due_at": Min("due_at", filter=is_due),
    }


def queue_of(rows: Iterable[Mapping[str, Any]], *, now: datetime) -> Queue:
    """The queue that rows with `counted` make up together."""
    found = list(rows)
    oldest = [row["oldest_due_at"] for row in found if row["oldest_due_at"]]
    return Queue(
        waiting=sum(row["waiting"] for row in found),
        due=sum(row["due"] for row in found),
        oldest_due_at=min(oldest, default=None),
        now=now,
    )


def unknown(*, now: datetime) -> dict[str, int]:
    """How many are due of kinds that the catalogue lacks, which no sender takes; one query."""
    found = Notice.objects.waiting().filter(due_at__lte=now).exclude(kind__in=list(KINDS))
    by_kind = found.order_by().values_list("kind").annotate(many=Count("pk")).order_by("kind")
    return dict(by_kind)


def failed_lately(*, now: datetime) -> int:
    """How many were given up within the last hour; one query, on an index."""
    return Notice.objects.failed().filter(settled_at__gt=now - HOUR).count()
