"""Rulings that were lifted: no row is left of them, so history is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from history.models import Event
from matching.models import Ruling
from participants.models import Participant
from people.models import Person
from programs.models import Program

SHOWN = 10


@dataclass(frozen=True)
class Lifted:
    """A ruling that is no more, in a sentence."""

    words: str
    at: datetime


def lifted_in(program: Program) -> list[Lifted]:
    """The latest, newest first. Three queries."""
    events = Event.objects.filter(program_id=program.pk, verb="ruling.lifted")
    latest = list(events.order_by("-at", "-pk")[:SHOWN])
    asked = {event.fact(role) for event in latest for role in ("mentor", "mentee")}
    rows = Participant.objects.filter(pk__in=asked).values_list("pk", "person__name")
    names = dict(rows)
    people = Person.objects.in_bulk({event.by_id for event in latest if event.by_id})
    return [
        Lifted(_words(event, names, people.get(event.by_id or 0)), event.at)
        for event in latest
        if event.fact("mentor") in names and event.fact("mentee") in names
    ]


def _words(event: Event, names: dict[int, str], by: Person | None) -> str:
    about = {
        "who": by or _("Somebody"),
        "mentee": names[event.fact("mentee")],
        "mentor": names[event.fact("mentor")],
    }
    if event.fact("kind") == Ruling.Kind.LOCK:
        return _("%(who)s lifted the lock of %(mentee)s with %(mentor)s.") % about
    return _("%(who)s lifted the ban on %(mentee)s with %(mentor)s.") % about
