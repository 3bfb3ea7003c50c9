from __future__ import annotations

from collections.abc import Iterator

import pytest

from history.models import Event
from kit.refusals import Refused
from participants import admission, ties
from participants.models import Decision, Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW
from tests.participants.conftest import applied


@pytest.fixture
def three(open_program: Program) -> list[Participant]:
    return [
        applied(open_program, cast.person(name)) for name in ("Uma One", "Vic Two", "Wes Three")
    ]


@pytest.fixture
def held() -> Iterator[set[int]]:
    ids: set[int] = set()
    check = ties.hold(lambda asked: ids & set(asked))
    yield ids
    ties._checks.remove(check)


def state_of(participant: Participant) -> str:
    return Participant.objects.get(pk=participant.pk).state


def test_admitting_many_is_recorded_one_by_one(three: list[Participant], ada: Person) -> None:
    outcome = admission.admit(three, by=ada, at=NOW)
    assert [state_of(one) for one in three] == ["admitted"] * 3
    assert len(outcome.changed) == 3
    assert Event.objects.filter(verb="participant.admitted", by_id=ada.pk).count() == 3
    assert {one.state for one in three} == {"admitted"}, "the given objects know it too"


def test_who_cannot_be_moved_is_skipped_and_the_outcome_says_why(
    three: list[Participant], draft: Participant, ada: Person
) -> None:
    admission.withdraw(three[0], by=three[0].person, at=NOW)
    admission.admit([three[1]], by=ada, at=NOW)
    outcome = admission.admit([*three, draft], by=ada, at=NOW)
    assert outcome.changed == [three[2]]
    assert {one.participant: str(one.reason.label) for one in outcome.skipped} == {
        three[0]: "has withdrawn",
        three[1]: "was there already",
        draft: "has not sent the application",
    }


def test_declining_needs_a_reason(three: list[Participant], ada: Person) -> None:
    with pytest.raises(Refused, match="reason"):
        admission.decline(three, by=ada, at=NOW, reason="  ")
    admission.decline(three, by=ada, at=NOW, reason="No place left.")
    assert Participant.objects.get(pk=three[0].pk).decision_reason == "No place left."
    assert "No place" not in str(list(Event.objects.values_list("facts", flat=True)))


def test_a_declined_application_can_still_be_admitted(
    three: list[Participant], ada: Person
) -> None:
    admission.decline(three, by=ada, at=NOW, reason="No place left.")
    admission.admit(three, by=ada, at=NOW)
    assert Participant.objects.get(pk=three[0].pk).decision_reason == ""
    assert Decision.objects.filter(participant=three[0]).count() == 2


def test_nothing_is_decided_in_a_closed_program(three: list[Participant], ada: Person) -> None:
    Program.objects.update(state="closed")
    outcome = admission.admit(three, by=ada, at=NOW)
    assert not outcome.changed
    assert {one.reason for one in outcome.skipped} == {"not_now"}


def test_who_is_in_a_pairing_stays_admitted(
    three: list[Participant], ada: Person, held: set[int]
) -> None:
    admission.admit(three, by=ada, at=NOW)
    held.add(three[0].pk)
    outcome = admission.decline(three, by=ada, at=NOW, reason="No place left.")
    assert [one.participant for one in outcome.skipped] == [three[0]]
    with pytest.raises(Refused, match="pairing"):
        admission.withdraw(three[0], by=three[0].person, at=NOW)


def test_undoing_moves_everybody_back(three: list[Participant], ada: Person) -> None:
    admission.decline(three[:1], by=ada, at=NOW, reason="No place left.")
    outcome = admission.admit(three, by=ada, at=NOW)
    undone = admission.undo(three[0].program, outcome.batch, by=ada, at=NOW)
    assert len(undone.changed) == 3
    assert [state_of(one) for one in three] == ["declined", "applied", "applied"]
    back = Participant.objects.get(pk=three[0].pk)
    assert (back.decision_reason, back.decided_by) == ("No place left.", ada)
    assert Event.objects.filter(verb="participant.restored").count() == 3


def test_undoing_leaves_alone_who_has_moved_since(three: list[Participant], ada: Person) -> None:
    outcome = admission.waitlist(three, by=ada, at=NOW)
    admission.withdraw(three[0], by=three[0].person, at=NOW)
    admission.admit([three[1]], by=ada, at=NOW)
    undone = admission.undo(three[0].program, outcome.batch, by=ada, at=NOW)
    assert [state_of(one) for one in three] == ["withdrawn", "admitted", "applied"]
    assert {one.participant for one in undone.skipped} == set(three[:2])


def test_undoing_works_once_and_only_in_its_own_program(
    three: list[Participant], ada: Person
) -> None:
    outcome = admission.admit(three, by=ada, at=NOW)
    other = cast.program(ada, name="Other", state="open")
    assert not admission.undo(other, outcome.batch, by=ada, at=NOW).changed
    assert admission.undo(three[0].program, outcome.batch, by=ada, at=NOW).changed
    assert not admission.undo(three[0].program, outcome.batch, by=ada, at=NOW).changed


def test_withdrawing_is_recorded_and_can_be_taken_back_while_people_can_apply(
    three: list[Participant],
) -> None:
    one = three[0]
    admission.withdraw(one, by=one.person, at=NOW)
    assert Event.objects.about(one).first().fact("before") == "applied"  # type: ignore[union-attr]
    admission.reopen(one, by=one.person, at=NOW)
    assert state_of(one) == "draft"
    admission_again = Participant.objects.get(pk=one.pk)
    Program.objects.update(state="closed")
    Participant.objects.filter(pk=one.pk).update(state="withdrawn")
    admission_again.refresh_from_db()
    with pytest.raises(Refused):
        admission.reopen(admission_again, by=one.person, at=NOW)


def test_there_is_nothing_to_withdraw_from_a_draft(draft: Participant) -> None:
    with pytest.raises(Refused):
        admission.withdraw(draft, by=draft.person, at=NOW)
