"""The page of those one would rather not be paired with."""

from __future__ import annotations

import logging

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from participants import barring
from participants.models import Bar
from people.models import Person
from tests import cast
from tests.cast import NOW
from tests.conftest import SignIn


@pytest.fixture
def page() -> str:
    return reverse("bars")


@pytest.fixture
def client(as_person: SignIn, cleo: Person) -> Client:
    return as_person(cleo)


def test_somebody_is_looked_for_put_on_the_list_and_taken_off(
    client: Client, page: str, ben: Person
) -> None:
    cast.employment(ben, department="Legal")
    assert "Nobody is on your list" in client.get(page).content.decode()
    found = client.post(reverse("bar-search"), {"q": "okafor"}).content.decode()
    assert "Ben Okafor" in found
    assert "Legal" in found
    assert ben.email not in found
    said = client.post(page, {"person": ben.ref}, follow=True).content.decode()
    assert "Ben Okafor and you will not be paired." in said
    assert Bar.objects.get().against == ben
    said = client.post(reverse("bar-removal"), {"person": ben.ref}, follow=True).content.decode()
    assert "Ben Okafor is off your list." in said
    assert not Bar.objects.exists()


def test_no_address_holds_a_name(client: Client, page: str, ben: Person, cleo: Person) -> None:
    """Servers write addresses down."""
    shown = client.post(reverse("bar-search"), {"q": "okafor"}).content.decode()
    barring.bar(cleo, ben, at=NOW)
    shown += client.get(page).content.decode()
    assert f'"{ben.ref}"' in shown, "in a field of a form"
    assert f"/{ben.ref}" not in shown
    assert f"={ben.ref}" not in shown
    for sent in ({"person": ben.ref}, {"q": "okafor"}):
        for name in ("bars", "bar-search", "bar-removal"):
            answer = client.post(reverse(name), sent)
            assert answer.headers.get("Location", page) == page


@pytest.mark.parametrize(
    ("q", "words"),
    [
        ("", "Write a name first."),
        ("  ", "Write a name first."),
        ("be", "at least three letters"),
        ("b e", "Nobody is called so"),
        ("nobody", "Nobody is called so"),
        ("x" * 200, "at most 100"),
    ],
)
def test_what_finds_nobody_says_what_to_do(client: Client, ben: Person, q: str, words: str) -> None:
    assert words in client.post(reverse("bar-search"), {"q": q}).content.decode()


def test_what_no_database_takes_is_refused(client: Client) -> None:
    assert client.post(reverse("bar-search"), {"q": "ben\0"}).status_code == 422


def test_a_common_name_asks_for_more_of_it(client: Client) -> None:
    for n in range(12):
        cast.person(f"Smith Number{n}")
    said = client.post(reverse("bar-search"), {"q": "smith"}).content.decode()
    assert said.count('to the list"') == 10
    assert "Write more of the name." in said


@pytest.mark.parametrize("who", ["", "x", "2222222222", "myself"])
def test_a_forged_name_is_nobody(client: Client, page: str, cleo: Person, who: str) -> None:
    sent = {"person": cleo.ref if who == "myself" else who}
    assert client.post(page, sent).status_code == 404
    assert client.post(reverse("bar-removal"), sent).status_code == 302
    assert not Bar.objects.exists()


@pytest.mark.parametrize("who", ["ada", "ben", "dan", "hana", "olga"])
def test_everybody_has_a_list_of_their_own(
    as_person: SignIn, cleo: Person, page: str, request: pytest.FixtureRequest, who: str
) -> None:
    barring.bar(cleo, cast.person("Yak Barred"), at=NOW)
    assert "Yak Barred" not in as_person(request.getfixturevalue(who)).get(page).content.decode()


def test_it_is_for_who_is_signed_in(page: str) -> None:
    for name in ("bars", "bar-search", "bar-removal"):
        assert "login" in Client().post(reverse(name)).headers["Location"]


@pytest.mark.parametrize("name", ["bar-search", "bar-removal"])
def test_looking_changes_nothing(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 405


def test_ones_settings_lead_there(client: Client, page: str) -> None:
    assert page in client.get(reverse("my-settings")).content.decode()


def test_nothing_is_logged(
    client: Client, page: str, ben: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        client.post(reverse("bar-search"), {"q": "okafor"})
        client.post(page, {"person": ben.ref})
        client.post(page, {"person": "nobody"})
        client.post(reverse("bar-removal"), {"person": ben.ref})
    assert "kafor" not in caplog.text
    assert ben.ref not in caplog.text


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_is_cheap(
    client: Client,
    page: str,
    cleo: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
    many: int,
) -> None:
    for n in range(many):
        someone = cast.person(f"Somebody {n}")
        cast.employment(someone)
        barring.bar(cleo, someone, at=NOW)
    with django_assert_num_queries(4):
        client.get(page)
