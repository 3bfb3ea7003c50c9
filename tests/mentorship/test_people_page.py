from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.conftest import SignIn

URL = reverse("people")


@pytest.mark.parametrize("who", ["ada", "hana", "olga"])
def test_colleagues_are_shown_without_salary_and_gender(
    who: str, ben: Person, as_person: SignIn, request: pytest.FixtureRequest
) -> None:
    record = cast.employment(ben, gender="gender-x", location="London")
    record.annual_salary = 71916
    record.save()
    page = as_person(request.getfixturevalue(who)).get(URL).content.decode()
    assert "Ben Okafor" in page
    assert "Research Scientist" in page
    assert "London" in page
    assert "gender-x" not in page
    assert "71916" not in page


def test_whoever_runs_a_program_sees_it_without_a_role(
    program: Program, ben: Person, as_person: SignIn
) -> None:
    program.admins.create(person=ben, appointed_at=cast.NOW)
    assert as_person(ben).get(URL).status_code == 200


def test_rows_lead_to_the_place_in_ones_own_programs(
    mentor: Participant, dan: Person, ada: Person, hana: Person, as_person: SignIn
) -> None:
    place = reverse("roster-person", args=[mentor.program.ref, mentor.ref])
    page = as_person(ada).get(URL).content.decode()
    assert f'href="{place}"' in page
    assert "Another program" not in page  # Dan's, which somebody else runs
    assert "/roster/" not in as_person(hana).get(URL).content.decode()


def test_it_is_not_for_participants(cleo: Person, as_person: SignIn) -> None:
    assert as_person(cleo).get(URL).status_code == 404


def test_people_who_left_are_not_shown(ada: Person, ben: Person, as_person: SignIn) -> None:
    Person.objects.filter(pk=ben.pk).update(is_active=False)
    assert "Ben Okafor" not in as_person(ada).get(URL).content.decode()


def test_a_part_of_a_name_narrows_it_down(ada: Person, ben: Person, as_person: SignIn) -> None:
    client = as_person(ada)
    assert "Ben Okafor" in client.get(URL, {"q": "oka"}).content.decode()
    assert "Nobody fits" in client.get(URL, {"q": "zzz"}).content.decode()
    assert client.post(URL).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(ada: Person, as_person: SignIn, count: int) -> None:
    for number in range(count):
        cast.employment(cast.person(f"Worker Number{number}"))
    client = as_person(ada)
    with CaptureQueriesContext(connection) as queries:
        client.get(URL)
    assert len(queries) == 7
