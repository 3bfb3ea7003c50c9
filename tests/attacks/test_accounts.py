"""Accounts: nobody learns who has one, nobody gets in without theirs, and links lead here only."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from notices.models import KeptMail
from people.models import Person
from tests.cast import NOW
from tests.conftest import SignIn


@pytest.fixture(autouse=True)
def _no_tries_yet() -> None:
    cache.clear()


def words_of(answer: object) -> str:
    """The page without its token and without the address that was typed."""
    text = re.sub(r"\b\w{64}\b", "", str(answer.content.decode()))  # type: ignore[attr-defined]
    return re.sub(r"[\w.]+@example\.com", "…", text)


@pytest.mark.parametrize("route", ["account_login", "account_reset_password"])
def test_no_page_tells_who_has_an_account(route: str, ben: Person) -> None:
    told = []
    for address in (ben.email, "nobody.here@example.com"):
        sent = {"login": address, "email": address, "password": "not the right one"}
        answer = Client().post(reverse(route), sent, follow=True)
        told.append((answer.status_code, words_of(answer)))
    assert told[0] == told[1]


def test_tries_are_counted(ben: Person) -> None:
    client = Client()
    sent = {"login": ben.email, "password": "not the right one"}
    answers = [client.post(reverse("account_login"), sent) for _try in range(12)]
    text = answers[-1].content.decode()
    assert answers[-1].status_code == 429 or "Too many tries" in text


def test_a_reset_link_leads_here_whatever_host_was_asked(
    ben: Person, settings: Settings, client: Client
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.ALLOWED_HOSTS = ["*"]
    address = reverse("account_reset_password")
    client.post(address, {"email": ben.email}, headers={"Host": "evil.example.org"})
    assert len(mail.outbox) == 1
    assert "evil" not in str(mail.outbox[0].message())
    assert settings.PUBLIC_URL in mail.outbox[0].body


def test_a_foreign_host_is_not_answered(client: Client) -> None:
    answer = client.get("/accounts/login/", headers={"Host": "evil.example.org"})
    assert answer.status_code == 400


@pytest.mark.parametrize("to", ["https://evil.example.org/", "//evil.example.org", "javascript:1"])
def test_signing_in_leads_nowhere_else(to: str, ben: Person, client: Client) -> None:
    ben.set_password("a long enough sentence")
    ben.save()
    sent = {"login": ben.email, "password": "a long enough sentence", "next": to}
    answer = client.post(reverse("account_login"), sent)
    assert answer.status_code == 302
    assert "evil" not in answer["Location"]
    assert not answer["Location"].startswith("javascript")


def test_nobody_is_signed_in_by_a_click_outside_of_the_demo(
    ben: Person, olga: Person, settings: Settings, client: Client
) -> None:
    settings.DEMO = False
    for person in (ben, olga):
        assert client.post(reverse("demo-sign-in"), {"person": person.ref}).status_code == 404
    assert "_auth_user_id" not in client.session
    assert "demo-sign-in" not in client.get(reverse("account_login")).content.decode()


@pytest.mark.parametrize("is_kept", [True, False])
def test_mails_that_open_accounts_are_shown_to_nobody_outside_of_the_demo(
    is_kept: bool, olga: Person, as_person: SignIn, settings: Settings
) -> None:
    settings.DEMO, settings.MAIL_IS_KEPT = False, is_kept
    kept = KeptMail.objects.create(
        message_id="", to="ben@example.com", subject="walrus", text="w", html="<p>w</p>", at=NOW
    )
    client = as_person(olga)
    assert "walrus" not in client.get(reverse("outbox")).content.decode()
    assert client.get(reverse("kept-mail", args=[kept.ref])).status_code == 404
    assert client.get(reverse("kept-mail-sheet", args=[kept.ref])).status_code == 404


def test_who_has_left_cannot_sign_in(ben: Person, client: Client) -> None:
    ben.set_password("a long enough sentence")
    ben.is_active = False
    ben.save()
    client.post(
        reverse("account_login"), {"login": ben.email, "password": "a long enough sentence"}
    )
    assert "_auth_user_id" not in client.session
