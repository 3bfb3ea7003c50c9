"""Whether planner and sender are alive: when each last did a whole round, and what waits.

A round that found the mail server away is a round: the sender lives, and says what keeps it from
its work. See docs/adr/0021.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from notices.models import Notice, Round

TOO_OLD = timedelta(minutes=2)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Pulse:
    """The last whole round of one of the two."""

    worker: Round.Worker
    finished_at: datetime | None
    age: timedelta | None
    trouble: str = ""  # what kept that round from its work

    @property
    def is_alive(self) -> bool:
        return self.age is not None and self.age <= TOO_OLD


def pulses(*, now: datetime) -> list[Pulse]:
    """Of the planner and the sender, in this order; one query."""
    marks = {one.worker: one for one in Round.objects.all()}
    return [_pulse(worker, marks.get(worker), now) for worker in Round.Worker]


def _pulse(worker: Round.Worker, mark: Round | None, now: datetime) -> Pulse:
    if mark is None:
        return Pulse(worker, None, None)
    return Pulse(worker, mark.finished_at, now - mark.finished_at, mark.trouble)


@dataclass(frozen=True)
class Queue:
    """What is owed and has not reached its reader."""

    due: int  # by now
    later: int  # has an hour that is still to come: a retry, the end of quiet hours
    oldest_due_at: datetime | None  # of what is due
    failed_lately: int  # within the last hour
    now: datetime

    @property
    def age(self) -> timedelta:
        """How long the oldest that is due has waited."""
        return self.now - self.oldest_due_at if self.oldest_due_at else timedelta()

    @property
    def age_seconds(self) -> int:
        return int(self.age.total_seconds())


def queue(*, now: datetime) -> Queue:
    """Two queries, both on an index."""
    waiting = Notice.objects.waiting().order_by()
    is_due = Q(due_at__lte=now)
    found = waiting.aggregate(
        due=Count("pk", filter=is_due),
        later=Count("pk", filter=~is_due),
        oldest_due_at=Min("due_at", filter=is_due),
    )
    failed = Notice.objects.failed().filter(settled_at__gt=now - HOUR).count()
    return Queue(**found, failed_lately=failed, now=now)
