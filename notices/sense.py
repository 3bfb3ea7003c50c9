"""Whether a notice still makes sense, by the rows as they are now, and what its mail may say.

Each function returns the words' material for one notice or raises `NoLongerNeeded` with the
reason. Nothing that a pair wrote is ever put in here: a mail can only say what it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext

from matching.choosing import requests
from milestones.models import Milestone
from notices.models import Notice
from notices.mornings import zone_called
from pairings.models import Acceptance, Agreement, HelpRequest, Pairing, Session
from pairings.rhythm import Standing
from participants import lottery
from participants.models import Acknowledgement, Participant
from people.models import Person
from programs.models import Expectations, PlannedMilestone, Program

Reason = Notice.Reason
Material = dict[str, Any]
Row = TypeVar("Row", bound=Model)


class NoLongerNeeded(Exception):
    """The notice has lost its sense; `reason` says how."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def address(page: str, *args: Any) -> str:
    """The whole address of a page, for a mail."""
    return settings.PUBLIC_URL + reverse(page, args=args)


def row_of(rows: QuerySet[Row], notice: Notice) -> Row:
    """What the notice is about; `NoLongerNeeded` where it is not there any more."""
    found = rows.filter(pk=notice.subject_id).first()
    if found is None:
        raise NoLongerNeeded(Reason.GONE)
    return found


def still(condition: bool, reason: str) -> None:
    """`NoLongerNeeded` with this reason, unless the condition holds."""
    if not condition:
        raise NoLongerNeeded(reason)


# --- Those who take part ---------------------------------------------------------------------


def application(state: str) -> Callable[[Notice, datetime], Material]:
    """For news of an application that came into `state`."""

    def gather(notice: Notice, now: datetime) -> Material:
        participant = row_of(Participant.objects.select_related("program"), notice)
        still(participant.person_id == notice.recipient_id, Reason.NOT_RECIPIENT)
        still(participant.state == state, Reason.CHANGED)
        chooses = requests.lets_ask(participant.program)
        goes_on = chooses and state == "admitted" and not participant.is_mentor
        page = "choosing" if goes_on else "program"
        return {
            "program": participant.program,
            "role": participant.program.term_for(participant.role),
            "is_mentor": participant.is_mentor,
            "reason": participant.decision_reason,
            "lot": _lot(participant),
            "chooses": chooses,
            "link": address(page, participant.program.ref),
        }

    return gather


def _lot(participant: Participant) -> str:
    """How the lot fell by which it was decided, in a sentence; empty where none decided it."""
    told = lottery.told_of(participant)
    is_in = participant.state == Participant.State.ADMITTED
    return told.sentence if told is not None and told.lot.is_won == is_in else ""


def expectations(notice: Notice, now: datetime) -> Material:
    written = row_of(Expectations.objects.select_related("program"), notice)
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


def _named(people: Iterable[Person]) -> str:
    """ "Ben Okafor and Cleo Martin"."""
    return get_text_list([person.name for person in people], gettext("and"))


# --- The pair --------------------------------------------------------------------------------


def people_of(pairing: Pairing) -> list[Person]:
    """The mentor first, then the mentees who have not left."""
    return [
        pairing.mentor.person,
        *(place.mentee.person for place in pairing.mentees.all() if place.left_on is None),
    ]


def _pair(pairing: Pairing, notice: Notice, *states: str) -> Material:
    """What every mail to a pair may say; the pairing must be in one of `states`."""
    if pairing.state not in states:
        left = {"ended": Reason.ENDED, "paused": Reason.PAUSED}
        raise NoLongerNeeded(left.get(pairing.state, Reason.CHANGED))
    people = people_of(pairing)
    still(notice.recipient_id in {person.pk for person in people}, Reason.NOT_RECIPIENT)
    return {
        "pairing": pairing,
        "program": pairing.program,
        "others": _named(person for person in people if person.pk != notice.recipient_id),
        "is_mentor": pairing.mentor.person_id == notice.recipient_id,
        "link": address("pairing", pairing.ref),
    }


def _pairings(prefix: str = "") -> list[str]:
    return [f"{prefix}program", f"{prefix}mentor__person"]


