from __future__ import annotations

from datetime import timedelta

from pytest_django import DjangoAssertNumQueries

from participants import admission, intake, standing
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW, TODAY
from tests.participants.conftest import applied
from tests.participants.test_acknowledging import rewritten


def test_what_asks_for_something_comes_first(
    open_program: Program, cleo: Person, ada: Person, dan: Person
) -> None:
    sent = applied(open_program, cleo)
    rewritten(open_program, "mentee")
    fine = applied(cast.program(ada, name="Quiet", state="open"), cleo)
    applied(open_program, dan)
    found = standing.of(cleo, today=TODAY)
    assert [one.participant for one in found] == [sent, fine]
    assert [one.owes_acknowledgement for one in found] == [True, False]


def test_a_draft_is_shown_while_it_can_be_sent(draft: Participant) -> None:
    assert standing.of(draft.person, today=TODAY)[0].can_still_send
    assert standing.of(draft.person, today=TODAY + timedelta(days=31)) == []


def test_what_is_over_is_not_shown(open_program: Program, cleo: Person) -> None:
    admission.withdraw(applied(open_program, cleo), by=cleo, at=NOW)
    assert standing.of(cleo, today=TODAY) == []


def test_one_query_whatever_the_number(
    ada: Person, cleo: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        program = cast.program(ada, name=f"Program {number}", state="open")
        intake.start(program, cleo, "mentee", at=NOW)
    with django_assert_num_queries(1):
        assert len(standing.of(cleo, today=TODAY)) == 3
