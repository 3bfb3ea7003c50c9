from __future__ import annotations

import pytest

from history.models import Event
from people.models import Person
from programs import expectations, lifecycle
from programs.models import Program
from tests import cast
from tests.cast import NOW


def test_a_change_is_a_new_version_that_replaces_the_live_one(
    ada: Person, program: Program
) -> None:
    first = expectations.live(program, "mentor")
    second = expectations.write(program, "mentor", "Listen more.", by=ada, at=NOW)
    assert first
    first.refresh_from_db()
    assert (second.version, second.replaced_at, second.written_by) == (2, None, ada)
    assert first.replaced_at == NOW
    assert expectations.live(program, "mentor") == second
    assert Event.objects.filter(verb="expectations.written", at=NOW).get().facts == {
        "role": "mentor",
        "version": 2,
    }


def test_the_same_words_are_no_new_version(ada: Person, program: Program) -> None:
    first = expectations.live(program, "mentor")
    again = expectations.write(program, "mentor", "  What a mentor does.\r\n", by=ada, at=NOW)
    assert again == first
    assert program.expectations.filter(role="mentor").count() == 1


def test_each_role_has_versions_of_its_own(ada: Person, program: Program) -> None:
    expectations.write(program, "mentor", "Listen more.", by=ada, at=NOW)
    mentees = expectations.live(program, "mentee")
    assert mentees
    assert (mentees.version, mentees.text) == (1, "What a mentee does.")


def test_expectations_without_a_word_are_refused(ada: Person, program: Program) -> None:
    with pytest.raises(expectations.Unwritten, match="expected of a mentee"):
        expectations.write(program, "mentee", " \n ", by=ada, at=NOW)
    assert expectations.live(program, "mentee")


def test_a_closed_program_keeps_its_expectations(ada: Person) -> None:
    closed = cast.program(ada, state="closed")
    with pytest.raises(lifecycle.ProgramClosed):
        expectations.write(closed, "mentor", "Too late.", by=ada, at=NOW)
