from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from people.models import Person
from programs import lifecycle, parts, setup
from programs.models import Program, Resource
from tests import cast
from tests.cast import NOW
from tests.conftest import SignIn


def stocked(program: Program, by: Person) -> Program:
    setup.change(program, by=by, at=NOW, guidelines=f"How pairs of {program.name} work.")
    for role in ("mentor", "mentee", ""):
        title = f"{program.name} for {role or 'all'}"
        resource = Resource(program=program, title=title, text="Read.", for_role=role)
        parts.keep(resource, by=by, at=NOW)
    return program


def shelf(as_person: SignIn, person: Person) -> str:
    return as_person(person).get("/resources/").content.decode()


def test_a_participant_finds_the_guidelines_and_what_is_for_their_role(
    as_person: SignIn, ada: Person, cleo: Person, program: Program
) -> None:
    stocked(program, ada)
    cast.participant(cleo, program, "mentee")
    html = shelf(as_person, cleo)
    assert "How pairs of Rising leaders work." in html
    assert "Rising leaders for mentee" in html
    assert "Rising leaders for all" in html
    assert "Rising leaders for mentor" not in html


@pytest.mark.parametrize("state", ["draft", "declined", "withdrawn"])
def test_who_is_not_in_a_program_finds_nothing_of_it(
    as_person: SignIn, ada: Person, cleo: Person, program: Program, state: str
) -> None:
    stocked(program, ada)
    cast.participant(cleo, program, "mentee", state=state)
    html = shelf(as_person, cleo)
    assert "Rising leaders" not in html
    assert "Your resources will be here" in html


def test_a_stranger_finds_nothing_of_it(
    as_person: SignIn, ada: Person, dan: Person, program: Program
) -> None:
    stocked(program, ada)
    assert "Rising leaders" not in shelf(as_person, dan)


def test_a_closed_program_leaves_the_page(
    as_person: SignIn, ada: Person, cleo: Person, program: Program
) -> None:
    stocked(program, ada)
    cast.participant(cleo, program, "mentee")
    lifecycle.close(program, by=ada, at=NOW)
    assert "Rising leaders" not in shelf(as_person, cleo)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_programs(
    as_person: SignIn,
    ada: Person,
    cleo: Person,
    rows: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(rows):
        program = stocked(cast.program(ada, name=f"Program {number}"), ada)
        cast.participant(cleo, program, "mentee")
    client = as_person(cleo)
    with django_assert_max_num_queries(6):
        client.get("/resources/")
