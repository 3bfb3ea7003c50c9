"""How the choosing in a program stands, for those who run it: counts, states and dates.

Neither what somebody wrote nor who asked whom is in here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet

from matching import places
from matching.models import Request
from participants.models import Participant
from programs.models import Program


@dataclass(frozen=True)
class Counts:
    """What became of the requests of a program."""

    waiting: int
    accepted: int
    declined: int
    lapsed: int


def counts(program: Program, *, now: datetime) -> Counts:
    """One query. What mentees took back is not counted."""
    rows = Request.objects.of(program)
    is_open = Q(pk__in=rows.open(now=now).values("pk"))
    found: dict[str, int] = rows.aggregate(
        waiting=Count("pk", filter=is_open),
        accepted=Count("pk", filter=Q(answer=Request.Answer.ACCEPTED)),
        declined=Count("pk", filter=Q(answer=Request.Answer.DECLINED)),
        lapsed=Count("pk", filter=Q(answer=Request.Answer.LAPSED)),
    )
    return Counts(**found)


def without_a_mentor(program: Program, *, now: datetime) -> QuerySet[Participant, Any]:
    """The admitted mentees without a mentor, those who never asked anybody first.

    Each with `asked`, how often, `last_asked_at`, and `waits_since` where a request is open.
    """
    is_open = Q(requests_made__answer="", requests_made__asked_at__gt=now - Request.LASTS)
    found: QuerySet[Participant, Any] = (
        Participant.objects.of(program)
        .mentees()
        .admitted()
        .filter(person__is_active=True)
        .exclude(pk__in=places.taken(program).placed)
        .select_related("person__employment")
        .annotate(
            asked=Count("requests_made"),
            last_asked_at=Max("requests_made__asked_at"),
            waits_since=Min("requests_made__asked_at", filter=is_open),
        )
        .order_by(F("last_asked_at").asc(nulls_first=True), "person__name", "pk")
    )
    return found
