"""Whether a notice about choosing and asking still makes sense, and what its mail may say.

As in `notices.sense`. Neither the words of a request nor the reason of a no is ever in here.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from matching import places
from matching.choosing import requests
from matching.models import Request
from notices.models import Notice
from notices.sense import Material, NoLongerNeeded, Reason, Sense, address, still
from pairings.models import Pairing
from participants.models import Participant


def _requests(now: datetime) -> QuerySet[Request]:
    return Request.objects.select_related("program", "mentor__person", "mentee__person")


def _of(notice: Notice, one: Participant) -> None:
    """The recipient is still the mentor or mentee of the request, and takes part."""
    still(one.person_id == notice.recipient_id, Reason.NOT_RECIPIENT)
    still(one.state == Participant.State.ADMITTED, Reason.NOT_RECIPIENT)


def _told(request: Request) -> Material:
    return {
        "program": request.program,
        "mentor": request.mentor.person.name,
        "mentee": request.mentee.person.name,
    }


def _waiting(notice: Notice, found: Request, now: datetime) -> Material:
    """For the mentor who is to answer."""
    _of(notice, found.mentor)
    still(found.is_open(now=now), Reason.CHANGED)
    days = max(1, (found.lapses_at - now).days)
    return _told(found) | {"link": address("request", found.ref), "days": days}


def _accepted(notice: Notice, found: Request, now: datetime) -> Material:
    _of(notice, found.mentee)
    still(found.answer == Request.Answer.ACCEPTED, Reason.CHANGED)
    pairing = _founded_by(found)
    if pairing is None or pairing.state == Pairing.State.ENDED:
        raise NoLongerNeeded(Reason.ENDED)
    return _told(found) | {"link": address("pairing", pairing.ref)}


def _founded_by(request: Request) -> Pairing | None:
    """The pairing that came of an accepted request: founded in the same instant."""
    if request.answered_at is None:
        return None
    return Pairing.objects.filter(
        mentor=request.mentor_id, mentees__mentee=request.mentee_id, founded_at=request.answered_at
    ).first()


def _declined(notice: Notice, found: Request, now: datetime) -> Material:
    _of(notice, found.mentee)
    return _told(found) | {"link": address("request", found.ref)} | _may_go_on(found.mentee)


def _lapsed(notice: Notice, found: Request, now: datetime) -> Material:
    _of(notice, found.mentee)
    about = _told(found) | _may_go_on(found.mentee) | {"why": found.lapsed_because}
    page = "choosing" if about["may_ask"] else "program"
    return about | {"link": address(page, found.program.ref)}


def _mentees(now: datetime) -> QuerySet[Participant]:
    return Participant.objects.select_related("program")


def _suggested(notice: Notice, mentee: Participant, now: datetime) -> Material:
    """For a mentee who has asked nobody yet."""
    still(mentee.person_id == notice.recipient_id, Reason.NOT_RECIPIENT)
    still(mentee.state == Participant.State.ADMITTED, Reason.CHANGED)
    still(_may_go_on(mentee)["may_ask"], Reason.CHANGED)
    still(not mentee.requests_made.exists(), Reason.DONE)
    return {"program": mentee.program, "link": address("choosing", mentee.program.ref)}


def _may_go_on(mentee: Participant) -> Material:
    """Whether the mentee can ask (somebody else) now."""
    is_placed = mentee.pk in places.taken(mentee.program).placed
    return {"may_ask": requests.lets_ask(mentee.program) and not is_placed}


waiting_request = Sense(_requests, _waiting)
accepted_request = Sense(_requests, _accepted)
declined_request = Sense(_requests, _declined)
lapsed_request = Sense(_requests, _lapsed)
suggestions = Sense(_mentees, _suggested)
