"""A program played through on real rows, day by day, with the real planner and sender."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from milestones import timeline
from milestones.models import Milestone
from notices import models
from notices.models import Notice
from notices.planning.planner import plan
from notices.sending.sender import send_due
from notices.timing.simulating import Course, Design, Mail, last_day
from pairings import agenda, agreeing, lifecycle, sessions
from pairings.founding import found_one
from pairings.models import Pairing, Session
from participants.models import Participant
from people.models import Person
from programs import lifecycle as program_lifecycle
from programs.models import PlannedMilestone, Program
from tests import cast

DAY = timedelta(days=1)
ZONE = "Europe/Berlin"
HERE = ZoneInfo(ZONE)


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=HERE)


def program_of(design: Design, *, run_by: Person) -> Program:
    """A program of this design in which pairs are being put together."""
    program = cast.program(run_by, state="matching")
    Program.objects.filter(pk=program.pk).update(
        starts_on=design.starts_on,
        ends_on=design.ends_on,
        cadence_days=design.cadence_days,
        checkin_weeks=design.checkin_weeks,
        shape="groups" if design.is_in_groups else "several",
        group_from=2,
    )
    program.milestone_plan.all().delete()
    for n, step in enumerate(design.plan):
        PlannedMilestone.objects.create(
            program=program,
            title=f"Point {n}",
            responsible=step.responsible,
            weeks_after_start=step.weeks,
        )
    hours = design.timing.hours
    models.Timing.objects.create(
        program=program,
        working_days=hours.working_days,
        quiet_from=hours.quiet_from,
        quiet_until=hours.quiet_until,
    )
    for kind, days in design.timing.offsets.items():
        models.Offset.objects.create(program=program, kind=kind, days=days)
    program.refresh_from_db()
    return program


class Play:
    """The course is the simulation's; what is sent on which day is not."""

    def __init__(self, design: Design, course: Course, *, run_by: Person) -> None:
        self.design, self.course, self.admin = design, course, run_by
        self.meets = course is not Course.NOTHING
        self.program = program_of(design, run_by=run_by)
        self.founded_on = design.timing.hours.working_until(design.starts_on)
        self.pairings: list[Pairing] = []
        weeks = -(-design.cadence_days // 7)
        self.later = [n % weeks for n in range(max(weeks, design.mentees))]
        self.mentor = self._joins("Ben Okafor", "mentor", capacity=design.mentees)
        self.mentees: list[Participant] = []

    def run(self, *, also_weekends: bool) -> None:
        """From the Monday before the match to the last day of the calendar; nothing dated falls
        due on a day that is not worked on, which need not be shown each time."""
        day = self.founded_on - self.founded_on.weekday() * DAY
        morning = self.design.timing.hours.quiet_until
        while day <= last_day(self.design):
            if also_weekends or self.design.timing.hours.is_working(day):
                self._send(local(day, morning.hour, morning.minute) + timedelta(minutes=20))
            if self._act(day):
                self._send(local(day, 15, 30))
            day += DAY

    def got(self, person: Person) -> list[Mail]:
        """The mails that somebody was sent, each on the day where they are."""
        rows = Notice.objects.filter(recipient=person, state="sent", way="mail")
        return sorted(
            Mail(notice.settled_at.astimezone(HERE).date(), notice.kind)
            for notice in rows
            if notice.settled_at
        )

    # --- What people do -------------------------------------------------------------------------

    def _act(self, day: date) -> bool:
        """What happens about noon of the day; whether anything does."""
        acted = day == self.founded_on
        if acted:
            self._found(local(day, 12, 30))
        if self._is_to_agree(day):
            acted = self._agree(day)
        if self.meets and self.pairings and day <= self.design.ends_on:
            acted |= self._tick(day) | self._log(day) | self._meet(day) | self._close(day)
        return acted

    def _found(self, at: datetime) -> None:
        groups = [(self.mentor, self._new_mentees(self.design.mentees))]
        if not self.design.is_in_groups:
            groups = [(self.mentor, [one]) for one in groups[0][1]]
        for n in range(len(groups), len(self.later)):
            other = self._joins(f"Mentor {n}", "mentor", capacity=9)
            groups.append((other, self._new_mentees(2 if self.design.is_in_groups else 1)))
        self.pairings = [
            found_one(mentor, mentees, by=self.admin, at=at) for mentor, mentees in groups
        ]
        timeline.lay_out(self.pairings)
        program_lifecycle.start_running(self.program, by=self.admin, at=at)

    def _is_to_agree(self, day: date) -> bool:
        if not self.pairings or self.pairings[0].state != "proposed":
            return False
        if self.meets:
            return day == self.founded_on + DAY
        return day == self._once_reminded("agreement_overdue", 5, self.founded_on)

    def _once_reminded(self, kind: str, usual: int, of: date) -> date:
        """Where the program does without the reminder, when it would usually come."""
        days = self.design.timing.offsets.get(kind, usual) or usual
        return self.design.timing.hours.working_from(of + days * DAY)

    def _agree(self, day: date) -> bool:
        at = local(day, 12, 30)
        for pairing, later in zip(self.pairings, self.later, strict=True):
            agreement = pairing.agreements.get()
            for person in pairing.people():
                agreeing.accept(agreement, by=person, at=at)
            pairing.refresh_from_db()
            if self.course is Course.WELL:
                agenda.add(pairing, by=pairing.mentor.person, at=at, text="What next?")
            if self.meets:
                first = min(self.design.cadence_days, 7) + 7 * later
                self._plan(pairing, self.design.starts_on + first * DAY, at)
        return True

    def _plan(self, pairing: Pairing, day: date, at: datetime) -> None:
        day = self.design.timing.hours.working_from(day)
        if day < self.design.ends_on:
            sessions.plan(
                pairing,
                by=pairing.mentor.person,
                at=at,
                starts_at=local(day, 14),
                minutes=60,
                how="video",
            )

    def _tick(self, day: date) -> bool:
        """On its day, or once they are reminded that it is overdue."""
        is_late = self.course is Course.LATE
        due = [
            one
            for one in Milestone.objects.filter(pairing__in=self.pairings, done_at=None)
            if day
            == (self._once_reminded("milestone_overdue", 3, one.due_on) if is_late else one.due_on)
        ]
        for milestone in due:
            mentor = milestone.pairing.mentor.person
            mentee = milestone.pairing.mentees.all()[0].mentee.person
            by = mentee if milestone.responsible == "mentee" else mentor
            timeline.mark_done(milestone, by=by, at=local(day, 12, 45))
        return bool(due)

    def _log(self, day: date) -> bool:
        """Who is late logs once asked, or when they meet again, or before they end."""
        if self.course is not Course.LATE:
            return False
        last = day == self.design.ends_on
        meeting = {one.pairing_id for one in self._planned() if self._on(one) == day}
        held = [
            one
            for one in self._planned()
            if self._on(one) < day
            and (
                last
                or one.pairing_id in meeting
                or day == self._once_reminded("session_past", 1, self._on(one))
            )
        ]
        for session in held:
            self._held(session, at=local(day, 12, 50))
        return bool(held)

    def _meet(self, day: date) -> bool:
        """In the afternoon; they plan the next one before they part."""
        met = [one for one in self._planned() if self._on(one) == day]
        for session in met:
            at = local(day, 15, 5)
            if self.course is Course.WELL:
                self._held(session, at=at)
            self._plan(session.pairing, day + self.design.cadence_days * DAY, at)
        return bool(met)

    def _held(self, session: Session, *, at: datetime) -> None:
        sessions.log(
            session.pairing,
            by=session.pairing.mentor.person,
            at=at,
            starts_at=session.starts_at,
            minutes=60,
            how="video",
            session=session,
        )

    def _planned(self) -> list[Session]:
        return list(Session.objects.filter(pairing__in=self.pairings, state="planned"))

    @staticmethod
    def _on(session: Session) -> date:
        return session.starts_at.astimezone(HERE).date()

    def _close(self, day: date) -> bool:
        if day != self.design.ends_on:
            return False
        for pairing in self.pairings:
            by, at = pairing.mentor.person, local(day, 13)
            lifecycle.end(pairing, by=by, at=at, on=day, kind="completed")
        program_lifecycle.close(self.program, by=self.admin, at=local(day, 13, 10))
        return True

    # --- People and mails -----------------------------------------------------------------------

    def _new_mentees(self, number: int) -> list[Participant]:
        names = (f"Mentee {len(self.mentees) + n}" for n in range(number))
        made = [self._joins(name, "mentee") for name in names]
        self.mentees += made
        return made

    def _joins(self, name: str, role: str, *, capacity: int = 1) -> Participant:
        return cast.participant(cast.person(name, zone=ZONE), self.program, role, capacity=capacity)

    @staticmethod
    def _send(at: datetime) -> None:
        plan(now=at)
        send_due(now=at)


def differences(reckoned: Iterable[Mail], real: Iterable[Mail]) -> dict[str, list[str]]:
    """What only one of the two has, to read in a failure."""
    one, other = list(reckoned), list(real)
    for mail in list(one):
        if mail in other:
            one.remove(mail)
            other.remove(mail)
    return {
        "reckoned only": [f"{mail.on} {mail.kind}" for mail in one],
        "real only": [f"{mail.on} {mail.kind}" for mail in other],
    }
