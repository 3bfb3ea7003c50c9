"""Every address says for whom it is, and what only some may use is closed to all others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kit.access import Audience
from people.models import Person
from tests.conftest import SignIn

FOREIGN = ("allauth.",)  # mark themselves with Django's own login decorators


def patterns(of: URLResolver | None = None) -> Iterator[URLPattern]:
    for one in (of or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one)
        else:
            yield one


def module_of(pattern: URLPattern) -> str:
    view = pattern.callback
    return str(getattr(view, "view_class", view).__module__)


OWN = [one for one in patterns() if not module_of(one).startswith(FOREIGN)]


def address(pattern: URLPattern) -> str:
    kinds = {"ref": "2222222222", "int": 1, "str": "x", "slug": "x", "uuid": "0" * 32}
    parts = pattern.pattern.converters.items()
    known = {"RefConverter": "ref", "IntConverter": "int", "StringConverter": "str"}
    return reverse(
        str(pattern.name),
        kwargs={name: kinds[known.get(type(kind).__name__, "slug")] for name, kind in parts},
    )


@pytest.mark.parametrize("pattern", OWN, ids=lambda one: str(one.name or one.pattern))
def test_every_view_says_for_whom_it_is(pattern: URLPattern) -> None:
    who = getattr(pattern.callback, "audience", ())
    assert who, f"{module_of(pattern)}.{pattern.name}: add @audience(...) of kit.access"
    assert pattern.name, f"{module_of(pattern)}: a view without a name cannot be linked to"


@pytest.mark.parametrize(
    "pattern",
    [one for one in OWN if Audience.ANYONE not in getattr(one.callback, "audience", ())],
    ids=lambda one: str(one.name),
)
def test_who_is_not_signed_in_is_sent_to_sign_in(db: None, pattern: URLPattern) -> None:
    answer = Client().get(address(pattern))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


ROLES = {Audience.HR, Audience.ADMINISTRATOR}


@pytest.mark.parametrize(
    "pattern",
    [one for one in OWN if ROLES.issuperset(getattr(one.callback, "audience", "?"))],
    ids=lambda one: str(one.name),
)
def test_a_page_of_a_role_does_not_exist_for_others(
    pattern: URLPattern, as_person: SignIn, cleo: Person
) -> None:
    client = as_person(cleo)
    found = {client.get(address(pattern)).status_code, client.post(address(pattern)).status_code}
    assert found <= {404, 405}


@pytest.mark.parametrize("path", ["signup/", "email/", "confirm-email/", "login/code/", "social/"])
def test_what_is_not_used_of_allauth_has_no_address(client: Client, db: None, path: str) -> None:
    assert client.get(f"/accounts/{path}").status_code in (302, 404)
    assert not [one for one in patterns() if str(one.pattern) == path]
