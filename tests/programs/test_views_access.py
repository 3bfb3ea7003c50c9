"""Every page that changes a program is for those who run it, and for nobody else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from people.models import Person
from programs.models import Program
from tests.conftest import SignIn
from tests.programs.scenes import open_now

FOR_ADMINS = [
    *("program-setup", "program-basics", "program-dates", "program-goals", "program-plan"),
    *("program-resources", "program-expectations", "program-guidelines", "program-admins"),
    *("program-duplicate", "program-closing", "program-removal"),
]
POSTS = [
    *("program-basics", "program-dates", "program-goals", "program-plan", "program-resources"),
    *("program-guidelines", "program-duplicate", "program-closing", "program-opening"),
    *("program-restoration", "program-matching-phase", "program-removal"),
]


@pytest.fixture
def program(ada: Person) -> Program:
    """Open, so that everybody may read its public face."""
    return open_now(ada)


@pytest.mark.parametrize("name", FOR_ADMINS)
def test_who_runs_the_program_can_open_the_page(
    as_person: SignIn, ada: Person, program: Program, name: str
) -> None:
    assert as_person(ada).get(reverse(name, args=[program.ref])).status_code == 200


@pytest.mark.parametrize("name", FOR_ADMINS)
@pytest.mark.parametrize("who", ["dan", "hana", "olga", "ben"])
def test_everybody_else_gets_404(
    as_person: SignIn, program: Program, name: str, who: str, request: pytest.FixtureRequest
) -> None:
    somebody: Person = request.getfixturevalue(who)
    assert as_person(somebody).get(reverse(name, args=[program.ref])).status_code == 404


@pytest.mark.parametrize("name", POSTS)
def test_nobody_else_changes_anything_by_posting(
    as_person: SignIn, olga: Person, program: Program, name: str
) -> None:
    before = Program.objects.values().get(pk=program.pk)
    answer = as_person(olga).post(
        reverse(name, args=[program.ref]),
        {"name": "Mine", "purpose": "Mine", "kind": "coaching", "guidelines": "Mine"},
    )
    assert answer.status_code == 404
    assert Program.objects.values().get(pk=program.pk) == before


@pytest.mark.parametrize("name", ["program-opening", "program-restoration"])
def test_a_change_is_never_made_by_opening_a_page(
    as_person: SignIn, ada: Person, program: Program, name: str
) -> None:
    assert as_person(ada).get(reverse(name, args=[program.ref])).status_code == 405
