"""What happened to a pairing, in words for those who run the program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from history.models import Event
from pairings.models import CheckIn, Ending, Pairing
from people.models import Person

LENGTH = 30  # events shown, the latest first

WORDS = {
    "pairing.founded": _("Matched"),
    "pairing.assigned": _("Put together by hand"),
    "pairing.rematched": _("A new mentor found"),
    "pairing.activated": _("Everybody accepted the agreement: active"),
    "pairing.paused": _("Paused"),
    "pairing.resumed": _("Resumed"),
    "pairing.extended": _("End date moved"),
    "pairing.ended": _("Ended"),
    "extension.asked": _("More time asked for"),
    "checkin.answered": _("Check-in"),
    "agreement.written": _("Agreement changed"),
    "agreement.accepted": _("Agreement accepted"),
    "session.planned": _("Session planned"),
    "session.held": _("Session logged"),
    "session.missed": _("Session did not take place"),
    "session.moved": _("Session moved"),
    "session.called_off": _("Session called off"),
    "help.asked": _("Asked for help"),
    "help.settled": _("Request for help seen to"),
    "goal.proposed": _("Goal proposed"),
    "goal.written": _("Goal set"),
    "goal.accepted": _("Goal taken on"),
    "goal.reached": _("Goal reached"),
    "goal.dropped": _("Goal let go"),
    "milestone.done": _("Milestone done"),
    "milestone.reopened": _("Milestone reopened"),
}  # an event without words (agenda, progress) is the pair's own business


@dataclass(frozen=True)
class Told:
    """One event, as `ui/timeline.html` shows it."""

    title: str
    text: str
    at: datetime


def story_of(
    pairing: Pairing, *, known: Iterable[Person] = (), with_help: bool = False
) -> list[Told]:
    """The latest events of the pairing that have words; one query, two where others than those
    `known` had a part in them. `with_help`: also that help was asked for, which not all may know.
    """
    verbs = [verb for verb in WORDS if with_help or not verb.startswith("help.")]
    events = Event.objects.of_pairing(pairing.pk).filter(verb__in=verbs)[:LENGTH]
    people = {person.pk: person for person in known}
    people |= Person.objects.in_bulk({one.by_id for one in events if one.by_id} - set(people))
    return [
        Told(str(WORDS[event.verb]), _text(event, people.get(event.by_id or 0)), event.at)
        for event in events
    ]


def _text(event: Event, by: Person | None) -> str:
    if event.verb == "extension.asked":
        return f"→ {event.fact('to_on')}"  # who asked is between the two
    parts = [by.name] if by else []
    if event.verb == "pairing.extended":
        parts.append(f"{event.fact('from_on')} → {event.fact('to_on')}")
    if event.verb == "pairing.ended":
        parts.append(str(dict(Ending.Kind.choices).get(event.fact("kind"), "")))
    if event.verb == "checkin.answered":
        parts.append(str(dict(CheckIn.Answer.choices).get(event.fact("answer"), "")))
    return " · ".join(part for part in parts if part)
