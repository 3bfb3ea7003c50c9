"""Notices that a date owes: milestones, sessions, check-ins, quiet pairs, ends, digests.

Each source is one query for each way in which programs time it, and finds only what is due and has
no notice yet, so a round with nothing new reads nothing. What fell due while nothing ran is found
for LOOK_BACK; what is older belongs to no one any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Value,
)
from django.db.models.functions import TruncDate

from matching.choosing.requests import programs_that_let_ask
from matching.models import Request
from milestones.models import Milestone
from notices.catalogue import KINDS, STEPS, Kind
from notices.planning.calendar import Calendar, present
from notices.planning.owed import Owed
from notices.planning.sessions import around_sessions
from notices.timing.hours import Timings
from pairings.models import CheckIn, Pairing, PairingMentee
from pairings.queries import PairingQuerySet
from pairings.rhythm import QUIET_AFTER
from participants.models import Participant
from people.models import RoleGrant
from programs.models import PlannedMilestone, Program

_GOING_ON = ("open", "matching", "running")
MENTOR = "mentor__person"
MENTEE = "present__mentee__person"


def due(timings: Timings, *, now: datetime) -> Iterator[Owed]:
    """All that dates owe by `now` and that has no notice yet."""
    calendar = Calendar(timings, now=now)
    for source in (
        *(_milestones, _milestones_overdue, _ends, _ends_of_programs, _agreements, _quiet_pairs),
        *(_check_ins, _requests, _suggestions, around_sessions, _weeks, _months),
    ):
        yield from source(calendar)


# --- To a pair -----------------------------------------------------------------------------------


def _milestones(calendar: Calendar) -> Iterator[Owed]:
    sides = (
        (f"pairing__{MENTOR}", PlannedMilestone.Responsible.MENTOR),
        (MENTEE, PlannedMilestone.Responsible.MENTEE),
    )
    for kind in STEPS["milestone"]:
        for to, side in sides:
            rows: QuerySet[Any] = Milestone.objects.annotate(
                present=present("pairing__mentees")
            ).filter(
                done_at__isnull=True,
                pairing__state="active",
                responsible__in=[side, PlannedMilestone.Responsible.BOTH],
            )
            yield from calendar.dated(
                kind,
                rows,
                on="due_on",
                to=to,
                program="pairing__program_id",
                since="pairing__activated_at",
            )


def _ends(calendar: Calendar) -> Iterator[Owed]:
    for kind in STEPS["end"]:
        yield from _to_pairs(calendar, kind, _active(), on="ends_on", since="activated_at")


def _agreements(calendar: Calendar) -> Iterator[Owed]:
    rows = Pairing.objects.annotate(founded_on=TruncDate("founded_at")).filter(state="proposed")
    yield from _to_pairs(calendar, KINDS["agreement_overdue"], rows, on="founded_on")


def _quiet_pairs(calendar: Calendar) -> Iterator[Owed]:
    """Due on the day the pair became quiet: once for each time that they do."""
    days = ExpressionWrapper(F("rhythm_days") * QUIET_AFTER + 1, output_field=IntegerField())
    rows = (
        _active()
        .with_rhythm(on=calendar.now.date())
        .annotate(quiet_on=ExpressionWrapper(F("quiet_since_on") + days, output_field=DateField()))
    )
    yield from _to_pairs(calendar, KINDS["pair_quiet"], rows, on="quiet_on")


def _check_ins(calendar: Calendar) -> Iterator[Owed]:
    """Of the round that is open, to each who has not answered."""
    kind = KINDS["check_in_due"]
    for to in (MENTOR, MENTEE):
        answered = CheckIn.objects.filter(
            pairing=OuterRef("pk"), person=OuterRef(to), due_on__gte=OuterRef("checkin_on")
        )
        for today, zones in calendar.today.items():
            asked: QuerySet[Any] = _active().with_checkin_round(on=today)
            rows = asked.annotate(present=present("mentees")).filter(
                ~Exists(answered),
                checkin_on__isnull=False,
                **{f"{to}__time_zone__in": zones},
            )
            yield from calendar.dated(kind, rows, on="checkin_on", to=to, program="program_id")


def _to_pairs(
    calendar: Calendar, kind: Kind, rows: QuerySet[Any], *, on: str, since: str = ""
) -> Iterator[Owed]:
    """To the mentor and to each mentee who has not left."""
    with_mentees = rows.annotate(present=present("mentees"))
    for to in (MENTOR, MENTEE):
        yield from calendar.dated(
            kind, with_mentees, on=on, to=to, program="program_id", since=since
        )


def _active() -> PairingQuerySet:
    return Pairing.objects.filter(state="active")


# --- To those who choose and are chosen ----------------------------------------------------------


def _requests(calendar: Calendar) -> Iterator[Owed]:
    """To the mentor, of a request that waits for days."""
    rows = Request.objects.open(now=calendar.now).annotate(asked_on=TruncDate("asked_at"))
    kind = KINDS["request_waiting"]
    yield from calendar.dated(kind, rows, on="asked_on", to=MENTOR, program="program_id")


def _suggestions(calendar: Calendar) -> Iterator[Owed]:
    """On the day after they were admitted, to mentees who choose and have not asked anybody."""
    placed = PairingMentee.objects.filter(mentee=OuterRef("pk"), left_on__isnull=True)
    rows = (
        Participant.objects.mentees()
        .admitted()
        .filter(
            ~Exists(placed),
            program__in=programs_that_let_ask(),
            requests_made__isnull=True,
        )
        .annotate(admitted_on=TruncDate("decided_at"))
    )
    kind = KINDS["suggestions_ready"]
    yield from calendar.dated(kind, rows, on="admitted_on", to="person", program="program_id")


# --- To those who run programs, and HR -----------------------------------------------------------


def _ends_of_programs(calendar: Calendar) -> Iterator[Owed]:
    """One notice a program, date and admin, however many pairings end on that day."""
    rows = _active().exclude(program__state="closed")
    for kind in STEPS["ends"]:
        yield from calendar.dated(
            kind,
            rows,
            subject="program_id",
            on="ends_on",
            to="program__admins__person",
            program="program_id",
            since="activated_at",
        )


def _milestones_overdue(calendar: Calendar) -> Iterator[Owed]:
    """One notice a program, date and admin, however many milestones of that day stay open."""
    rows = Milestone.objects.filter(done_at__isnull=True, pairing__state="active").exclude(
        pairing__program__state="closed"
    )
    yield from calendar.dated(
        KINDS["milestones_overdue"],
        rows,
        subject="pairing__program_id",
        on="due_on",
        to="pairing__program__admins__person",
        program="pairing__program_id",
        since="pairing__activated_at",
    )


def _weeks(calendar: Calendar) -> Iterator[Owed]:
    """Of each Monday to those who run a program that is not over."""
    kind, rows = KINDS["program_week"], Program.objects.filter(state__in=_GOING_ON)
    for monday in _firsts(calendar, kind, lambda day: day - timedelta(days=day.weekday())):
        yield from calendar.dated(
            kind,
            rows.annotate(monday=Value(monday, output_field=DateField())),
            on="monday",
            to="admins__person",
            program="pk",
        )


def _months(calendar: Calendar) -> Iterator[Owed]:
    """On the first of a month, or the next working day, to HR."""
    kind = KINDS["reports_month"]
    for first in _firsts(calendar, kind, lambda day: day.replace(day=1)):
        rows = RoleGrant.objects.filter(role=RoleGrant.Role.HR).annotate(
            first=Value(first, output_field=DateField()),
            none=Value(None, output_field=IntegerField()),
        )
        yield from calendar.dated(
            kind,
            rows,
            subject="person_id",
            on="first",
            to="person",
            program="none",
        )


def _firsts(calendar: Calendar, kind: Kind, first: Callable[[date], date]) -> set[date]:
    """The first days of the weeks or months of which `kind` may be due somewhere by now: in a
    program that tells of a week late, that may be the week before."""
    return {
        first(day - alike.offset)
        for alike in calendar.timings.alike(kind)
        for day in calendar.begun(alike.hours)
    }
