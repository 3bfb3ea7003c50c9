"""Which programs lately set other days for their reminders, and what that made due at once.

It is read from the history: a program that goes back to the usual has no row of its own any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from history.models import Event


class Edit(NamedTuple):
    at: datetime
    before: int | None  # days from the date it speaks of; None: not at all


class Edits:
    """Those since an instant, by program and kind, newest first; one query."""

    def __init__(self, *, since: datetime) -> None:
        self._made: dict[str, dict[int, list[Edit]]] = defaultdict(lambda: defaultdict(list))
        changed = Event.objects.filter(verb="timing.changed", at__gt=since).order_by("-pk")
        for program, at, facts in changed.values_list("program_id", "at", "facts"):
            for kind, (before, _after) in facts.get("days", {}).items():
                self._made[kind][program or 0].append(Edit(at, before))

    def programs(self, kind: str) -> list[int]:
        return list(self._made[kind]) if kind in self._made else []

    def made_due(
        self, kind: str, program: int | None, days: int, due: Callable[[int], datetime]
    ) -> datetime | None:
        """When an edit made due what by its own days, `due(days)`, would have come before; None
        where it fell due by itself. `due`: the instant at which it is due so many days from its
        date."""
        due_at = due(days)
        edits = self._made[kind].get(program or 0, []) if kind in self._made else []
        for edit in edits:
            if due_at > edit.at:
                return None
            if edit.before is None or (before := due(edit.before)) > edit.at:
                return edit.at
            due_at = before  # it was due already: by the days of then, or by an earlier edit
        return None
