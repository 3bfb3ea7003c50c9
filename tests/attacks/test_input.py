"""Whatever is typed, sent or put into an address is answered, and never by a broken page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from kit.forms import LineField
from tests.attacks.addresses import ADDRESSES
from tests.attacks.house import House, undone
from tests.conftest import SignIn

MODEL_TEXTS = {"purpose", "text"}  # of model forms; their limits are tested one by one
NOT_OURS = ("mentorship.pages.ui", "people.account_forms")  # samples; those of allauth
LIMITS = {"0001-01-01", "0001-01-01T00:00", "9999-12-31", "9999-12-31T23:59"}
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
    *("moved", "run", "mentor", "mentee", "other", "skill", "at", "long", "defaults", "gap_from"),
    *("than", "way", "reader", "course", "mentees"),
)
SENT = (
    *("text", "version", "step", "then", "back", "next", "decision", "chosen", "refs", "person"),
    *("everyone", "filters", "preset", "own_words", "role", "kind", "mentor", "mentee", "other"),
    *("q", "wished", "deed", "despite", "places", "people", "own_words", "words"),
    *("as_state", "to", "note", "session", "key", "owner", "due_on", "until_on", "to_on"),
    *("until", "seen", "open", "pace", "former", "mails", "app", "name", "address", "title"),
)
ANSWERS = {200, 302, 400, 404, 405, 422}


class Fields(HTMLParser):
    """The fields of a page's forms and what stands in them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.typed: set[str] = set()
        self.dates: set[str] = set()
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
                (self.dates if "date" in str(kind) else self.typed).add(name)
            elif "checked" in about or name not in self.found:
                self.found[name] = value


def sendable(value: str) -> str:
    """As a browser would send it. (The test client sends each byte of `bytes` as a field.)"""
    return value.encode(errors="replace").decode()


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


@pytest.mark.parametrize("value", NASTY.values(), ids=NASTY.keys())
def test_no_address_breaks_a_page(value: str, house: House, clients: dict[str, Client]) -> None:
    broken = {}
    for route, (_who, parts) in ADDRESSES.items():
        address = reverse(route, kwargs=parts(house))
        query = dict.fromkeys(IN_ADDRESSES, sendable(value)[:3000])
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
        sent = dict.fromkeys(SENT, sendable(value))
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
        fields = form.dates if value in LIMITS else form.typed - {"csrfmiddlewaretoken"}
        for name in sorted(fields):
            with undone():
                answer = client.post(address, form.found | {name: sendable(value)})
            if answer.status_code not in ANSWERS:
                broken.append(f"{route}: {name} → {answer.status_code}")
    assert not broken


@pytest.mark.parametrize("route", ["pairing-extend", "program-pairing-extend"])
def test_no_pairing_is_moved_to_a_day_that_cannot_be_reckoned_with(
    route: str, house: House, clients: dict[str, Client]
) -> None:
    """A day after the last one there is would break each page and reminder that counts from it."""
    address = reverse(route, kwargs=ADDRESSES[route][1](house))
    answer = clients[route].post(address, {"to_on": "9999-12-31"})
    assert "Choose a year before 2200." in answer.content.decode()
    ends_on = house.pairing.ends_on
    house.pairing.refresh_from_db()
    assert house.pairing.ends_on == ends_on


def test_every_text_that_can_be_sent_has_a_limit() -> None:
    unlimited = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in all_forms(forms.BaseForm)
        if not form.__module__.startswith(("django.", "allauth.", "tests.", *NOT_OURS))
        for name, field in form.base_fields.items()
        if type(field) in (forms.CharField, LineField)
        and field.max_length is None
        and name not in MODEL_TEXTS
    ]
    assert not unlimited


def test_no_field_of_one_line_takes_line_breaks() -> None:
    taking = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in all_forms(forms.BaseForm)
        if not form.__module__.startswith(("django.", "allauth.", "tests.", *NOT_OURS))
        for name, field in form.base_fields.items()
        if type(field) is forms.CharField and isinstance(field.widget, forms.TextInput)
    ]
    assert not taking


def all_forms(of: type[Any]) -> Iterator[Any]:
    for one in of.__subclasses__():
        if hasattr(one, "base_fields"):
            yield one
        yield from all_forms(one)


@pytest.mark.parametrize(
    ("route", "name"),
    [
        *(("program-basics", "purpose"), ("program-resources", "text")),
        *(("program-expectations-of", "text"), ("program-guidelines", "guidelines")),
    ],
)
def test_the_long_texts_of_a_program_have_a_limit_too(
    route: str, name: str, house: House, clients: dict[str, Client]
) -> None:
    address = reverse(route, kwargs=ADDRESSES[route][1](house))
    answer = clients[route].post(address, {name: "x" * 20_001})
    assert "at most 20000 characters" in answer.content.decode()
