"""What happened to one application, for those who decide on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from history.models import Event
from participants.models import Decision, Participant
from people.models import Person

# verb → what is said, icon, tone
_SAID = {
    "participant.applied": (gettext_lazy("Sent"), "send", "info"),
    "participant.changed": (gettext_lazy("Changed"), "edit", "quiet"),
    "participant.acknowledged": (
        gettext_lazy("Acknowledged what is expected"),
        "file-text",
        "quiet",
    ),
    "participant.admitted": (gettext_lazy("Admitted"), "check", "good"),
    "participant.waitlisted": (gettext_lazy("Put on the waiting list"), "hourglass", "warn"),
    "participant.declined": (gettext_lazy("Declined"), "x", "bad"),
    "participant.restored": (gettext_lazy("Decision undone"), "arrow-back-up", "quiet"),
    "participant.withdrawn": (gettext_lazy("Withdrawn"), "logout", "quiet"),
    "participant.reopened": (gettext_lazy("Taken up again"), "refresh", "quiet"),
}

_FROM_LIST = {
    "participant.applied": gettext_lazy("Brought in from a list"),
    "participant.changed": gettext_lazy("Changed from a list"),
}


@dataclass(frozen=True)
class Happening:
    """One entry of the timeline."""

    at: datetime
    title: str
    text: str
    icon: str
    tone: str


def of(participant: Participant, decisions: Iterable[Decision]) -> list[Happening]:
    """The newest first; two queries. `decisions` are all that were taken about the participant."""
    events = list(Event.objects.about(participant).filter(verb__in=_SAID))
    people = Person.objects.in_bulk({event.by_id for event in events if event.by_id})
    reasons = {one.batch: one.reason for one in decisions}
    return [_happening(event, people, reasons) for event in events]


def _happening(event: Event, people: dict[int, Person], reasons: dict[str, str]) -> Happening:
    title, icon, tone = _SAID[event.verb]
    if event.facts.get("from_list"):
        title = _FROM_LIST.get(event.verb, title)
    by = people.get(event.by_id or 0)
    decided = event.verb != "participant.restored"
    return Happening(
        at=event.at,
        title=_("%(what)s by %(name)s") % {"what": title, "name": by.name} if by else str(title),
        text=reasons.get(event.facts.get("batch", ""), "") if decided else "",
        icon=icon,
        tone=tone,
    )
