from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from pairings import sessions
from pairings.models import Pairing, Session
from people.models import Person
from tests import cast
from tests.cast import NOW
from tests.conftest import SignIn

DAY = timedelta(days=1)


@pytest.fixture
def client(as_person: SignIn, cleo: Person) -> Client:
    return as_person(cleo)


@pytest.fixture
def planned(pairing: Pairing, ben: Person) -> Session:
    return sessions.plan(
        pairing, by=ben, at=NOW, starts_at=NOW + 3 * DAY, minutes=60, how="video", place="Room; 4"
    )


def address(name: str, session: Session) -> str:
    return reverse(name, args=[session.pairing.ref, session.ref])


def plan_form(**fields: object) -> dict[str, object]:
    return {
        "starts_at": "2026-11-09T14:00",
        "minutes": "60",
        "how": "video",
        "place": "",
        "key": str(uuid4()),
    } | fields


def test_planning_is_in_the_viewers_zone_and_names_the_others_time(
    client: Client, pairing: Pairing, ben: Person
) -> None:
    Person.objects.filter(pk=ben.pk).update(time_zone="Europe/London")
    url = reverse("plan-session", args=[pairing.ref])
    assert "Ben is in London" in client.get(url).content.decode()
    answer = client.post(url, plan_form(), follow=True)
    assert "For Ben that is 13:00." in answer.content.decode()
    assert pairing.sessions.get().starts_at.hour == 13  # UTC


def test_a_time_that_has_passed_is_refused(client: Client, pairing: Pairing) -> None:
    url = reverse("plan-session", args=[pairing.ref])
    answer = client.post(url, plan_form(starts_at="2026-10-30T14:00", place="Room 9"))
    assert "This time has passed" in answer.content.decode()
    assert "Room 9" in answer.content.decode()


def test_a_session_is_moved(client: Client, planned: Session) -> None:
    client.post(address("session-time", planned), {"starts_at": "2026-11-10T09:00"})
    planned.refresh_from_db()
    assert planned.state == "moved"
    assert planned.pairing.sessions.planned().count() == 1


def test_what_is_held_cannot_be_moved(client: Client, pairing: Pairing) -> None:
    held = cast.held_session(pairing, days_ago=1)
    answer = client.post(address("session-time", held), {"starts_at": "2026-11-10T09:00"})
    assert "no longer planned" in answer.content.decode()


def test_a_session_ahead_is_called_off(client: Client, planned: Session) -> None:
    answer = client.post(address("session-absence", planned), follow=True)
    planned.refresh_from_db()
    assert planned.state == "called_off"
    assert "Called off." in answer.content.decode()


def test_looking_at_an_address_calls_nothing_off(client: Client, planned: Session) -> None:
    assert client.get(address("session-absence", planned)).status_code == 405


def test_a_note_is_added_later(client: Client, pairing: Pairing, cleo: Person) -> None:
    held = cast.held_session(pairing, days_ago=1)
    sent = {"text": "for me", "reader": "me", "key": str(uuid4())}
    client.post(address("session-note", held), sent)
    client.post(address("session-note", held), sent)
    note = held.notes.get()
    assert (note.text, note.is_shared, note.author) == ("for me", False, cleo)


def test_the_calendar_file_is_in_utc_and_escaped(client: Client, planned: Session) -> None:
    answer = client.get(address("session-calendar", planned))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    text = answer.content.decode()
    assert "DTSTART:20261105T090000Z\r\n" in text
    assert "DTEND:20261105T100000Z\r\n" in text
    assert "LOCATION:Room\\; 4\r\n" in text
    assert "SUMMARY:Mentoring with Ben\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


@pytest.mark.parametrize("number", [1, 3])
def test_all_sessions_cost_eight_queries_however_many(
    client: Client, pairing: Pairing, number: int, django_assert_num_queries: object
) -> None:
    for days_ago in range(1, number + 1):
        cast.held_session(pairing, days_ago=days_ago)
    with django_assert_num_queries(8):  # type: ignore[operator]
        shown = client.get(reverse("sessions", args=[pairing.ref])).content.decode()
    assert shown.count("<article") == number
