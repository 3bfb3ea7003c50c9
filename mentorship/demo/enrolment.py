"""How the demo's programs come to be and fill: set up, opened, applied to, decided on, matched."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from matching import runs
from matching.models import Run
from mentorship.demo import words
from mentorship.demo.company import Company, Wish
from mentorship.launching import launch
from pairings.models import Pairing
from participants import admission, answering, barring, intake, languages, wishing
from participants.acknowledging import live_expectations
from participants.models import Participant
from people.models import Person
from programs import blueprints, lifecycle, parts, setup
from programs.models import Program, Question, Role


@dataclass(frozen=True)
class Plan:
    """A program of the demo: when it starts, and who is to apply."""

    name: str
    kind: str
    starts_at: datetime
    mentors: list[str]  # addresses
    mentees: list[str]
    asks: bool = False  # questions of its own
    way: str = Program.Way.MATCHED
    places: int | None = None  # for mentees; lots decide where more apply

    @property
    def opened_at(self) -> datetime:
        return self.starts_at - timedelta(days=42)

    @property
    def decided_at(self) -> datetime:
        return self.starts_at - timedelta(days=14)

    @property
    def launched_at(self) -> datetime:
        return self.starts_at - timedelta(days=7)


def open_program(plan: Plan, company: Company) -> Program:
    """Set up from the ready-made template of its kind, and opened."""
    blueprint = blueprints.of(plan.kind)
    assert blueprint, plan.kind
    admin, at, starts_on = company.program_admin, plan.opened_at, plan.starts_at.date()
    program = setup.create_program(
        name=plan.name,
        kind=plan.kind,
        by=admin,
        at=at,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(weeks=blueprint.weeks),
        enrol_from_on=at.date(),
        enrol_until_on=plan.decided_at.date(),
        places=plan.places,
    )
    setup.fill_from(program, blueprint, by=admin, at=at)
    if plan.asks:
        ask(program, by=admin, at=at)
    setup.change(program, by=admin, at=at, way=plan.way)
    lifecycle.open_program(program, by=admin, at=at)
    return program


def ask(program: Program, *, by: Person, at: datetime) -> None:
    """Put questions of its own on the application form."""
    for text, kind, options, counts, is_required in words.QUESTIONS:
        question = Question(program=program, text=text, kind=kind, options=list(options))
        question.counts, question.is_required = counts, is_required
        parts.keep(question, by=by, at=at)


def answers_of(program: Program, role: str, rng: random.Random) -> dict[int, list[str]]:
    """Something likely to each question; one in five is left out where that may be."""
    given: dict[int, list[str]] = {}
    for question in answering.asked(program, role):
        if not question.is_required and rng.random() < 0.2:
            continue
        offered = question.options or list(answering.SCALE)
        some = rng.randint(1, 2) if question.kind == Question.Kind.SOME else 1
        given[question.pk] = sorted(rng.sample(offered, some), key=offered.index)
    return given


def wish(program: Program, rng: random.Random, *, at: datetime) -> None:
    """Some mentees and fewer mentors name those they would like; three at most bar somebody."""
    there = list(Participant.objects.of(program).taking_part().select_related("person", "program"))
    mentors = [one for one in there if one.is_mentor]
    mentees = [one for one in there if not one.is_mentor]
    few = min(3, len(mentees), len(mentors))
    for mentee, mentor in zip(rng.sample(mentees, few), rng.sample(mentors, few), strict=True):
        by, against = rng.sample((mentee.person, mentor.person), 2)
        barring.bar(by, against, at=at)
    for one in there:
        if rng.random() > (0.25 if one.is_mentor else 0.6) or wishing.closed_because(one):
            continue
        likely = list(wishing.found(one, "")[:8])
        for wished in rng.sample(likely, min(len(likely), rng.randint(1, 3))):
            wishing.add(one, wished, at=at)


def apply(
    program: Program,
    person: Person,
    role: str,
    wish: Wish,
    rng: random.Random,
    *,
    at: datetime,
    answers: Mapping[int, Sequence[str]],
) -> Participant:
    """One application, written and sent."""
    participant = intake.start(program, person, role, at=at)
    hopes = words.OFFERS if role == Role.MENTOR else words.HOPES
    levels = (3, 4) if role == Role.MENTOR else (1, 2)
    intake.save_draft(
        participant,
        at=at,
        wanted=[(skill, rng.choice(levels)) for skill in wish.skills],
        statement=rng.choice(hopes),
        hours_per_month=wish.hours,
        languages=[languages.code_of(name) for name in wish.languages],
        capacity=wish.capacity if role == Role.MENTOR else None,
        answers=answers,
    )
    expectations = live_expectations(participant)
    assert expectations
    intake.send(participant, at=at, expectations=expectations)
    return participant


def wish_of(person: Person, company: Company, role: str, rng: random.Random) -> Wish:
    """What the list says that `person` wants, or something likely for those not on it."""
    if (known := company.wishes.get(person.email)) and known.role == role:
        return known
    return Wish(
        role=role,
        capacity=rng.choice((1, 1, 2)),
        skills=tuple(rng.sample(words.SKILLS, rng.choice((2, 3)))),
        languages=("English",),
        hours=rng.choice((2, 3, 4)),
    )


def decide(program: Program, company: Company, *, at: datetime, turned_down: int = 0) -> None:
    """Admit who applied; the last mentees are put on the waiting list or declined."""
    applied = list(program.participants.filter(state=Participant.State.APPLIED).order_by("id"))
    mentees = [one for one in applied if one.role == Role.MENTEE]
    late = mentees[len(mentees) - turned_down :]
    late_ids = {one.pk for one in late}
    taken = [one for one in applied if one.pk not in late_ids]
    admission.admit(taken, by=company.program_admin, at=at)
    if late:
        admission.waitlist(late[1:], by=company.program_admin, at=at)
        admission.decline(late[:1], by=company.program_admin, at=at, reason=words.DECLINE_REASON)


def match(program: Program, company: Company, *, at: datetime) -> Run:
    """A run asked for and carried out, as the worker would."""
    run = runs.ask(program, by=company.program_admin, at=at)
    moments = iter(at + timedelta(seconds=n) for n in range(1, 10_000))
    runs.carry_out(run, clock=lambda: next(moments))
    run.refresh_from_db()
    if not run.is_done:
        raise ValueError(f"The demo's matching ended as {run.state}: {run.failure}")
    return run


def found(program: Program, company: Company, *, at: datetime) -> list[Pairing]:
    """Matched, published, founded."""
    lifecycle.start_matching(program, by=company.program_admin, at=at)
    run = match(program, company, at=at)
    return launch(run, by=company.program_admin, at=at + timedelta(hours=3))


def spread(
    rng: random.Random, people: Iterable[str], start: datetime, end: datetime
) -> list[tuple[datetime, str]]:
    """A moment between `start` and `end` for each, as people apply: some at once, most late."""
    span = (end - start).total_seconds()
    return sorted(
        ((start + timedelta(seconds=span * rng.random() ** 0.6), one) for one in people),
        key=lambda pair: pair[0],
    )
