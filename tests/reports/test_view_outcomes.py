"""The pages on staying and growing: one shape, two outcomes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.models import Person
from reports.periods import Period
from tests.conftest import SignIn
from tests.reports.conftest import StartProgram
from tests.reports.crowd import pair_up, pairs, promote, worker, workers
from tests.reports.reading import export, page

QUERIES = 5
PAGES = ["report-staying", "report-growing"]
GROUPS = "Those who took part and those who did not"


def company(
    start_program: StartProgram, year: Period, *, leavers: int, department: str = "Research"
) -> list[Person]:
    """Twelve pairs, of whose mentees so many left, and thirty others, ten of whom left."""
    program = start_program(f"Program of {department}")
    mid = year.first_on + timedelta(days=180)
    mentees = []
    for n in range(12):
        mentee = worker(department=department, left_on=mid if n < leavers else None)
        pair_up(
            worker(department=department), mentee, program, from_on=year.first_on + timedelta(30)
        )
        mentees.append(mentee)
    workers(20, department=department)
    workers(10, department=department, left_on=mid)
    return mentees


@pytest.mark.parametrize("name", PAGES)
def test_without_anybody_in_a_pairing_it_says_what_it_needs(
    hana: Person, as_person: SignIn, name: str
) -> None:
    workers(6)
    said = page(as_person(hana), name)
    assert "Nobody to follow yet" in said
    assert "Export CSV" not in said


def test_retention_stands_beside_its_like_and_is_called_unadjusted(
    hana: Person, as_person: SignIn, start_program: StartProgram, year: Period
) -> None:
    company(start_program, year, leavers=6)
    said = page(as_person(hana), "report-staying").replace("\N{NO-BREAK SPACE}", " ")
    assert "75.0 % of those who took part stayed, and 66.7 % of those who did not." in said
    assert (
        "People who take part differ from those who don't; this does not show what the program did."
    ) in said


def test_promotions_stand_beside_their_like(
    hana: Person, as_person: SignIn, start_program: StartProgram, year: Period
) -> None:
    for mentee in company(start_program, year, leavers=0)[:6]:
        promote(mentee, on=year.first_on + timedelta(days=90))
    for someone in workers(6):
        promote(someone, on=year.first_on + timedelta(days=90))
    rows = export(as_person(hana), "report-growing-export")
    assert rows[(GROUPS, "Took part", "Promoted")] == "6"
    assert rows[(GROUPS, "Took part", "Share promoted")] == "0.25"
    assert rows[(GROUPS, "Did not take part", "Promoted")] == "6"


def test_few_leavers_come_back_neither_by_page_nor_by_export_nor_from_those_outside(
    hana: Person, as_person: SignIn, start_program: StartProgram, year: Period
) -> None:
    company(start_program, year, leavers=3)
    client = as_person(hana)
    rows = export(client, "report-staying-export")
    for (_table, _group, figure), value in rows.items():
        assert (figure == "Employed at the start") == value.isdigit()
        assert figure == "Employed at the start" or value.startswith("hidden: fewer than 5")
    said = page(client, "report-staying")
    assert "Too few of those who took part left" in said
    assert "hidden" in said
    assert not any(told in said for told in ("87.5", "66.7", "12.5"))


def test_a_department_with_few_leavers_is_not_the_rest_of_the_others(
    hana: Person, as_person: SignIn, start_program: StartProgram, year: Period
) -> None:
    for department, leavers in (("Arts", 7), ("Books", 2), ("Cards", 6)):
        company(start_program, year, leavers=leavers, department=department)
    rows = export(as_person(hana), "report-staying-export")
    left = {
        group: value
        for (table, group, figure), value in rows.items()
        if table == "By department" and figure == "Left" and "took part" in group
    }
    hidden = {group for group, value in left.items() if value.startswith("hidden")}
    assert hidden == {"Arts: took part", "Books: took part"}
    assert rows[(GROUPS, "Took part", "Left")] == "15"


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("until", ["2020-01-15", "x", ""])
def test_only_the_periods_offered_may_be_asked_for(
    hana: Person, as_person: SignIn, year: Period, name: str, until: str
) -> None:
    client = as_person(hana)
    shown = client.get(reverse(name), {"until": until}).context["period"]
    assert shown == year


@pytest.mark.parametrize("how_many", [1, 3])
@pytest.mark.parametrize("name", PAGES)
def test_as_many_queries_whatever_the_rows(
    hana: Person,
    as_person: SignIn,
    start_program: StartProgram,
    year: Period,
    name: str,
    how_many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(how_many):
        from_on = year.first_on + timedelta(days=30)
        pairs(6, start_program(f"Program {n}"), from_on=from_on, department=f"D{n}")
    client = as_person(hana)
    with django_assert_num_queries(QUERIES):
        client.get(reverse(name))
