from __future__ import annotations

from datetime import date

import pytest

from participants import intake
from participants.models import Participant
from people.models import Person
from programs.models import Expectations, Program, Question
from tests import cast
from tests.cast import NOW


@pytest.fixture
def open_program(ada: Person) -> Program:
    """Ada's program, open for applications."""
    return cast.program(ada, name="Open doors", state="open")


@pytest.fixture
def draft(open_program: Program, cleo: Person) -> Participant:
    """Cleo has begun to apply as mentee."""
    return intake.start(open_program, cleo, "mentee", at=NOW)


def expectations_of(participant: Participant) -> Expectations:
    return participant.program.expectations.get(role=participant.role, replaced_at=None)


def filled(participant: Participant) -> Participant:
    """The draft with everything that sending asks for."""
    intake.save_draft(
        participant,
        at=NOW,
        wanted=[("Finance", 1), ("Writing", 2)],
        statement="I hope to read a balance sheet.",
        hours_per_month=3,
        languages=["en", "de"],
        capacity=2,
    )
    return participant


def applied(program: Program, person: Person, role: str = "mentee") -> Participant:
    """An application, sent."""
    participant = filled(intake.start(program, person, role, at=NOW))
    intake.send(participant, at=NOW, expectations=expectations_of(participant))
    return participant


@pytest.fixture
def timeless(open_program: Program) -> Program:
    """Ada's open program without a last day: pages read the clock."""
    Program.objects.filter(pk=open_program.pk).update(
        enrol_from_on=None, enrol_until_on=None, ends_on=date(2999, 1, 1)
    )
    open_program.refresh_from_db()
    return open_program


@pytest.fixture
def questions(open_program: Program) -> dict[str, Question]:
    """One question of each kind, by its kind; the first and the last must be answered.

    A fifth is for mentors alone.
    """
    asked = {
        "one": ("How do you like to meet?", ["On site", "By video"], True),
        "some": ("When do you have time?", ["Mornings", "Lunch", "Evenings"], False),
        "scale": ("How much structure do you like?", [], False),
        "text": ("What should we know?", [], True),
    }
    made = {
        kind: Question.objects.create(
            program=open_program,
            text=text,
            kind=kind,
            options=options,
            is_required=required,
            position=place,
        )
        for place, (kind, (text, options, required)) in enumerate(asked.items())
    }
    Question.objects.create(
        program=open_program,
        text="Who was your own mentor?",
        kind="text",
        for_role="mentor",
        is_required=True,
        position=9,
    )
    return made
