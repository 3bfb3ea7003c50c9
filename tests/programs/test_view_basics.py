from __future__ import annotations

import pytest

from people.models import Person
from programs.models import Program
from tests import cast
from tests.conftest import SignIn

FILLED = {
    "name": "Rising leaders",
    "kind": "leadership",
    "purpose": "To grow.",
    "mentor_term": "sponsor",
    "mentee_term": "protégé",
}


@pytest.fixture
def url(program: Program) -> str:
    return f"/programs/{program.ref}/setup/basics/"


def test_name_purpose_and_terms_are_saved(
    as_person: SignIn, ada: Person, program: Program, url: str
) -> None:
    answer = as_person(ada).post(url, FILLED)
    assert answer.headers["Location"] == f"/programs/{program.ref}/setup/"
    program.refresh_from_db()
    assert (program.purpose, program.mentor_term, program.mentee_term) == (
        "To grow.",
        "sponsor",
        "protégé",
    )


def test_a_running_program_cannot_lose_its_purpose(
    as_person: SignIn, ada: Person, program: Program, url: str
) -> None:
    answer = as_person(ada).post(url, FILLED | {"purpose": "", "name": "Kept as typed"})
    assert answer.context["form"].errors == {"purpose": ["An open program needs a purpose."]}
    assert 'value="Kept as typed"' in answer.content.decode()
    program.refresh_from_db()
    assert program.purpose == "To grow people who want to lead."


def test_a_field_that_is_not_on_the_page_cannot_be_forged(
    as_person: SignIn, ada: Person, program: Program, url: str
) -> None:
    as_person(ada).post(url, FILLED | {"state": "closed", "ref": "aaaaaaaaaa", "ends_on": ""})
    program.refresh_from_db()
    assert program.state == "running"
    assert program.ends_on is not None


def test_a_closed_program_says_that_it_stays_as_it_was(as_person: SignIn, ada: Person) -> None:
    closed = cast.program(ada, name="Over", state="closed")
    answer = as_person(ada).post(f"/programs/{closed.ref}/setup/basics/", FILLED)
    assert "is closed and stays as it was" in answer.content.decode()
    closed.refresh_from_db()
    assert closed.name == "Over"
