"""The pair: their match, their agreement, a pause, more time, the end."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from kit.zones import zone_called
from notices.models import Notice
from notices.sense import Material, NoLongerNeeded, Reason, Sense, address, named, still
from pairings.models import (
    Acceptance,
    Agreement,
    Ending,
    ExtensionRequest,
    Pairing,
    PairingMentee,
)
from people.models import Person

UNDER_WAY = ("proposed", "active")


def people_of(pairing: Pairing) -> list[Person]:
    """The mentor first, then the mentees who have not left, or were there until the end."""
    is_over = pairing.state == Pairing.State.ENDED
    return [
        pairing.mentor.person,
        *(
            place.mentee.person
            for place in pairing.mentees.all()
            if place.left_on is None or (is_over and place.left_on >= pairing.ending.on)
        ),
    ]


def of_pairing(pairing: Pairing, notice: Notice, *states: str) -> Material:
    """What every mail to a pair may say; the pairing must be in one of `states`."""
    if pairing.state not in states:
        left = {"ended": Reason.ENDED, "paused": Reason.PAUSED}
        raise NoLongerNeeded(left.get(pairing.state, Reason.CHANGED))
    people = people_of(pairing)
    still(notice.recipient_id in {person.pk for person in people}, Reason.NOT_RECIPIENT)
    return {
        "pairing": pairing,
        "program": pairing.program,
        "others": named(person for person in people if person.pk != notice.recipient_id),
        "is_mentor": pairing.mentor.person_id == notice.recipient_id,
        "link": address("pairing", pairing.ref),
    }


def with_pairing(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Rows that have a pairing, with its people at hand: each pairing and program once, however
    many rows are about it."""
    return rows.prefetch_related(Prefetch("pairing", _pairings()))


def today_of(notice: Notice, now: datetime) -> date:
    """The day it is where the recipient is; in UTC for a channel."""
    zone = notice.recipient.time_zone if notice.recipient else "UTC"
    return now.astimezone(zone_called(zone)).date()


def days_until(notice: Notice, now: datetime) -> Material:
    """How far the date is, from the recipient's today."""
    days = (notice.due_on - today_of(notice, now)).days
    return {"on": notice.due_on, "days": days, "days_ago": -days}


def _pairings(now: datetime | None = None) -> QuerySet[Pairing]:
    places = PairingMentee.objects.select_related("mentee__person")
    pairings = Pairing.objects.select_related("mentor__person")
    return pairings.prefetch_related("program", Prefetch("mentees", places))


def pairing(*states: str) -> Sense:
    """For a notice about a pairing that is in one of `states`."""

    def words(notice: Notice, found: Pairing, now: datetime) -> Material:
        return of_pairing(found, notice, *states)

    return Sense(_pairings, words)


def _agreements(now: datetime) -> QuerySet[Agreement]:
    return with_pairing(Agreement.objects.select_related("written_by"))


def _agreement(notice: Notice, written: Agreement, now: datetime) -> Material:
    material = of_pairing(written.pairing, notice, *UNDER_WAY)
    newer = Agreement.objects.filter(pairing=written.pairing, version__gt=written.version)
    still(not newer.exists(), Reason.SUPERSEDED)
    mine = Acceptance.objects.filter(agreement=written, person=notice.recipient_id)
    still(not mine.exists(), Reason.DONE)
    return material | {"written_by": written.written_by}


def _paused(notice: Notice, found: Pairing, now: datetime) -> Material:
    still(found.state != "active", Reason.CHANGED)
    material = of_pairing(found, notice, "paused")
    return material | {"until": found.pauses.latest("from_on").until_on}


def _ended(notice: Notice, found: Pairing, now: datetime) -> Material:
    """Not why: that is between the one who ended it and those who run the program.

    A match that was taken back before anybody heard of it is no news.
    """
    still(found.state == Pairing.State.ENDED, Reason.CHANGED)
    if found.ending.kind == Ending.Kind.TAKEN_BACK:
        heard = Notice.objects.filter(
            kind="match_published",
            subject_id=found.pk,
            recipient=notice.recipient_id,
            written_at__isnull=False,
        )
        still(heard.exists(), Reason.NOTHING)
    return of_pairing(found, notice, "ended") | {"on": found.ending.on}


def _with_ending(now: datetime) -> QuerySet[Pairing]:
    return Pairing.objects.with_people().select_related("ending")


# --- The end date and more time --------------------------------------------------------------


def _end(notice: Notice, found: Pairing, now: datetime) -> Material:
    material = of_pairing(found, notice, "active")
    still(found.ends_on == notice.due_on, Reason.MOVED)
    return material | days_until(notice, now)


def _extension_requests(now: datetime) -> QuerySet[ExtensionRequest]:
    return with_pairing(ExtensionRequest.objects.select_related("asked_by"))


def _asked(notice: Notice, asked: ExtensionRequest, now: datetime) -> Material:
    material = of_pairing(asked.pairing, notice, "active", "paused")
    still(asked.is_open, Reason.CHANGED)
    link = {"link": address("pairing-extend", asked.pairing.ref)}
    return material | {"asked_by": asked.asked_by.name, "to_on": asked.to_on} | link


def _declined(notice: Notice, asked: ExtensionRequest, now: datetime) -> Material:
    material = of_pairing(asked.pairing, notice, "active", "paused")
    still(asked.answer == ExtensionRequest.Answer.DECLINED, Reason.CHANGED)
    still(asked.asked_by_id == notice.recipient_id, Reason.NOT_RECIPIENT)
    return material | {"ends_on": asked.pairing.ends_on}


def _extended(notice: Notice, found: Pairing, now: datetime) -> Material:
    return of_pairing(found, notice, "active", "paused", "proposed") | {"ends_on": found.ends_on}


matched = pairing(*UNDER_WAY)
agreement = Sense(_agreements, _agreement)
not_agreed = pairing("proposed")
paused = Sense(_pairings, _paused)
ended = Sense(_with_ending, _ended)
end = Sense(_pairings, _end)
extension_asked = Sense(_extension_requests, _asked)
extension_declined = Sense(_extension_requests, _declined)
extended = Sense(_pairings, _extended)
