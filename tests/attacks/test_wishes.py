"""Whom somebody wished for is read by those who match, and by nobody else: not by the one named."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from history.models import Event
from participants.models import Wish
from tests.attacks.house import House, undone
from tests.attacks.test_bars import said
from tests.conftest import SignIn


@pytest.mark.parametrize("name", ["dan", "hana", "ned", "olga"])
def test_the_pages_of_others_are_the_same_with_it_and_without(
    name: str, house: House, as_person: SignIn
) -> None:
    client = as_person(house[name])
    before = said(house, client)
    with undone():
        assert Wish.objects.all().delete()[0] == 1
        without = said(house, client)
    assert [route for route in before if before[route] != without[route]] == []


def test_whoever_wished_reads_it(house: House, as_person: SignIn) -> None:
    page = as_person(house["una"]).get(reverse("wishes", args=[house.applicant.ref]))
    assert f'id="wish-{house.wished.ref}"' in page.content.decode()


def test_no_event_tells_whom(house: House) -> None:
    events = Event.objects.filter(verb="participant.wished")
    assert json.dumps(list(events.values_list("facts", flat=True))) == '[{"wishes": 1}]'
    assert events.get().subject_id == house.applicant.pk
