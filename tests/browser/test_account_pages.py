"""Signing in and what protects an account, in the browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from people.models import Person
from tests.browser.conftest import OpenPage
from tests.browser.looking import assert_good
from tests.browser.walking import follow

PASSWORD = "a horse and a battery"


@pytest.fixture
def cleo(transactional_db: None) -> Person:
    return Person.objects.create_user("cleo@example.com", "Cleo Martin", PASSWORD)


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_signs_in_and_out(open_page: OpenPage, cleo: Person) -> None:
    page = open_page(None)
    sign_in(page, cleo.email, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Cleo")
    page.get_by_text("Your menu, Cleo Martin").locator("..").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    page.goto("/")
    expect(page).to_have_url(re.compile("/accounts/login/"))


def test_a_wrong_password_is_told_in_a_summary_that_has_the_focus(
    open_page: OpenPage, cleo: Person
) -> None:
    page = open_page(None)
    sign_in(page, cleo.email, "something else")
    summary = page.get_by_role("alert").filter(has_text="There is a problem")
    expect(summary).to_contain_text("do not belong together")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_label("E-mail")).to_have_value(cleo.email)
    assert_good(page)


def test_a_forgotten_password_is_replaced_by_the_link_in_the_mail(
    open_page: OpenPage, cleo: Person, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    page = open_page(None)
    page.goto("/accounts/login/")
    assert_good(page)
    follow(page, "Forgot your password?")
    assert_good(page)
    page.get_by_label("E-mail").fill("Cleo@Example.com")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    assert_good(page)
    link = re.search(
        rf"{settings.PUBLIC_URL}(/accounts/password/reset/key/\S+)", str(mail.outbox[0].body)
    )
    assert link
    page.goto(link[1])
    assert_good(page)
    page.get_by_label("New password", exact=True).fill("another long password")
    page.get_by_label("New password, once more").fill("another long password")
    page.get_by_role("button", name="Save password").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your password is changed")
    sign_in(page, cleo.email, "another long password")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Cleo")


def test_a_passkey_is_added_and_signs_in(open_page: OpenPage, cleo: Person, settings: Any) -> None:
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    page = open_page(None)
    give_authenticator(page)
    sign_in(page, cleo.email, PASSWORD)
    page.goto("/accounts/2fa/")
    assert_good(page)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Add a passkey")
    assert_good(page)
    page.get_by_label("Sign in with this alone, without a password").check()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    assert_good(page)
    page.goto("/accounts/2fa/webauthn/")
    assert_good(page)
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Cleo")


def test_a_passkey_that_fails_says_so_in_words(open_page: OpenPage, cleo: Person) -> None:
    page = open_page(None)
    give_authenticator(page)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("That did not work.")).to_be_visible()
    assert_good(page)


def test_an_app_is_set_up_with_a_confirmed_password(open_page: OpenPage, cleo: Person) -> None:
    page = open_page(cleo)
    page.goto("/accounts/2fa/totp/activate/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    assert_good(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up an authenticator app")
    page.get_by_text("Cannot scan it?").click()
    assert_good(page)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Use this app").click()
    expect(page.get_by_role("alert").filter(has_text="There is a problem")).to_be_visible()
    assert_good(page)


def test_works_without_scripts(open_page: OpenPage, cleo: Person) -> None:
    page = open_page(None, java_script_enabled=False)
    sign_in(page, cleo.email, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Cleo")
    page.get_by_text("Your menu, Cleo Martin").locator("..").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    page.goto("/")
    expect(page).to_have_url(re.compile("/accounts/login/"))


def give_authenticator(page: Page) -> None:
    """A fingerprint reader that always says yes."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
