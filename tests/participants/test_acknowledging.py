from __future__ import annotations

import pytest

from history.models import Event
from kit.refusals import Refused
from participants import acknowledging, intake
from participants.models import Participant
from people.models import Person
from programs.models import Expectations, Program
from tests.cast import NOW
from tests.participants.conftest import applied, expectations_of


def rewritten(program: Program, role: str) -> Expectations:
    program.expectations.filter(role=role).update(replaced_at=NOW)
    return Expectations.objects.create(
        program=program, role=role, version=2, text="Something new.", written_at=NOW
    )


def test_new_expectations_are_owed_until_they_are_acknowledged(
    open_program: Program, ben: Person, cleo: Person
) -> None:
    sent, other = applied(open_program, cleo), applied(open_program, ben, "mentor")
    assert not Participant.objects.owing_acknowledgement().exists()
    new = rewritten(open_program, "mentee")
    assert Participant.objects.owing_acknowledgement().get() == sent, "not the mentor"
    acknowledging.acknowledge(sent, expectations=new, at=NOW)
    acknowledging.acknowledge(sent, expectations=new, at=NOW)
    assert not Participant.objects.owing_acknowledgement().exists()
    assert Event.objects.about(sent).filter(verb="participant.acknowledged").count() == 1
    assert other.acknowledgements.count() == 1


def test_an_old_version_does_not_count(open_program: Program, cleo: Person) -> None:
    sent = applied(open_program, cleo)
    old = expectations_of(sent)
    rewritten(open_program, "mentee")
    with pytest.raises(intake.Outdated):
        acknowledging.acknowledge(sent, expectations=old, at=NOW)


def test_a_draft_owes_nothing_yet(draft: Participant) -> None:
    assert not Participant.objects.owing_acknowledgement().exists()
    with pytest.raises(Refused):
        acknowledging.acknowledge(draft, expectations=expectations_of(draft), at=NOW)
