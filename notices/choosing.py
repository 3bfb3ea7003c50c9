"""Whether a notice about choosing and asking still makes sense, and what its mail may say.

As in `notices.sense`. Neither the words of a request nor the reason of a no is ever in here.
"""

from __future__ import annotations

from datetime import datetime

from matching import places
from matching.choosing import requests
from matching.models import Request
from notices.models import Notice
from notices.sense import Material, NoLongerNeeded, Reason, address, row_of, still
from pairings.models import Pairing
from participants.models import Participant


def _request(notice: Notice, *, side: str) -> Request:
    """The request, if the recipient is still the mentor or mentee of it and takes part."""
    people = ("program", "mentor__person", "mentee__person")
    found = row_of(Request.objects.select_related(*people), notice)
    one = found.mentor if side == "mentor" else found.mentee
    still(one.person_id == notice.recipient_id, Reason.NOT_RECIPIENT)
    still(one.state == Participant.State.ADMITTED, Reason.NOT_RECIPIENT)
    return found


def _told(request: Request) -> Material:
    return {
        "program": request.program,
        "mentor": request.mentor.person.name,
        "mentee": request.mentee.person.name,
    }


def waiting_request(notice: Notice, now: datetime) -> Material:
    """For the mentor who is to answer."""
    found = _request(notice, side="mentor")
    still(found.is_open(now=now), Reason.CHANGED)
    days = max(1, (found.lapses_at - now).days)
    return _told(found) | {"link": address("request", found.ref), "days": days}


def accepted_request(notice: Notice, now: datetime) -> Material:
    found = _request(notice, side="mentee")
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


def declined_request(notice: Notice, now: datetime) -> Material:
    found = _request(notice, side="mentee")
    return _told(found) | {"link": address("request", found.ref)} | _may_go_on(found.mentee)


def lapsed_request(notice: Notice, now: datetime) -> Material:
    found = _request(notice, side="mentee")
    about = _told(found) | _may_go_on(found.mentee) | {"why": found.lapsed_because}
    page = "choosing" if about["may_ask"] else "program"
    return about | {"link": address(page, found.program.ref)}


def suggestions(notice: Notice, now: datetime) -> Material:
    """For a mentee who has asked nobody yet."""
    mentee = row_of(Participant.objects.select_related("program"), notice)
    still(mentee.person_id == notice.recipient_id, Reason.NOT_RECIPIENT)
    still(mentee.state == Participant.State.ADMITTED, Reason.CHANGED)
    still(_may_go_on(mentee)["may_ask"], Reason.CHANGED)
    still(not mentee.requests_made.exists(), Reason.DONE)
    return {"program": mentee.program, "link": address("choosing", mentee.program.ref)}


def _may_go_on(mentee: Participant) -> Material:
    """Whether the mentee can ask (somebody else) now."""
    is_placed = mentee.pk in places.taken(mentee.program).placed
    return {"may_ask": requests.lets_ask(mentee.program) and not is_placed}
