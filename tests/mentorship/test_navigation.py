"""The bar shows each person the rooms they have, and no others."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from mentorship.navigation import ROOMS, Bar, Keys, bar, keys_of
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast


def bar_of(person: Person, path: str = "/") -> Bar:
    request = RequestFactory().get(path)
    request.user = Person.objects.get(pk=person.pk)
    found = bar(request)
    assert found
    return found


def rooms(person: Person, path: str = "/") -> list[str]:
    return [str(door.label) for door in bar_of(person, path).rooms]


def test_a_participant_has_home_pairings_and_resources(mentee: Participant, cleo: Person) -> None:
    assert keys_of(cleo) == Keys(
        participant=True, program_admin=False, hr=False, administrator=False
    )
    assert rooms(cleo) == ["Home", "My pairings", "Resources"]


def test_who_runs_a_program_has_its_rooms_even_without_the_role(program: Program) -> None:
    helper = cast.person("Gil Helper")
    program.admins.create(person=helper, appointed_at=cast.NOW)
    assert keys_of(helper).program_admin
    assert "Programs" in rooms(helper)


def test_somebody_new_has_home_alone(db: None) -> None:
    assert rooms(cast.person("New Here")) == ["Home"]


def test_hr_and_administrators_have_theirs(hana: Person, olga: Person) -> None:
    assert keys_of(hana) == Keys(
        participant=False, program_admin=False, hr=True, administrator=False
    )
    assert keys_of(olga).administrator
    assert {"Desk", "Directory", "Outbox", "Audit"}.isdisjoint(rooms(hana))
    assert {"Desk", "Reports", "Resources"}.isdisjoint(rooms(olga))


def test_with_several_roles_all_stand_in_one_bar(db: None) -> None:
    everybody = Keys(participant=True, program_admin=True, hr=True, administrator=True)
    assert all(room.opens_for(everybody) for room in ROOMS)


def test_the_bar_costs_one_query(
    mentee: Participant, cleo: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request = RequestFactory().get("/")
    request.user = Person.objects.get(pk=cleo.pk)
    for number in range(3):
        cast.told(cleo, f"News {number}")
    with django_assert_num_queries(1):
        bar(request)


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/", "Home"),
        ("/pairings/abcdefghjk/", "My pairings"),
        ("/goals/abcdefghjk/", "My pairings"),
        ("/nowhere/", None),
    ],
)
def test_the_room_one_stands_in_is_marked(
    mentee: Participant, cleo: Person, path: str, here: str | None
) -> None:
    marked = [str(door.label) for door in bar_of(cleo, path).rooms if door.here]
    assert marked == ([here] if here else [])


def test_a_room_is_marked_on_the_pages_below_it(ada: Person) -> None:
    opened = bar_of(ada, "/programs/abcdefghjk/")
    assert [(str(door.label), door.exactly) for door in opened.rooms if door.here] == [
        ("Programs", False)
    ]
    assert not opened.inbox.here


def test_the_bell_counts_what_is_new_to_its_owner(cleo: Person, ben: Person) -> None:
    cast.told(cleo, "One")
    cast.told(cleo, "Two")
    cast.told(cleo, "Read", read_at=cast.NOW)
    cast.told(cleo, "Dropped again", state="dropped")
    cast.told(cleo, "A digest", kind="digest_daily")
    cast.told(cleo, "Not written yet", state="planned", written_at=None)
    cast.told(ben, "For Ben")
    assert bar_of(cleo).inbox.count == 2
    assert bar_of(ben).inbox.count == 1


@pytest.mark.parametrize("path", ["/inbox/", "/preferences/"])
def test_the_bell_is_marked_on_its_pages(cleo: Person, path: str) -> None:
    opened = bar_of(cleo, path)
    assert opened.inbox.here
    assert opened.inbox.exactly == (path == "/inbox/")
    assert not [door for door in opened.rooms if door.here]


def test_who_is_not_signed_in_has_no_bar() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert bar(request) is None
