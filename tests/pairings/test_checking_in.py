from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q
from django.test.utils import CaptureQueriesContext

from history.models import Event
from pairings import checking_in, lifecycle
from pairings.checking_in import current_round, rounds
from pairings.models import CheckIn, Pairing
from pairings.refusals import IsOver
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW, TODAY
from tests.pairings.threads import at_once

DAY, WEEK = timedelta(days=1), timedelta(days=7)
START = date(2026, 1, 5)
SECRET = "zebra-comment"


@pytest.fixture
def due(pairing: Pairing) -> Pairing:
    """A round of every four weeks has come today."""
    Program.objects.update(checkin_weeks=4)
    pairing.refresh_from_db()
    return pairing


@pytest.mark.parametrize(
    ("end", "weeks", "told"),
    [
        (START + 12 * WEEK, 4, [START + 4 * WEEK, START + 8 * WEEK]),
        (START + 12 * WEEK + DAY, 4, [START + 4 * WEEK, START + 8 * WEEK, START + 12 * WEEK]),
        (START + 3 * WEEK, 4, []),
        (START + 12 * WEEK, 0, []),
    ],
)
def test_rounds_come_every_few_weeks_before_the_end(
    end: date, weeks: int, told: list[date]
) -> None:
    assert rounds(START, end, weeks) == told


def test_a_round_is_open_until_the_next(due: Pairing) -> None:
    assert due.starts_on == TODAY - 4 * WEEK
    assert current_round(due, on=TODAY - DAY) is None
    assert current_round(due, on=TODAY) == TODAY
    assert current_round(due, on=TODAY + 4 * WEEK - DAY) == TODAY
    assert current_round(due, on=TODAY + 4 * WEEK) == TODAY + 4 * WEEK
    assert current_round(due, on=due.ends_on - DAY) is not None
    assert current_round(due, on=due.ends_on) is None


def test_nobody_is_asked_of_the_time_before_they_agreed(due: Pairing) -> None:
    due.activated_at = NOW + DAY
    assert current_round(due, on=TODAY + DAY) is None
    due.activated_at = NOW
    assert current_round(due, on=TODAY + DAY) == TODAY


def test_the_query_says_what_the_function_says(due: Pairing) -> None:
    late = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)
    weeks_on: Counter[int] = Counter()
    for weeks in (0, 1, 2, 4, 7, 52):
        Program.objects.update(checkin_weeks=weeks)
        for activated_at in (due.activated_at, late):
            Pairing.objects.update(activated_at=activated_at)
            for days in range(-30, 160, 3):
                on = TODAY + days * DAY
                one = Pairing.objects.with_checkin_round(on=on).get(pk=due.pk)
                assert one.checkin_on == current_round(one, on=on), (weeks, on)
                weeks_on[weeks] += one.checkin_on is not None
    assert weeks_on[0] == weeks_on[52] == 0
    assert weeks_on[1] > weeks_on[4] > 50


def test_all_rounds_are_found_in_one_query(due: Pairing, mentor: Participant) -> None:
    other = cast.participant(cast.person("Kim Other"), mentor.program, "mentee")
    lifecycle.pause(cast.pairing(mentor, other), by=mentor.person, at=NOW, on=TODAY)
    with CaptureQueriesContext(connection) as queries:
        rounds_of = dict(
            Pairing.objects.with_checkin_round(on=TODAY).values_list("pk", F("checkin_on"))
        )
        found = list(Pairing.objects.with_checkin_round(on=TODAY).filter(Q(checkin_on=TODAY)))
    assert len(queries) == 2
    assert sorted(rounds_of.values(), key=str) == [TODAY, None]
    assert found == [due]


def test_an_answer_is_recorded_without_its_comment(due: Pairing, cleo: Person) -> None:
    said = checking_in.answer(due, by=cleo, at=NOW, on=TODAY, answer="so_so", comment=f" {SECRET} ")
    assert (said.due_on, said.answer, said.comment) == (TODAY, "so_so", SECRET)
    event = Event.objects.about(said).get()
    assert event.verb == "checkin.answered"
    assert event.facts == {"due_on": TODAY.isoformat(), "answer": "so_so"}


def test_answering_again_in_the_round_changes_it(due: Pairing, cleo: Person, ben: Person) -> None:
    checking_in.answer(due, by=cleo, at=NOW, on=TODAY, answer="well", comment=SECRET)
    checking_in.answer(due, by=cleo, at=NOW + WEEK, on=TODAY + WEEK, answer="badly")
    checking_in.answer(due, by=ben, at=NOW, on=TODAY, answer="well")
    mine = due.checkins.get(person=cleo)
    assert (mine.due_on, mine.answer, mine.comment) == (TODAY, "badly", "")
    later = TODAY + 4 * WEEK
    checking_in.answer(due, by=cleo, at=NOW + 4 * WEEK, on=later, answer="well")
    assert list(due.checkins.filter(person=cleo).values_list("due_on", flat=True)) == [later, TODAY]


def test_nothing_is_answered_that_is_not_asked(pairing: Pairing, due: Pairing, ben: Person) -> None:
    with pytest.raises(checking_in.NothingAsked, match="Nothing is asked at the moment"):
        checking_in.answer(due, by=ben, at=NOW, on=TODAY - DAY, answer="well")
    lifecycle.pause(due, by=ben, at=NOW, on=TODAY)
    with pytest.raises(checking_in.NothingAsked):
        checking_in.answer(due, by=ben, at=NOW, on=TODAY, answer="well")
    lifecycle.end(due, by=ben, at=NOW, on=TODAY, kind="no_time")
    with pytest.raises(IsOver):
        checking_in.answer(due, by=ben, at=NOW, on=TODAY, answer="well")
    assert not CheckIn.objects.exists()


def test_the_table_takes_one_known_answer_a_round(pairing: Pairing, cleo: Person) -> None:
    fields = {"pairing": pairing, "person": cleo, "due_on": TODAY, "answered_at": NOW}
    CheckIn.objects.create(**fields, answer="well")
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckIn.objects.create(**fields, answer="badly")
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckIn.objects.create(**(fields | {"due_on": TODAY + DAY}), answer="perhaps")
    assert CheckIn.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_answers_once(due: Pairing, cleo: Person) -> None:
    one, other = (Pairing.objects.get(pk=due.pk) for _ in range(2))
    outcomes = at_once(
        lambda: checking_in.answer(one, by=cleo, at=NOW, on=TODAY, answer="well"),
        lambda: checking_in.answer(other, by=cleo, at=NOW, on=TODAY, answer="well"),
    )
    assert all(isinstance(one, CheckIn) for one in outcomes), outcomes
    assert due.checkins.count() == 1
