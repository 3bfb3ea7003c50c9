"""How a date becomes a notice, in each recipient's zone and each program's timing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from typing import Any, NamedTuple

from django.db.models import (
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Value,
)

from kit.zones import zone_called
from notices.catalogue import Kind
from notices.models import Notice
from notices.planning.owed import Owed
from notices.timing.edits import Edits
from notices.timing.hours import Alike, Hours, Timings, later_steps
from people.models import Person

LOOK_BACK = timedelta(days=30)
FETCH = 2000  # rows at a time
Begun = dict[date, list[str]]


class _Path(NamedTuple):
    """The names of what a source tells of each row."""

    subject: str
    on: str
    to: str
    program: str


class Calendar:
    """What day it is, wherever somebody is."""

    def __init__(self, timings: Timings, *, now: datetime) -> None:
        self.now, self.timings = now, timings
        self.begun = cache(self._begun)
        self.edits = Edits(since=now - LOOK_BACK)

    @cached_property
    def _zones(self) -> list[str]:
        zones = Person.objects.active().order_by().values_list("time_zone", flat=True)
        return list(zones.distinct())

    @cached_property
    def today(self) -> dict[date, list[str]]:
        """The two or three days that it is now, each with the zones where it is."""
        found: dict[date, list[str]] = defaultdict(list)
        for zone in self._zones:
            found[self.now.astimezone(zone_called(zone)).date()].append(zone)
        return dict(found)

    def _begun(self, hours: Hours) -> Begun:
        """The newest day that has begun for those who are written to at these hours, by zone."""
        return hours.zones_by_day(self._zones, self.now)

    def dated(
        self,
        kind: Kind,
        rows: QuerySet[Any],
        *,
        on: str,
        to: str,
        program: str,
        subject: str = "pk",
        since: str = "",
    ) -> Iterator[Owed]:
        """What `kind` owes for `rows`, each speaking of the date `on`, to the person `to`.

        `subject`: the id of what it is about. `since`: the instant before which nothing was owed,
        as that at which a pairing began.
        """
        for alike in self.timings.alike(kind):
            some = _in(rows, alike, program)
            if since:
                some = _since(some, since, on, alike)
            path = _Path(subject=subject, on=on, to=to, program=program)
            yield from self._alike(kind, some, alike, path)
        for alike in self._edited(kind):
            path = _Path(subject=subject, on=on, to=to, program=program)
            yield from self._by_edits(kind, _in(rows, alike, program), alike, path, since)

    def _alike(self, kind: Kind, rows: QuerySet[Any], alike: Alike, path: _Path) -> Iterator[Owed]:
        to, on = path.to, path.on
        window = Q()
        for day, zones in self.begun(alike.hours).items():
            newest = day - alike.offset
            window |= Q(
                **{
                    f"{to}__time_zone__in": zones,
                    f"{on}__lte": newest,
                    f"{on}__gt": newest - LOOK_BACK,
                }
            )
        if not window:
            return
        found = _untold(kind, rows.filter(window), alike, path)
        for subject, due_on, person, zone, program_id in found.iterator(chunk_size=FETCH):
            if self._made_due(kind, alike, due_on, zone, program_id):
                continue
            due_at = alike.hours.due(due_on + alike.offset, zone)
            overtaken = self._is_overtaken(kind, due_on, zone, program_id)
            yield Owed(
                kind,
                *(subject, due_on, person, program_id, due_at),
                is_superseded=overtaken,
                days_ahead=alike.days_ahead,
            )

    # --- Because a program set other days ---------------------------------------------------------

    def _edited(self, kind: Kind) -> list[Alike]:
        """Programs that lately set another day for what is told ahead, in groups."""
        groups: dict[tuple[int, Hours], list[int]] = defaultdict(list)
        for program in self.edits.programs(kind.name):
            timing = self.timings.of(program)
            days = timing.offset(kind)
            if days is not None and days < 0:
                groups[days, timing.hours].append(program)
        return [
            Alike(timedelta(days=days), hours, only=tuple(programs))
            for (days, hours), programs in groups.items()
        ]

    def _made_due(
        self, kind: Kind, alike: Alike, due_on: date, zone: str, program_id: int | None
    ) -> datetime | None:
        """When an edit made it due at once, as long as its date is ahead."""
        today = self.now.astimezone(zone_called(zone)).date()
        if not alike.days_ahead or due_on <= today:
            return None
        return self.edits.made_due(
            kind.name,
            program_id,
            alike.offset.days,
            lambda days: alike.hours.due(due_on + timedelta(days=days), zone),
        )

    def _by_edits(
        self, kind: Kind, rows: QuerySet[Any], alike: Alike, path: _Path, since: str
    ) -> Iterator[Owed]:
        """What an edit made due that would have come before it, from the next moment to write."""
        window = Q()
        for day, zones in self.begun(alike.hours).items():
            within = {f"{path.on}__gt": day, f"{path.on}__lte": day - alike.offset}
            window |= Q(**{f"{path.to}__time_zone__in": zones}, **within)
        found = _untold(kind, rows.filter(window), alike, path, since or "pk") if window else ()
        for subject, due_on, person, zone, program_id, began in found:
            made_at = self._made_due(kind, alike, due_on, zone, program_id)
            if made_at is None or (since and began > made_at):
                continue
            due_at = alike.hours.open_from(made_at, zone)
            until = min(alike.hours.morning(due_on, zone), due_at + kind.late_after)
            if due_at <= self.now and due_at < until:
                yield Owed(
                    kind,
                    *(subject, due_on, person, program_id, due_at, until),
                    is_superseded=self._is_overtaken(kind, due_on, zone, program_id),
                    days_ahead=alike.days_ahead,
                )

    def _is_overtaken(self, kind: Kind, due_on: date, zone: str, program_id: int | None) -> bool:
        """Whether a later step of the same reminder is due already."""
        if not kind.steps:
            return False
        timing = self.timings.of(program_id)
        newest = timing.hours.newest_day(zone, self.now)
        return any(
            due_on + timedelta(days=days) <= newest for _step, days in later_steps(kind, timing)
        )


def told_of(kind: Kind, *, to: str, subject: str = "pk") -> QuerySet[Notice]:
    """The notices that the person `to` has of this kind about the row, newest date first."""
    return Notice.objects.filter(
        kind=kind.name,
        subject_kind=kind.subject_kind,
        subject_id=OuterRef(subject),
        recipient_id=OuterRef(f"{to}_id"),
    ).order_by("-due_on")


def _untold(
    kind: Kind, rows: QuerySet[Any], alike: Alike, path: _Path, *more: str
) -> QuerySet[Any]:
    """Those of which the person has no notice yet, from as near to the date or nearer."""
    told = told_of(kind, to=path.to, subject=path.subject).filter(
        due_on=OuterRef(path.on), days_ahead__lte=alike.days_ahead
    )
    to, zone = f"{path.to}_id", f"{path.to}__time_zone"
    return (
        rows.filter(~Exists(told), **{f"{path.to}__is_active": True})
        .order_by()
        .values_list(path.subject, path.on, to, zone, path.program, *more)
        .distinct()
    )


def present(places: str) -> FilteredRelation:
    """The places of mentees who have not left."""
    return FilteredRelation(places, condition=Q(**{f"{places}__left_on__isnull": True}))


def _in(rows: QuerySet[Any], alike: Alike, program: str) -> QuerySet[Any]:
    if alike.only:
        return rows.filter(**{f"{program}__in": alike.only})
    return rows.exclude(**{f"{program}__in": alike.but}) if alike.but else rows


def _since(rows: QuerySet[Any], began: str, on: str, alike: Alike) -> QuerySet[Any]:
    """Without steps that fell due before: nobody was owed them then."""
    due_by = ExpressionWrapper(
        F(on) + Value(alike.offset + timedelta(days=1)), output_field=DateTimeField()
    )
    return rows.filter(**{f"{began}__lte": due_by})
