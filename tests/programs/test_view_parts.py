from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from people.models import Person
from programs import parts
from programs.models import PlannedMilestone, Program, ProgramGoal, Resource
from tests import cast
from tests.cast import NOW
from tests.conftest import SignIn

GOAL = {"text": "People stay", "measure": "share still here", "target": "90 %"}
STEP = {"title": "Closing", "what_for": "", "responsible": "both", "weeks_after_start": "20"}
RESOURCE = {"title": "Guide", "kind": "guide", "for_role": "mentor", "url": "", "text": "Read me."}
PAGES = [("goals", GOAL), ("plan", STEP), ("resources", RESOURCE)]


@pytest.fixture
def client(as_person: SignIn, ada: Person) -> Client:
    return as_person(ada)


@pytest.fixture
def foreign(dan: Person) -> Program:
    """The program that Dan is in; Ada does not run it."""
    program: Program = Program.objects.get(name="Another program")
    return program


def page(program: Program, rest: str) -> str:
    return f"/programs/{program.ref}/setup/{rest}"


@pytest.mark.parametrize(("path", "fields"), PAGES)
def test_what_is_added_stands_in_the_list(
    client: Client, program: Program, path: str, fields: dict[str, str]
) -> None:
    answer = client.post(page(program, f"{path}/"), fields, follow=True)
    assert fields.get("title", fields.get("text", "")) in answer.content.decode()
    assert "Added." in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "fields", "wrong"),
    [
        ("goals", GOAL | {"target": ""}, "target"),
        ("plan", STEP | {"weeks_after_start": "27"}, "weeks_after_start"),
        ("plan", STEP | {"weeks_after_start": "-1"}, "weeks_after_start"),
        ("plan", STEP | {"responsible": "manager"}, "responsible"),
        ("plan", STEP | {"title": "First meeting"}, "__all__"),
        ("resources", RESOURCE | {"text": ""}, "__all__"),
        ("resources", RESOURCE | {"url": "javascript:alert(1)"}, "url"),
    ],
)
def test_what_breaks_a_rule_is_refused_and_nothing_typed_is_lost(
    client: Client, program: Program, path: str, fields: dict[str, str], wrong: str
) -> None:
    answer = client.post(page(program, f"{path}/"), fields)
    assert list(answer.context["form"].errors) == [wrong]
    assert answer.context["form"].data.dict() == fields


def test_a_milestone_is_shown_with_the_day_it_falls_on(client: Client, program: Program) -> None:
    html = client.get(page(program, "plan/")).content.decode()
    assert '<time datetime="2026-10-12">' in html  # one week after 5 October


def test_a_goal_is_changed(client: Client, program: Program) -> None:
    goal = program.program_goals.get()
    url = page(program, f"goals/{goal.pk}/")
    assert "Pairs meet" in client.get(url).content.decode()
    assert client.post(url, GOAL).headers["Location"] == page(program, "goals/")
    goal.refresh_from_db()
    assert goal.text == "People stay"


def test_what_is_removed_can_be_put_back(client: Client, program: Program) -> None:
    step = program.milestone_plan.get(title="Goals agreed")
    answer = client.post(page(program, f"milestones/{step.pk}/removal/"), follow=True)
    assert "“Goals agreed” was removed." in answer.content.decode()
    assert not program.milestone_plan.filter(title="Goals agreed").exists()
    answer = client.post(page(program, "restoration/"), follow=True)
    assert "“Goals agreed” is back." in answer.content.decode()
    assert program.milestone_plan.get(title="Goals agreed").weeks_after_start == 4
    answer = client.post(page(program, "restoration/"), follow=True)
    assert "There is nothing to put back." in answer.content.decode()
    assert program.milestone_plan.count() == 3


def test_what_was_removed_here_is_not_put_back_elsewhere(
    client: Client, ada: Person, program: Program
) -> None:
    other = cast.program(ada, name="Ada's other one")
    step = program.milestone_plan.get(title="Goals agreed")
    client.post(page(program, f"milestones/{step.pk}/removal/"))
    client.post(page(other, "restoration/"))
    assert other.milestone_plan.count() == 3


