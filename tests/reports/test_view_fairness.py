from __future__ import annotations

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.models import Person
from programs.models import Program
from tests import cast
from tests.conftest import SignIn
from tests.reports.crowd import workers
from tests.reports.reading import export, page

QUERIES = 5


def apply(program: Program, how_many: int, state: str, **record: object) -> None:
    for someone in workers(how_many, **record):
        cast.participant(someone, program, "mentee", state=state)


def test_before_a_match_it_says_what_must_happen_first(hana: Person, as_person: SignIn) -> None:
    assert "No decisions to look at yet" in page(as_person(hana), "report-fairness")


def test_admission_is_shown_by_group(hana: Person, as_person: SignIn, program: Program) -> None:
    for gender, admitted, declined in (("female", 9, 6), ("male", 6, 9)):
        apply(program, admitted, "admitted", gender=gender)
        apply(program, declined, "declined", gender=gender)
    client = as_person(hana)
    rows = export(client, "report-fairness-export")
    assert rows[("By gender", "Female", "Share admitted")] == "0.6"
    assert rows[("By gender", "Male", "Share admitted")] == "0.4"
    said = page(client, "report-fairness").replace("\N{NO-BREAK SPACE}", " ")
    assert "50 % of the 30 people who applied to be mentored were admitted" in said
    assert "By gender: admitted from 40 % (Male) to 60 % (Female), unadjusted" in said


def test_equal_shares_are_not_called_a_range(
    hana: Person, as_person: SignIn, program: Program
) -> None:
    for place in ("Ankara", "Bergen"):
        apply(program, 6, "admitted", location=place)
        apply(program, 6, "declined", location=place)
    said = page(as_person(hana), "report-fairness").replace("\N{NO-BREAK SPACE}", " ")
    assert "By location: 50 % admitted wherever it can be shown, unadjusted" in said


def test_a_chart_of_hidden_rows_alone_is_a_sentence_instead(
    hana: Person, as_person: SignIn, program: Program
) -> None:
    for number in range(6):
        apply(program, 2, "admitted", location=f"Place {number}")
        apply(program, 2, "declined", location=f"Place {number}")
    said = page(as_person(hana), "report-fairness")
    assert "admitted-location-" not in said
    assert "Every group here is too small to be shown" in said


def test_a_few_turned_down_in_a_place_are_not_the_rest_of_the_others(
    hana: Person, as_person: SignIn, program: Program
) -> None:
    for place, declined in (("Ankara", 7), ("Bergen", 2), ("Cork", 6)):
        apply(program, 9, "admitted", location=place)
        apply(program, declined, "declined", location=place)
    rows = export(as_person(hana), "report-fairness-export")
    shown = {
        place: rows[("By location", place, "Admitted")] for place in ("Ankara", "Bergen", "Cork")
    }
    assert shown["Cork"] == "9"
    assert shown["Ankara"].startswith("hidden")
    assert shown["Bergen"].startswith("hidden")


@pytest.mark.parametrize("how_many", [1, 3])
def test_as_many_queries_whatever_the_rows(
    hana: Person,
    as_person: SignIn,
    program: Program,
    how_many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(how_many):
        apply(program, 6, "admitted", location=f"Place {n}")
    client = as_person(hana)
    with django_assert_num_queries(QUERIES):
        client.get(reverse("report-fairness"))
