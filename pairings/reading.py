"""What a pair reads on its page: the agenda, and its sessions with what was said of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from kit.sealed import unseal
from pairings.models import AgendaItem, Note, Pairing, Session
from pairings.queries import SessionQuerySet
from people.models import Person

LATEST = 5


@dataclass(frozen=True)
class ReadNote:
    """A note that the reader may read."""

    text: str
    author_id: int
    is_shared: bool


@dataclass
class ReadSession:
    """A session with the notes that its reader may read and what was discussed."""

    session: Session
    notes: list[ReadNote] = field(default_factory=list)
    discussed: list[AgendaItem] = field(default_factory=list)


@dataclass(frozen=True)
class Journal:
    """The agenda for next time, what is planned, and the latest sessions that were."""

    agenda: list[AgendaItem]
    sessions: list[Session]  # all that were planned, held or missed, the latest first
    past: list[ReadSession]

    @property
    def planned(self) -> list[Session]:
        return [one for one in reversed(self.sessions) if one.state == "planned"]

    @property
    def more(self) -> int:
        """How many past sessions are not among the latest."""
        return len(self.sessions) - len(self.planned) - len(self.past)


def journal(pairing: Pairing, reader: Person) -> Journal:
    """What is open, all sessions, and what was said of the LATEST of them: two queries."""
    sessions = list(
        with_notes(pairing, reader)
        .filter(state__in=["planned", "held", "missed"])
        .order_by("-starts_at")
    )
    past = [one for one in sessions if one.state != "planned"][:LATEST]
    items = pairing.agenda.filter(Q(state="open") | Q(session__in=[one.pk for one in past]))
    open_items = [item for item in items if item.state == "open"]
    return Journal(open_items, sessions, read(past, (item for item in items if item.session_id)))


def with_notes(pairing: Pairing, reader: Person) -> SessionQuerySet:
    """The sessions of the pairing, each with the notes on it that `reader` may read.

    They come sealed in the same query, and `read` opens them.
    """
    readable = Q(is_shared=True) | Q(author=reader)
    notes = Note.objects.filter(readable, session=OuterRef("pk")).order_by("written_at", "id")
    as_json = JSONObject(sealed="text", author="author_id", is_shared="is_shared")
    return pairing.sessions.annotate(readable_notes=ArraySubquery(notes.values(json=as_json)))


def read(sessions: Iterable[Any], discussed: Iterable[AgendaItem]) -> list[ReadSession]:
    """Sessions of `with_notes`, opened, each with those of `discussed` that belong to it."""
    items: dict[int | None, list[AgendaItem]] = defaultdict(list)
    for item in discussed:
        items[item.session_id].append(item)
    return [
        ReadSession(
            session,
            [
                ReadNote(unseal(note["sealed"]), note["author"], note["is_shared"])
                for note in session.readable_notes
            ],
            items[session.pk],
        )
        for session in sessions
    ]
