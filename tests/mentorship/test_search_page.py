from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pairings.models import Pairing
from people.models import Person
from tests import cast
from tests.conftest import SignIn

URL = reverse("search")


def found(client: Client, words: str) -> str:
    page = client.get(URL, {"q": words}).content.decode()
    return page.split("</form>")[-1]


def test_one_finds_ones_own_pairing_and_its_program(
    cleo: Person, pairing: Pairing, as_person: SignIn
) -> None:
    client = as_person(cleo)
    answer = found(client, "ben")
    assert "Ben Okafor" in answer
    assert f"/pairings/{pairing.ref}/" in answer
    assert "Rising leaders" in found(client, "rising")


def test_a_participant_finds_no_people(cleo: Person, ben: Person, as_person: SignIn) -> None:
    assert "Nothing found" in found(as_person(cleo), "okafor")


@pytest.mark.usefixtures("pairing")
def test_a_stranger_finds_nothing_of_another_program(dan: Person, as_person: SignIn) -> None:
    client = as_person(dan)
    for words in ("ben", "cleo", "rising"):
        assert "Nothing found" in found(client, words)


def test_whoever_runs_the_program_finds_people_and_pairings(
    ada: Person, pairing: Pairing, as_person: SignIn
) -> None:
    page = found(as_person(ada), "ben")
    assert "Ben Okafor and Cleo Martin" in page
    assert "ben.okafor@example.com" in page


@pytest.mark.usefixtures("pairing")
def test_an_administrator_finds_people_by_their_page_but_not_the_pairing(
    olga: Person, ben: Person, as_person: SignIn
) -> None:
    page = found(as_person(olga), "ben")
    assert reverse("person", args=[ben.ref]) in page
    assert "Ben Okafor and Cleo Martin" not in page


def test_a_single_letter_is_too_little(ada: Person, as_person: SignIn) -> None:
    page = as_person(ada).get(URL, {"q": "b"}).content.decode()
    assert "Write at least two letters." in page
    assert as_person(ada).post(URL).status_code == 405


def test_what_is_typed_is_shown_as_text(ada: Person, as_person: SignIn) -> None:
    page = as_person(ada).get(URL, {"q": "<b>x"}).content.decode()
    assert "<b>x" not in page
    assert "&lt;b&gt;x" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    ada: Person, pairing: Pairing, as_person: SignIn, count: int
) -> None:
    for number in range(count):
        cast.employment(cast.person(f"Ben Number{number}"))
    client = as_person(ada)
    with CaptureQueriesContext(connection) as queries:
        client.get(URL, {"q": "ben"})
    assert len(queries) == 9


@pytest.mark.parametrize("words", ["be\0n", "\0\0\0", "x" * 5000, "%_'\""])
def test_odd_words_do_no_harm(ada: Person, as_person: SignIn, words: str) -> None:
    client = as_person(ada)
    assert client.get(URL, {"q": words}).status_code == 200
    assert client.get(reverse("people"), {"q": words}).status_code == 200
    assert client.get(reverse("people"), {"page": words}).status_code == 200
