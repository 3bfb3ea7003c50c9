from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from history.models import Event
from pairings import agenda, lifecycle, sessions
from pairings.models import AgendaItem, Note, Pairing, Session
from pairings.refusals import IsOver
from participants.models import Participant
from people.models import Person
from tests import cast
from tests.cast import NOW, TODAY
from tests.pairings.threads import at_once

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def planned(pairing: Pairing, ben: Person) -> Session:
    """For yesterday, planned a week ago."""
    return sessions.plan(
        pairing, by=ben, at=NOW - 7 * DAY, starts_at=NOW - DAY, minutes=60, how="video"
    )


def log(pairing: Pairing, by: Person, **fields: object) -> Session:
    given = {"starts_at": NOW - DAY, "minutes": 45, "how": "video"} | fields
    return sessions.log(pairing, by=by, at=NOW, **given)  # type: ignore[arg-type]


def test_a_session_is_planned_for_a_time_to_come(pairing: Pairing, ben: Person) -> None:
    session = sessions.plan(
        pairing, by=ben, at=NOW, starts_at=NOW + DAY, minutes=60, how="phone", place="Room 4"
    )
    assert (session.state, session.planned_by, session.place) == ("planned", ben, "Room 4")


def test_a_time_that_has_passed_is_not_planned(pairing: Pairing, ben: Person) -> None:
    with pytest.raises(sessions.OutsideDates, match="has passed"):
        sessions.plan(pairing, by=ben, at=NOW, starts_at=NOW - HOUR, minutes=60, how="video")


def test_after_the_end_date_nothing_is_planned(pairing: Pairing, ben: Person) -> None:
    late = NOW + 300 * DAY
    with pytest.raises(sessions.OutsideDates, match="extend the end date first"):
        sessions.plan(pairing, by=ben, at=NOW, starts_at=late, minutes=60, how="video")


def test_a_key_that_was_sent_for_another_pairing_takes_nothing_from_it(
    pairing: Pairing, ada: Person, ben: Person, cleo: Person
) -> None:
    """Somebody may send a form again for another of their pairings, key and all."""
    key = uuid4()
    other_program = cast.program(ada, name="Another program")
    mentor = cast.participant(ben, other_program, "mentor")
    other = cast.pairing(mentor, cast.participant(cleo, other_program, "mentee"))
    first = log(pairing, ben, key=key, note="mine")
    second = log(other, ben, key=key, note="theirs")
    planned = sessions.plan(
        other, by=ben, at=NOW, starts_at=NOW + DAY, minutes=60, how="video", key=key
    )
    assert (second.pairing, planned.pairing) == (other, other)
    assert len({one.idempotency_key for one in (first, second, planned)}) == 3
    assert [note.text for note in first.notes.all()] == ["mine"]
    assert [note.text for note in second.notes.all()] == ["theirs"]


def test_a_key_of_a_planned_session_logs_one_that_was_not_planned(
    pairing: Pairing, ben: Person
) -> None:
    key = uuid4()
    sessions.plan(pairing, by=ben, at=NOW, starts_at=NOW + DAY, minutes=60, how="video", key=key)
    held = log(pairing, ben, key=key, note="kept")
    assert held.idempotency_key != key
    assert held.notes.get().text == "kept"
    assert pairing.sessions.planned().count() == 1


def test_planning_twice_with_one_key_plans_once(pairing: Pairing, ben: Person) -> None:
    key = uuid4()
    for _ in range(2):
        sessions.plan(
            pairing, by=ben, at=NOW, starts_at=NOW + DAY, minutes=60, how="video", key=key
        )
    assert pairing.sessions.count() == 1


def test_moving_keeps_the_old_time_as_moved(planned: Session, ben: Person) -> None:
    new = sessions.move(planned, by=ben, at=NOW - 2 * DAY, starts_at=NOW + 3 * DAY)
    planned.refresh_from_db()
    assert (planned.state, new.state, new.starts_at) == ("moved", "planned", NOW + 3 * DAY)
    assert (new.minutes, new.how) == (planned.minutes, planned.how)


def test_a_session_that_did_not_take_place_is_missed(planned: Session, ben: Person) -> None:
    sessions.miss(planned, by=ben, at=NOW)
    assert planned.state == "missed"


def test_missing_a_session_ahead_of_its_time_is_calling_it_off(
    planned: Session, ben: Person
) -> None:
    sessions.miss(planned, by=ben, at=NOW - 3 * DAY)
    assert planned.state == "called_off"


def test_only_a_planned_session_is_moved_or_missed(
    pairing: Pairing, planned: Session, ben: Person
) -> None:
    log(pairing, ben, session=planned)
    with pytest.raises(sessions.NotPlanned):
        sessions.move(planned, by=ben, at=NOW, starts_at=NOW + DAY)
    with pytest.raises(sessions.NotPlanned):
        sessions.miss(planned, by=ben, at=NOW)


