from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from pairings import agreeing
from pairings.models import Pairing
from participants.models import Participant
from people.models import Person
from tests import cast
from tests.cast import NOW
from tests.conftest import SignIn


@pytest.fixture
def client(as_person: SignIn, cleo: Person) -> Client:
    return as_person(cleo)


@pytest.fixture
def proposed(mentor: Participant, mentee: Participant) -> Pairing:
    return cast.pairing(mentor, mentee, state="proposed")


def terms(**fields: object) -> dict[str, object]:
    return {
        "cadence_days": 7,
        "minutes": 30,
        "how": "phone",
        "confidentiality": "All of it.",
        "ending": "Say so.",
        "base": 1,
    } | fields


def page(client: Client, pairing: Pairing) -> str:
    return client.get(reverse("agreement", args=[pairing.ref])).content.decode()


def test_the_draft_is_read_and_accepted(client: Client, proposed: Pairing, cleo: Person) -> None:
    shown = page(client, proposed)
    assert "A draft from the program." in shown
    assert "every 2 weeks" in shown
    client.post(reverse("agreement-acceptance", args=[proposed.ref]), {"version": 1})
    assert proposed.agreements.get().acceptances.get().person == cleo
    assert "You accepted it. It counts once Ben has as well." in page(client, proposed)


def test_the_last_yes_starts_it(client: Client, proposed: Pairing, ben: Person) -> None:
    agreeing.accept(proposed.agreements.get(), by=ben, at=NOW)
    url = reverse("agreement-acceptance", args=[proposed.ref])
    answer = client.post(url, {"version": 1}, follow=True)
    assert "Agreed. You are ready to start." in answer.content.decode()


def test_what_was_read_is_what_is_accepted(client: Client, proposed: Pairing, ben: Person) -> None:
    agreeing.write(proposed, by=ben, at=NOW, minutes=90)
    url = reverse("agreement-acceptance", args=[proposed.ref])
    answer = client.post(url, {"version": 1}, follow=True)
    assert "The agreement was changed meanwhile." in answer.content.decode()
    newest = proposed.agreements.first()
    assert newest
    assert [yes.person for yes in newest.acceptances.all()] == [ben]


def test_it_says_the_length_as_the_pairing_does(client: Client, pairing: Pairing) -> None:
    assert "<dd>1 h</dd>" in client.get(reverse("agreement", args=[pairing.ref])).text


@pytest.mark.parametrize("version", ["", "x", "9", "99999999999"])
def test_a_version_that_does_not_exist_is_not_accepted(
    client: Client, proposed: Pairing, version: str
) -> None:
    url = reverse("agreement-acceptance", args=[proposed.ref])
    assert client.post(url, {"version": version}).status_code == 404


def test_a_change_shows_what_it_was_before(
    client: Client, as_person: SignIn, pairing: Pairing, ben: Person
) -> None:
    client.post(reverse("agreement-edit", args=[pairing.ref]), terms())
    shown = page(as_person(ben), pairing)
    assert "It was changed." in shown
    assert "every week" in shown
    assert "<del>every 2 weeks</del>" in shown
    assert "Version 2, written by Cleo Martin" in shown


def test_two_changing_it_at_once_lose_nothing(
    client: Client, pairing: Pairing, ben: Person
) -> None:
    agreeing.write(pairing, by=ben, at=NOW, base=1, confidentiality="Ben wrote this.")
    url = reverse("agreement-edit", args=[pairing.ref])
    shown = client.post(url, terms(confidentiality="Cleo wrote this.")).content.decode()
    assert "Ben wrote this." in shown
    assert "Cleo wrote this." in shown
    client.post(url, terms(base=2, confidentiality="Both wrote this."))
    newest = pairing.agreements.first()
    assert newest
    assert (newest.version, newest.confidentiality) == (3, "Both wrote this.")


@pytest.mark.parametrize(
    ("field", "value"),
    [("cadence_days", 0), ("minutes", 4), ("how", "never"), ("ending", ""), ("base", "x")],
)
def test_nonsense_is_refused(client: Client, pairing: Pairing, field: str, value: object) -> None:
    url = reverse("agreement-edit", args=[pairing.ref])
    assert "There is a problem" in client.post(url, terms(**{field: value})).content.decode()
    assert pairing.agreements.count() == 1
