"""The mails that a program will bring, reckoned from its design before anybody is in it.

The course of a program is played through on paper, in three ways: all goes well, they meet but
leave the rest until they are reminded, or nothing is done.
What falls on which day follows the rules of `planning`, which a test holds against the real planner
over a whole program. Dates are those of the reader. Mails that somebody bundles are counted singly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from notices.catalogue import KINDS, STEPS, Kind
from notices.timing.hours import DAY, Timing, later_steps
from pairings.checking_in import rounds
from pairings.rhythm import QUIET_AFTER

WEEK = 7


class Reader(StrEnum):
    MENTEE = "mentee"
    MENTOR = "mentor"
    ADMIN = "admin"


class Course(StrEnum):
    WELL = "well"  # they agree the day after, meet in their rhythm and do everything on its day
    LATE = (
        "late"  # they meet in their rhythm, with an empty agenda; the rest once they are reminded
    )
    NOTHING = "nothing"  # they agree once they are reminded, and that is all


@dataclass(frozen=True)
class Step:
    """A milestone of the plan."""

    weeks: int  # after the start
    responsible: str  # mentor, mentee, both


@dataclass(frozen=True, kw_only=True)
class Design:
    """What a program lays down of its course."""

    starts_on: date
    ends_on: date
    cadence_days: int
    checkin_weeks: int
    plan: tuple[Step, ...]
    timing: Timing = field(default_factory=Timing)
    mentees: int = 1  # of a mentor
    is_in_groups: bool = False  # a mentor has all mentees in one pairing
    is_asked_for: bool = False  # mentees ask their mentor, who accepts


@dataclass(frozen=True, order=True)
class Mail:
    on: date
    kind: str


def mails(design: Design, reader: Reader, course: Course) -> list[Mail]:
    """What a typical reader is sent from the match until nothing is left to say, by date."""
    return sorted(_Simulation(design, course).to(reader))


def last_day(design: Design) -> date:
    """The Sunday on which the calendar ends: nothing but the weekly mail to admins comes later."""
    ends = [Mail(design.ends_on, "")]
    for reader in Reader:
        ends += _Simulation(design, Course.NOTHING).apart_from_weeks(reader)
    last = max(ends).on
    return last + (WEEK - last.isoweekday()) * DAY


@dataclass(frozen=True)
class _Session:
    """It is planned at the one before, and ends in the afternoon."""

    planned_on: date
    day: date
    logged_on: date


@dataclass(frozen=True)
class _Pair:
    """A pairing as it goes: the days on which things happen, each about noon or after."""

    agreed_on: date
    sessions: tuple[_Session, ...]
    ended_on: date | None

    def is_active(self, morning: date) -> bool:
        """Once they have agreed (that day's mails go out later), up to the day of the end."""
        return self.agreed_on <= morning and (self.ended_on is None or morning <= self.ended_on)


class _Simulation:
    def __init__(self, design: Design, course: Course) -> None:
        self.design, self.course = design, course
        self.timing, self.hours = design.timing, design.timing.hours
        self.meets = course is not Course.NOTHING
        self.founded_on = self.hours.working_until(design.starts_on)

    def to(self, reader: Reader) -> Iterator[Mail]:
        yield from self.apart_from_weeks(reader)
        if reader is Reader.ADMIN:
            yield from self._weeks()

    def apart_from_weeks(self, reader: Reader) -> Iterator[Mail]:
        if reader is Reader.ADMIN:
            yield from self._to_admin()
        elif reader is Reader.MENTEE:
            yield from self._to_one_of(self._pairs[0], reader)
        else:
            led = 1 if self.design.is_in_groups else self.design.mentees
            for pair in self._pairs[:led]:
                yield from self._to_one_of(pair, reader)

    # --- The course ------------------------------------------------------------------------------

    @cached_property
    def _pairs(self) -> list[_Pair]:
        """So many that somebody meets in every week, and at least those of one mentor.

        The first of them meet a week after the start, the next a week later, and so on.
        """
        weeks = -(-self.design.cadence_days // WEEK)
        return [self._pair(later=n % weeks) for n in range(max(weeks, self.design.mentees))]

    def _pair(self, *, later: int) -> _Pair:
        if not self.meets:
            return _Pair(self._reminded("agreement_overdue", self.founded_on), (), None)
        agreed_on = self.founded_on + DAY
        sessions = tuple(self._sessions(agreed_on, later))
        return _Pair(agreed_on, sessions, self.design.ends_on)

    def _sessions(self, agreed_on: date, later: int) -> Iterator[_Session]:
        """Logged late is once they are asked to, or when they meet again, or before they end."""
        days = [agreed_on, *self._days(later), self.design.ends_on]
        for planned_on, day, next_on in zip(days, days[1:], days[2:], strict=False):
            is_late = self.course is Course.LATE
            logged_on = min(self._reminded("session_past", day), next_on) if is_late else day
            yield _Session(planned_on, day, logged_on)

    def _days(self, later: int) -> Iterator[date]:
        cadence = self.design.cadence_days
        first = min(cadence, WEEK) + WEEK * later
        day = self.hours.working_from(self.design.starts_on + first * DAY)
        while day < self.design.ends_on:
            yield day
            day = self.hours.working_from(day + cadence * DAY)

    def _done_on(self, due_on: date) -> date | None:
        """When a milestone is ticked off."""
        if self.course is Course.LATE:
            return self._reminded("milestone_overdue", due_on)
        return due_on if self.meets else None

    def _reminded(self, kind: str, on: date) -> date:
        """The working day on which a reminder comes, or would come if the program sent it."""
        days = self.timing.offset(KINDS[kind])
        usual = KINDS[kind].offset_days or 0
        return self.hours.working_from(on + (usual if days is None else days) * DAY)

    @cached_property
    def _milestones(self) -> list[tuple[date, str]]:
        """Each with who is responsible; what is too far out is due on the last day."""
        return [
            (
                min(self.design.starts_on + timedelta(weeks=step.weeks), self.design.ends_on),
                step.responsible,
            )
            for step in self.design.plan
        ]

    # --- To a pair -------------------------------------------------------------------------------

    def _to_one_of(self, pair: _Pair, reader: Reader) -> Iterator[Mail]:
        yield from self._match(reader)
        yield from self._agreement(pair)
        yield from self._around_sessions(pair, reader)
        yield from self._quiet(pair)
        yield from self._check_ins(pair)
        for due_on, responsible in self._milestones:
            if responsible in ("both", reader.value):
                yield from self._steps("milestone", due_on, pair, done_on=self._done_on(due_on))
        yield from self._steps("end", self.design.ends_on, pair)
        if pair.ended_on and reader is Reader.MENTEE:  # the mentor closes it
            yield from self._news("pairing_ended", pair.ended_on)

    def _match(self, reader: Reader) -> Iterator[Mail]:
        asked = {Reader.MENTEE: "request_accepted", Reader.MENTOR: "request_received"}
        kind = asked[reader] if self.design.is_asked_for else "match_published"
        yield from self._news(kind, self.founded_on)

    def _agreement(self, pair: _Pair) -> Iterator[Mail]:
        on = self._due("agreement_overdue", self.founded_on)
        if on and on <= pair.agreed_on:
            yield Mail(on, "agreement_overdue")

    def _around_sessions(self, pair: _Pair, reader: Reader) -> Iterator[Mail]:
        """Before each, if it was planned by then; after it, as long as it is not logged."""
        ahead = ["session_tomorrow"]
        if self.course is Course.LATE and reader is Reader.MENTEE:
            ahead.append("agenda_empty")
        for one in pair.sessions:
            for kind in ahead:
                days = self.timing.offset(KINDS[kind])
                if days is None:
                    continue
                on = self.hours.working_until(one.day + days * DAY)
                if one.planned_on < on:
                    yield Mail(on, kind)
            asked_on = self._due("session_past", one.day)
            if asked_on and asked_on <= one.logged_on:
                yield Mail(asked_on, "session_past")

    def _quiet(self, pair: _Pair) -> Iterator[Mail]:
        begun_on = self._begun_on(pair)
        met: list[tuple[date, date | None]] = [
            (one.day, one.logged_on) for one in pair.sessions if one.day > begun_on
        ]
        since = begun_on
        for again_on, known_on in (*met, (begun_on, None)):
            on = self._due("pair_quiet", since + (self._quiet_after + 1) * DAY)
            if on and pair.is_active(on) and (known_on is None or on <= known_on):
                yield Mail(on, "pair_quiet")
            since = again_on

    def _check_ins(self, pair: _Pair) -> Iterator[Mail]:
        """Of a round that has begun since they agreed, while it is the newest."""
        design = self.design
        asked = rounds(design.starts_on, design.ends_on, design.checkin_weeks)
        for begins_on, next_on in pairwise((*asked, design.ends_on)):
            on = self._due("check_in_due", begins_on)
            if on and pair.agreed_on <= begins_on and on < next_on:
                yield Mail(on, "check_in_due")

    def _steps(
        self, steps: str, due_on: date, pair: _Pair, *, done_on: date | None = None
    ) -> Iterator[Mail]:
        for kind in STEPS[steps]:
            on = self._step(kind, due_on, pair)
            if on and (done_on is None or on <= done_on):
                yield Mail(on, kind.name)

    def _step(self, kind: Kind, due_on: date, pair: _Pair) -> date | None:
        """When a step comes, unless it fell due before they began or a later one is due by then."""
        days, on = self.timing.offset(kind), self._due(kind.name, due_on)
        if days is None or on is None or not pair.is_active(on):
            return None
        if pair.agreed_on > due_on + days * DAY:
            return None
        later = later_steps(kind, self.timing)
        return None if any(due_on + after * DAY <= on for _kind, after in later) else on

    # --- To those who run it ---------------------------------------------------------------------

    def _to_admin(self) -> Iterator[Mail]:
        """One for all pairs whose dates are the same."""
        pair = self._pairs[0]
        kind = KINDS["milestones_overdue"]
        for due_on in sorted({due_on for due_on, _who in self._milestones}):
            on, done_on = self._step(kind, due_on, pair), self._done_on(due_on)
            if on and (done_on is None or on <= done_on):
                yield Mail(on, kind.name)
        yield from self._steps("ends", self.design.ends_on, pair)

    def _weeks(self) -> Iterator[Mail]:
        """On every Monday on which something waits or has happened, until the program is closed."""
        last = self.design.ends_on if self.meets else last_day(self.design)
        monday = self.founded_on - self.founded_on.weekday() * DAY
        while monday <= last:
            on = self._due("program_week", monday)
            if on and on <= last and self._has_news(on):
                yield Mail(on, "program_week")
            monday += WEEK * DAY

    def _has_news(self, on: date) -> bool:
        return any(self._waits(pair, on) or self._met(pair, on) for pair in self._pairs)

    def _waits(self, pair: _Pair, on: date) -> bool:
        """Not agreed, quiet, or late with a milestone, on that morning."""
        if on <= pair.agreed_on:
            return self.founded_on < on
        met = (one.day for one in pair.sessions if one.logged_on < on)
        since = max((self._begun_on(pair), *met))
        return on > since + self._quiet_after * DAY or self._is_late(on)

    def _is_late(self, on: date) -> bool:
        """Whether a milestone is open after its day."""
        for due_on, _who in self._milestones:
            done_on = self._done_on(due_on)
            if due_on < on and (done_on is None or on <= done_on):
                return True
        return False

    def _met(self, pair: _Pair, on: date) -> bool:
        week_ago = on - WEEK * DAY
        return any(week_ago <= one.day < on and one.logged_on < on for one in pair.sessions)

    @cached_property
    def _quiet_after(self) -> int:
        """Days without a session after which a pair is quiet."""
        return self.design.cadence_days * QUIET_AFTER

    def _begun_on(self, pair: _Pair) -> date:
        return max(pair.agreed_on, self.design.starts_on)

    # --- When ------------------------------------------------------------------------------------

    def _due(self, kind: str, on: date) -> date | None:
        """The working day on which a dated kind comes; None where the program does without."""
        days = self.timing.offset(KINDS[kind])
        return None if days is None else self.hours.working_from(on + days * DAY)

    def _news(self, kind: str, on: date) -> Iterator[Mail]:
        if self.timing.offsets.get(kind, 0) is not None:
            yield Mail(on, kind)
