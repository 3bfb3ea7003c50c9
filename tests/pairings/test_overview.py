from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from pairings import agreeing, lifecycle, overview, sessions
from pairings.models import Pairing
from pairings.overview import Overview
from participants.models import Participant
from people.models import Person
from tests import cast
from tests.cast import NOW, TODAY

DAY = timedelta(days=1)


def of(person: Person, *, days_later: int = 0) -> Overview:
    later = days_later * DAY
    (only,) = overview.of(person, today=TODAY + later, now=NOW + later)
    return only


@pytest.mark.parametrize("number", [1, 3])
def test_two_queries_for_any_number(
    ben: Person,
    mentor: Participant,
    number: int,
    django_assert_num_queries: Callable[[int], object],
) -> None:
    Participant.objects.filter(pk=mentor.pk).update(capacity=3)
    mentor.refresh_from_db()
    for index in range(number):
        mentee = cast.participant(cast.person(f"Mentee {index}"), mentor.program, "mentee")
        cast.pairing(mentor, mentee)
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        found = overview.of(ben, today=TODAY, now=NOW)
        assert [one.names for one in found] == ["Mentee"] * number
        assert all(one.sentence and one.step for one in found)


def test_each_sees_the_other_and_their_own_role(
    pairing: Pairing, ben: Person, cleo: Person
) -> None:
    assert (of(ben).names, of(ben).role) == ("Cleo", "mentor")
    assert (of(cleo).names, of(cleo).role) == ("Ben", "mentee")


def test_how_far_it_is_goes_from_start_to_end(pairing: Pairing, ben: Person) -> None:
    assert (of(ben).week, of(ben).progress) == (5, 15)
    assert (of(ben, days_later=400).week, of(ben, days_later=400).progress) == (26, 100)


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "today"), (1, "tomorrow"), (3, "on Thursday"), (6, "on Sunday"), (10, "on Thu 12 Nov")],
)
def test_the_next_session_is_said_as_people_say_it(
    pairing: Pairing, ben: Person, days: int, said: str
) -> None:
    at = NOW + days * DAY + timedelta(hours=1)
    sessions.plan(pairing, by=ben, at=NOW, starts_at=at, minutes=60, how="video")
    assert of(ben).sentence == f"Week 5 of 26. You have not met yet; next {said}."


def test_the_step_follows_what_happened(
    mentor: Participant, mentee: Participant, ben: Person, cleo: Person
) -> None:
    pairing = cast.pairing(mentor, mentee, state="proposed")
    assert of(ben).step.kind == "agree"  # type: ignore[union-attr]
    for person in (ben, cleo):
        agreeing.accept(pairing.agreements.get(), by=person, at=NOW)
    assert of(ben).step.kind == "plan"  # type: ignore[union-attr]
    sessions.plan(pairing, by=ben, at=NOW, starts_at=NOW + DAY, minutes=60, how="video")
    assert of(ben).step.label == "Log a session"  # type: ignore[union-attr]
    assert of(ben, days_later=2).step.label == "Log the session"  # type: ignore[union-attr]
    lifecycle.pause(pairing, by=ben, at=NOW, on=TODAY)
    assert of(ben).step.kind == "resume"  # type: ignore[union-attr]


def test_past_its_end_date_it_asks_to_be_ended_or_extended(pairing: Pairing, ben: Person) -> None:
    late = of(ben, days_later=160)
    assert late.step.kind == "end"  # type: ignore[union-attr]
    assert late.sentence.startswith("The end date was")


def test_before_its_first_day_it_says_when_it_begins(
    mentor: Participant, mentee: Participant, ben: Person
) -> None:
    cast.pairing(mentor, mentee)
    Pairing.objects.update(starts_on=TODAY + 3 * DAY)
    assert of(ben).sentence == "You begin on Thu 5 Nov. You have not met yet."


def test_what_has_ended_is_past(mentor: Participant, mentee: Participant, ben: Person) -> None:
    cast.pairing(mentor, mentee, state="ended")
    assert overview.of(ben, today=TODAY, now=NOW) == []
    (past,) = overview.past_of(ben, today=TODAY, now=NOW)
    assert past.step is None
