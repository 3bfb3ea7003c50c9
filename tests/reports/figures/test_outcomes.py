"""Who stayed and who rose, counted by hand, from 1 November 2025 to 31 October 2026."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from pytest_django import DjangoAssertNumQueries

from pairings import lifecycle
from people.models import Person
from programs.models import Program
from reports.figures import outcomes
from reports.figures.outcomes import Part
from reports.periods import Period
from tests import cast
from tests.reports.crowd import pair_up, promote, worker, workers

YEAR = Period(date(2025, 11, 1), date(2026, 10, 31))
FIRST = date(2026, 3, 2)


def stayed() -> outcomes.Outcomes:
    return outcomes.figures(period=YEAR, outcome="stayed")


def parts(**people_and_stayed: tuple[int, int]) -> list[Part]:
    """`sales_in=(20, 14)`: of twenty in Sales who took part, fourteen stayed."""
    made = []
    for name, (people, stay) in people_and_stayed.items():
        department, side = name.rsplit("_", 1)
        role = {"in": "mentee", "led": "mentor", "out": ""}[side]
        made.append(Part(department, role, people, stay, promoted=0))
    return made


def published(listed: list[Part]) -> outcomes.Outcomes:
    return outcomes.published(listed, outcome="stayed", period=YEAR)


@pytest.mark.parametrize(
    ("hired_on", "left_on", "is_counted", "has_stayed"),
    [
        (date(2025, 10, 31), None, True, True),
        (date(2025, 11, 1), None, False, False),  # joined on the first day of the period
        (date(2020, 1, 1), date(2025, 10, 31), False, False),  # gone at the end of the eve
        (date(2020, 1, 1), date(2025, 11, 1), True, False),  # left on the first day
        (date(2020, 1, 1), date(2026, 10, 31), True, False),  # left on the last day
        (date(2020, 1, 1), date(2026, 11, 1), True, True),  # left on the day after
    ],
)
def test_the_edges_of_the_period(
    db: None, hired_on: date, left_on: date | None, is_counted: bool, has_stayed: bool
) -> None:
    worker(hired_on=hired_on, left_on=left_on)
    read = outcomes.read(YEAR)
    assert sum(part.people for part in read) == is_counted
    assert sum(part.stayed for part in read) == has_stayed


def test_retention_and_turnover_inside_and_outside(program: Program) -> None:
    for n in range(10):
        mentor, mentee = workers(2, left_on=date(2026, 9, 1) if n < 3 else None)
        pair_up(mentor, mentee, program, from_on=FIRST)
    workers(30)
    workers(10, left_on=date(2026, 6, 1))
    both = stayed().everybody
    assert (both.inside.people, both.inside.yes, both.inside.share) == (20, 14, 0.7)
    assert (both.outside.people, both.outside.yes, both.outside.share) == (40, 30, 0.75)
    assert both.inside.turnover == pytest.approx(6 / 17)
    assert both.outside.turnover == pytest.approx(10 / 35)


def test_who_is_mentored_and_mentors_too_counts_once_as_mentored(program: Program) -> None:
    people = workers(8)
    for one, other in pairwise(people):
        pair_up(one, other, program, from_on=FIRST)
    mentored, mentors = stayed().roles
    read = outcomes.read(YEAR)
    assert sum(part.people for part in read if part.role == "mentee") == 7
    assert sum(part.people for part in read if part.role == "mentor") == 1
    assert mentored.people is mentors.people is None  # one mentor alone


def test_promotions_count_people_within_the_period(program: Program) -> None:
    risers = workers(6)
    for someone in risers:
        promote(someone, on=date(2025, 11, 1))
        promote(someone, on=date(2026, 10, 31))
    for someone in workers(6):
        promote(someone, on=date(2025, 10, 31))
    for n in range(5):
        pair_up(risers[n], worker(), program, from_on=FIRST)
    read = outcomes.read(YEAR)
    assert sum(part.promoted for part in read if part.role) == 5
    assert sum(part.promoted for part in read) == 6


def test_a_match_that_ended_before_the_period_or_was_never_agreed_is_not_taking_part(
    program: Program, mentor: object, mentee: object, ben: Person
) -> None:
    cast.employment(ben)
    cast.pairing(mentor, mentee, state="proposed")  # type: ignore[arg-type]
    old = pair_up(worker(), worker(), program, from_on=date(2025, 6, 2))
    lifecycle.end(old, by=old.mentor.person, at=cast.NOW, on=date(2025, 10, 31), kind="completed")
    assert {part.role for part in outcomes.read(YEAR)} == {""}


def test_where_fewer_than_five_who_took_part_left_neither_side_is_shown() -> None:
    found = published(parts(sales_in=(40, 37), sales_out=(200, 170)))
    for side in (found.everybody.inside, found.everybody.outside):
        assert side.people is not None
        assert (side.yes, side.share, side.interval, side.turnover) == (None,) * 4
    assert all(pair.inside.yes is None for pair in found.departments)


def test_a_department_with_few_leavers_takes_another_one_with_it() -> None:
    found = published(
        parts(
            finance_in=(30, 24),
            finance_out=(90, 70),
            research_in=(30, 27),  # three left
            research_out=(90, 70),
            sales_in=(30, 20),
            sales_out=(90, 70),
        )
    )
    shown = {pair.label: (pair.inside.yes, pair.outside.yes) for pair in found.departments}
    assert shown == {"finance": (None, None), "research": (None, None), "sales": (20, 70)}
    assert found.everybody.inside.yes == 71


def test_a_department_with_few_people_shows_no_size_either() -> None:
    found = published(
        parts(
            hr_in=(3, 3), hr_out=(30, 24), it_in=(20, 15), it_out=(60, 50),
            sales_in=(30, 20), sales_out=(90, 70),
        )
    )  # fmt: skip
    sizes = {pair.label: (pair.inside.people, pair.outside.people) for pair in found.departments}
    assert sizes == {"hr": (None, None), "it": (None, None), "sales": (30, 90)}


def test_nobody_took_part_yet(db: None) -> None:
    workers(6)
    assert stayed().is_empty


@pytest.mark.parametrize("how_many", [1, 3])
def test_one_query_whatever_the_rows(
    program: Program, how_many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(how_many):
        pair_up(worker(department=f"D{n}"), worker(), program, from_on=FIRST)
    with django_assert_num_queries(1):
        stayed()
