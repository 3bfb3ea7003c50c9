"""What happens twice is told twice, unless the first has not been told yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from history.models import Event
from history.recording import record
from notices.models import Notice
from notices.planning import planner
from notices.planning.owed import raise_events
from notices.planning.planner import plan
from notices.sending.sender import send_due
from pairings import lifecycle
from pairings.models import Pairing
from participants import admission
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW, TODAY
from tests.notices.asking import at, owed

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NIGHT = at("2026-11-02T20:00")  # 21:00 in Berlin; mails go out again at 07:00 UTC
MORNING = at("2026-11-03T07:00")


def a_round(now: datetime) -> None:
    plan(now=now)
    send_due(now=now)


def mailed(kind: str) -> list[str]:
    return [one.text for one in owed(kind) if one.state == "sent"]


@pytest.fixture
def applicant(program: Program) -> Participant:
    return cast.participant(cast.person("Ivy New"), program, "mentee", state="applied")


def test_who_is_admitted_again_on_the_same_day_is_told_so(
    applicant: Participant, ada: Person
) -> None:
    admission.admit([applicant], by=ada, at=NOW)
    a_round(NOW)
    admission.decline([applicant], by=ada, at=NOW + HOUR, reason="No place.")
    a_round(NOW + HOUR)
    admission.admit([applicant], by=ada, at=NOW + 2 * HOUR)
    a_round(NOW + 2 * HOUR)
    assert len(mailed("application_admitted")) == 2
    assert len(mailed("application_declined")) == 1


def test_an_end_date_moved_twice_on_a_day_is_told_twice(pairing: Pairing, ben: Person) -> None:
    for hours in (0, 3):
        pairing.refresh_from_db()
        lifecycle.extend(pairing, by=ben, at=NOW + hours * HOUR, to_on=pairing.ends_on + 30 * DAY)
        a_round(NOW + hours * HOUR)
    first, second = mailed("extension_granted")
    assert first != second


def test_a_second_pause_of_a_day_is_told(pairing: Pairing, ben: Person) -> None:
    pause_and_resume(pairing, ben, NOW, between=a_round)
    lifecycle.pause(pairing, by=ben, at=NOW + 2 * HOUR, on=TODAY)
    a_round(NOW + 2 * HOUR)
    assert len(mailed("pairing_paused")) == 2


def test_of_several_before_a_round_only_the_last_is_told(pairing: Pairing, ben: Person) -> None:
    pause_and_resume(pairing, ben, NOW, between=lambda _now: None)
    lifecycle.pause(pairing, by=ben, at=NOW + 2 * HOUR, on=TODAY)
    a_round(NOW + 2 * HOUR)
    (notice,) = owed("pairing_paused")
    assert notice.event_id == newest("pairing.paused")


def test_what_waits_for_the_morning_tells_of_the_second_event_too(
    pairing: Pairing, ben: Person
) -> None:
    pause_and_resume(pairing, ben, NIGHT, between=a_round)
    lifecycle.pause(pairing, by=ben, at=NIGHT + 2 * HOUR, on=TODAY)
    a_round(NIGHT + 2 * HOUR)
    (waiting,) = owed("pairing_paused")
    assert (waiting.state, waiting.event_id) == ("planned", newest("pairing.paused"))
    a_round(MORNING)
    a_round(MORNING + HOUR)  # the history is read again until the bookmark moves
    assert len(owed("pairing_paused")) == len(mailed("pairing_paused")) == 1


def test_what_is_being_sent_is_not_taken_to_tell_of_what_happened_since(
    mentee: Participant,
) -> None:
    record("participant.admitted", mentee, by=None, at=NOW, program_id=mentee.program_id)
    plan(now=NOW)
    Notice.objects.update(state="claimed", claimed_until=NOW + HOUR)
    record("participant.admitted", mentee, by=None, at=NOW, program_id=mentee.program_id)
    plan(now=NOW)
    assert [one.state for one in owed("application_admitted")] == ["claimed", "planned"]
    claimed = owed("application_admitted")[0]
    assert raise_events({claimed.pk: claimed.event_id + 1}) == set()


def test_the_last_of_many_events_is_found_beyond_one_reading(
    mentee: Participant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notices.planning.news.FETCH", 1)
    for _time in range(3):
        record("participant.admitted", mentee, by=None, at=NOW, program_id=mentee.program_id)
    plan(now=NOW)
    assert len(owed("application_admitted")) == 1


def test_two_planners_at_once_add_nothing_twice(
    mentee: Participant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should two work at the same time, both have read that nobody was told."""
    monkeypatch.setattr(planner, "_alone", lambda: True)
    record("participant.admitted", mentee, by=None, at=NOW, program_id=mentee.program_id)
    one = list(planner.news.due(planner.Timings(), now=NOW))
    other = list(planner.news.due(planner.Timings(), now=NOW))
    assert one == other
    assert (planner.store(one, now=NOW), planner.store(other, now=NOW)) == (1, 0)


def test_asks_as_often_for_many_that_wait_as_for_one(
    program: Program, django_assert_max_num_queries: Callable[..., object]
) -> None:
    people = [cast.participant(cast.person(f"Person {n}"), program, "mentee") for n in range(5)]
    for _time in range(2):
        for one in people:
            record("participant.admitted", one, by=None, at=NIGHT, program_id=program.pk)
        with django_assert_max_num_queries(60):  # type: ignore[attr-defined]
            plan(now=NIGHT)
    assert len(owed("application_admitted")) == 5


@pytest.mark.django_db(transaction=True)
def test_what_was_told_before_is_not_told_again_by_the_new_key(mentee: Participant) -> None:
    """Rows from before know no event and are one a day; and the history may be read again."""
    for minutes in range(2):
        with transaction.atomic():
            record("participant.admitted", mentee, by=None, at=NOW, program_id=mentee.program_id)
        a_round(NOW + minutes * timedelta(minutes=1))
    assert len(mailed("application_admitted")) == 2
    newest_of_all = MigrationExecutor(connection).loader.graph.leaf_nodes("notices")
    try:
        MigrationExecutor(connection).migrate([("notices", "0008_unique_without_like")])
    finally:
        MigrationExecutor(connection).migrate(newest_of_all)
    (left,) = owed("application_admitted")
    assert left.event_id == newest("participant.admitted")
    assert plan(now=NOW) == 0


def newest(verb: str) -> int:
    return Event.objects.filter(verb=verb).latest("pk").pk


def pause_and_resume(
    pairing: Pairing, by: Person, now: datetime, *, between: Callable[[datetime], None]
) -> None:
    lifecycle.pause(pairing, by=by, at=now, on=TODAY)
    between(now)
    pairing.refresh_from_db()
    lifecycle.resume(pairing, by=by, at=now + HOUR, on=TODAY)
    pairing.refresh_from_db()
