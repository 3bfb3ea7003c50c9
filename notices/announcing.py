"""Telling many people of a program something at once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from history.recording import record
from kit.refusals import Refused
from notices.models import Announcement
from pairings.models import Pairing
from pairings.rhythm import Standing
from participants.models import Participant
from people.models import Person

_OF_PAIRINGS = {"quiet": Standing.QUIET, "not_agreed": Standing.NOT_AGREED}


class SentAlready(Refused):
    """Somebody was faster, or it was a second click: it goes out once."""


def audience(announcement: Announcement) -> QuerySet[Person]:
    """Whom it reaches as things stand: one query, each person once."""
    rows: QuerySet[Participant] = Participant.objects.filter(program=announcement.program_id)
    if announcement.role:
        rows = rows.filter(role=announcement.role)
    rows = _standing(rows, announcement)
    return Person.objects.active().filter(pk__in=rows.values("person"))


def _standing(rows: QuerySet[Participant], announcement: Announcement) -> QuerySet[Participant]:
    standing = announcement.standing
    if standing in ("applied", "waitlisted", "admitted"):
        return rows.filter(state=standing)
    pairings = Pairing.objects.filter(
        program=announcement.program_id, state__in=["proposed", "active", "paused"]
    )
    if standing in _OF_PAIRINGS:
        day = announcement.sent_at or announcement.written_at
        pairings = pairings.with_rhythm(on=day.date()).in_standing(_OF_PAIRINGS[standing])
    ids = pairings.order_by().values("pk")
    is_mentor = Exists(Pairing.objects.filter(pk__in=ids, mentor=OuterRef("pk")))
    is_mentee = Exists(
        Pairing.objects.filter(
            pk__in=ids, mentees__mentee=OuterRef("pk"), mentees__left_on__isnull=True
        )
    )
    admitted = rows.filter(state="admitted")
    if standing == "unpaired":
        return admitted.exclude(is_mentor | is_mentee)
    return admitted.filter(is_mentor | is_mentee)


@transaction.atomic
def send(announcement: Announcement, *, by: Person, at: datetime) -> int:
    """Send it to whom it reaches now; how many they are. Raises `SentAlready`."""
    held = Announcement.objects.select_for_update().get(pk=announcement.pk)
    if held.sent_at:
        raise SentAlready
    held.sent_at, held.sent_to = at, audience(held).count()
    held.save(update_fields=["sent_at", "sent_to"])
    record("announcement.sent", held, by=by, at=at, program_id=held.program_id, people=held.sent_to)
    return held.sent_to
