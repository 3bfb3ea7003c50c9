from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Person
from tests import cast
from tests.conftest import SignIn

URL = reverse("directory")


@pytest.fixture
def staff(olga: Person, ben: Person, cleo: Person, dan: Person) -> None:
    cast.employment(ben, department="Sales", location="London")
    cast.employment(cleo, department="Finance")
    cast.employment(dan, left_on=date(2025, 1, 1))


def names(page: str) -> set[str]:
    return {name for name in ("Ben", "Cleo", "Dan", "Olga") if f">{name} " in page}


@pytest.mark.usefixtures("staff")
@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, {"Ben", "Cleo"}),
        ({"q": "okafor"}, {"Ben"}),
        ({"department": "Finance"}, {"Cleo"}),
        ({"location": "London"}, {"Ben"}),
        ({"state": "left"}, {"Dan"}),
        ({"state": "nonsense", "department": "Nowhere"}, {"Ben", "Cleo"}),
    ],
)
def test_the_choice_in_the_address_is_what_is_shown(
    olga: Person, as_person: SignIn, query: dict[str, str], shown: set[str]
) -> None:
    page = as_person(olga).get(URL, query).content.decode()
    main = page.split("<main", 1)[1]
    assert names(main) == shown
    assert "<strong>2</strong> people work here; 1 have left." in main


@pytest.mark.usefixtures("staff")
def test_whoever_was_invited_is_found_under_not_in_the_hr_file(
    olga: Person, as_person: SignIn
) -> None:
    page = as_person(olga).get(URL, {"state": "no-record"}).content.decode()
    assert names(page.split("<main", 1)[1]) == {"Olga"}


@pytest.mark.usefixtures("staff")
def test_an_employee_is_found_by_number(olga: Person, ben: Person, as_person: SignIn) -> None:
    page = as_person(olga).get(URL, {"q": ben.employment.number, "department": "Sales"})
    assert names(page.content.decode().split("<main", 1)[1]) == {"Ben"}


def test_an_empty_directory_says_how_to_start(olga: Person, as_person: SignIn) -> None:
    page = as_person(olga).get(URL).content.decode()
    assert "Start with the HR files" in page
    assert reverse("directory-import") in page


def test_a_choice_that_nobody_fits_can_be_cleared(olga: Person, as_person: SignIn) -> None:
    assert "Nobody fits this choice" in as_person(olga).get(URL, {"q": "zzz"}).content.decode()


@pytest.mark.parametrize("who", ["ada", "hana", "cleo"])
def test_it_is_for_administrators_alone(
    who: str, as_person: SignIn, request: pytest.FixtureRequest
) -> None:
    assert as_person(request.getfixturevalue(who)).get(URL).status_code == 404


def test_it_is_only_read(olga: Person, as_person: SignIn) -> None:
    assert as_person(olga).post(URL).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(olga: Person, as_person: SignIn, count: int) -> None:
    for number in range(count):
        cast.employment(cast.person(f"Worker Number{number}"))
    client = as_person(olga)
    with CaptureQueriesContext(connection) as queries:
        client.get(URL)
    assert len(queries) == 9
