"""Letting a story happen: each act at its moment, in order, and each morning's notices with it."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from itertools import count

from notices import planner, sender

Act = Callable[[datetime], None]

MORNING = time(9, 30)  # UTC; after every eight o'clock of the demo's zones but New York's
NOTICES_FOR = timedelta(days=30)  # how far back the outbox reaches


class Story:
    """Acts and their moments. An act may add further ones, as long as they are later."""

    def __init__(self, *, until: datetime) -> None:
        self.until = until
        self._acts: list[tuple[datetime, int, Act]] = []
        self._numbers = count()

    def add(self, at: datetime, act: Act) -> None:
        """Let `act` happen at `at`; what lies past the end of the story does not happen."""
        if at <= self.until:
            heapq.heappush(self._acts, (at, next(self._numbers), act))

    def tell(self) -> None:
        """Let everything happen, in order."""
        first_morning = datetime.combine((self.until - NOTICES_FOR).date(), MORNING, UTC)
        for days in range(NOTICES_FOR.days + 1):
            self.add(first_morning + timedelta(days=days), _send_what_is_due)
        self.add(self.until, _send_what_is_due)
        while self._acts:
            at, _number, act = heapq.heappop(self._acts)
            act(at)


def _send_what_is_due(at: datetime) -> None:
    planner.plan(now=at)
    while sender.send_due(now=at):
        pass  # until nothing is owed
