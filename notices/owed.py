"""What is owed to somebody, before it is a row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.conf import settings

from kit.refs import new_ref
from notices.catalogue import Kind
from notices.models import Notice

MAIL_DOMAIN = "mentorship.invalid"


class Owed(NamedTuple):
    kind: Kind
    subject_id: int
    due_on: date
    recipient_id: int
    program_id: int | None
    due_at: datetime
    expires_at: datetime | None = None  # where it is not the kind's own
    is_superseded: bool = False

    @property
    def key(self) -> tuple[str, str, int, date, int]:
        """What makes it one notice and no other: the unique key of the row."""
        kind = self.kind
        return (kind.name, kind.subject_kind, self.subject_id, self.due_on, self.recipient_id)


def rows(owed: Iterable[Owed], *, now: datetime) -> list[Notice]:
    """Notices to be inserted; those superseded or too late are dropped from the start."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >") or MAIL_DOMAIN
    return [_row(one, now=now, domain=domain) for one in owed]


def _row(one: Owed, *, now: datetime, domain: str) -> Notice:
    ref = new_ref()
    expires_at = one.expires_at or one.due_at + one.kind.late_after
    why = ""
    if one.is_superseded:
        why = Notice.Reason.SUPERSEDED.value
    elif expires_at <= now:
        why = Notice.Reason.TOO_LATE.value
    return Notice(
        ref=ref,
        kind=one.kind.name,
        subject_kind=one.kind.subject_kind,
        subject_id=one.subject_id,
        due_on=one.due_on,
        recipient_id=one.recipient_id,
        program_id=one.program_id,
        due_at=one.due_at,
        expires_at=expires_at,
        state=Notice.State.DROPPED if why else Notice.State.PLANNED,
        why=why,
        planned_at=now,
        settled_at=now if why else None,
        message_id=f"<notice.{ref}@{domain}>",
    )
