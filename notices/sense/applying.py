"""Those who apply: their application, and what is expected of them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from matching.choosing import requests
from notices.models import Notice
from notices.sense import Material, NoLongerNeeded, Reason, Sense, address, still
from participants import lottery
from participants.models import Acknowledgement, Participant
from programs.models import Expectations


def application(state: str) -> Sense:
    """For news of an application that came into `state`."""

    def words(notice: Notice, participant: Participant, now: datetime) -> Material:
        still(participant.person_id == notice.recipient_id, Reason.NOT_RECIPIENT)
        still(participant.state == state, Reason.CHANGED)
        chooses = requests.lets_ask(participant.program)
        goes_on = chooses and state == "admitted" and not participant.is_mentor
        page = "choosing" if goes_on else "program"
        is_out = state == "declined"  # its page may be closed to them
        return {
            "program": participant.program,
            "role": participant.program.term_for(participant.role),
            "is_mentor": participant.is_mentor,
            "reason": participant.decision_reason,
            "lot": _lot(participant),
            "chooses": chooses,
            "link": address("home") if is_out else address(page, participant.program.ref),
        }

    return Sense(_participants, words)


def _participants(now: datetime) -> QuerySet[Participant]:
    return Participant.objects.select_related("program")


def _lot(participant: Participant) -> str:
    """How the lot fell by which it was decided, in a sentence; empty where none decided it."""
    told = lottery.told_of(participant)
    is_in = participant.state == Participant.State.ADMITTED
    return told.sentence if told is not None and told.lot.is_won == is_in else ""


def _expectations(now: datetime) -> QuerySet[Expectations]:
    return Expectations.objects.select_related("program")


def _changed(notice: Notice, written: Expectations, now: datetime) -> Material:
    still(written.replaced_at is None, Reason.SUPERSEDED)
    still(written.program.state not in ("draft", "closed"), Reason.ENDED)
    mine = Participant.objects.filter(
        program=written.program,
        person=notice.recipient_id,
        role=written.role,
        state__in=["applied", "admitted", "waitlisted"],
    ).first()
    if mine is None:
        raise NoLongerNeeded(Reason.NOT_RECIPIENT)
    said_so = Acknowledgement.objects.filter(participant=mine, expectations=written)
    still(not said_so.exists(), Reason.DONE)
    return {
        "program": written.program,
        "role": written.program.term_for(written.role),
        "link": address("program", written.program.ref),
    }


expectations = Sense(_expectations, _changed)
