"""What a pair wrote is the pair's: nobody else finds any of its pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import URLResolver, reverse

from mentorship.urls import urlpatterns
from pairings import agenda, extending, sessions
from pairings.models import AgendaItem, ExtensionRequest, Pairing, Session
from people.models import Person
from tests.cast import NOW
from tests.conftest import SignIn


def flat(patterns: list[Any]) -> Iterator[Any]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from flat(pattern.url_patterns)
        else:
            yield pattern


ROUTES = {
    str(one.name): str(one.pattern)
    for one in flat(urlpatterns)
    if str(one.pattern).startswith("pairings/<ref:ref>/")
}


@pytest.fixture
def item(pairing: Pairing, ben: Person) -> AgendaItem:
    return agenda.add(pairing, by=ben, at=NOW, text="zebra-agenda")


@pytest.fixture
def session(pairing: Pairing, ben: Person) -> Session:
    later = NOW + timedelta(days=2)
    sessions.log(
        pairing, by=ben, at=NOW, starts_at=NOW, minutes=60, how="video", note="zebra-shared"
    )
    return sessions.plan(pairing, by=ben, at=NOW, starts_at=later, minutes=60, how="video")


@pytest.fixture(autouse=True)
def asked(pairing: Pairing, ben: Person) -> ExtensionRequest:
    return extending.ask(pairing, by=ben, at=NOW, to_on=pairing.ends_on + timedelta(days=30))


def address(name: str, pairing: Pairing, item: AgendaItem, session: Session) -> str:
    refs = {"ref": pairing.ref}
    if "extension_ref" in ROUTES[name]:
        refs["extension_ref"] = pairing.extension_requests.get().ref
    if "item_ref" in ROUTES[name]:
        refs["item_ref"] = item.ref
    if "session_ref" in ROUTES[name]:
        refs["session_ref"] = session.ref
    return reverse(name, kwargs=refs)


def test_all_pages_of_a_pair_are_in_this_test() -> None:
    assert len(ROUTES) >= 26


@pytest.mark.parametrize("name", list(ROUTES))
def test_a_stranger_finds_nothing(
    name: str,
    strangers: list[Person],
    as_person: SignIn,
    pairing: Pairing,
    item: AgendaItem,
    session: Session,
) -> None:
    url = address(name, pairing, item, session)
    for stranger in strangers:
        client = as_person(stranger)
        for answer in (client.get(url), client.post(url)):
            assert answer.status_code in (404, 405)
            assert b"zebra" not in answer.content
    assert AgendaItem.objects.open().count() == 1
    assert Pairing.objects.get(pk=pairing.pk).state == "active"


@pytest.mark.parametrize("name", list(ROUTES))
def test_the_pair_finds_every_page_or_is_told_to_post(
    name: str,
    as_person: SignIn,
    cleo: Person,
    pairing: Pairing,
    item: AgendaItem,
    session: Session,
) -> None:
    answer = as_person(cleo).get(address(name, pairing, item, session))
    assert answer.status_code in (200, 405)


def test_another_pairs_item_is_not_reached_through_ones_own(
    as_person: SignIn, dan: Person, pairing: Pairing, item: AgendaItem
) -> None:
    url = reverse("agenda-dropping", args=[pairing.ref, item.ref])
    assert as_person(dan).post(url).status_code == 404
    item.refresh_from_db()
    assert item.state == "open"
