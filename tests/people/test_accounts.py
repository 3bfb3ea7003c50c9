"""What allauth may do here, asked through its pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from people.models import Person

PASSWORD = "a horse and a battery"


@pytest.fixture(autouse=True)
def kept_mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


@pytest.fixture
def sean(db: None) -> Person:
    return Person.objects.create_user("sean@example.com", "Seán O'Neill", PASSWORD)


def sign_in(client: Client, email: str, password: str) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password})


def test_the_address_is_the_name_whatever_its_case(client: Client, sean: Person) -> None:
    assert sign_in(client, "Sean@Example.COM", PASSWORD).status_code == 302
    assert client.session["_auth_user_id"] == str(sean.pk)


def test_a_closed_account_does_not_open(client: Client, sean: Person) -> None:
    Person.objects.update(is_active=False)
    sign_in(client, sean.email, PASSWORD)
    assert "_auth_user_id" not in client.session


def test_unknown_address_and_wrong_password_are_told_alike(client: Client, sean: Person) -> None:
    answers = [
        sign_in(client, "nobody@example.com", PASSWORD).text,
        sign_in(client, sean.email, "wrong").text,
    ]
    assert all("do not belong together" in answer for answer in answers)


def test_the_reset_link_is_ours_whatever_address_was_asked(
    client: Client, sean: Person, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.PUBLIC_URL = "https://mentoring.example.com"
    client.post(
        "/accounts/password/reset/", {"email": sean.email}, headers={"host": "evil.example"}
    )
    (message,) = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    html = str(message.alternatives[0][0])
    assert message.subject == "Choose a new password"
    assert "https://mentoring.example.com/accounts/password/reset/key/" in message.body
    assert "https://mentoring.example.com/accounts/password/reset/key/" in html
    assert "evil.example" not in message.body + html


def test_nobody_is_told_whether_an_address_is_known(client: Client, sean: Person) -> None:
    known = client.post("/accounts/password/reset/", {"email": sean.email}, follow=True)
    unknown = client.post("/accounts/password/reset/", {"email": "no@example.com"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert [message.to for message in mail.outbox] == [[sean.email]]


def test_whose_password_changes_is_told_by_name(client: Client, sean: Person) -> None:
    client.force_login(sean)
    changed = client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "new long words", "password2": "new long words"},
    )
    assert changed.status_code == 302
    (message,) = mail.outbox
    assert message.to == [sean.email]
    assert "Hello Seán," in message.body
    assert "was changed" in message.body
    assert "&#x27;" not in message.body


def test_a_short_password_is_refused_with_the_reason(client: Client, sean: Person) -> None:
    client.force_login(sean)
    answer = client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "short", "password2": "short"},
    )
    assert "at least 12 characters" in answer.text
    assert mail.outbox == []


@pytest.mark.parametrize(
    "path",
    ["2fa/", "password/change/", "2fa/totp/activate/", "2fa/webauthn/", "2fa/recovery-codes/"],
)
def test_what_protects_an_account_is_for_its_owner(client: Client, db: None, path: str) -> None:
    answer = client.get(f"/accounts/{path}")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
