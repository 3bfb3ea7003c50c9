"""What is owed to somebody, and its row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from psycopg2.extras import execute_values

from kit.refs import new_ref
from notices.catalogue import Kind
from notices.models import Notice

MAIL_DOMAIN = "mentorship.invalid"


class Owed(NamedTuple):
    kind: Kind
    subject_id: int
    due_on: date
    recipient_id: int | None
    program_id: int | None
    due_at: datetime
    expires_at: datetime | None = None  # where it is not the kind's own
    is_superseded: bool = False
    channel_id: int | None = None
    event_id: int = 0  # what happened; 0 where a date owes it
    days_ahead: int = 0  # of the date, as the program has set it; 0 for all that is not ahead

    def standing(self, now: datetime) -> tuple[str, str]:
        """The state it begins in, and why: overtaken or too late from the start, or waiting."""
        if self.is_superseded:
            return Notice.State.SUPERSEDED, Notice.Reason.SUPERSEDED
        if self.until <= now:
            return Notice.State.DROPPED, Notice.Reason.TOO_LATE
        return Notice.State.PLANNED, ""

    @property
    def until(self) -> datetime:
        return self.expires_at or self.due_at + self.kind.late_after


_COLUMNS = (
    *("ref", "kind", "subject_kind", "subject_id", "due_on", "event_id", "days_ahead"),
    *("recipient_id", "channel_id", "program_id", "due_at", "expires_at", "state", "why"),
    *("planned_at", "settled_at", "message_id", "attempts", "way", "title", "text", "label"),
    "link",
)
_INSERT = (
    f"INSERT INTO {Notice._meta.db_table} ({', '.join(_COLUMNS)}) VALUES %s "  # noqa: S608
    "ON CONFLICT DO NOTHING"
)
_RAISE = (
    f"UPDATE {Notice._meta.db_table} notice SET event_id = newer.event "  # noqa: S608
    "FROM (VALUES %s) AS newer (id, event) "
    "WHERE notice.id = newer.id AND notice.state = 'planned' RETURNING notice.id"
)
_EMPTY = (0, "", "", "", "", "")  # attempts, and what nobody has written yet


def store(owed: Iterable[Owed], *, now: datetime) -> int:
    """Insert what is not there yet, in one statement; how many were."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >") or MAIL_DOMAIN
    rows = [_row(one, now=now, domain=domain) for one in owed]
    with connection.cursor() as cursor:
        execute_values(cursor.cursor, _INSERT, rows, page_size=len(rows))
        return int(cursor.rowcount)


def raise_events(newer: Mapping[int, int]) -> set[int]:
    """Have notices that wait tell of a newer event instead, by id; answers which still waited.

    What a sender has claimed meanwhile may have been written as things stood before.
    """
    with connection.cursor() as cursor:
        raised = execute_values(cursor.cursor, _RAISE, list(newer.items()), fetch=True)
    return {pk for (pk,) in raised}


def _row(one: Owed, *, now: datetime, domain: str) -> Sequence[Any]:
    ref = new_ref()
    state, why = one.standing(now)
    return (
        ref,
        one.kind.name,
        one.kind.subject_kind,
        one.subject_id,
        one.due_on,
        one.event_id,
        one.days_ahead,
        one.recipient_id,
        one.channel_id,
        one.program_id,
        one.due_at,
        one.until,
        str(state),
        str(why),
        now,
        now if why else None,
        f"<notice.{ref}@{domain}>",
        *_EMPTY,
    )
