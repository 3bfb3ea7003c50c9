"""The bar shows each person the rooms they have, and no others."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from mentorship.navigation import ROOMS, Keys, doors, keys_of
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast


def rooms(person: Person, path: str = "/") -> list[str]:
    request = RequestFactory().get(path)
    request.user = Person.objects.get(pk=person.pk)
    return [str(door.label) for door in doors(request)]


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
    with django_assert_num_queries(1):
        doors(request)


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
    request = RequestFactory().get(path)
    request.user = Person.objects.get(pk=cleo.pk)
    marked = [str(door.label) for door in doors(request) if door.here]
    assert marked == ([here] if here else [])


def test_a_room_is_marked_on_the_pages_below_it(ada: Person) -> None:
    request = RequestFactory().get("/programs/abcdefghjk/")
    request.user = Person.objects.get(pk=ada.pk)
    marked = [(str(door.label), door.exactly) for door in doors(request) if door.here]
    assert marked == [("Programs", False)]
