"""Whatever is typed, sent or put into an address is answered, and never by a broken page."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from tests.attacks.addresses import ADDRESSES
from tests.attacks.house import House, undone
from tests.conftest import SignIn

NASTY = {
    "null byte": "\0",
    "null byte within": "2222\x00222222",
    "very long": "x" * 20_000,
    "very many digits": "9" * 400,
    "below all": "-99999999999",
    "the first day": "0001-01-01",
    "the first minute": "0001-01-01T00:00",
    "the last day": "9999-12-31",
    "the last minute": "9999-12-31T23:59",
    "a mail header": "a\r\nBcc: everybody@example.com",
    "other digits": "٣٣",
    "half a character": "\ud800",
    "markup": "<script>alert(1)</script>'\"{{ 7|add:7 }}%(name)s%s",
}
IN_ADDRESSES = (
    *("page", "q", "show", "state", "kind", "role", "person", "program", "verb", "days"),
    *("department", "location", "step", "rows", "session", "closed", "decided", "template"),
    *("preview", "next", "back", "order", "year", "month", "standing", "long", "from", "until"),
)
SENT = (
    *("text", "version", "step", "then", "back", "next", "decision", "chosen", "refs", "person"),
    *("everyone", "filters", "preset", "own_words", "role", "kind", "mentor", "mentee", "other"),
    *("as_state", "to", "note", "session", "key", "owner", "due_on", "until_on", "to_on"),
)
ANSWERS = {200, 302, 400, 404, 405, 422}


class Fields(HTMLParser):
    """The fields of a page's forms and what stands in them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.typed: set[str] = set()
        self._choosing = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        name, value = about.get("name") or "", about.get("value") or ""
        kind = about.get("type", "text")
        if tag == "select":
            self._choosing = name
        elif tag == "option" and self._choosing and (value and "selected" in about):
            self.found[self._choosing] = value
        elif tag == "textarea":
            self.found.setdefault(name, "some words")
            self.typed.add(name)
        elif tag == "input" and name and kind not in ("submit", "file"):
            if kind not in ("radio", "checkbox"):
                self.found.setdefault(name, value)
                self.typed.add(name)
            elif "checked" in about or name not in self.found:
                self.found[name] = value


@pytest.fixture
def clients(house: House, as_person: SignIn) -> dict[str, Client]:
    """One of those for whom each address is, signed in."""
    signed_in: dict[str, Client] = {}
    for who, _parts in ADDRESSES.values():
        name = min(who)
        if name not in signed_in:
            signed_in[name] = as_person(house[name])
            signed_in[name].raise_request_exception = False
    return {route: signed_in[min(who)] for route, (who, _parts) in ADDRESSES.items()}


@pytest.fixture(autouse=True)
def _mail_is_kept(settings: Settings) -> None:
    settings.MAIL_IS_KEPT = True


@pytest.mark.parametrize("value", NASTY.values(), ids=NASTY.keys())
def test_no_address_breaks_a_page(value: str, house: House, clients: dict[str, Client]) -> None:
    broken = {}
    for route, (_who, parts) in ADDRESSES.items():
        address = reverse(route, kwargs=parts(house))
        query = dict.fromkeys(IN_ADDRESSES, value.encode(errors="replace")[:3000])
        with undone():
            answer = clients[route].get(address, query)
            b"".join(answer)
        if answer.status_code not in ANSWERS:
            broken[route] = answer.status_code
    assert not broken


@pytest.mark.parametrize("value", NASTY.values(), ids=NASTY.keys())
def test_nothing_that_is_sent_breaks_a_page(
    value: str, house: House, clients: dict[str, Client]
) -> None:
    broken = {}
    for route, (_who, parts) in ADDRESSES.items():
        address, client = reverse(route, kwargs=parts(house)), clients[route]
        sent = {name: value.encode(errors="replace") for name in SENT}
        with undone():
            answer = client.post(address, sent)
        if answer.status_code not in ANSWERS:
            broken[route] = answer.status_code
    assert not broken


@pytest.mark.parametrize("value", NASTY.values(), ids=NASTY.keys())
def test_no_field_of_a_form_breaks_its_page(
    value: str, house: House, clients: dict[str, Client]
) -> None:
    """A form as its page shows it, with one field at a time spoilt."""
    broken = []
    for route, (_who, parts) in ADDRESSES.items():
        address, client = reverse(route, kwargs=parts(house)), clients[route]
        page = client.get(address)
        if page.status_code != 200 or page.streaming:
            continue
        form = Fields(re.sub(r'<form[^>]*method="get".*?</form>', "", page.content.decode()))
        for name in sorted(form.typed - {"csrfmiddlewaretoken"}):
            sent = form.found | {name: value}
            with undone():
                answer = client.post(
                    address, {key: one.encode(errors="replace") for key, one in sent.items()}
                )
            if answer.status_code not in ANSWERS:
                broken.append(f"{route}: {name} → {answer.status_code}")
    assert not broken
