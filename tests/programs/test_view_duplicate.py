from __future__ import annotations

from datetime import date

from people.models import Person
from programs.models import Program
from tests.conftest import SignIn


def test_a_copy_is_made_and_shown_as_a_draft(
    as_person: SignIn, ada: Person, program: Program
) -> None:
    answer = as_person(ada).post(
        f"/programs/{program.ref}/duplicate/", {"name": "Again", "starts_on": "2027-05-03"}
    )
    copy = Program.objects.get(name="Again")
    assert answer.headers["Location"] == f"/programs/{copy.ref}/setup/"
    assert (copy.state, copy.starts_on) == ("draft", date(2027, 5, 3))


def test_a_copy_needs_a_name(as_person: SignIn, ada: Person, program: Program) -> None:
    answer = as_person(ada).post(
        f"/programs/{program.ref}/duplicate/", {"name": " ", "starts_on": "2027-05-03"}
    )
    assert "name" in answer.context["form"].errors
    assert Program.objects.count() == 1


def test_somebody_else_s_program_cannot_be_copied(
    as_person: SignIn, dan: Person, program: Program
) -> None:
    answer = as_person(dan).post(f"/programs/{program.ref}/duplicate/", {"name": "Stolen"})
    assert answer.status_code == 404
    assert not Program.objects.filter(name="Stolen").exists()
