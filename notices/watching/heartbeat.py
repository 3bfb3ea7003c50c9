"""Whether planner and sender are alive: when each last did a whole round.

A round that found the mail server away is a round: the sender lives, and says what keeps it from
its work. See docs/adr/0021.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from notices.models import Round

TOO_OLD = timedelta(minutes=2)
MOST_AHEAD = timedelta(minutes=2)  # clocks of two machines never agree


@dataclass(frozen=True)
class Pulse:
    """The last whole round of one of the two."""

    worker: Round.Worker
    finished_at: datetime | None
    age: timedelta | None
    trouble: str = ""  # what kept that round from its work

    @property
    def is_alive(self) -> bool:
        return self.age is not None and not self.is_ahead and self.age <= TOO_OLD

    @property
    def is_ahead(self) -> bool:
        """Its last round ended in the future: a clock is wrong, and nobody knows when it was."""
        return self.age is not None and self.age < -MOST_AHEAD


def pulses(*, now: datetime) -> list[Pulse]:
    """Of the planner and the sender, in this order; one query."""
    marks = {one.worker: one for one in Round.objects.all()}
    return [_pulse(worker, marks.get(worker), now) for worker in Round.Worker]


def _pulse(worker: Round.Worker, mark: Round | None, now: datetime) -> Pulse:
    if mark is None:
        return Pulse(worker, None, None)
    return Pulse(worker, mark.finished_at, now - mark.finished_at, mark.trouble)
