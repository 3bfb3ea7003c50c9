"""How the outbox stands, in figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from notices.models import Notice


@dataclass(frozen=True)
class Overview:
    counts: dict[str, int]  # by state
    oldest_waiting: datetime | None  # when it was due; what is due later does not wait yet

    @property
    def waiting(self) -> int:
        return self.counts["planned"] + self.counts["claimed"]

    @property
    def failed(self) -> int:
        return self.counts["failed"]


def overview(*, now: datetime) -> Overview:
    """One query over all notices."""
    found = Notice.objects.order_by().aggregate(
        oldest=Min("due_at", filter=Q(state__in=["planned", "claimed"], due_at__lte=now)),
        **{state: Count("state", filter=Q(state=state)) for state in Notice.State.values},
    )
    return Overview(oldest_waiting=found.pop("oldest"), counts=found)
