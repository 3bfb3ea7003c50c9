from __future__ import annotations

import pytest

from history.models import Event
from pairings import agreeing, lifecycle
from pairings.founding import found_one
from pairings.models import Agreement, Pairing
from pairings.refusals import IsOver
from participants.models import Participant
from people.models import Person
from tests import cast
from tests.cast import NOW, TODAY
from tests.pairings.threads import at_once


@pytest.fixture
def proposed(mentor: Participant, mentee: Participant) -> Pairing:
    return cast.pairing(mentor, mentee, state="proposed")


def newest(pairing: Pairing) -> Agreement:
    agreement = pairing.agreements.first()
    assert agreement
    return agreement


def test_one_yes_does_not_make_it_active(proposed: Pairing, ben: Person) -> None:
    agreeing.accept(newest(proposed), by=ben, at=NOW)
    proposed.refresh_from_db()
    assert (proposed.state, proposed.activated_at) == ("proposed", None)


def test_with_the_last_yes_the_pairing_is_active(
    proposed: Pairing, ben: Person, cleo: Person
) -> None:
    agreeing.accept(newest(proposed), by=ben, at=NOW)
    agreeing.accept(newest(proposed), by=cleo, at=NOW)
    proposed.refresh_from_db()
    assert (proposed.state, proposed.activated_at) == ("active", NOW)
    assert Event.objects.filter(verb="pairing.activated").count() == 1


def test_in_a_group_everybody_has_to_accept(
    mentor: Participant, mentee: Participant, ben: Person, cleo: Person
) -> None:
    finn = cast.person("Finn Third")
    third = cast.participant(finn, mentor.program, "mentee")
    group = found_one(mentor, [mentee, third], by=None, at=NOW)
    for person in (ben, cleo):
        agreeing.accept(newest(group), by=person, at=NOW)
    group.refresh_from_db()
    assert group.state == "proposed"
    agreeing.accept(newest(group), by=finn, at=NOW)
    group.refresh_from_db()
    assert group.state == "active"


def test_accepting_twice_changes_nothing(proposed: Pairing, ben: Person) -> None:
    agreeing.accept(newest(proposed), by=ben, at=NOW)
    agreeing.accept(newest(proposed), by=ben, at=NOW)
    assert Event.objects.filter(verb="agreement.accepted").count() == 1


def test_a_new_version_keeps_what_was_not_changed_and_asks_everybody_anew(
    pairing: Pairing, ben: Person
) -> None:
    before = newest(pairing)
    written = agreeing.write(pairing, by=ben, at=NOW, cadence_days=7)
    assert (written.version, written.cadence_days) == (2, 7)
    assert written.confidentiality == before.confidentiality
    assert [yes.person for yes in written.acceptances.all()] == [ben]


def test_a_new_version_leaves_an_active_pairing_active(pairing: Pairing, ben: Person) -> None:
    agreeing.write(pairing, by=ben, at=NOW, cadence_days=7)
    pairing.refresh_from_db()
    assert pairing.state == "active"


def test_an_older_version_cannot_be_accepted(proposed: Pairing, ben: Person, cleo: Person) -> None:
    read_by_cleo = newest(proposed)
    written = agreeing.write(proposed, by=ben, at=NOW, minutes=30)
    with pytest.raises(agreeing.Superseded) as refusal:
        agreeing.accept(read_by_cleo, by=cleo, at=NOW)
    assert refusal.value.newest == written


def test_a_change_of_an_older_version_is_refused(
    pairing: Pairing, ben: Person, cleo: Person
) -> None:
    agreeing.write(pairing, by=ben, at=NOW, base=1, minutes=30)
    with pytest.raises(agreeing.Superseded):
        agreeing.write(pairing, by=cleo, at=NOW, base=1, minutes=90)
    assert newest(pairing).minutes == 30


def test_an_ended_pairing_agrees_on_nothing(pairing: Pairing, ben: Person) -> None:
    lifecycle.end(pairing, by=ben, at=NOW, on=TODAY, kind="completed")
    with pytest.raises(IsOver):
        agreeing.write(pairing, by=ben, at=NOW, minutes=30)


@pytest.mark.django_db(transaction=True)
def test_both_accepting_at_the_same_instant_activate_it_once(
    proposed: Pairing, ben: Person, cleo: Person
) -> None:
    at_once(
        lambda: agreeing.accept(newest(proposed), by=ben, at=NOW),
        lambda: agreeing.accept(newest(proposed), by=cleo, at=NOW),
    )
    proposed.refresh_from_db()
    assert proposed.state == "active"
    assert Event.objects.filter(verb="pairing.activated").count() == 1
    assert Event.objects.filter(verb="agreement.accepted").count() == 2


@pytest.mark.django_db(transaction=True)
def test_one_clicking_twice_at_the_same_instant_accepts_once(
    proposed: Pairing, ben: Person
) -> None:
    outcomes = at_once(*[lambda: agreeing.accept(newest(proposed), by=ben, at=NOW)] * 3)
    assert outcomes == [None, None, None]
    assert Event.objects.filter(verb="agreement.accepted").count() == 1
