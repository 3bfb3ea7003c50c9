"""Every address lets in those it is for, and does not exist for anybody else."""

from __future__ import annotations

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from history.models import Event
from tests.attacks.addresses import ADDRESSES, EVERYBODY, NOWHERE, OPEN
from tests.attacks.house import House, patterns, undone
from tests.conftest import SignIn

IN, OUT, AWAY = "let in", "not there", "sent to sign in"


def kind_of(answer: HttpResponseBase) -> str:
    if answer.status_code == 302 and answer["Location"].startswith(reverse("account_login")):
        return AWAY
    if answer.status_code in (200, 302, 422):
        return IN
    return OUT if answer.status_code == 404 else str(answer.status_code)


def asked(client: Client, address: str) -> str:
    """What comes of looking, or of sending an empty form where one cannot look."""
    with undone():
        answer = client.get(address)
        if answer.status_code == 405:
            answer = client.post(address, {"version": "1"})
        return kind_of(answer)


def test_every_address_is_in_the_list() -> None:
    own = {str(one.name) for one in patterns() if "allauth" not in one.callback.__module__}
    own -= {name for name in own if name.startswith(("account_", "mfa_"))}
    assert own == {*ADDRESSES, *OPEN, *NOWHERE}


@pytest.mark.parametrize("name", sorted(EVERYBODY))
def test_somebody_is_let_in_where_they_belong_and_nowhere_else(
    name: str, house: House, as_person: SignIn
) -> None:
    client = as_person(house[name])
    client.raise_request_exception = False
    found, wanted = {}, {}
    for route, (who, parts) in ADDRESSES.items():
        found[route] = asked(client, reverse(route, kwargs=parts(house)))
        wanted[route] = IN if name in who else OUT
    assert found == wanted


def test_nobody_is_let_in_without_signing_in(house: House) -> None:
    client = Client(raise_request_exception=False)
    found = {
        route: asked(client, reverse(route, kwargs=parts(house)))
        for route, (_who, parts) in ADDRESSES.items()
    }
    assert set(found.values()) <= {AWAY, "405"}
    posted = {
        route: kind_of(client.post(reverse(route, kwargs=parts(house))))
        for route, (_who, parts) in ADDRESSES.items()
    }
    assert set(posted.values()) == {AWAY}


def test_who_has_left_the_company_is_out_at_once(house: House, as_person: SignIn) -> None:
    cleo = house["cleo"]
    client = as_person(cleo)
    cleo.is_active = False
    cleo.save()
    found = {
        asked(client, reverse(route, kwargs=parts(house)))
        for route, (_who, parts) in ADDRESSES.items()
    }
    assert found <= {AWAY, "405"}


def test_who_is_let_in_cannot_change_anything_by_looking(house: House, as_person: SignIn) -> None:
    """A link in a mail or a picture on a page changes nothing."""
    before = Event.objects.count()
    for name in ("ada", "ben", "cleo", "olga", "una"):
        client = as_person(house[name])
        for who, parts, route in ((w, p, r) for r, (w, p) in ADDRESSES.items()):
            if name in who:
                client.get(reverse(route, kwargs=parts(house)))
    assert Event.objects.count() == before


def test_no_form_is_taken_without_its_token(house: House) -> None:
    for name in ("ada", "ben", "cleo", "olga", "una"):
        client = Client(enforce_csrf_checks=True)
        client.force_login(house[name])
        found = {
            client.post(reverse(route, kwargs=parts(house))).status_code
            for route, (who, parts) in ADDRESSES.items()
            if name in who
        }
        assert found <= {403, 405}
