"""The cast, and how each comes into being. Each function reaches its state through the verbs.

Ada runs the program, Ben mentors, Cleo is mentored, Dan is in another program and must see
nothing, Hana is HR, Olga is administrator.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.conf import settings

from matching.models import Run
from milestones.models import Milestone
from notices.models import Notice
from pairings import agreeing, lifecycle, sessions
from pairings.founding import found_one
from pairings.models import Pairing, Session
from participants.models import Objective, Participant, Skill
from people.models import Employment, Person, RoleGrant
from programs import expectations, parts, setup
from programs import lifecycle as program_lifecycle
from programs.models import PlannedMilestone, Program, ProgramGoal, Role

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # a Monday
TODAY = NOW.date()

_numbers = count(1)


def person(name: str, *, roles: tuple[str, ...] = (), zone: str = "Europe/Berlin") -> Person:
    someone = Person.objects.create_user(
        f"{name.lower().replace(' ', '.')}@example.com", name, time_zone=zone
    )
    for role in roles:
        RoleGrant.objects.create(person=someone, role=role, granted_at=NOW)
    return someone


def employment(
    of: Person,
    *,
    department: str = "Research & Development",
    level: int = 2,
    manager: Employment | None = None,
    hired_on: date = date(2020, 1, 1),
    left_on: date | None = None,
    location: str = "Berlin",
    gender: str = "",
) -> Employment:
    return Employment.objects.create(
        person=of,
        number=str(next(_numbers)),
        department=department,
        job_title="Research Scientist",
        job_level=level,
        location=location,
        manager=manager,
        hired_on=hired_on,
        left_on=left_on,
        leave_reason="voluntary" if left_on else "",
        gender=gender,
    )


def program(run_by: Person, *, name: str = "Rising leaders", state: str = "running") -> Program:
    """A complete program that started four weeks before NOW and lasts half a year."""
    at = NOW - timedelta(days=70)
    made = setup.create_program(
        name=name,
        kind=Program.Kind.LEADERSHIP,
        by=run_by,
        at=at,
        purpose="To grow people who want to lead.",
        enrol_from_on=TODAY - timedelta(days=60),
        enrol_until_on=TODAY + timedelta(days=30),
        starts_on=TODAY - timedelta(days=28),
        ends_on=TODAY + timedelta(days=154),
        cadence_days=14,
        session_minutes=60,
    )
    goal = ProgramGoal(program=made, text="Pairs meet", measure="sessions a month", target="2")
    parts.keep(goal, by=run_by, at=at)
    for role in Role.values:
        expectations.write(made, role, f"What a {role} does.", by=run_by, at=at)
    for weeks, title in ((1, "First meeting"), (4, "Goals agreed"), (13, "Half-time review")):
        step = PlannedMilestone(
            program=made, title=title, responsible="both", weeks_after_start=weeks
        )
        parts.keep(step, by=run_by, at=at)
    for reached, move in (
        ("open", program_lifecycle.open_program),
        ("matching", program_lifecycle.start_matching),
        ("running", program_lifecycle.start_running),
        ("closed", program_lifecycle.close),
    ):
        if made.state == state:
            break
        move(made, by=run_by, at=at + timedelta(days=1))
        assert made.state == reached
    return made


def participant(
    of: Person,
    in_program: Program,
    role: str,
    *,
    state: str = "admitted",
    capacity: int = 1,
    skills: tuple[str, ...] = ("Finance",),
    languages: tuple[str, ...] = ("en",),
    level: int | None = None,
) -> Participant:
    decided = state in ("admitted", "waitlisted", "declined")
    made = Participant.objects.create(
        program=in_program,
        person=of,
        role=role,
        state=state,
        capacity=capacity,
        languages=list(languages),
        created_at=NOW - timedelta(days=50),
        applied_at=None if state == "draft" else NOW - timedelta(days=50),
        decided_at=NOW - timedelta(days=40) if decided else None,
    )
    for priority, name in enumerate(skills, start=1):
        skill, _ = Skill.objects.get_or_create(name=name)
        Objective.objects.create(
            participant=made,
            skill=skill,
            level=level or (4 if role == "mentor" else 1),
            priority=priority,
        )
    return made


def pairing(
    mentor: Participant, mentee: Participant, *, state: str = "active", run: Run | None = None
) -> Pairing:
    """Founded four weeks before NOW; agreed on the day after, unless it is to be "proposed"."""
    founded_at = NOW - timedelta(days=28)
    made = found_one(mentor, [mentee], by=mentor.program.created_by, at=founded_at, run=run)
    if state != "proposed":
        agreement = made.agreements.get()
        for someone in (mentor.person, mentee.person):
            agreeing.accept(agreement, by=someone, at=founded_at + timedelta(days=1))
    made.refresh_from_db()
    if state == "paused":
        lifecycle.pause(made, by=mentor.person, at=NOW, on=TODAY)
    if state == "ended":
        lifecycle.end(made, by=mentor.person, at=NOW, on=TODAY, kind="completed")
    return made


def held_session(
    of: Pairing, *, days_ago: int, minutes: int = 60, by: Person | None = None
) -> Session:
    starts_at = NOW - timedelta(days=days_ago)
    return sessions.log(
        of,
        by=by or of.mentor.person,
        at=starts_at + timedelta(hours=2),
        starts_at=starts_at,
        minutes=minutes,
        how="video",
    )


def milestone(
    of: Pairing, *, due_on: date, title: str = "Half-time review", responsible: str = "both"
) -> Milestone:
    return Milestone.objects.create(pairing=of, title=title, responsible=responsible, due_on=due_on)


def told(to: Person, title: str = "You have a match", **more: Any) -> Notice:
    """Something that stands in somebody's inbox and was mailed to them at NOW."""
    number = next(_numbers)
    usual: dict[str, Any] = {
        "kind": "session_past",
        "subject_kind": "pairings.session",
        "subject_id": number,
        "due_on": TODAY,
        "due_at": NOW,
        "expires_at": NOW + timedelta(days=3),
        "planned_at": NOW,
        "settled_at": NOW,
        "state": "sent",
        "way": "mail",
        "message_id": f"<told.{number}@example.com>",
        "text": "What there is to say.",
        "label": "Look at it",
        "link": f"{settings.PUBLIC_URL}/pairings/",
        "written_at": NOW,
    } | more
    if usual["state"] in ("planned", "claimed", "bundled"):
        usual["settled_at"] = None
    return Notice.objects.create(recipient=to, title=title, **usual)
