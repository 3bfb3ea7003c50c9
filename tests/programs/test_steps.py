from __future__ import annotations

from people.models import Person
from programs import parts, setup
from programs.lifecycle import missing
from programs.models import Program, Question
from programs.steps import next_step, steps_of
from tests import cast
from tests.cast import NOW


def steps_that_are_done(program: Program) -> set[str]:
    return {step.where for step in steps_of(program, missing(program)) if step.is_done}


def test_a_bare_draft_has_everything_to_do_but_what_has_a_usual_answer(ada: Person) -> None:
    bare = setup.create_program(name="Bare", kind="coaching", by=ada, at=NOW)
    assert steps_that_are_done(bare) == {"program-admins", "program-pairing-up"}
    first = next_step(steps_of(bare, missing(bare)))
    assert first
    assert first.where == "program-basics"


def test_what_is_not_needed_never_comes_next(ada: Person) -> None:
    draft = cast.program(ada, state="draft")
    assert "program-guidelines" not in steps_that_are_done(draft)
    assert next_step(steps_of(draft, missing(draft))) is None


def test_each_missing_thing_stands_at_its_step(ada: Person) -> None:
    bare = setup.create_program(name="Bare", kind="coaching", by=ada, at=NOW)
    found = missing(bare)
    shown = [one for step in steps_of(bare, found) for one in step.missing]
    assert shown == found


def test_questions_and_places_are_told_in_the_step(ada: Person, program: Program) -> None:
    question = Question(program=program, text="How far?", kind="scale", counts="same")
    parts.keep(question, by=ada, at=NOW)
    setup.change(program, by=ada, at=NOW, places=40, shape="groups")
    said = {step.where: step.summary for step in steps_of(program, [])}
    assert said["program-questions"] == "1 question, 1 counts in the matching"
    assert said["program-pairing-up"] == "Small groups: a mentor with 3 to 6. 40 places."
