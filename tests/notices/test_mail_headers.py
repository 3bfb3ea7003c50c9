"""What machines read of a mail, and that each says why it came."""

from __future__ import annotations

import re
from email import message_from_bytes
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve
from pytest_django.fixtures import Settings

from notices import unsubscribing
from notices.catalogue import ALL, KINDS, Kind
from notices.models import Notice
from notices.writing.letter import Letter
from notices.writing.mails import mail
from notices.writing.words import Words, reading
from people.models import Person
from tests.cast import NOW

pytestmark = pytest.mark.django_db

WORDS = Words("Title", "Heading", ["One.", "Two."], "Look", "http://localhost:8000/pairings/")
NAMES = [kind.name for kind in ALL]


def _letter(to: Person, kind: Kind) -> Letter:
    notice = Notice(kind=kind.name, recipient=to, message_id="<one@example.com>")
    with reading(to):
        return mail(notice, kind, WORDS, now=NOW)


def _headers(letter: Letter) -> dict[str, str]:
    """As they are read where the mail arrives."""
    return {name: str(value) for name, value in message_from_bytes(letter.as_bytes()).items()}


@pytest.mark.parametrize("kind", [kind for kind in ALL if not kind.must], ids=lambda k: k.name)
def test_what_need_not_come_can_be_ended_with_one_click(cleo: Person, kind: Kind) -> None:
    letter = _letter(cleo, kind)
    headers = _headers(letter)
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.fullmatch(r"<(https?://\S+)>", headers["List-Unsubscribe"].replace("\n", ""))
    assert address
    assert address[1] in letter.body
    assert f'href="{address[1]}"' in str(letter.alternatives[0][0])
    token = resolve(urlsplit(address[1]).path).kwargs["token"]
    assert unsubscribing.opened(token) == (cleo, kind.group)
    assert Client().get(urlsplit(address[1]).path).status_code == 200


def test_the_address_arrives_whole_however_long(cleo: Person, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://mentoring." + "a-rather-long-name." * 5 + "example.com"
    headers = _headers(_letter(cleo, KINDS["milestone_ahead"]))
    address = unsubscribing.address_for(cleo, KINDS["milestone_ahead"].group)
    assert headers["List-Unsubscribe"] == f"<{address}>"


@pytest.mark.parametrize("kind", [kind for kind in ALL if kind.must], ids=lambda k: k.name)
def test_what_must_come_offers_no_such_thing(cleo: Person, kind: Kind) -> None:
    letter = _letter(cleo, kind)
    assert not {"List-Unsubscribe", "List-Unsubscribe-Post"} & set(_headers(letter))
    assert "unsubscribe" not in f"{letter.body}{letter.alternatives[0][0]!s}"


@pytest.mark.parametrize("kind", ALL, ids=NAMES)
def test_each_says_why_it_came_and_where_to_choose(cleo: Person, kind: Kind) -> None:
    letter = _letter(cleo, kind)
    html = str(letter.alternatives[0][0])
    assert str(kind.because).startswith("You get this because ")
    assert str(kind.because) in letter.body
    assert str(kind.because) in html
    assert "http://localhost:8000/preferences/" in letter.body
    assert 'href="http://localhost:8000/preferences/"' in html


def test_machines_are_told_that_a_machine_wrote_it_and_who_it_is(cleo: Person) -> None:
    headers = _headers(_letter(cleo, ALL[0]))
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Message-ID"] == "<one@example.com>"
    assert headers["Date"] == "Mon, 02 Nov 2026 09:00:00 +0000"
