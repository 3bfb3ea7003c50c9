"""Sessions, the rhythm of a pair, their check-ins and milestones."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from kit.zones import zone_called
from milestones.models import Milestone
from notices.models import Notice
from notices.sense import Material, Reason, Sense, address, still
from notices.sense.pairs import UNDER_WAY, days_until, of_pairing, today_of, with_pairing
from pairings.models import AgendaItem, CheckIn, Pairing, Session
from pairings.rhythm import QUIET_AFTER
from programs.models import PlannedMilestone


def _quiet_pairings(now: datetime) -> QuerySet[Pairing]:
    return Pairing.objects.with_people().with_rhythm(on=now.date())


def _quiet(notice: Notice, found: Pairing, now: datetime) -> Material:
    material = of_pairing(found, notice, "active")
    quiet_days = (today_of(notice, now) - found.quiet_since_on).days
    still(quiet_days > found.rhythm_days * QUIET_AFTER, Reason.CHANGED)
    return material | {"quiet_days": quiet_days, "last_held_at": found.last_held_at}


def _sessions(now: datetime) -> QuerySet[Session]:
    return with_pairing(Session.objects.all())


def _planned(notice: Notice, planned: Session) -> Material:
    material = of_pairing(planned.pairing, notice, *UNDER_WAY)
    still(planned.state == Session.State.PLANNED, Reason.CHANGED)
    assert notice.recipient
    here = zone_called(notice.recipient.time_zone)
    still(planned.starts_at.astimezone(here).date() == notice.due_on, Reason.MOVED)
    return material | {"session": planned, "how": planned.get_how_display()}


def _ahead(notice: Notice, planned: Session, now: datetime) -> Material:
    material = _planned(notice, planned)
    still(planned.starts_at > now, Reason.TOO_LATE)
    return material | days_until(notice, now)


def _without_agenda(notice: Notice, planned: Session, now: datetime) -> Material:
    material = _ahead(notice, planned, now)
    written = AgendaItem.objects.filter(pairing=planned.pairing_id, state=AgendaItem.State.OPEN)
    still(not written.exists(), Reason.DONE)
    return material


def _past(notice: Notice, planned: Session, now: datetime) -> Material:
    material = _planned(notice, planned)
    still(planned.starts_at + timedelta(minutes=planned.minutes) <= now, Reason.MOVED)
    log = f"{address('log-session', planned.pairing.ref)}?session={planned.ref}"
    return material | {"link": log}


def _checked(now: datetime) -> QuerySet[Pairing]:
    return Pairing.objects.with_people()


def _check_in(notice: Notice, found: Pairing, now: datetime) -> Material:
    material = of_pairing(found, notice, "active")
    answered = CheckIn.objects.filter(
        pairing=found, person=notice.recipient_id, due_on__gte=notice.due_on
    )
    still(not answered.exists(), Reason.DONE)
    return material | {"link": address("check-in", found.ref)}


def _milestones(now: datetime) -> QuerySet[Milestone]:
    return with_pairing(Milestone.objects.all())


def _milestone(notice: Notice, point: Milestone, now: datetime) -> Material:
    material = of_pairing(point.pairing, notice, "active")
    still(point.done_at is None, Reason.DONE)
    still(point.due_on == notice.due_on, Reason.MOVED)
    both = point.responsible == PlannedMilestone.Responsible.BOTH
    mine = (point.responsible == PlannedMilestone.Responsible.MENTOR) == material["is_mentor"]
    still(both or mine, Reason.NOT_RECIPIENT)
    return material | {"milestone": point, "with_other": both} | days_until(notice, now)


quiet = Sense(_quiet_pairings, _quiet)
session_ahead = Sense(_sessions, _ahead)
session_past = Sense(_sessions, _past)
agenda_empty = Sense(_sessions, _without_agenda)
check_in = Sense(_checked, _check_in)
milestone = Sense(_milestones, _milestone)
