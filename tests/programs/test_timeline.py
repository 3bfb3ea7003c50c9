from __future__ import annotations

from datetime import date, timedelta

from people.models import Person
from programs import setup
from programs.models import PlannedMilestone, Program
from programs.timeline import WIDTH, timeline_of
from tests.cast import NOW, TODAY


def plan_of(program: Program) -> list[PlannedMilestone]:
    return list(program.milestone_plan.select_related("program"))


def test_the_line_goes_from_the_first_application_to_the_end(program: Program) -> None:
    drawn = timeline_of(program, plan_of(program), today=TODAY)
    assert drawn
    assert [point.title for point in drawn.points] == [
        "Applications open",
        "The pairs start",
        "First meeting",
        "Goals agreed",
        "Applications close",
        "Half-time review",
        "The program ends",
    ]
    assert drawn.points[0].x == 0
    assert drawn.points[-1].x == WIDTH
    assert drawn.today_x == round(60 * WIDTH / 214)


def test_today_is_not_drawn_outside_of_the_line(program: Program) -> None:
    drawn = timeline_of(program, [], today=TODAY + timedelta(days=400))
    assert drawn
    assert drawn.today_x is None


def test_a_milestone_on_the_last_day_comes_before_the_end(ada: Person, program: Program) -> None:
    assert program.starts_on
    setup.change(program, by=ada, at=NOW, ends_on=program.starts_on + timedelta(weeks=13))
    drawn = timeline_of(program, plan_of(program), today=TODAY)
    assert drawn
    assert [point.title for point in drawn.points[-2:]] == ["Half-time review", "The program ends"]


def test_without_dates_there_is_nothing_to_draw(ada: Person) -> None:
    bare = setup.create_program(name="Bare", kind="coaching", by=ada, at=NOW)
    assert timeline_of(bare, [], today=date(2026, 1, 1)) is None
