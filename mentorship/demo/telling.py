"""Letting a story happen: each act at its moment, in order, and the notices of each day with it."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from notices.planning.planner import plan
from notices.sending.sender import send_due

Act = Callable[[datetime], None]

# UTC; in each of the demo's zones, from São Paulo to Sydney, one of them lies in the working day.
ROUNDS = (time(0, 30), time(9, 30), time(15))
NOTICES_FOR = timedelta(days=14)  # how far back the outbox reaches


class Story:
    """Acts and their moments. An act may add further ones, as long as they are later."""

    def __init__(self, *, until: datetime, on_month: Callable[[date], None]) -> None:
        """`on_month` is told of each month that begins, so that somebody can see it go on."""
        self.until = until
        self.on_month = on_month
        self._acts: list[tuple[datetime, int, Act]] = []
        self._numbers = count()

    def add(self, at: datetime, act: Act) -> None:
        """Let `act` happen at `at`; what lies past the end of the story does not happen."""
        if at <= self.until:
            heapq.heappush(self._acts, (at, next(self._numbers), act))

    def tell(self) -> None:
        """Let everything happen, in order."""
        first_day = (self.until - NOTICES_FOR).date()
        for days in range(NOTICES_FOR.days + 1):
            for moment in ROUNDS:
                at = datetime.combine(first_day + timedelta(days=days), moment, UTC)
                self.add(at, _send_what_is_due)
        self.add(self.until, _send_what_is_due)
        month = None
        while self._acts:
            at, _number, act = heapq.heappop(self._acts)
            if month != (month := at.date().replace(day=1)):
                self.on_month(month)
            act(at)


def _send_what_is_due(at: datetime) -> None:
    plan(now=at)
    while send_due(now=at):
        pass  # until nothing is owed
