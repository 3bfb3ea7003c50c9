"""Words for the tests of notices."""

from __future__ import annotations

from datetime import UTC, datetime

from notices.models import Notice
from people.models import Person


def at(text: str) -> datetime:
    """An instant, from ISO text in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def owed(kind: str) -> list[Notice]:
    return list(Notice.objects.filter(kind=kind).order_by("id"))


def told(kind: str, *, state: str = "planned") -> set[Person]:
    """Who has a notice of this kind in this state."""
    return {notice.recipient for notice in owed(kind) if notice.recipient and notice.state == state}
