from __future__ import annotations

from people.models import Person
from programs import setup
from programs.lifecycle import missing
from programs.models import Program
from programs.steps import next_step, steps_of
from tests import cast
from tests.cast import NOW


def steps_that_are_done(program: Program) -> set[str]:
    return {step.where for step in steps_of(program, missing(program)) if step.is_done}


def test_a_bare_draft_has_everything_to_do_but_who_runs_it(ada: Person) -> None:
    bare = setup.create_program(name="Bare", kind="coaching", by=ada, at=NOW)
    assert steps_that_are_done(bare) == {"program-admins"}
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
