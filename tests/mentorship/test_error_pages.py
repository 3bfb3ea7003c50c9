"""When something goes wrong the page says what, in our look, and shows the way on."""

from __future__ import annotations

from django.test import Client, RequestFactory
from django.views.defaults import permission_denied, server_error

from people.models import Person
from tests.conftest import SignIn


def test_what_is_not_there_is_told_to_those_signed_in(as_person: SignIn, cleo: Person) -> None:
    answer = as_person(cleo).get("/nowhere/")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text
    assert 'role="search"' in answer.text
    assert 'aria-label="Rooms"' in answer.text


def test_signed_out_there_is_no_bar_over_it(db: None) -> None:
    assert 'aria-label="Rooms"' not in Client().get("/nowhere.txt").text


def test_what_is_not_allowed_keeps_the_bar(cleo: Person) -> None:
    request = RequestFactory().get("/")
    request.user = cleo
    assert 'aria-label="Rooms"' in permission_denied(request, Exception()).content.decode()


def test_our_own_mistake_is_told_even_where_nothing_is_known() -> None:
    answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.content.decode()


def test_what_is_not_allowed_says_whom_to_ask() -> None:
    answer = permission_denied(RequestFactory().get("/"), Exception())
    assert "ask an administrator" in answer.content.decode()


def test_a_form_that_stood_open_too_long_says_that_nothing_was_saved(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x"})
    assert answer.status_code == 403
    assert "Nothing was saved" in answer.text
