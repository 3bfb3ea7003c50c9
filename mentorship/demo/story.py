"""The story of the demo: one program over, one in its stage, one where they choose, one open."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from mentorship.demo import enrolment, mailing
from mentorship.demo.asking import Asking
from mentorship.demo.company import Company, Record
from mentorship.demo.enrolment import Plan
from mentorship.demo.lives import Life, temper_of
from mentorship.demo.telling import Act, Story
from pairings.models import Ending, Pairing
from people.models import Person
from programs import lifecycle
from programs.models import Program, Role

STAGES = ("applying", "matching", "running", "over")
STARTED = {  # where the main program's start lies, in days from today
    "applying": 28,
    "matching": 9,
    "running": -98,
    "over": -196,
}


FIRST_DAY = -490  # of the story, in days from today
Group = tuple[list[str], list[str]]  # the addresses of mentors and of mentees


@dataclass
class Teller:
    company: Company
    story: Story
    rng: random.Random
    now: datetime
    aside: random.Random = field(init=False)  # for what must not change the rest of the story

    def __post_init__(self) -> None:
        self.aside = random.Random(str(self.rng.getstate()))  # noqa: S311

    def tell(self, stage: str) -> None:
        """Let the programs of the demo happen up to now, the main one as far as `stage`."""
        groups = self._groups()
        self._whole(self._plan("Leading together", "leadership", -420, groups[0]))
        main = self._plan("Growing together", "development", STARTED[stage], groups[1])
        if stage == "running":
            self._mails(self._whole(main), main)
        elif stage == "over":
            self._whole(main)
        else:
            self._beginning(main, as_far_as=stage)
        if stage == "running":
            self._choosing(self._plan("First hundred days", "onboarding", 9, groups[2]))
        upside_down = replace(self._plan("Upside down", "reverse", 30, groups[3]), places=8)
        self._beginning(upside_down, "applying")
        for days in range(FIRST_DAY + 30, 0, 30):
            self.story.add(self._day(days) - timedelta(hours=4), self.company.import_directory)
        self.story.add(self.now - timedelta(hours=1), self.company.import_directory)
        self.story.tell()

    # --- Who takes part -----------------------------------------------------------------------

    def _groups(self) -> list[Group]:
        """Addresses of mentors and mentees of the four programs; nobody is in two that overlap.

        Some of those in the first two leave the company on the way, as people do.
        """
        listed = {
            role: [email for email, wish in self.company.wishes.items() if wish.role == role]
            for role in Role.values
        }
        taken = {email for emails in listed.values() for email in emails}
        others = [one for one in self.company.records.values() if one.email not in taken]
        others = [one for one in others if one.level < 5]
        past = self._among(others, since=-462, mentors=14, mentees=19, leavers=11)
        rest = [one for one in others if one.email not in {*past[0], *past[1]}]
        leaving = self._among(rest, since=-140, mentors=3, mentees=4, leavers=7)
        main = (listed["mentor"][:50] + leaving[0], listed["mentee"][:56] + leaving[1])
        now = [one for one in rest if one.left_on is None]
        newest = [one.email for one in now[-18:]]
        settled = [one.email for one in now[:-18]]
        seniors = [one.email for one in now[:-18] if one.level >= 2]
        onboarding = (seniors[-14:], newest)
        reverse = (settled[:9], [email for email in seniors[:-14] if email not in settled[:9]][:12])
        return [past, main, onboarding, reverse]

    def _among(
        self, records: list[Record], *, since: int, mentors: int, mentees: int, leavers: int
    ) -> Group:
        """Some who were there so many days ago, among them as many as possible who left since."""
        began = self._day(since).date()
        after = self._day(since + 60).date()
        there = [one for one in records if one.is_employed(on=began)]
        left = [one for one in there if one.left_on and one.left_on > after][:leavers]
        chosen = left + [one for one in there if one.left_on is None]
        chosen = sorted(chosen[: mentors + mentees], key=lambda one: -one.level)
        emails = [one.email for one in chosen]
        return emails[:mentors], emails[mentors:]

    def _plan(self, name: str, kind: str, days: int, people: Group) -> Plan:
        return Plan(name, kind, self._day(days), *people)

    def _day(self, days: int) -> datetime:
        """Nine in the morning, UTC, so many days from today."""
        return (self.now + timedelta(days=days)).replace(hour=9, minute=0, second=0, microsecond=0)

    # --- How far a program goes -----------------------------------------------------------------

    def _beginning(self, plan: Plan, as_far_as: str) -> list[Program]:
        """Opened and applied to, with questions and wishes; for "matching" decided on as well."""
        program = self._open(replace(plan, asks=True))
        if as_far_as == "matching":
            self.story.add(
                plan.decided_at,
                lambda at: enrolment.decide(program[0], self.company, at=at, turned_down=2),
            )
        self.story.add(
            self.now - timedelta(hours=3),
            lambda at: enrolment.wish(program[0], self.aside, at=at),
        )
        return program

    def _choosing(self, plan: Plan) -> None:
        """Opened, applied to and decided on; then mentees choose, before the rest are matched."""
        program = self._beginning(replace(plan, way=Program.Way.BOTH), as_far_as="matching")
        self.story.add(
            plan.decided_at + timedelta(hours=2),
            lambda at: Asking(self.story, program[0]).begin(at),
        )

    def _whole(self, plan: Plan) -> list[Program]:
        """From opening to as far as time allows, its end included."""
        program = self._open(plan)
        self.story.add(
            plan.decided_at,
            lambda at: enrolment.decide(program[0], self.company, at=at, turned_down=3),
        )
        self.story.add(plan.launched_at, lambda at: self._launch(program[0], at))
        return program

    def _mails(self, program: list[Program], plan: Plan) -> None:
        """It writes at its own hours, in a word of its own, and to everybody at once; some of its
        people choose digests. Lately, as far as it is to be seen in the outbox."""
        by = self.company.program_admin
        set_up_at = plan.opened_at + timedelta(hours=1)
        self.story.add(set_up_at, lambda at: mailing.set_up(program[0], by=by, at=at))
        chosen_at = self._day(-12)
        self.story.add(chosen_at, lambda at: mailing.choose_digests(program[0], at=at))
        told_at = self._day(-6) + timedelta(minutes=5)
        self.story.add(told_at, lambda at: mailing.announce(program[0], by=by, at=at))

    def _open(self, plan: Plan) -> list[Program]:
        """The program, once the story has come to its opening; and those who apply to it."""
        made: list[Program] = []
        self.story.add(
            plan.opened_at, lambda _at: made.append(enrolment.open_program(plan, self.company))
        )
        for role, people in ((Role.MENTOR, plan.mentors), (Role.MENTEE, plan.mentees)):
            last = plan.decided_at - timedelta(days=1)
            first = plan.opened_at + timedelta(hours=2)
            for at, email in enrolment.spread(self.rng, people, first, last):
                self.story.add(at, self._application(made, email, role))
        return made

    def _application(self, made: list[Program], email: str, role: str) -> Act:
        def apply(at: datetime) -> None:
            person = Person.objects.get(email=email)
            wish = enrolment.wish_of(person, self.company, role, self.rng)
            answers = enrolment.answers_of(made[0], role, self.aside)
            enrolment.apply(made[0], person, role, wish, self.rng, at=at, answers=answers)

        return apply

    def _launch(self, program: Program, at: datetime) -> None:
        lives = [
            Life(self.story, pairing, temper_of(number, self.rng), self.rng)
            for number, pairing in enumerate(enrolment.found(program, self.company, at=at))
        ]
        for life in lives:
            life.begin(at=at + timedelta(hours=4))
        self._turns(lives, at)
        assert program.ends_on
        end_at = at.replace(
            year=program.ends_on.year, month=program.ends_on.month, day=program.ends_on.day
        )
        for life in lives:
            life.do(end_at + timedelta(hours=self.rng.randint(0, 5)), life.end)
        self.story.add(
            end_at + timedelta(days=7),
            lambda at: lifecycle.close(program, by=self.company.program_admin, at=at),
        )

    def _turns(self, lives: list[Life], at: datetime) -> None:
        """What happens to some: three end early, two ask for help, one pauses, one goes on longer
        and one would like to."""
        some = self.rng.sample(lives[1:], min(9, len(lives) - 1))
        early = (Ending.Kind.NOT_A_FIT, Ending.Kind.NO_TIME, Ending.Kind.GOALS_REACHED)
        for life, kind in zip(some[:3], early, strict=False):
            moment = at + timedelta(days=self.rng.randint(40, 80))
            life.do(moment, lambda at, life=life, kind=kind: life.end(at, kind))  # type: ignore[misc]
        for life in some[3:5]:
            life.do(at + timedelta(days=self.rng.randint(92, 101)), life.ask_for_help)
        for life in some[5:6]:
            life.do(at + timedelta(days=95), life.pause)
        for life in some[6:7]:
            life.do(at + timedelta(days=90), life.extend)
        for life in some[7:8]:
            life.do(at + timedelta(days=100), life.ask_for_more_time)
        for life in lives:
            if left_on := self._leaves_on(life.pairing):
                moment = datetime.combine(left_on, time(8), UTC)
                life.do(moment, lambda at, life=life: life.end(at, Ending.Kind.LEFT_COMPANY))  # type: ignore[misc]

    def _leaves_on(self, pairing: Pairing) -> date | None:
        """When the first of the pair leaves the company, if that is before the end."""
        days = [self.company.records[person.email].left_on for person in pairing.people()]
        return min((day for day in days if day and day <= pairing.ends_on), default=None)
