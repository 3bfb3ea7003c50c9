"""The story of the demo: one program over, one in its stage, one before its matching, one open."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mentorship.demo import enrolment
from mentorship.demo.company import Company
from mentorship.demo.enrolment import Plan
from mentorship.demo.lives import Life, temper_of
from mentorship.demo.telling import Act, Story
from pairings.models import Ending, Pairing
from people.models import Employment, Person
from programs import lifecycle
from programs.models import Program, Role

STAGES = ("applying", "matching", "running", "over")
STARTED = {  # where the main program's start lies, in days from today
    "applying": 28,
    "matching": 9,
    "running": -98,
    "over": -196,
}


@dataclass
class Teller:
    company: Company
    story: Story
    rng: random.Random
    now: datetime

    def tell(self, stage: str) -> None:
        """Let the programs of the demo happen up to now, the main one as far as `stage`."""
        groups = self._groups()
        self._whole(self._plan("Leading together", "leadership", -420, groups[0]))
        main = self._plan("Growing together", "development", STARTED[stage], groups[1])
        if stage in ("running", "over"):
            self._whole(main)
        else:
            self._beginning(main, as_far_as=stage)
        if stage == "running":
            self._beginning(
                self._plan("First hundred days", "onboarding", 9, groups[2]), "matching"
            )
        self._beginning(self._plan("Upside down", "reverse", 30, groups[3]), "applying")
        self.story.tell()

    # --- Who takes part -----------------------------------------------------------------------

    def _groups(self) -> list[tuple[list[Person], list[Person]]]:
        """Mentors and mentees of the four programs. Nobody is in two that overlap."""
        known = {person.email: person for person in Person.objects.active()}
        listed = {
            role: [known[email] for email, wish in self.company.wishes.items() if wish.role == role]
            for role in Role.values
        }
        listed_ids = {person.pk for people in listed.values() for person in people}
        main = (listed["mentor"][:52], listed["mentee"][:58])
        others = [
            employment.person
            for employment in Employment.objects.select_related("person").order_by("hired_on")
            if employment.person_id not in listed_ids and employment.job_level < 5
        ]
        began = self._day(-462).date()
        then = [one for one in others if one.employment.is_employed(on=began)]
        seniors = [one for one in then if one.employment.job_level >= 2]
        past = (seniors[:14], [one for one in then if one not in seniors[:14]][:17])
        now = [one for one in others if one.is_active]
        newest = now[-18:]
        rest = [one for one in now[:-18] if one.employment.job_level >= 2]
        return [past, main, (rest[-14:], newest), (now[:9], rest[:12])]

    def _plan(
        self, name: str, kind: str, days: int, people: tuple[list[Person], list[Person]]
    ) -> Plan:
        return Plan(name, kind, self._day(days), *people)

    def _day(self, days: int) -> datetime:
        """Nine in the morning, UTC, so many days from today."""
        return (self.now + timedelta(days=days)).replace(hour=9, minute=0, second=0, microsecond=0)

    # --- How far a program goes -----------------------------------------------------------------

    def _beginning(self, plan: Plan, as_far_as: str) -> None:
        """Opened and applied to; for "matching" decided on as well."""
        program = self._open(plan)
        if as_far_as == "matching":
            self.story.add(
                plan.decided_at,
                lambda at: enrolment.decide(program[0], self.company, at=at, turned_down=2),
            )

    def _whole(self, plan: Plan) -> None:
        """From opening to as far as time allows, its end included."""
        program = self._open(plan)
        self.story.add(
            plan.decided_at,
            lambda at: enrolment.decide(program[0], self.company, at=at, turned_down=3),
        )
        self.story.add(plan.launched_at, lambda at: self._launch(program[0], at))

    def _open(self, plan: Plan) -> list[Program]:
        """The program, once the story has come to its opening; and those who apply to it."""
        made: list[Program] = []
        self.story.add(
            plan.opened_at, lambda _at: made.append(enrolment.open_program(plan, self.company))
        )
        for role, people in ((Role.MENTOR, plan.mentors), (Role.MENTEE, plan.mentees)):
            last = plan.decided_at - timedelta(days=1)
            first = plan.opened_at + timedelta(hours=2)
            for at, person in enrolment.spread(self.rng, people, first, last):
                self.story.add(at, self._application(made, person, role))
        return made

    def _application(self, made: list[Program], person: Person, role: str) -> Act:
        def apply(at: datetime) -> None:
            wish = enrolment.wish_of(person, self.company, role, self.rng)
            enrolment.apply(made[0], person, role, wish, self.rng, at=at)

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
        """What happens to some: two ask for help, one pauses, one extends, three end early."""
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
        leavers = [life for life in lives if _leaves_on(life.pairing)]
        for life in leavers:
            left_on = _leaves_on(life.pairing)
            assert left_on
            life.do(
                at.replace(year=left_on.year, month=left_on.month, day=left_on.day),
                lambda at, life=life: life.end(at, Ending.Kind.LEFT_COMPANY),  # type: ignore[misc]
            )


def _leaves_on(pairing: Pairing) -> date | None:
    """When the first of the pair leaves the company, if that is before the end."""
    days = [
        person.employment.left_on
        for person in pairing.people()
        if person.employment.left_on and person.employment.left_on <= pairing.ends_on
    ]
    return min(days, default=None)
