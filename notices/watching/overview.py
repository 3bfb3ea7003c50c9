"""How the outbox stands, in figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from notices.models import Notice
from notices.watching.queue import Queue, counted, queue_of


@dataclass(frozen=True)
class Overview:
    counts: dict[str, int]  # by state
    queue: Queue

    @property
    def waiting(self) -> int:
        return self.queue.waiting

    @property
    def oldest_waiting(self) -> datetime | None:
        """When it was due; what is due later does not wait yet."""
        return self.queue.oldest_due_at

    @property
    def failed(self) -> int:
        return self.counts["failed"]


def overview(*, now: datetime) -> Overview:
    """One query over all notices."""
    states = Notice.objects.order_by().values("state")
    found = list(states.annotate(many=Count("state"), **counted(now=now)))
    counts = dict.fromkeys(Notice.State.values, 0) | {row["state"]: row["many"] for row in found}
    return Overview(counts, queue_of(found, now=now))
