"""What of asking and choosing stands on somebody's home page, read with their applications."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject

from matching.choosing import requests
from matching.models import Request, Suggestion
from participants.models import Participant
from programs.models import Program, Role


@dataclass(frozen=True)
class Asker:
    """Somebody who asks the viewer to be their mentor; `ref` gives the face its colour."""

    name: str
    ref: str
    request_ref: str
    program: Program


@dataclass(frozen=True)
class Choice:
    """A program in which the viewer is to choose a mentor, and how many are suggested."""

    program: Program
    suggested: int


def besides(*, now: datetime) -> dict[str, Any]:
    """What to read with each participation, so that it costs no query of its own."""
    is_open = Request.objects.open(now=now)
    asking = is_open.filter(mentor=OuterRef("pk")).order_by("asked_at", "pk")
    told = JSONObject(name="mentee__person__name", ref="mentee__person__ref", request_ref="ref")
    suggested = Suggestion.objects.filter(mentee=OuterRef("pk")).order_by().values("mentee")
    return {
        "asked_by": ArraySubquery(asking.values_list(told)),
        "asks_somebody": Exists(is_open.filter(mentee=OuterRef("pk"))),
        "suggested": Coalesce(Subquery(suggested.annotate(n=Count("pk")).values("n")), 0),
    }


def askers(mine: Iterable[Any]) -> list[Asker]:
    """Who asks the viewer, whose participations these are; who has waited longest first."""
    return [
        Asker(program=one.program, **told)
        for one in mine
        if one.role == Role.MENTOR and requests.lets_ask(one.program)
        for told in one.asked_by
    ]


def choices(mine: Iterable[Any], *, placed: Collection[int]) -> list[Choice]:
    """Where the viewer is to choose, save in the programs (by id) where they have a mentor."""
    return [
        Choice(one.program, one.suggested)
        for one in mine
        if one.role == Role.MENTEE
        and one.state == Participant.State.ADMITTED
        and one.program_id not in placed
        and not one.asks_somebody
        and requests.lets_ask(one.program)
    ]
