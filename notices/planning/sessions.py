"""Notices around a planned session, in each reader's own day: before it, and on the day after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from kit.zones import zone_called
from notices.catalogue import KINDS, Kind
from notices.planning.calendar import FETCH, Calendar, present, told_of
from notices.planning.owed import Owed
from notices.timing.hours import DAY, Timing
from pairings.models import AgendaItem, Session

MENTOR = "pairing__mentor__person"
MENTEE = "present__mentee__person"
UNDER_WAY = ("active", "proposed")


class _Row(NamedTuple):
    pk: int
    person: int
    zone: str
    program: int
    starts_at: datetime
    minutes: int
    planned_at: datetime | None
    told_of: date | None
    told_ahead: int | None  # how many days, at the latest

    @property
    def day(self) -> date:
        """Of the session, where the reader is."""
        return self.starts_at.astimezone(zone_called(self.zone)).date()


def around_sessions(calendar: Calendar) -> Iterator[Owed]:
    for kind, readers in (
        (KINDS["session_tomorrow"], (MENTOR, MENTEE)),
        (KINDS["agenda_empty"], (MENTEE,)),
        (KINDS["session_past"], (MENTOR, MENTEE)),
    ):
        reach = _reach(calendar, kind)
        for to in readers:
            for row in _rows(calendar, kind, to, *reach):
                yield from _owed(calendar, kind, row)


def _reach(calendar: Calendar, kind: Kind) -> tuple[timedelta, timedelta]:
    """How far from now a session may start for this kind to be due, in the widest timing."""
    offsets = [alike.offset for alike in calendar.timings.alike(kind)]
    back = max(*offsets, timedelta()) + 30 * DAY
    ahead = max(*(-offset for offset in offsets), timedelta()) + 9 * DAY  # weekends, zones
    return back, ahead


def _rows(
    calendar: Calendar, kind: Kind, to: str, back: timedelta, ahead: timedelta
) -> Iterator[_Row]:
    now = calendar.now
    rows: QuerySet[Any] = Session.objects.annotate(present=present("pairing__mentees")).filter(
        state="planned",
        pairing__state__in=UNDER_WAY,
        starts_at__gt=now - back,  # one that began while nothing ran is recorded as too late
        starts_at__lt=now + ahead,
    )
    if kind.name == "agenda_empty":
        written = AgendaItem.objects.filter(pairing=OuterRef("pairing"), state="open")
        rows = rows.filter(~Exists(written))
    told = told_of(kind, to=to).order_by("-due_on", "days_ahead")
    found = (
        rows.filter(Q(**{f"{to}__is_active": True}))
        .annotate(
            told_of=Subquery(told.values("due_on")[:1]),
            told_ahead=Subquery(told.values("days_ahead")[:1]),
        )
        .order_by()
        .values_list(
            "pk",
            f"{to}_id",
            f"{to}__time_zone",
            "pairing__program_id",
            "starts_at",
            "minutes",
            "planned_at",
            "told_of",
            "told_ahead",
        )
    )
    return (_Row(*row) for row in found.iterator(chunk_size=FETCH))


def _owed(calendar: Calendar, kind: Kind, row: _Row) -> Iterator[Owed]:
    timing = calendar.timings.of(row.program)
    days = timing.offset(kind)
    if days is None or _is_told(row, days):
        return
    made_at = None
    if days < 0:
        made_at = calendar.edits.made_due(
            kind.name, row.program, days, lambda days: _due_at(timing, row, days)
        )
    due_at = timing.hours.open_from(made_at, row.zone) if made_at else _due_at(timing, row, days)
    planned_since = row.planned_at is not None and row.planned_at > (made_at or due_at)
    if due_at > calendar.now or (days < 0 and planned_since):
        return
    until = row.starts_at if days < 0 else None
    yield Owed(
        kind,
        *(row.pk, row.day, row.person, row.program, due_at, until),
        days_ahead=max(0, -days),
    )


def _is_told(row: _Row, days: int) -> bool:
    return row.told_of == row.day and (row.told_ahead or 0) <= max(0, -days)


def _due_at(timing: Timing, row: _Row, days: int) -> datetime:
    """Before a session it comes on the working day before rather than too late."""
    day = row.day + days * DAY
    hours = timing.hours
    if days < 0:
        return hours.morning(hours.working_until(day), row.zone)
    return max(hours.due(day, row.zone), row.starts_at + timedelta(minutes=row.minutes))