def test_an_open_program_keeps_its_last_goal(client: Client, program: Program) -> None:
    goal = program.program_goals.get()
    answer = client.post(page(program, f"goals/{goal.pk}/removal/"), follow=True)
    assert "is the last of its kind" in answer.content.decode()
    assert program.program_goals.exists()


def test_goals_are_put_in_order(client: Client, ada: Person, program: Program) -> None:
    second = ProgramGoal(program=program, **GOAL)
    parts.keep(second, by=ada, at=NOW)
    client.post(page(program, f"goals/{second.pk}/position/"), {"up": "1"})
    assert program.program_goals.first() == second
    client.post(page(program, f"goals/{second.pk}/position/"), {"down": "1"})
    assert program.program_goals.last() == second


def test_a_milestone_beyond_all_reckoning_is_refused(client: Client, program: Program) -> None:
    step = program.milestone_plan.get(title="Goals agreed")
    for weeks in ("521", "9" * 400):
        sent = {"title": step.title, "responsible": "both", "weeks_after_start": weeks}
        answer = client.post(page(program, f"milestones/{step.pk}/"), sent)
        assert "Choose a week up to 520." in answer.content.decode()


def test_milestones_stand_in_the_order_of_their_weeks(client: Client, program: Program) -> None:
    step = program.milestone_plan.last()
    assert step
    answer = client.post(page(program, f"milestones/{step.pk}/position/"), {"up": "1"})
    assert answer.status_code == 404


@pytest.mark.parametrize("rest", ["", "removal/", "position/"])
def test_a_part_of_another_program_cannot_be_reached_through_one_s_own(
    client: Client, program: Program, foreign: Program, rest: str
) -> None:
    goal = foreign.program_goals.get()
    answer = client.post(page(program, f"goals/{goal.pk}/{rest}"), GOAL | {"up": "1"})
    assert answer.status_code == 404
    goal.refresh_from_db()
    assert goal.text == "Pairs meet"


def test_a_part_cannot_be_moved_to_another_program_by_a_forged_field(
    client: Client, program: Program, foreign: Program
) -> None:
    goal = program.program_goals.get()
    forged: dict[str, Any] = GOAL | {"program": foreign.pk, "position": 9}
    client.post(page(program, f"goals/{goal.pk}/"), forged)
    goal.refresh_from_db()
    assert (goal.program, goal.position) == (program, 0)


@pytest.mark.parametrize("kind", ["admin", "expectation", "Goal", "program"])
def test_a_kind_that_does_not_exist_gives_404(client: Client, program: Program, kind: str) -> None:
    assert client.get(page(program, f"{kind}s/1/")).status_code == 404


def test_removing_needs_a_post(client: Client, program: Program) -> None:
    goal = program.program_goals.get()
    assert client.get(page(program, f"goals/{goal.pk}/removal/")).status_code == 405
    assert client.get(page(program, f"goals/{goal.pk}/position/")).status_code == 405


def test_empty_lists_say_what_they_are_good_for(client: Client, ada: Person) -> None:
    bare = Program.objects.create(name="Bare", kind="coaching", created_at=NOW, created_by=ada)
    bare.admins.create(person=ada, appointed_at=NOW)
    for path, words in (
        ("goals/", "No goals yet"),
        ("plan/", "No milestones yet"),
        ("resources/", "No resources yet"),
    ):
        assert words in client.get(page(bare, path)).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("path", ["goals/", "plan/", "resources/"])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    client: Client,
    ada: Person,
    program: Program,
    path: str,
    rows: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(rows):
        more: tuple[parts.Part, ...] = (
            ProgramGoal(program=program, text=f"Goal {n}", measure="m", target="1"),
            PlannedMilestone(
                program=program, title=f"S{n}", responsible="both", weeks_after_start=n
            ),
            Resource(program=program, title=f"R{n}", text="Read."),
        )
        for part in more:
            parts.keep(part, by=ada, at=NOW)
    with django_assert_max_num_queries(6):
        client.get(page(program, path))