def pairing(*states: str) -> Callable[[Notice, datetime], Material]:
    """For a notice about a pairing that is in one of `states`."""

    def gather(notice: Notice, now: datetime) -> Material:
        return _pair(row_of(Pairing.objects.with_people(), notice), notice, *states)

    return gather


def agreement(notice: Notice, now: datetime) -> Material:
    written = row_of(
        Agreement.objects.select_related(*_pairings("pairing__"), "written_by"), notice
    )
    material = _pair(written.pairing, notice, "proposed", "active")
    newer = Agreement.objects.filter(pairing=written.pairing, version__gt=written.version)
    still(not newer.exists(), Reason.SUPERSEDED)
    mine = Acceptance.objects.filter(agreement=written, person=notice.recipient_id)
    still(not mine.exists(), Reason.DONE)
    return material | {"written_by": written.written_by}


def quiet_pair(notice: Notice, now: datetime) -> Material:
    rows = Pairing.objects.with_people().with_rhythm(on=now.date())
    found = row_of(rows, notice)
    material = _pair(found, notice, "active")
    still(found.quiet_days > found.rhythm_days * 2, Reason.CHANGED)
    return material | {"quiet_days": found.quiet_days, "last_held_at": found.last_held_at}


def session(notice: Notice, now: datetime) -> Material:
    planned = row_of(Session.objects.select_related(*_pairings("pairing__")), notice)
    material = _pair(planned.pairing, notice, "active", "proposed")
    still(planned.state == Session.State.PLANNED, Reason.CHANGED)
    here = zone_called(notice.recipient.time_zone)
    still(planned.starts_at.astimezone(here).date() == notice.due_on, Reason.MOVED)
    still(planned.starts_at > now, Reason.TOO_LATE)
    return material | {"session": planned, "how": planned.get_how_display()}


def milestone(notice: Notice, now: datetime) -> Material:
    point = row_of(Milestone.objects.select_related(*_pairings("pairing__")), notice)
    material = _pair(point.pairing, notice, "active")
    still(point.done_at is None, Reason.DONE)
    still(point.due_on == notice.due_on, Reason.MOVED)
    both = point.responsible == PlannedMilestone.Responsible.BOTH
    mine = (point.responsible == PlannedMilestone.Responsible.MENTOR) == material["is_mentor"]
    still(both or mine, Reason.NOT_RECIPIENT)
    return material | {"milestone": point, "with_other": both} | _days(notice, now)


def end(notice: Notice, now: datetime) -> Material:
    found = row_of(Pairing.objects.with_people(), notice)
    material = _pair(found, notice, "active")
    still(found.ends_on == notice.due_on, Reason.MOVED)
    return material | _days(notice, now)


def _days(notice: Notice, now: datetime) -> Material:
    """How far the date is, from the recipient's today."""
    here = now.astimezone(zone_called(notice.recipient.time_zone)).date()
    days = (notice.due_on - here).days
    return {"on": notice.due_on, "days": days, "days_ago": -days}


# --- Those who run a program -------------------------------------------------------------------


def _program(found: Program, notice: Notice) -> Material:
    still(found.admins.filter(person=notice.recipient_id).exists(), Reason.NOT_RECIPIENT)
    still(found.state != Program.State.CLOSED, Reason.ENDED)
    return {"program": found, "link": address("program", found.ref)}


def ends(notice: Notice, now: datetime) -> Material:
    found = row_of(Program.objects.all(), notice)
    material = _program(found, notice)
    count = Pairing.objects.filter(program=found, state="active", ends_on=notice.due_on).count()
    still(count > 0, Reason.CHANGED)
    return material | {"count": count} | _days(notice, now)


def quiet_pairs(notice: Notice, now: datetime) -> Material:
    found = row_of(Program.objects.all(), notice)
    material = _program(found, notice)
    rows = Pairing.objects.filter(program=found).with_rhythm(on=now.date())
    count = rows.in_standing(Standing.QUIET).count()
    still(count > 0, Reason.CHANGED)
    return material | {"count": count}


def help_request(notice: Notice, now: datetime) -> Material:
    asked = row_of(HelpRequest.objects.select_related(*_pairings("pairing__")), notice)
    material = _program(asked.pairing.program, notice)
    still(asked.settled_at is None, Reason.DONE)
    return material | {"names": _named(people_of(asked.pairing))}
