from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from pairings import help as helping
from pairings import lifecycle, sessions
from pairings.models import Pairing
from participants.models import Participant
from people.models import Person
from tests import cast
from tests.cast import NOW, TODAY
from tests.conftest import SignIn

DAY = timedelta(days=1)


@pytest.fixture
def client(as_person: SignIn, cleo: Person) -> Client:
    return as_person(cleo)


def send(client: Client, name: str, pairing: Pairing, **fields: object) -> str:
    url = reverse(name, args=[pairing.ref])
    return client.post(url, fields, follow=True).content.decode()


def test_a_break_begins_today_and_may_say_until_when(client: Client, pairing: Pairing) -> None:
    assert "Paused" in send(client, "pairing-pause", pairing, until_on="2026-11-20")
    pairing.refresh_from_db()
    assert pairing.state == "paused"
    assert pairing.pauses.get().until_on == TODAY + 18 * DAY


def test_a_break_cannot_end_before_it_begins(client: Client, pairing: Pairing) -> None:
    shown = send(client, "pairing-pause", pairing, until_on="2026-10-20")
    assert "before the pause begins" in shown
    assert "2026-10-20" in shown


@pytest.mark.parametrize(
    ("given", "states"),
    [
        ({"ahead": "off", "until_on": "2026-11-20"}, ["called_off", "planned"]),
        ({"ahead": "off"}, ["called_off", "called_off"]),
        ({"ahead": "keep", "until_on": "2026-11-20"}, ["planned", "planned"]),
    ],
)
def test_a_break_asks_what_becomes_of_the_sessions_planned(
    client: Client, pairing: Pairing, given: dict[str, str], states: list[str]
) -> None:
    for days in (7, 30):
        by, at = pairing.mentor.person, NOW + days * DAY
        sessions.plan(pairing, by=by, at=NOW, starts_at=at, minutes=60, how="video")
    url = reverse("pairing-pause", args=[pairing.ref])
    assert "Call off those within the break" in client.get(url).content.decode()
    client.post(url, given)
    assert list(pairing.sessions.order_by("starts_at").values_list("state", flat=True)) == states


def test_with_nothing_planned_a_break_asks_nothing_of_it(client: Client, pairing: Pairing) -> None:
    url = reverse("pairing-pause", args=[pairing.ref])
    assert "Call off those" not in client.get(url).content.decode()


def test_only_an_active_pairing_takes_a_break(
    client: Client, mentor: Participant, mentee: Participant
) -> None:
    proposed = cast.pairing(mentor, mentee, state="proposed")
    assert "Only an active pairing can be paused." in send(client, "pairing-pause", proposed)


def test_looking_at_the_pages_changes_nothing(client: Client, pairing: Pairing) -> None:
    for name in ("pairing-pause", "pairing-resume", "pairing-extend", "pairing-end"):
        assert client.get(reverse(name, args=[pairing.ref])).status_code == 200
    pairing.refresh_from_db()
    assert pairing.state == "active"


def test_one_click_resumes(client: Client, pairing: Pairing, ben: Person) -> None:
    lifecycle.pause(pairing, by=ben, at=NOW, on=TODAY)
    assert "Welcome back." in send(client, "pairing-resume", pairing)
    assert "This pairing is not paused." in send(client, "pairing-resume", pairing)


def test_ending_says_what_will_happen_and_asks_why(
    client: Client, pairing: Pairing, ben: Person
) -> None:
    sessions.plan(pairing, by=ben, at=NOW, starts_at=NOW + DAY, minutes=60, how="video")
    shown = client.get(reverse("pairing-end", args=[pairing.ref])).content.decode()
    assert "It ends today for you and Ben." in shown
    assert "The session you planned is called off." in shown
    assert "The match was declined" not in shown
    assert "There is a problem" in send(client, "pairing-end", pairing)
    assert "Thank you for taking part." in send(client, "pairing-end", pairing, kind="no_time")
    pairing.refresh_from_db()
    assert (pairing.state, pairing.ending.kind) == ("ended", "no_time")


def test_a_match_is_declined_without_a_reason(
    client: Client, mentor: Participant, mentee: Participant
) -> None:
    proposed = cast.pairing(mentor, mentee, state="proposed")
    shown = client.get(reverse("pairing-end", args=[proposed.ref])).content.decode()
    assert "Decline this match" in shown
    assert 'name="kind"' not in shown
    send(client, "pairing-end", proposed)
    proposed.refresh_from_db()
    assert proposed.ending.kind == "declined"


def test_ending_twice_is_told_kindly(client: Client, pairing: Pairing, ben: Person) -> None:
    lifecycle.end(pairing, by=ben, at=NOW, on=TODAY, kind="completed")
    assert "This pairing has ended" in send(client, "pairing-end", pairing, kind="no_time")


def test_help_goes_to_those_who_run_the_program_and_says_so(
    client: Client, as_person: SignIn, pairing: Pairing, ben: Person
) -> None:
    shown = client.get(reverse("pairing-help", args=[pairing.ref])).content.decode()
    assert "Only these people will read it:" in shown
    assert "Ada Keller" in shown
    assert "Ben does not see that you wrote, nor what." in shown
    shown = send(client, "pairing-help", pairing, message="zebra-help")
    assert "zebra-help" in shown
    assert "You asked on" in shown
    for name in ("pairing", "pairing-help"):
        other = as_person(ben).get(reverse(name, args=[pairing.ref])).content.decode()
        assert "zebra-help" not in other
        assert "You asked" not in other


def test_help_asked_twice_loses_nothing(client: Client, pairing: Pairing, cleo: Person) -> None:
    helping.ask(pairing, by=cleo, at=NOW, message="first")
    shown = send(client, "pairing-help", pairing, message="and a second thing")
    assert "You have asked already." in shown
    assert "and a second thing" in shown
