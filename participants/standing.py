"""How a person's applications stand, for their home page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from participants.intake import closed_because
from participants.models import Participant
from people.models import Person

State = Participant.State


@dataclass(frozen=True)
class Standing:
    """One application: what it is, how it stands, and whether something is asked of the person."""

    participant: Participant
    owes_acknowledgement: bool
    can_still_send: bool  # a draft in a program that takes applications today

    @property
    def asks_something(self) -> bool:
        return self.owes_acknowledgement or self.can_still_send


def of(person: Person, *, today: date, besides: Mapping[str, Any] | None = None) -> list[Standing]:
    """The person's applications in programs that are not closed, what asks for something first.

    One query. Drafts that can no longer be sent and applications withdrawn are left out. Apps above
    may have something of their own read `besides`, as annotations of each participant.
    """
    rows = _with_debt(
        Participant.objects.filter(person=person)
        .exclude(program__state="closed")
        .exclude(state=State.WITHDRAWN)
        .select_related("program")
        .annotate(**(besides or {}))
        .order_by("-created_at")
    )
    found = []
    row: Any
    for row in rows:
        can_send = row.state == State.DRAFT and not closed_because(row.program, today=today)
        if row.state == State.DRAFT and not can_send:
            continue
        found.append(Standing(row, row.owes, can_send))
    return sorted(found, key=lambda one: not one.asks_something)


def _with_debt(rows: QuerySet[Participant]) -> QuerySet[Participant]:
    owing = Participant.objects.owing_acknowledgement().filter(pk=OuterRef("pk"))
    return rows.annotate(owes=Exists(owing))
