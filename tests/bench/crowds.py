"""Many people at once: a company as HR would import it, programs with many in them, pairs."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from kit.clock import now
from matching.models import Run
from mentorship.demo import enrolment
from mentorship.demo.company import Company
from milestones.models import Milestone
from pairings.models import Pairing, PairingMentee
from participants.models import Answer, Objective, Participant, Skill, Wish
from people import roles
from people.directory import stages
from people.models import DirectoryImport, Person, RoleGrant
from programs import lifecycle
from programs.models import Program, Question, Role
from tests.people.hr_files import people_csv, someone

_SKILLS = tuple(f"Skill {letter}" for letter in "ABCDEFGHIJKL")
_DEPARTMENTS = ("Sales", "Research & Development", "Human Resources")


def staff() -> Company:
    """Who runs programs, who is administrator, who is HR; nobody else."""
    at = _some_time_ago(days=400)
    return Company(
        administrator=_with_role("Olga", RoleGrant.Role.ADMINISTRATOR, at=at),
        hr=_with_role("Hana", RoleGrant.Role.HR, at=at),
        program_admin=_with_role("Ada", RoleGrant.Role.PROGRAM_ADMIN, at=at),
        wishes={},
        records={},
        moved=timedelta(0),
    )


def _with_role(name: str, role: str, *, at: datetime) -> Person:
    person = Person.objects.create_user(f"{name.lower()}@bench.example.com", name)
    roles.grant(person, role, by=None, at=at)
    return person


def people_file(count: int) -> bytes:
    """As many people as HR would send them: each has a manager but the first."""
    return people_csv(
        *(
            someone(
                f"B{number}",
                email=f"b{number}@example.com",
                name=f"Robin Number{number}",
                department=_DEPARTMENTS[number % 3],
                job_level=1 + number % 5,
                manager_employee_number=f"B{number // 8}" if number else "",
                gender=("female", "male")[number % 2],
            )
            for number in range(count)
        )
    )


def upload(file: bytes, *, by: Person) -> DirectoryImport:
    return stages.receive(SimpleUploadedFile("people.csv", file), None, by=by, at=now())


def check(received: DirectoryImport) -> None:
    assert stages.check(received.pk, clock=now, on=now().date())


def apply(received: DirectoryImport, *, by: Person) -> None:
    received.refresh_from_db()
    stages.accept(received, by=by, at=now())
    assert stages.apply(received.pk, clock=now, on=now().date())
    received.refresh_from_db()
    assert received.state == DirectoryImport.State.APPLIED, received.failure


def hire(count: int, *, by: Person) -> list[Person]:
    received = upload(people_file(count), by=by)
    check(received)
    apply(received, by=by)
    return list(
        Person.objects.filter(email__regex=r"^b[0-9]+@example\.com$").order_by("pk")[:count]
    )


def program(
    company: Company,
    name: str,
    *,
    mentors: Sequence[Person],
    mentees: Sequence[Person],
    seats: int = 1,
    tongues: Sequence[list[str]] = (["en"],),
) -> Program:
    """A program that matches, starting in two weeks, with all of them admitted.

    Each speaks one choice of `tongues`.
    """
    plan = enrolment.Plan(name, "development", now() + timedelta(days=14), [], [])
    made = enrolment.open_program(plan, company)
    _admit(made, mentors, Role.MENTOR, seats, tongues)
    _admit(made, mentees, Role.MENTEE, 1, tongues)
    lifecycle.start_matching(made, by=company.program_admin, at=now())
    return made


def _admit(
    program: Program,
    people: Sequence[Person],
    role: str,
    seats: int,
    tongues: Sequence[list[str]],
) -> None:
    dice = random.Random(role)
    skills = [Skill.objects.get_or_create(name=name)[0] for name in _SKILLS]
    at = _some_time_ago(days=20)
    made = Participant.objects.bulk_create(
        Participant(
            program=program,
            person=person,
            role=role,
            state=Participant.State.ADMITTED,
            capacity=seats,
            languages=dice.choice(tongues),
            hours_per_month=dice.randint(1, 4),
            created_at=at,
            applied_at=at,
            decided_at=at,
        )
        for person in people
    )
    levels = (3, 4) if role == Role.MENTOR else (1, 2)
    Objective.objects.bulk_create(
        Objective(participant=one, skill=skill, level=dice.choice(levels), priority=priority)
        for one in made
        for priority, skill in enumerate(dice.sample(skills, 3), start=1)
    )


def wish_and_answer(program: Program) -> Question:
    """Everybody names three of the others, and answers a question that counts."""
    dice = random.Random(1)
    sides = {role: list(program.participants.filter(role=role).order_by("pk")) for role in Role}
    Wish.objects.bulk_create(
        Wish(participant=one, wished=wished, rank=rank)
        for role, others in ((Role.MENTEE, Role.MENTOR), (Role.MENTOR, Role.MENTEE))
        for one in sides[role]
        for rank, wished in enumerate(dice.sample(sides[others], 3), start=1)
    )
    question = Question.objects.create(
        program=program,
        text="How do you like to meet?",
        kind=Question.Kind.ONE,
        options=["in person", "by video", "on a walk"],
        counts=Question.Counts.SAME,
    )
    Answer.objects.bulk_create(
        Answer(participant=one, question=question, values=[dice.choice(question.options)])
        for one in (*sides[Role.MENTEE], *sides[Role.MENTOR])
    )
    return question


def run_of(program: Program, company: Company) -> Run:
    return enrolment.match(program, company, at=_some_time_ago(days=1))


def pairs_with_milestones(program: Program, *, each: int, in_days: int) -> None:
    """Active pairings of everybody in `program`, each with so many milestones on one day."""
    sides = {role: list(program.participants.filter(role=role).order_by("pk")) for role in Role}
    began = _some_time_ago(days=10)
    with transaction.atomic():
        pairings = Pairing.objects.bulk_create(
            Pairing(
                program=program,
                mentor=mentor,
                starts_on=began.date(),
                ends_on=began.date() + timedelta(days=180),
                state=Pairing.State.ACTIVE,
                founded_at=began,
                activated_at=began,
            )
            for mentor in sides[Role.MENTOR]
        )
        PairingMentee.objects.bulk_create(
            PairingMentee(
                pairing=pairing,
                mentee=mentee,
                mentor_id=pairing.mentor_id,
                seat=1,
                seats=1,
                joined_on=began.date(),
            )
            for pairing, mentee in zip(pairings, sides[Role.MENTEE], strict=True)
        )
        Milestone.objects.bulk_create(
            Milestone(
                pairing=pairing,
                title=f"Point {number}",
                responsible="both",
                due_on=now().date() + timedelta(days=in_days),
            )
            for pairing in pairings
            for number in range(each)
        )


def _some_time_ago(*, days: int) -> datetime:
    return now() - timedelta(days=days)
