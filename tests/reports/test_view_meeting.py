from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kit.clock import today
from pairings import sessions
from pairings.models import Pairing
from people.models import Person
from tests.conftest import SignIn
from tests.reports.conftest import StartProgram
from tests.reports.crowd import pairs
from tests.reports.reading import export, page

QUERIES = 6
WeeksAgo = Callable[[int], date]


def meet(pairing: Pairing, *, on: date) -> None:
    at = datetime.combine(on, time(10), UTC)
    sessions.log(
        pairing,
        by=pairing.mentor.person,
        at=at + timedelta(hours=2),
        starts_at=at,
        minutes=60,
        how="video",
    )


def test_without_pairs_it_says_what_must_happen_first(hana: Person, as_person: SignIn) -> None:
    said = page(as_person(hana), "report-meeting")
    assert "Figures appear once a match is published" in said
    assert "Export CSV" not in said


def test_a_logged_session_moves_the_figures(
    hana: Person, as_person: SignIn, start_program: StartProgram, weeks_ago: WeeksAgo
) -> None:
    made = pairs(6, start_program("Rising leaders"), from_on=weeks_ago(8))
    client = as_person(hana)
    assert "Sessions held 0" in page(client, "report-meeting")
    for pairing in made:
        meet(pairing, on=weeks_ago(1))
    said = page(client, "report-meeting")
    assert "Sessions held 6" in said
    assert "of the 6 pairs under way keep their rhythm" in said


def test_a_small_program_comes_back_by_no_filter_and_no_export(
    hana: Person, as_person: SignIn, start_program: StartProgram, weeks_ago: WeeksAgo
) -> None:
    small, middle, large = (start_program(name) for name in ("A small", "B middle", "C large"))
    for pairing in pairs(3, small, from_on=weeks_ago(20)):
        meet(pairing, on=weeks_ago(6))
    pairs(7, middle, from_on=weeks_ago(20))
    pairs(9, large, from_on=weeks_ago(20))
    client = as_person(hana)
    for months in ("3", "6", "12"):
        rows = export(client, "report-meeting-export", months=months)
        for name in ("A small", "B middle"):
            told = {value for (table, group, _), value in rows.items() if group == name}
            assert {value[:6] for value in told} == {"hidden"}
        assert rows[("By program", "C large", "Pairs today")] == "9"
        filtered = export(client, "report-meeting-export", months=months, program=small.ref)
        assert {value[:6] for value in filtered.values()} == {"hidden"}
    said = page(client, "report-meeting", program=small.ref)
    assert (
        "Hidden: fewer than 5 pairs are under way, or it would give away so small a group." in said
    )


def test_one_program_shows_no_departments(
    hana: Person, as_person: SignIn, start_program: StartProgram, weeks_ago: WeeksAgo
) -> None:
    one = start_program("Rising leaders")
    pairs(6, one, from_on=weeks_ago(8), department="Sales")
    client = as_person(hana)
    assert "Sales" in page(client, "report-meeting")
    assert "Sales" not in page(client, "report-meeting", program=one.ref)


@pytest.mark.parametrize("nonsense", ["-1", "1000000", "x", "6'"])
def test_a_period_that_is_not_offered_is_the_first_one(
    hana: Person, as_person: SignIn, nonsense: str
) -> None:
    assert as_person(hana).get(reverse("report-meeting"), {"months": nonsense}).status_code == 200


def test_the_export_runs_no_formula(
    hana: Person, as_person: SignIn, start_program: StartProgram, weeks_ago: WeeksAgo
) -> None:
    pairs(6, start_program("=HYPERLINK(1)"), from_on=weeks_ago(8))
    rows = export(as_person(hana), "report-meeting-export")
    assert ("By program", "'=HYPERLINK(1)", "Pairs today") in rows


@pytest.mark.parametrize("how_many", [1, 3])
def test_as_many_queries_whatever_the_rows(
    hana: Person,
    as_person: SignIn,
    start_program: StartProgram,
    how_many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(how_many):
        start = today() - timedelta(days=90)
        pairs(how_many, start_program(f"Program {n}"), from_on=start, department=f"D{n}")
    client = as_person(hana)
    with django_assert_num_queries(QUERIES):
        client.get(reverse("report-meeting"))
