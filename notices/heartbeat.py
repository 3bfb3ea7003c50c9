"""Whether planner and sender are alive: when each last did a whole round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from notices.models import Round

TOO_OLD = timedelta(minutes=2)


@dataclass(frozen=True)
class Pulse:
    """The last whole round of one of the two."""

    worker: Round.Worker
    finished_at: datetime | None
    age: timedelta | None

    @property
    def is_alive(self) -> bool:
        return self.age is not None and self.age <= TOO_OLD


def pulses(*, now: datetime) -> list[Pulse]:
    """Of the planner and the sender, in this order; one query."""
    marks = dict(Round.objects.values_list("worker", "finished_at"))
    return [
        Pulse(worker, marks.get(worker), now - marks[worker] if worker in marks else None)
        for worker in Round.Worker
    ]
