from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from matching import runs
from matching.models import Run
from people.models import Person
from programs.models import Program
from tests import cast


@pytest.fixture
def run(program: Program, ada: Person, ben: Person, cleo: Person) -> Run:
    cast.participant(ben, program, "mentor", skills=("Finance",))
    cast.participant(cleo, program, "mentee", skills=("Finance",))
    run = runs.ask(program, by=ada, at=cast.NOW)
    runs.carry_out(run, clock=lambda: cast.NOW)
    return run


def test_a_run_is_checked_and_the_answer_is_a_sentence(run: Run) -> None:
    said = StringIO()
    call_command("check_run", run.ref, stdout=said)
    assert said.getvalue().endswith("1 pairs: no better matching exists.\n")


def test_a_run_with_a_pair_taken_away_is_far_from_the_best(run: Run) -> None:
    run.proposals.get().delete()
    said = StringIO()
    call_command("check_run", run.ref, stdout=said)
    assert "within 100.0000 % of the best" in said.getvalue()


def test_what_cannot_be_checked_says_why(run: Run, program: Program) -> None:
    with pytest.raises(CommandError, match="no run 'nonsense'"):
        call_command("check_run", "nonsense")
    cast.participant(cast.person("Gil Late"), program, "mentee")
    with pytest.raises(CommandError, match="have changed"):
        call_command("check_run", run.ref)