def test_logging_turns_the_planned_session_into_a_held_one(
    pairing: Pairing, planned: Session, cleo: Person
) -> None:
    held = log(pairing, cleo, session=planned, minutes=90, how="in_person")
    assert held == planned
    assert (held.state, held.minutes, held.how) == ("held", 90, "in_person")
    assert (held.logged_by, held.logged_at) == (cleo, NOW)


def test_logging_ticks_off_what_was_discussed_and_carries_the_rest_over(
    pairing: Pairing, ben: Person
) -> None:
    items = [agenda.add(pairing, by=ben, at=NOW, text=text) for text in ("one", "two", "three")]
    held = log(pairing, ben, discussed=items[:2])
    assert [item.text for item in held.discussed.all()] == ["one", "two"]
    assert [item.text for item in pairing.agenda.open()] == ["three"]


def test_another_pairs_items_are_not_ticked_off(
    pairing: Pairing, mentor: Participant, ben: Person
) -> None:
    finn = cast.participant(cast.person("Finn Third"), mentor.program, "mentee")
    foreign = agenda.add(cast.pairing(mentor, finn), by=ben, at=NOW, text="theirs")
    log(pairing, ben, discussed=[foreign])
    foreign.refresh_from_db()
    assert foreign.state == AgendaItem.State.OPEN


@pytest.mark.parametrize("is_shared", [True, False])
def test_a_note_is_kept_with_the_session(pairing: Pairing, ben: Person, is_shared: bool) -> None:
    held = log(pairing, ben, note=" A good hour. ", is_shared=is_shared)
    note = held.notes.get()
    assert (note.text, note.author, note.is_shared) == ("A good hour.", ben, is_shared)


def test_a_private_note_is_its_authors_alone(pairing: Pairing, ben: Person, cleo: Person) -> None:
    log(pairing, ben, note="for me", is_shared=False)
    log(pairing, ben, starts_at=NOW - 2 * DAY, note="for both", is_shared=True)
    assert {note.text for note in Note.objects.visible_to(ben)} == {"for me", "for both"}
    assert {note.text for note in Note.objects.visible_to(cleo)} == {"for both"}


def test_without_a_note_none_is_written(pairing: Pairing, ben: Person) -> None:
    assert not log(pairing, ben, note="  ").notes.exists()


def test_submitting_twice_logs_once(pairing: Pairing, ben: Person) -> None:
    key = uuid4()
    first = log(pairing, ben, key=key, note="once")
    again = log(pairing, ben, key=key, note="once")
    assert first == again
    assert pairing.sessions.held().count() == Note.objects.count() == 1
    assert Event.objects.filter(verb="session.held").count() == 1


def test_when_the_other_has_logged_it_the_note_is_added_to_theirs(
    pairing: Pairing, planned: Session, ben: Person, cleo: Person
) -> None:
    log(pairing, ben, session=planned, note="Ben's")
    log(pairing, cleo, session=planned, note="Cleo's", minutes=30)
    planned.refresh_from_db()
    assert (planned.minutes, planned.logged_by) == (45, ben)
    assert [note.text for note in planned.notes.all()] == ["Ben's", "Cleo's"]
    assert Event.objects.filter(verb="session.held").count() == 1


def test_the_same_moment_is_the_same_session(pairing: Pairing, ben: Person, cleo: Person) -> None:
    assert log(pairing, ben) == log(pairing, cleo)


def test_later_today_can_be_logged_but_not_tomorrow(pairing: Pairing, ben: Person) -> None:
    log(pairing, ben, starts_at=NOW + HOUR)
    with pytest.raises(sessions.OutsideDates, match="still to come"):
        log(pairing, ben, starts_at=NOW + DAY)


def test_before_they_knew_of_each_other_nobody_met(pairing: Pairing, ben: Person) -> None:
    with pytest.raises(sessions.OutsideDates, match="began on"):
        log(pairing, ben, starts_at=NOW - 40 * DAY)


def test_an_ended_pairing_logs_nothing(pairing: Pairing, ben: Person) -> None:
    lifecycle.end(pairing, by=ben, at=NOW, on=TODAY, kind="completed")
    with pytest.raises(IsOver):
        log(pairing, ben)


@pytest.mark.django_db(transaction=True)
def test_a_double_submit_at_the_same_instant_logs_once(pairing: Pairing, ben: Person) -> None:
    key = uuid4()
    outcomes = at_once(*[lambda: log(pairing, ben, key=key, note="once")] * 4)
    assert len(set(outcomes)) == 1
    assert pairing.sessions.held().count() == Note.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_both_logging_the_planned_session_at_the_same_instant_log_it_once(
    pairing: Pairing, planned: Session, ben: Person, cleo: Person
) -> None:
    at_once(
        lambda: log(pairing, ben, session=Session.objects.get(pk=planned.pk), note="Ben's"),
        lambda: log(pairing, cleo, session=Session.objects.get(pk=planned.pk), note="Cleo's"),
    )
    assert pairing.sessions.held().count() == 1
    assert Note.objects.count() == 2
    assert Event.objects.filter(verb="session.held").count() == 1
