"""From application to match, by group, counted by hand."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from pairings import lifecycle
from people.models import Person
from programs.models import Program
from reports.figures import fairness
from reports.figures.fairness import Way
from tests import cast
from tests.reports.crowd import pair_up, worker, workers


def apply(program: Program, how_many: int, state: str, **record: object) -> list[Person]:
    people = workers(how_many, **record)
    for someone in people:
        cast.participant(someone, program, "mentee", state=state)
    return people


def cell(department: str, gender: str, *way: int) -> fairness.Cell:
    return {"department": department, "location": "Berlin", "gender": gender}, Way(*way)


def test_people_are_followed_from_application_to_match(program: Program) -> None:
    apply(program, 5, "declined", gender="female")
    apply(program, 6, "admitted", gender="female")
    for someone in workers(7, gender="female"):
        pair_up(worker(), someone, program, from_on=cast.TODAY)
    everybody = fairness.figures().everybody
    assert (everybody.applied, everybody.admitted, everybody.matched) == (18, 13, 7)
    assert everybody.admitted_share == pytest.approx(13 / 18)
    assert everybody.matched_share == pytest.approx(7 / 13)


def test_a_match_that_was_taken_back_is_none(program: Program, ada: Person) -> None:
    for someone in workers(7):
        pair = (
            cast.participant(worker(), program, "mentor"),
            cast.participant(someone, program, "mentee"),
        )
        made = cast.pairing(*pair, state="proposed")
        lifecycle.take_back(made, by=ada, at=cast.NOW, on=cast.TODAY)
    assert sum(way.admitted for _where, way in fairness.read()) == 7
    assert not any(way.matched for _where, way in fairness.read())


def test_drafts_mentors_and_programs_that_are_still_deciding_do_not_count(
    program: Program, ada: Person
) -> None:
    deciding = cast.program(ada, name="Deciding", state="matching")
    apply(program, 6, "draft")
    apply(deciding, 6, "admitted")
    for someone in workers(6):
        cast.participant(someone, program, "mentor")
    assert fairness.figures().everybody.applied == 0


def test_somebody_in_two_programs_counts_once_by_how_far_they_came(
    program: Program, ada: Person
) -> None:
    other = cast.program(ada, name="Other")
    for someone in apply(program, 6, "declined"):
        cast.participant(someone, other, "mentee", state="admitted")
    everybody = fairness.figures().everybody
    assert (everybody.applied, everybody.admitted) == (6, 6)


def test_where_fewer_than_five_were_turned_down_in_a_group_another_is_hidden_too() -> None:
    found = fairness.published(
        [
            cell("A", "female", 30, 20, 20),
            cell("B", "female", 30, 28, 28),  # two turned down
            cell("C", "male", 30, 20, 20),
        ]
    )
    admitted = {group.label: group.admitted for group in found.by["department"]}
    assert admitted == {"A": None, "B": None, "C": 20}
    assert [group.admitted for group in found.by["gender"]] == [48, 20]
    assert found.everybody.admitted == 68


def test_where_too_few_went_without_a_match_only_admission_is_shown() -> None:
    found = fairness.published([cell("A", "female", 30, 20, 18), cell("B", "male", 30, 20, 20)])
    assert found.everybody.admitted == 40
    assert found.everybody.matched is None
    assert all(group.matched is None for groups in found.by.values() for group in groups)


def test_a_group_that_was_turned_down_whole_is_not_pointed_at() -> None:
    found = fairness.published([cell("A", "x", 9, 0, 0), cell("B", "x", 30, 20, 20)])
    assert [group.admitted for group in found.by["department"]] == [None, None]
    assert [group.applied for group in found.by["department"]] == [9, 30]


@pytest.mark.parametrize("how_many", [1, 3])
def test_one_query_whatever_the_rows(
    program: Program, how_many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    apply(program, how_many, "admitted")
    with django_assert_num_queries(1):
        fairness.figures()
