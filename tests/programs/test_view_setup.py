from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from people.models import Person
from programs import parts, setup
from programs.models import Program, ProgramGoal
from tests.cast import NOW
from tests.conftest import SignIn
from tests.programs.scenes import filled_draft, open_now, real_now


def test_a_bare_draft_is_told_what_is_missing_and_what_comes_next(
    as_person: SignIn, ada: Person
) -> None:
    bare = setup.create_program(name="Bare", kind="development", by=ada, at=NOW)
    html = as_person(ada).get(f"/programs/{bare.ref}/setup/").content.decode()
    assert "<strong>5 steps</strong> to go" in html
    assert "Next: Name and purpose" in html
    assert "The milestone plan is empty." in html
    assert "Open the program" not in html


def test_a_draft_that_lacks_nothing_can_be_opened_from_here(as_person: SignIn, ada: Person) -> None:
    program = filled_draft(ada)
    html = as_person(ada).get(f"/programs/{program.ref}/setup/").content.decode()
    assert "Everything is there." in html
    assert f'action="/programs/{program.ref}/opening/"' in html


def test_an_open_program_says_so_and_can_be_closed(as_person: SignIn, ada: Person) -> None:
    program = open_now(ada)
    html = as_person(ada).get(f"/programs/{program.ref}/setup/").content.decode()
    assert "This program is open for applications." in html
    assert f"/programs/{program.ref}/closing/" in html
    assert f"/programs/{program.ref}/opening/" not in html


@pytest.mark.parametrize("more", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    as_person: SignIn, ada: Person, more: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    program: Program = filled_draft(ada)
    for number in range(more):
        goal = ProgramGoal(program=program, text=f"Goal {number}", measure="count", target="1")
        parts.keep(goal, by=ada, at=real_now())
    client = as_person(ada)
    with django_assert_max_num_queries(10):
        client.get(f"/programs/{program.ref}/setup/")


def test_applications_that_are_over_are_spoken_of_as_over(as_person: SignIn, ada: Person) -> None:
    program = open_now(ada)
    Program.objects.filter(pk=program.pk).update(
        enrol_from_on=real_now().date() - timedelta(days=9),
        enrol_until_on=real_now().date() - timedelta(days=2),
    )
    html = as_person(ada).get(f"/programs/{program.ref}/setup/").content.decode()
    assert "Applications closed" in html
    assert "before you open it" not in html
