"""What every answer says to the browser: load nothing from elsewhere, keep nothing, show nobody."""

from __future__ import annotations

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from tests.attacks.addresses import ADDRESSES
from tests.attacks.house import House
from tests.conftest import SignIn

FRAMED = {
    *("kept-mail-sheet", "kind-sheet", "program-wording-sheet", "announcement-sheet"),
}  # mails, shown in a sandboxed frame of ours


@pytest.fixture
def answers(house: House, as_person: SignIn, settings: Settings) -> dict[str, HttpResponseBase]:
    """Each address, looked at by one of those it is for."""
    settings.MAIL_IS_KEPT = True
    return {
        route: as_person(house[min(who)]).get(reverse(route, kwargs=parts(house)))
        for route, (who, parts) in ADDRESSES.items()
    }


def test_no_answer_may_run_or_load_what_is_not_ours(answers: dict[str, HttpResponseBase]) -> None:
    for route, answer in answers.items():
        rules = answer["Content-Security-Policy"]
        assert "default-src 'self'" in rules or "default-src 'none'" in rules, route
        assert "unsafe" not in rules, route
        assert "*" not in rules, route


def test_no_answer_can_be_put_into_a_frame(answers: dict[str, HttpResponseBase]) -> None:
    for route, answer in answers.items():
        assert answer["X-Frame-Options"] == ("SAMEORIGIN" if route in FRAMED else "DENY"), route


def test_no_answer_tells_others_where_one_comes_from(answers: dict[str, HttpResponseBase]) -> None:
    for route, answer in answers.items():
        assert answer["Referrer-Policy"] == "same-origin", route
        assert answer["X-Content-Type-Options"] == "nosniff", route


def test_nothing_stays_behind_after_signing_out(answers: dict[str, HttpResponseBase]) -> None:
    """The back button shows nothing, and no proxy keeps a page."""
    for route, answer in answers.items():
        assert "no-store" in answer.get("Cache-Control", ""), route


def test_pages_without_signing_in_may_be_kept(client: Client, db: None) -> None:
    assert client.get(reverse("account_login")).status_code == 200


def test_cookies_are_for_this_site_and_not_for_scripts(house: House, client: Client) -> None:
    house["ben"].set_password("a long enough sentence")
    house["ben"].save()
    client.post(
        reverse("account_login"),
        {"login": "ben.person@example.com", "password": "a long enough sentence"},
    )
    session = client.cookies["sessionid"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    assert client.cookies["csrftoken"]["samesite"] == "Lax"


@pytest.mark.parametrize("path", ["/nowhere/", "/pairings/2222222222/", "/static/nowhere.js"])
def test_what_is_not_there_tells_nothing(path: str, house: House, as_person: SignIn) -> None:
    answer = as_person(house["dan"]).get(path)
    assert answer.status_code == 404
    assert "zebra" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
