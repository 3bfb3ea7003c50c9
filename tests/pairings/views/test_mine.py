from __future__ import annotations

import pytest
from django.urls import reverse

from participants.models import Participant
from people.models import Person
from tests import cast
from tests.conftest import SignIn

URL = "my-pairings"


def test_without_a_pairing_it_says_what_will_be_here(as_person: SignIn, ben: Person) -> None:
    shown = as_person(ben).get(reverse(URL)).content.decode()
    assert "You are in no pairing at the moment." in shown
    assert "Your pairings will be here" in shown


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_six_queries_however_many(
    as_person: SignIn,
    ben: Person,
    mentor: Participant,
    number: int,
    django_assert_num_queries: object,
) -> None:
    Participant.objects.filter(pk=mentor.pk).update(capacity=3)
    mentor.refresh_from_db()
    for index in range(number):
        mentee = cast.participant(cast.person(f"Mentee {index}"), mentor.program, "mentee")
        cast.held_session(cast.pairing(mentor, mentee), days_ago=2)
    client = as_person(ben)
    with django_assert_num_queries(6):  # type: ignore[operator]
        shown = client.get(reverse(URL)).content.decode()
    assert shown.count("pair-card") == number


def test_what_has_ended_stands_apart(
    as_person: SignIn, ben: Person, mentor: Participant, mentee: Participant
) -> None:
    cast.pairing(mentor, mentee, state="ended")
    shown = as_person(ben).get(reverse(URL)).content.decode()
    assert "This pairing ended on Mon 2 Nov." in shown
