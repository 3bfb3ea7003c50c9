from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.models import Person
from tests.conftest import SignIn
from tests.reports.conftest import StartProgram
from tests.reports.crowd import pairs
from tests.reports.reading import page

QUERIES = 8


def test_before_anything_happened_each_question_says_so(hana: Person, as_person: SignIn) -> None:
    said = page(as_person(hana), "reports")
    assert "No pair is under way yet. Whether people stay cannot be said yet." in said
    assert "No program has been matched yet." in said


def test_one_sentence_and_four_questions(
    hana: Person,
    as_person: SignIn,
    start_program: StartProgram,
    weeks_ago: Callable[[int], date],
) -> None:
    pairs(12, start_program("Rising leaders"), from_on=weeks_ago(1))
    said = page(as_person(hana), "reports")
    assert "100\N{NO-BREAK SPACE}% of the 12 pairs under way keep their rhythm.".replace(
        "\N{NO-BREAK SPACE}", " "
    ) in said.replace("\N{NO-BREAK SPACE}", " ")
    for question in ("Are they meeting?", "Do they stay?", "Do they grow?", "Is it fair?"):
        assert question in said


@pytest.mark.parametrize("how_many", [1, 3])
def test_as_many_queries_whatever_the_rows(
    hana: Person,
    as_person: SignIn,
    start_program: StartProgram,
    weeks_ago: Callable[[int], date],
    how_many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(how_many):
        pairs(how_many, start_program(f"Program {n}"), from_on=weeks_ago(20), department=f"D{n}")
    client = as_person(hana)
    with django_assert_num_queries(QUERIES):
        client.get(reverse("reports"))
