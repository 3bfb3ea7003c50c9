"""A program with more mentees than places, and a run of it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from matching import runs
from matching.models import Run
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast

# A busy machine is slow now and then; that is no failure of what is tested.
settings.register_profile(
    "busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("busy machine")


@pytest.fixture
def dora(db: None) -> Person:
    """Is mentored too."""
    return cast.person("Dora Lang")


@pytest.fixture
def finn(db: None) -> Person:
    """Mentors too."""
    return cast.person("Finn Moser")


@pytest.fixture
def pool(program: Program, ben: Person, cleo: Person, dora: Person, finn: Person) -> Program:
    """Ben and Finn mentor one each; Cleo wants what Ben offers, Dora what Finn does."""
    cast.participant(ben, program, "mentor", skills=("Finance",))
    cast.participant(finn, program, "mentor", skills=("Law",))
    cast.participant(cleo, program, "mentee", skills=("Finance", "Art"))
    cast.participant(dora, program, "mentee", skills=("Law",))
    return program


@pytest.fixture
def choosing(pool: Program) -> Program:
    """Cleo and Dora choose; Ben and Finn have one place each."""
    pool.way = Program.Way.CHOSEN
    pool.save()
    return pool


@pytest.fixture
def done(pool: Program, ada: Person) -> Run:
    """A finished run that places both."""
    return finished(pool, by=ada)


def finished(program: Program, *, by: Person) -> Run:
    run = runs.ask(program, by=by, at=cast.NOW)
    runs.carry_out(run, clock=lambda: cast.NOW)
    run.refresh_from_db()
    return run


def taking_part(person: Person) -> Participant:
    return Participant.objects.get(person=person)
