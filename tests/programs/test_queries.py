from __future__ import annotations

from datetime import timedelta

import pytest

from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import TODAY

AFTER_ENROLMENT = TODAY + timedelta(days=31)


@pytest.mark.parametrize(
    ("state", "seen"),
    [("draft", 0), ("open", 1), ("matching", 0), ("running", 0), ("closed", 0)],
)
def test_a_stranger_sees_only_what_is_open(ada: Person, ben: Person, state: str, seen: int) -> None:
    cast.program(ada, state=state)
    assert Program.objects.visible_to(ben).count() == seen
    assert Program.objects.visible_to(ben, on=AFTER_ENROLMENT).count() == seen


def test_a_running_program_that_takes_late_joiners_is_seen_by_all_that_day(
    ben: Person, program: Program
) -> None:
    assert Program.objects.visible_to(ben, on=TODAY).get() == program


@pytest.mark.parametrize(("state", "seen"), [("draft", 0), ("running", 1), ("closed", 1)])
def test_hr_and_administrators_see_all_but_drafts(
    ada: Person, hana: Person, olga: Person, state: str, seen: int
) -> None:
    cast.program(ada, state=state)
    assert Program.objects.visible_to(hana).count() == seen
    assert Program.objects.visible_to(olga).count() == seen
    assert not Program.objects.managed_by(hana).exists()
    assert not Program.objects.managed_by(olga).exists()


def test_who_takes_part_sees_it_to_the_end_and_who_runs_it_always(ada: Person, ben: Person) -> None:
    closed = cast.program(ada, state="closed")
    cast.participant(ben, closed, "mentor")
    assert Program.objects.visible_to(ben).get() == closed
    assert Program.objects.taken_part_in_by(ben).get() == closed
    draft = cast.program(ada, name="Draft", state="draft")
    assert set(Program.objects.visible_to(ada)) == {closed, draft}


def test_each_program_is_listed_once_however_one_belongs_to_it(ada: Person, ben: Person) -> None:
    program = cast.program(ada, state="open")
    cast.participant(ada, program, "mentor")
    cast.participant(ada, program, "mentee", state="draft")
    cast.participant(ben, program, "mentor")
    (seen,) = Program.objects.visible_to(ada).with_standings_of(ada)
    assert [(one.role, one.state) for one in seen.standings] == [
        ("mentee", "draft"),
        ("mentor", "admitted"),
    ]
