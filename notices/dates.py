"""Notices that a date owes: milestones, ends, sessions, quiet pairs.

Each source is one query that finds only what is due and has no notice yet, so a round with nothing
new reads nothing. What fell due while nothing ran is found for LOOK_BACK; what is older belongs to
no one any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import TruncDate

from matching.choosing.requests import programs_that_let_ask
from matching.models import Request
from milestones.models import Milestone
from notices.catalogue import KINDS, Kind
from notices.models import Notice
from notices.mornings import morning, newest_day, zone_called, zones_by_day
from notices.owed import Owed
from pairings.models import Pairing, PairingMentee, Session
from pairings.rhythm import QUIET_AFTER, Standing
from participants.models import Participant
from people.models import Person
from programs.models import PlannedMilestone, Program

LOOK_BACK = timedelta(days=30)
FETCH = 2000  # rows at a time
MENTOR = "mentor__person"
MENTEE = "present__mentee__person"
Begun = dict[date, list[str]]


def due(*, now: datetime) -> Iterator[Owed]:
    """All that dates owe by `now` and that has no notice yet."""
    zones = Person.objects.active().order_by().values_list("time_zone", flat=True).distinct()
    begun = zones_by_day(zones, now)
    for source in (
        *(_milestones, _ends, _ends_of_programs, _agreements, _quiet_pairs),
        *(_requests, _suggestions),
    ):
        yield from source(begun, now)
    yield from _sessions(now)
    yield from _quiet_programs(begun, now)


def _milestones(begun: Begun, now: datetime) -> Iterator[Owed]:
    sides = (
        (f"pairing__{MENTOR}", PlannedMilestone.Responsible.MENTOR),
        (MENTEE, PlannedMilestone.Responsible.MENTEE),
    )
    for kind in _steps("milestone"):
        for to, side in sides:
            rows: QuerySet[Any] = Milestone.objects.annotate(
                present=_present("pairing__mentees")
            ).filter(
                done_at__isnull=True,
                pairing__state="active",
                responsible__in=[side, PlannedMilestone.Responsible.BOTH],
            )
            rows = _since(rows, "pairing__activated_at", "due_on", kind)
            yield from _dated(
                kind, rows, begun, now, on="due_on", to=to, program="pairing__program_id"
            )


def _ends(begun: Begun, now: datetime) -> Iterator[Owed]:
    for kind in _steps("end"):
        for to in (MENTOR, MENTEE):
            rows: QuerySet[Any] = Pairing.objects.annotate(present=_present("mentees")).filter(
                state="active"
            )
            rows = _since(rows, "activated_at", "ends_on", kind)
            yield from _dated(kind, rows, begun, now, on="ends_on", to=to, program="program_id")


def _ends_of_programs(begun: Begun, now: datetime) -> Iterator[Owed]:
    """One notice a program, date and admin, however many pairings end on that day."""
    for kind in _steps("ends"):
        rows: QuerySet[Any] = Program.objects.filter(pairings__state="active").exclude(
            state="closed"
        )
        rows = _since(rows, "pairings__activated_at", "pairings__ends_on", kind)
        yield from _dated(
            kind, rows, begun, now, on="pairings__ends_on", to="admins__person", program="pk"
        )


def _agreements(begun: Begun, now: datetime) -> Iterator[Owed]:
    kind = KINDS["agreement_overdue"]
    for to in (MENTOR, MENTEE):
        rows = Pairing.objects.annotate(
            present=_present("mentees"), founded_on=TruncDate("founded_at")
        ).filter(state="proposed")
        yield from _dated(kind, rows, begun, now, on="founded_on", to=to, program="program_id")


def _requests(begun: Begun, now: datetime) -> Iterator[Owed]:
    """To the mentor, of a request that waits for days."""
    rows = Request.objects.open(now=now).annotate(asked_on=TruncDate("asked_at"))
    kind = KINDS["request_waiting"]
    yield from _dated(kind, rows, begun, now, on="asked_on", to=MENTOR, program="program_id")


def _suggestions(begun: Begun, now: datetime) -> Iterator[Owed]:
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
    yield from _dated(kind, rows, begun, now, on="admitted_on", to="person", program="program_id")


def _quiet_pairs(begun: Begun, now: datetime) -> Iterator[Owed]:
    """Due on the day the pair became quiet: once for each time that they do."""
    for to in (MENTOR, MENTEE):
        rows = _becoming_quiet(now).annotate(present=_present("mentees"))
        yield from _dated(
            KINDS["pair_quiet"], rows, begun, now, on="quiet_on", to=to, program="program_id"
        )


def _becoming_quiet(now: datetime) -> QuerySet[Pairing]:
    days = ExpressionWrapper(F("rhythm_days") * QUIET_AFTER + 1, output_field=IntegerField())
    pairings: QuerySet[Pairing] = (
        Pairing.objects.filter(state="active")
        .with_rhythm(on=now.date())
        .annotate(quiet_on=ExpressionWrapper(F("quiet_since_on") + days, output_field=DateField()))
    )
    return pairings


def _quiet_programs(begun: Begun, now: datetime) -> Iterator[Owed]:
    """Each week to those who run a program in which pairs were quiet on Monday."""
    kind = KINDS["quiet_pairs"]
    for day, zones in begun.items():
        monday = day - timedelta(days=day.weekday())
        programs = (
            Pairing.objects.exclude(program__state="closed")
            .with_rhythm(on=monday)
            .in_standing(Standing.QUIET)
        )
        rows = Program.objects.filter(pk__in=programs.values("program_id")).annotate(
            monday=Value(monday, output_field=DateField())
        )
        only_here = {day: zones}
        yield from _dated(
            kind, rows, only_here, now, on="monday", to="admins__person", program="pk"
        )


def _sessions(now: datetime) -> Iterator[Owed]:
    """The morning before the day of the session, unless it was planned after that morning."""
    kind = KINDS["session_tomorrow"]
    for to in (f"pairing__{MENTOR}", MENTEE):
        rows = (
            Session.objects.annotate(present=_present("pairing__mentees"))
            .filter(
                state="planned",
                pairing__state__in=["active", "proposed"],
                starts_at__gt=now,
                starts_at__lt=now + timedelta(hours=64),  # 08:00 to midnight of the next day, +24
                **{f"{to}__is_active": True},
            )
            .annotate(told_of=Subquery(_notices(kind, to=to).values("due_on")[:1]))
            .order_by()
            .values_list(
                "pk",
                f"{to}_id",
                f"{to}__time_zone",
                "pairing__program_id",
                "starts_at",
                "planned_at",
                "told_of",
            )
        )
        for pk, person, zone, program, starts_at, planned_at, told_of in rows.iterator(
            chunk_size=FETCH
        ):
            day = starts_at.astimezone(zone_called(zone)).date()
            due_at = morning(day - timedelta(days=1), zone)
            planned_since = planned_at is not None and planned_at > due_at
            if due_at <= now and told_of != day and not planned_since:
                yield Owed(kind, pk, day, person, program, due_at, expires_at=starts_at)


# --- How a date becomes a notice ----------------------------------------------------------------


def _steps(family: str) -> list[Kind]:
    return [kind for kind in KINDS.values() if kind.steps == family]


def _present(places: str) -> FilteredRelation:
    """The places of mentees who have not left."""
    return FilteredRelation(places, condition=Q(**{f"{places}__left_on__isnull": True}))


def _since(rows: QuerySet[Any], began: str, on: str, kind: Kind) -> QuerySet[Any]:
    """Without steps that fell due before the pairing had begun: nobody was owed them then."""
    offset = timedelta(days=(kind.offset_days or 0) + 1)
    due_by = ExpressionWrapper(F(on) + Value(offset), output_field=DateTimeField())
    return rows.filter(**{f"{began}__lte": due_by})


def _notices(kind: Kind, *, to: str) -> QuerySet[Notice]:
    """The notices that the person `to` has of this kind about the row, newest date first."""
    return Notice.objects.filter(
        kind=kind.name,
        subject_kind=kind.subject_kind,
        subject_id=OuterRef("pk"),
        recipient_id=OuterRef(f"{to}_id"),
    ).order_by("-due_on")


def _dated(
    kind: Kind,
    rows: QuerySet[Any],
    begun: Begun,
    now: datetime,
    *,
    on: str,
    to: str,
    program: str,
) -> Iterator[Owed]:
    """What `kind` owes for `rows`, each speaking of the date `on`, to the person `to`."""
    offset = timedelta(days=kind.offset_days or 0)
    window = Q()
    for day, zones in begun.items():
        window |= Q(
            **{
                f"{to}__time_zone__in": zones,
                f"{on}__lte": day - offset,
                f"{on}__gt": day - offset - LOOK_BACK,
            }
        )
    if not window:
        return
    told = _notices(kind, to=to).filter(due_on=OuterRef(on))
    found = (
        rows.filter(window, ~Exists(told), **{f"{to}__is_active": True})
        .order_by()
        .values_list("pk", on, f"{to}_id", f"{to}__time_zone", program)
        .distinct()
    )
    later = kind.later_steps[:1]
    for pk, due_on, person, zone, program_id in found.iterator(chunk_size=FETCH):
        yield Owed(
            kind,
            pk,
            due_on,
            person,
            program_id,
            morning(due_on + offset, zone),
            is_superseded=any(
                due_on + timedelta(days=next_one.offset_days or 0) <= newest_day(zone, now)
                for next_one in later
            ),
        )
