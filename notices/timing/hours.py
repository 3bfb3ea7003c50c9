"""On which days and at which hours a program writes, and when each kind is due in it.

All arithmetic is done on the calendar and the wall clock of the recipient's zone and only then
turned into an instant, so a day on which clocks change has its morning like any other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from kit.zones import zone_called
from notices import models
from notices.catalogue import KINDS, STEPS, Kind

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """When somebody may be written to: `working_days` as ISO numbers, Monday being 1."""

    working_days: str = "12345"
    quiet_from: time = time(20)
    quiet_until: time = time(8)

    def is_working(self, day: date) -> bool:
        return str(day.isoweekday()) in self.working_days

    def working_from(self, day: date) -> date:
        """The day itself, or the next one that is worked on."""
        return next(one for one in (day + n * DAY for n in range(7)) if self.is_working(one))

    def working_until(self, day: date) -> date:
        """The day itself, or the last one before that is worked on."""
        return next(one for one in (day - n * DAY for n in range(7)) if self.is_working(one))

    def morning(self, day: date, zone: str) -> datetime:
        """The instant at which `day` begins for people in `zone`: when it is quiet no longer."""
        return _instant(day, self.quiet_until, zone)

    def due(self, day: date, zone: str) -> datetime:
        """The morning of `day`, or of the next working day."""
        return self.morning(self.working_from(day), zone)

    def newest_day(self, zone: str, now: datetime) -> date:
        """The last working day whose morning has come in `zone`."""
        day = now.astimezone(zone_called(zone)).date()
        has_come = self.morning(day, zone) <= now
        return self.working_until(day if has_come else day - DAY)

    def after_quiet(self, at: datetime, zone: str) -> datetime:
        """`at`, or the end of the quiet hours in which it falls."""
        local = at.astimezone(zone_called(zone))
        if local.time() < self.quiet_until:
            return max(at, self.morning(local.date(), zone))
        if local.time() >= self.quiet_from:
            return self.morning(local.date() + DAY, zone)
        return at

    def open_from(self, at: datetime, zone: str) -> datetime:
        """`at`, or the next working day's morning where one does not write then."""
        free_at = self.after_quiet(at, zone)
        day = free_at.astimezone(zone_called(zone)).date()
        return free_at if self.is_working(day) else self.due(day, zone)

    def zones_by_day(self, zones: Iterable[str], now: datetime) -> dict[date, list[str]]:
        """`newest_day` of many zones: two or three days, each with the zones that are there."""
        found: dict[date, list[str]] = defaultdict(list)
        for zone in zones:
            found[self.newest_day(zone, now)].append(zone)
        return dict(found)


@lru_cache(maxsize=16384)
def _instant(day: date, clock: time, zone: str) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone_called(zone)).astimezone(UTC)


@dataclass(frozen=True)
class Timing:
    """One program's hours, and the offsets in which it differs from the catalogue."""

    hours: Hours = Hours()
    offsets: Mapping[str, int | None] = field(default_factory=dict)

    def does_without(self, kind: Kind) -> bool:
        """Whether the program has switched the kind off."""
        return self.offsets.get(kind.name, 0) is None

    def offset(self, kind: Kind) -> int | None:
        """Days from the date it speaks of; None where the program does without it."""
        return self.offsets.get(kind.name, kind.offset_days)


@dataclass(frozen=True)
class Alike:
    """Programs in which a kind is due alike: these, or all but those that differ."""

    offset: timedelta
    hours: Hours
    only: tuple[int, ...] = ()
    but: tuple[int, ...] = ()

    @property
    def days_ahead(self) -> int:
        """How long before the date it is told; 0 on the day and after it."""
        return max(0, -self.offset.days)


USUAL = Timing()


class Timings:
    """Those of all programs, read at once: two queries."""

    def __init__(self) -> None:
        offsets: dict[int, dict[str, int | None]] = defaultdict(dict)
        for program, kind, days in models.Offset.objects.values_list("program", "kind", "days"):
            if kind in KINDS and KINDS[kind].may_move:
                offsets[program][kind] = days
        hours = {
            one.program_id: Hours(one.working_days, one.quiet_from, one.quiet_until)
            for one in models.Timing.objects.all()
        }
        self._own = {
            program: Timing(hours.get(program, Hours()), offsets.get(program, {}))
            for program in sorted({*offsets, *hours})
        }

    def of(self, program_id: int | None) -> Timing:
        return USUAL if program_id is None else self._own.get(program_id, USUAL)

    def alike(self, kind: Kind) -> list[Alike]:
        """All programs, in groups in which `kind` is due alike; few, however many there are."""
        timed = self._own if kind.is_of_a_program else {}
        differing: dict[tuple[int, Hours], list[int]] = defaultdict(list)
        for program, timing in timed.items():
            offset = timing.offset(kind)
            if offset is not None and (offset, timing.hours) != (kind.offset_days, Hours()):
                differing[offset, timing.hours].append(program)
        apart = tuple(
            program
            for program, timing in timed.items()
            if (timing.offset(kind), timing.hours) != (kind.offset_days, Hours())
        )
        usual = Alike(timedelta(days=kind.offset_days or 0), Hours(), but=apart)
        own = [
            Alike(timedelta(days=offset), hours, only=tuple(programs))
            for (offset, hours), programs in differing.items()
        ]
        return [usual, *own]


def later_steps(kind: Kind, timing: Timing) -> list[tuple[Kind, int]]:
    """The steps of the same reminder that come after this one in a program, with their offsets."""
    mine = timing.offset(kind) or 0
    offsets = [(step, timing.offset(step)) for step in STEPS.get(kind.steps, ())]
    return [(step, days) for step, days in offsets if days is not None and days > mine]
