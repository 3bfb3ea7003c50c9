from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from pairings import agenda, sessions
from pairings.models import Note, Pairing, Session
from people.models import Person
from tests.cast import NOW
from tests.conftest import SignIn

DAY = timedelta(days=1)


@pytest.fixture
def client(as_person: SignIn, cleo: Person) -> Client:
    return as_person(cleo)


@pytest.fixture
def planned(pairing: Pairing, ben: Person) -> Session:
    return sessions.plan(
        pairing, by=ben, at=NOW - 3 * DAY, starts_at=NOW - DAY, minutes=75, how="phone"
    )


def filled(**fields: object) -> dict[str, object]:
    """The form as it stands when opened; times are Berlin's, an hour ahead of UTC."""
    return {
        "starts_at": "2026-11-01T10:00",
        "minutes": "45",
        "how": "video",
        "note": "",
        "reader": "both",
        "session": "",
        "key": str(uuid4()),
    } | fields


def url(pairing: Pairing) -> str:
    return reverse("log-session", args=[pairing.ref])


def test_the_planned_session_is_filled_in(
    client: Client, pairing: Pairing, planned: Session
) -> None:
    shown = client.get(url(pairing)).content.decode()
    assert 'value="2026-11-01T10:00"' in shown
    assert f'value="{planned.ref}"' in shown
    assert 'value="75"' in shown


def test_with_nothing_planned_it_proposes_a_full_half_hour(
    client: Client, pairing: Pairing
) -> None:
    shown = client.get(url(pairing)).content.decode()
    assert re.search(r'name="starts_at"[^>]*value="[^"]*T\d\d:(00|30)"', shown) or re.search(
        r'value="[^"]*T\d\d:(00|30)"[^>]*name="starts_at"', shown
    )


def test_saving_logs_the_session_with_ticks_and_a_note(
    client: Client, pairing: Pairing, planned: Session, cleo: Person
) -> None:
    items = [agenda.add(pairing, by=cleo, at=NOW, text=text) for text in ("one", "two")]
    sent = filled(session=planned.ref, discussed=[items[0].ref], note="A good hour.")
    client.post(url(pairing), sent)
    planned.refresh_from_db()
    assert (planned.state, planned.minutes, planned.how) == ("held", 45, "video")
    assert planned.starts_at == NOW - DAY
    assert [item.text for item in planned.discussed.all()] == ["one"]
    assert (planned.notes.get().text, planned.notes.get().is_shared) == ("A good hour.", True)


def test_a_note_for_oneself_is_private(client: Client, pairing: Pairing) -> None:
    client.post(url(pairing), filled(note="mine", reader="me"))
    assert Note.objects.get().is_shared is False


def test_afterwards_the_next_one_is_offered(client: Client, pairing: Pairing) -> None:
    answer = client.post(url(pairing), filled())
    assert answer.headers["Location"] == reverse("plan-session", args=[pairing.ref])
    offered = client.get(answer.headers["Location"]).content.decode()
    assert "Session saved." in offered
    assert 'value="2026-11-15T10:00"' in offered  # a rhythm later, at the same hour


def test_with_one_planned_already_it_leads_back(
    client: Client, pairing: Pairing, ben: Person
) -> None:
    sessions.plan(pairing, by=ben, at=NOW, starts_at=NOW + DAY, minutes=60, how="video")
    answer = client.post(url(pairing), filled())
    assert answer.headers["Location"] == reverse("pairing", args=[pairing.ref])


def test_a_form_sent_twice_logs_once(client: Client, pairing: Pairing) -> None:
    sent = filled(note="once")
    client.post(url(pairing), sent)
    client.post(url(pairing), sent)
    assert pairing.sessions.count() == Note.objects.count() == 1


def test_the_other_having_logged_it_is_said(
    client: Client, pairing: Pairing, planned: Session, ben: Person
) -> None:
    sessions.log(
        pairing,
        by=ben,
        at=NOW,
        starts_at=planned.starts_at,
        minutes=60,
        how="video",
        session=planned,
    )
    answer = client.post(url(pairing), filled(session=planned.ref, note="mine too"), follow=True)
    assert "Ben had logged this session already" in answer.content.decode()
    assert Note.objects.get().text == "mine too"


def test_another_length_is_asked_for(client: Client, pairing: Pairing) -> None:
    answer = client.post(url(pairing), filled(minutes="other"))
    assert "Say how many minutes" in answer.content.decode()
    client.post(url(pairing), filled(minutes="other", other_minutes="25"))
    assert pairing.sessions.get().minutes == 25


def test_a_day_to_come_is_refused_and_nothing_typed_is_lost(
    client: Client, pairing: Pairing
) -> None:
    answer = client.post(url(pairing), filled(starts_at="2026-11-05T10:00", note="typed"))
    shown = answer.content.decode()
    assert "This day is still to come" in shown
    assert "typed" in shown
    assert not pairing.sessions.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("starts_at", "yesterday"),
        ("starts_at", ""),
        ("minutes", "-5"),
        ("how", "telepathy"),
        ("reader", "everybody"),
        ("key", "nonsense"),
        ("note", "x" * 4001),
    ],
)
def test_nonsense_is_refused_by_the_form(
    client: Client, pairing: Pairing, field: str, value: str
) -> None:
    answer = client.post(url(pairing), filled(**{field: value}))
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert not pairing.sessions.exists()
