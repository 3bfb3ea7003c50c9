from __future__ import annotations

from datetime import timedelta

import pytest

from history.models import Event
from pairings import agreeing, lifecycle, sessions
from pairings.founding import found_one
from pairings.models import Pairing
from pairings.refusals import IsOver
from participants.models import Participant
from people.models import Person
from tests import cast
from tests.cast import NOW, TODAY

DAY = timedelta(days=1)


def test_a_pause_rests_the_pairing_until_it_is_resumed(pairing: Pairing, ben: Person) -> None:
    pause = lifecycle.pause(pairing, by=ben, at=NOW, on=TODAY, until_on=TODAY + 14 * DAY)
    assert pairing.state == "paused"
    lifecycle.resume(pairing, by=ben, at=NOW + 9 * DAY, on=TODAY + 9 * DAY)
    pause.refresh_from_db()
    assert pairing.state == "active"
    assert (pause.resumed_on, pause.resumed_by) == (TODAY + 9 * DAY, ben)


def test_a_pairing_can_pause_again_on_the_day_it_resumed(pairing: Pairing, ben: Person) -> None:
    lifecycle.pause(pairing, by=ben, at=NOW, on=TODAY)
    lifecycle.resume(pairing, by=ben, at=NOW, on=TODAY)
    lifecycle.pause(pairing, by=ben, at=NOW, on=TODAY)
    assert pairing.pauses.count() == 2


def test_only_an_active_pairing_is_paused(
    mentor: Participant, mentee: Participant, ben: Person
) -> None:
    proposed = cast.pairing(mentor, mentee, state="proposed")
    with pytest.raises(lifecycle.NotActive):
        lifecycle.pause(proposed, by=ben, at=NOW, on=TODAY)


def test_coming_back_before_the_pause_is_refused(pairing: Pairing, ben: Person) -> None:
    with pytest.raises(lifecycle.OutOfOrder):
        lifecycle.pause(pairing, by=ben, at=NOW, on=TODAY, until_on=TODAY - DAY)


def test_only_a_paused_pairing_is_resumed(pairing: Pairing, ben: Person) -> None:
    with pytest.raises(lifecycle.NotPaused):
        lifecycle.resume(pairing, by=ben, at=NOW, on=TODAY)


def test_an_extension_moves_the_end_and_is_recorded(pairing: Pairing, cleo: Person) -> None:
    ends_on = pairing.ends_on
    extension = lifecycle.extend(pairing, by=cleo, at=NOW, to_on=ends_on + 30 * DAY)
    pairing.refresh_from_db()
    assert pairing.ends_on == ends_on + 30 * DAY
    assert (extension.from_on, extension.by) == (ends_on, cleo)
    event = Event.objects.get(verb="pairing.extended")
    assert event.fact("beyond_program") is True
    assert event.fact("from_on") == ends_on.isoformat()


def test_an_extension_is_to_a_later_day(pairing: Pairing, cleo: Person) -> None:
    with pytest.raises(lifecycle.NotLater, match="Choose a later day"):
        lifecycle.extend(pairing, by=cleo, at=NOW, to_on=pairing.ends_on)


def test_ending_frees_the_seat_and_calls_off_what_was_planned(
    pairing: Pairing, cleo: Person
) -> None:
    ahead = sessions.plan(
        pairing, by=cleo, at=NOW, starts_at=NOW + 3 * DAY, minutes=60, how="video"
    )
    ending = lifecycle.end(pairing, by=cleo, at=NOW, on=TODAY, kind="not_a_fit")
    ahead.refresh_from_db()
    assert (pairing.state, ending.kind, ahead.state) == ("ended", "not_a_fit", "called_off")
    assert pairing.mentees.get().left_on == TODAY
    assert [person.name for person in pairing.people()] == ["Ben Okafor", "Cleo Martin"]


def test_ending_a_paused_pairing_closes_the_pause(pairing: Pairing, cleo: Person) -> None:
    lifecycle.pause(pairing, by=cleo, at=NOW, on=TODAY)
    lifecycle.end(pairing, by=cleo, at=NOW, on=TODAY + DAY, kind="no_time")
    assert pairing.pauses.get().resumed_on == TODAY + DAY


def test_ending_before_the_agreement_is_declining(
    mentor: Participant, mentee: Participant, cleo: Person
) -> None:
    proposed = cast.pairing(mentor, mentee, state="proposed")
    assert lifecycle.end(proposed, by=cleo, at=NOW, on=TODAY, kind="completed").kind == "declined"


def test_a_match_can_be_declined_before_its_first_day(
    mentor: Participant, mentee: Participant, cleo: Person
) -> None:
    early = NOW - 60 * DAY
    proposed = found_one(mentor, [mentee], by=None, at=early)
    lifecycle.end(proposed, by=cleo, at=early, on=early.date(), kind="declined")
    assert proposed.mentees.get().left_on == proposed.starts_on


def test_what_is_over_cannot_end_or_be_extended(pairing: Pairing, ben: Person) -> None:
    lifecycle.end(pairing, by=ben, at=NOW, on=TODAY, kind="completed")
    with pytest.raises(IsOver):
        lifecycle.end(pairing, by=ben, at=NOW, on=TODAY, kind="completed")
    with pytest.raises(IsOver):
        lifecycle.extend(pairing, by=ben, at=NOW, to_on=pairing.ends_on + DAY)


def test_a_match_is_taken_back_until_somebody_has_accepted(
    mentor: Participant, mentee: Participant, ada: Person
) -> None:
    made = cast.pairing(mentor, mentee, state="proposed")
    agreeing.accept(made.agreements.get(), by=mentor.person, at=NOW)
    with pytest.raises(lifecycle.AgreedOn, match="accepted this match already"):
        lifecycle.take_back(made, by=ada, at=NOW, on=TODAY)
    assert made.is_live


def test_a_match_taken_back_is_over_and_frees_its_seat(
    mentor: Participant, mentee: Participant, ada: Person
) -> None:
    made = cast.pairing(mentor, mentee, state="proposed")
    ending = lifecycle.take_back(made, by=ada, at=NOW, on=TODAY)
    assert (made.state, ending.kind, ending.by) == ("ended", "taken_back", ada)
    assert not made.mentees.filter(left_on=None).exists()
