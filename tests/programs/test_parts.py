from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from history.models import Event
from people.models import Person
from programs import parts
from programs.lifecycle import ProgramClosed
from programs.models import PlannedMilestone, Program, ProgramGoal, Resource
from tests import cast
from tests.cast import NOW


def goals_of(program: Program) -> list[str]:
    return list(program.program_goals.values_list("text", flat=True))


def add_goal(program: Program, text: str, by: Person) -> ProgramGoal:
    goal = ProgramGoal(program=program, text=text, measure="count", target="1")
    parts.keep(goal, by=by, at=NOW)
    return goal


def test_a_new_goal_comes_last_and_is_recorded(ada: Person, program: Program) -> None:
    add_goal(program, "People stay", ada)
    goal = add_goal(program, "People grow", ada)
    assert goals_of(program) == ["Pairs meet", "People stay", "People grow"]
    event = Event.objects.filter(verb="program.changed").first()
    assert event
    assert event.facts == {"part": "goal", "part_id": goal.pk, "action": "added"}


def test_a_part_that_breaks_its_own_rule_is_refused(ada: Person, program: Program) -> None:
    with pytest.raises(ValidationError, match="an address or a text"):
        parts.keep(Resource(program=program, title="Empty"), by=ada, at=NOW)
    twice = PlannedMilestone(
        program=program, title="First meeting", responsible="both", weeks_after_start=2
    )
    with pytest.raises(ValidationError, match="of this name already"):
        parts.keep(twice, by=ada, at=NOW)


def test_a_removed_part_can_be_put_back_where_it_was(ada: Person, program: Program) -> None:
    goal = program.program_goals.get()
    add_goal(program, "People stay", ada)
    removed = parts.remove(goal, by=ada, at=NOW)
    assert goals_of(program) == ["People stay"]
    parts.restore(program, removed, by=ada, at=NOW)
    assert goals_of(program) == ["Pairs meet", "People stay"]
    actions = Event.objects.filter(program_id=program.pk, verb="program.changed", at=NOW)
    assert [event.fact("action") for event in actions] == ["restored", "removed", "added"]


def test_a_part_whose_name_was_taken_meanwhile_cannot_be_put_back(
    ada: Person, program: Program
) -> None:
    step = program.milestone_plan.get(title="First meeting")
    removed = parts.remove(step, by=ada, at=NOW)
    again = PlannedMilestone(
        program=program, title="First meeting", responsible="both", weeks_after_start=2
    )
    parts.keep(again, by=ada, at=NOW)
    with pytest.raises(ValidationError, match="of this name already"):
        parts.restore(program, removed, by=ada, at=NOW)


def test_goals_are_put_in_order_by_swapping_neighbours(ada: Person, program: Program) -> None:
    second = add_goal(program, "People stay", ada)
    parts.move(second, up=True, by=ada, at=NOW)
    assert goals_of(program) == ["People stay", "Pairs meet"]
    parts.move(second, up=True, by=ada, at=NOW)
    assert goals_of(program) == ["People stay", "Pairs meet"]
    parts.move(second, up=False, by=ada, at=NOW)
    assert goals_of(program) == ["Pairs meet", "People stay"]


def test_a_closed_program_keeps_its_parts(ada: Person) -> None:
    closed = cast.program(ada, state="closed")
    goal = closed.program_goals.get()
    with pytest.raises(ProgramClosed):
        parts.remove(goal, by=ada, at=NOW)
    with pytest.raises(ProgramClosed):
        add_goal(closed, "Too late", ada)
    assert goals_of(closed) == ["Pairs meet"]
