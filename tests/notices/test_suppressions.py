"""Addresses from which mail came back, as administrators see them."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from history.models import Event
from notices.models import Suppression
from people.models import Person
from tests.cast import NOW
from tests.conftest import SignIn
from tests.notices.test_outbox import _notice

pytestmark = pytest.mark.django_db
URL = "/outbox/addresses/"


@pytest.fixture
def page(as_person: SignIn, olga: Person) -> Client:
    return as_person(olga)


def _came_back(email: str) -> Suppression:
    return Suppression.objects.create(email=email, why="550 no such user", since_at=NOW)


def test_none_is_said(page: Client) -> None:
    assert "No mail has come back for good." in page.get(URL).content.decode()
    assert "tab-count" not in page.get("/outbox/").content.decode()


def test_whose_it_is_why_and_since_when_stands_there(page: Client, ben: Person) -> None:
    _came_back(ben.email.upper())
    _came_back("gone@example.com")
    said = page.get(URL).content.decode()
    assert "To <strong>2</strong> addresses no mail is sent" in said
    assert said.count(ben.name) == 1
    assert said.count("nobody\N{RIGHT SINGLE QUOTATION MARK}s any more") == 1
    assert "550 no such user" in said
    assert '<span class="tab-count">2</span>' in page.get("/outbox/").content.decode()


def test_the_page_of_a_notice_says_that_its_address_bounces(page: Client, ben: Person) -> None:
    notice = _notice(ben)
    assert "Mail to this address comes back" not in (
        page.get(f"/outbox/{notice.ref}/").content.decode()
    )
    _came_back(ben.email.upper())
    said = page.get(f"/outbox/{notice.ref}/").content.decode()
    assert "Mail to this address comes back" in said
    assert "550 no such user" in said


def test_it_is_lifted(page: Client, ben: Person, olga: Person) -> None:
    held = _came_back(ben.email)
    said = page.post(f"{URL}{held.pk}/lifting/", follow=True).content.decode()
    assert f"Mail goes to {ben.email} again." in said
    assert not Suppression.objects.exists()
    event = Event.objects.get(verb="address.lifted")
    assert (event.by_id, event.facts) == (olga.pk, {"people": [ben.pk]})
    assert page.post(f"{URL}{held.pk}/lifting/").status_code == 404
    assert page.get(f"{URL}{held.pk}/lifting/").status_code == 405


def test_it_is_lifted_from_the_page_of_a_notice_and_one_stays_there(
    page: Client, ben: Person
) -> None:
    notice, held, other = _notice(ben), _came_back(ben.email), _came_back("gone@example.com")
    address = f"/outbox/{notice.ref}/"
    said = page.get(address).content.decode()
    assert f'action="{URL}{held.pk}/lifting/"' in said
    assert f"{URL}{other.pk}/lifting/" not in said
    answer = page.post(f"{URL}{held.pk}/lifting/", {"back": address})
    assert answer["Location"] == address
    assert list(Suppression.objects.all()) == [other]
    elsewhere = page.post(f"{URL}{other.pk}/lifting/", {"back": "https://example.com/"})
    assert elsewhere["Location"] == URL


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_three_as_for_one(
    page: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        _came_back(f"gone{number}@example.com")
    with django_assert_num_queries(7):
        page.get(URL)


@pytest.mark.parametrize("who", ["ada", "ben", "hana"])
def test_it_is_for_administrators_alone(
    as_person: SignIn, request: pytest.FixtureRequest, ben: Person, who: str
) -> None:
    held = _came_back(ben.email)
    client = as_person(request.getfixturevalue(who))
    assert client.get(URL).status_code == 404
    assert client.post(f"{URL}{held.pk}/lifting/").status_code == 404
    assert Suppression.objects.exists()
