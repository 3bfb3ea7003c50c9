from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from pairings import agenda, lifecycle
from pairings.models import AgendaItem, Pairing
from people.models import Person
from tests.cast import NOW, TODAY
from tests.conftest import SignIn

HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(as_person: SignIn, cleo: Person) -> Client:
    return as_person(cleo)


@pytest.fixture
def item(pairing: Pairing, ben: Person) -> AgendaItem:
    return agenda.add(pairing, by=ben, at=NOW, text="the budget")


def address(name: str, item: AgendaItem) -> str:
    return reverse(name, args=[item.pairing.ref, item.ref])


def test_enter_adds_a_line_and_leads_back_to_the_page(client: Client, pairing: Pairing) -> None:
    answer = client.post(reverse("agenda", args=[pairing.ref]), {"text": "a talk"})
    assert answer.headers["Location"] == reverse("pairing", args=[pairing.ref]) + "#agenda"
    assert pairing.agenda.get().text == "a talk"


def test_with_htmx_the_list_comes_back_ready_for_the_next_line(
    client: Client, pairing: Pairing
) -> None:
    answer = client.post(reverse("agenda", args=[pairing.ref]), {"text": "a talk"}, headers=HTMX)
    shown = answer.content.decode()
    assert shown.lstrip().startswith('<div id="agenda"')
    assert "a talk" in shown
    assert "autofocus" in shown


@pytest.mark.parametrize(("headers", "status"), [({}, 200), (HTMX, 422)])
def test_an_empty_line_is_refused(
    client: Client, pairing: Pairing, headers: dict[str, str], status: int
) -> None:
    answer = client.post(reverse("agenda", args=[pairing.ref]), {"text": " "}, headers=headers)
    assert answer.status_code == status
    assert "This field is required." in answer.content.decode()
    assert not pairing.agenda.exists()


def test_a_line_that_is_too_long_is_refused_and_kept_in_the_form(
    client: Client, pairing: Pairing
) -> None:
    long = "x" * 301
    answer = client.post(reverse("agenda", args=[pairing.ref]), {"text": long})
    assert long in answer.content.decode()
    assert "at most 300" in answer.content.decode()


def test_after_the_end_nothing_is_added_and_nothing_typed_is_lost(
    client: Client, pairing: Pairing, cleo: Person
) -> None:
    lifecycle.end(pairing, by=cleo, at=NOW, on=TODAY, kind="completed")
    answer = client.post(reverse("agenda", args=[pairing.ref]), {"text": "late"}, headers=HTMX)
    assert answer.status_code == 422
    assert not pairing.agenda.exists()


def test_the_words_are_changed_in_place(client: Client, item: AgendaItem) -> None:
    shown = client.get(address("agenda-item", item), headers=HTMX).content.decode()
    assert 'value="the budget"' in shown
    client.post(address("agenda-item", item), {"text": "budget 2027", "version": 1})
    item.refresh_from_db()
    assert item.text == "budget 2027"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_two_changing_the_same_words_see_both_texts(
    client: Client, item: AgendaItem, ben: Person, headers: dict[str, str]
) -> None:
    agenda.edit(item, by=ben, at=NOW, text="Ben&apos;s words", version=1)
    sent = {"text": "Cleo's words", "version": 1}
    answer = client.post(address("agenda-item", item), sent, headers=headers)
    shown = answer.content.decode()
    assert "t now says:" in shown
    assert "Ben&amp;apos;s words" in shown
    assert "Cleo&#x27;s words" in shown
    client.post(address("agenda-item", item), {"text": "both", "version": 2})
    item.refresh_from_db()
    assert item.text == "both"


@pytest.mark.parametrize(
    ("step", "expected"), [("up", ["second", "the budget"]), ("down", ["the budget", "second"])]
)
def test_a_line_moves_up_and_down(
    client: Client, item: AgendaItem, ben: Person, step: str, expected: list[str]
) -> None:
    second = agenda.add(item.pairing, by=ben, at=NOW, text="second")
    client.post(address("agenda-place", second), {"step": step})
    assert [one.text for one in item.pairing.agenda.open()] == expected


@pytest.mark.parametrize(
    ("name", "state"), [("agenda-discussion", "discussed"), ("agenda-dropping", "dropped")]
)
def test_a_closed_line_can_be_taken_back(
    client: Client, item: AgendaItem, name: str, state: str
) -> None:
    answer = client.post(address(name, item), follow=True)
    item.refresh_from_db()
    assert item.state == state
    assert "Undo" in answer.content.decode()
    client.post(address("agenda-reopening", item))
    item.refresh_from_db()
    assert item.state == "open"


def test_closing_what_the_other_has_closed_shows_how_it_is(
    client: Client, item: AgendaItem, ben: Person
) -> None:
    agenda.drop(item, by=ben, at=NOW)
    answer = client.post(address("agenda-discussion", item), headers=HTMX)
    assert answer.status_code == 200
    item.refresh_from_db()
    assert item.state == "dropped"
