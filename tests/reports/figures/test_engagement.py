"""Figures of engagement against small scenes counted by hand. Today is Monday 2 November 2026."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from pairings import lifecycle
from pairings.models import Pairing
from people.models import Person
from programs.models import Program
from reports.figures import engagement
from reports.figures.engagement import Cell, Key, Now, Pace, Shown, Standing
from tests import cast
from tests.reports.crowd import pair_up, pairs, workers

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
FIRST = date(2026, 10, 5)


def shown(months: int = 2) -> engagement.Engagement:
    return engagement.figures(months=months, today=cast.TODAY)


def test_sessions_are_counted_by_pair_and_month_against_the_agreed_rhythm(
    program: Program,
) -> None:
    five = pairs(5, program, from_on=FIRST)
    for pairing in five:
        cast.held_session(pairing, days_ago=20, minutes=90)
        cast.held_session(pairing, days_ago=6, minutes=30)
    october = shown().total.months[OCTOBER]
    assert october is not None
    assert (october.pairs, october.pair_days) == (5, 5 * 27)
    assert (october.sessions, october.hours) == (10, 10.0)
    assert october.expected == pytest.approx(5 * 27 / 14)
    assert october.kept == pytest.approx(10 / (135 / 14))
    assert october.a_month == pytest.approx(10 / (135 / 30.4375))


def test_a_day_of_a_pause_and_the_day_of_an_ending_are_not_under_way(program: Program) -> None:
    paused, ended, *_rest = pairs(6, program, from_on=FIRST)
    by = paused.mentor.person
    lifecycle.pause(paused, by=by, at=cast.NOW, on=date(2026, 10, 10))
    lifecycle.resume(paused, by=by, at=cast.NOW, on=date(2026, 10, 12))
    lifecycle.end(ended, by=by, at=cast.NOW, on=date(2026, 10, 15), kind="no_time")
    october = shown().total.months[OCTOBER]
    assert october is not None
    assert october.pair_days == 4 * 27 + 25 + 10


def test_months_belong_to_the_pairs_under_way_in_them(program: Program) -> None:
    pairs(5, program, from_on=FIRST)
    total = shown(months=3).total
    assert set(total.months) == {OCTOBER, NOVEMBER}
    november = total.months[NOVEMBER]
    assert november is not None
    assert november.pair_days == 5 * 2


def test_a_milestone_is_on_time_until_the_end_of_its_day(program: Program) -> None:
    for n, pairing in enumerate(pairs(5, program, from_on=FIRST)):
        pairing.milestones.create(
            title="First meeting",
            responsible="both",
            due_on=date(2026, 10, 12),
            done_at=cast.NOW - timedelta(days=21 - (n == 0)) if n < 3 else None,
        )  # due three weeks before today: two on the day, one a day late, two never
    october = shown().total.months[OCTOBER]
    assert october is not None
    assert (october.milestones_due, october.milestones_on_time) == (5, 2)


def test_a_pair_is_steady_slipping_or_quiet_by_its_own_rhythm(program: Program) -> None:
    for pairing in pairs(5, program, from_on=date(2026, 9, 1)):
        cast.held_session(pairing, days_ago=29)  # a day over two cadences of 14
    for pairing in pairs(6, program, from_on=date(2026, 9, 1)):
        cast.held_session(pairing, days_ago=22)
    for pairing in pairs(7, program, from_on=date(2026, 9, 1)):
        cast.held_session(pairing, days_ago=21)  # one and a half
    assert shown().total.now == Shown(pairs=18, steady=7, slipping=6, quiet=5)


def test_a_pair_counts_once_in_the_department_of_its_mentee(program: Program) -> None:
    for _ in range(5):
        (mentor,) = workers(1, department="Sales")
        (mentee,) = workers(1, department="Research")
        pair_up(mentor, mentee, program, from_on=FIRST)
    assert [(row.label, row.now.pairs) for row in shown().departments] == [("Research", 5)]


def test_a_small_program_takes_the_next_one_with_it(program: Program, ada: Person) -> None:
    small = cast.program(ada, name="Small")
    large = cast.program(ada, name="Large")
    pairs(9, program, from_on=FIRST)
    pairs(3, small, from_on=FIRST)
    pairs(7, large, from_on=FIRST)
    rows = {row.label: row for row in shown().programs}
    assert rows["Small"].months[OCTOBER] is rows["Large"].months[OCTOBER] is None
    assert rows["Small"].now.pairs is rows["Large"].now.pairs is None
    assert rows[program.name].now.pairs == 9
    assert shown().total.now.pairs == 19


def test_departments_do_not_bring_back_what_programs_hide() -> None:
    one, two = Key("p1", "One"), Key("p2", "Two")
    cells = [
        Cell(OCTOBER, program, Key("Research", "Research"), Pace(pairs=4, pair_days=100))
        for program in (one, two)
    ]
    found = engagement.published(cells, [], months=[OCTOBER])
    assert found.total.months[OCTOBER] is None  # eight in two hidden programs: four and four
    assert found.departments[0].months[OCTOBER] is None


def test_a_handful_of_quiet_pairs_is_not_told_apart() -> None:
    standing = [
        Standing(Key("p1", "One"), Key("A", "A"), Now(steady=20, slipping=6, quiet=2)),
        Standing(Key("p2", "Two"), Key("B", "B"), Now(steady=20, slipping=6, quiet=7)),
        Standing(Key("p3", "Three"), Key("C", "C"), Now(steady=20, slipping=6, quiet=7)),
    ]
    found = engagement.published([], standing, months=[])
    assert [row.now.quiet for row in found.programs] == [None, None, 7]
    assert [row.now.slipping for row in found.programs] == [None, None, 6]
    assert [row.now.steady for row in found.programs] == [20, 20, 20]
    assert found.total.now == Shown(pairs=94, steady=60, slipping=18, quiet=16)


def test_where_one_to_four_pairs_fall_behind_nothing_is_told_apart() -> None:
    standing = [
        Standing(Key("p1", "One"), Key("A", "A"), Now(steady=20, slipping=2, quiet=1)),
        Standing(Key("p2", "Two"), Key("B", "B"), Now(steady=20, slipping=6, quiet=7)),
        Standing(Key("p3", "Three"), Key("C", "C"), Now(steady=20, slipping=6, quiet=7)),
    ]
    found = engagement.published([], standing, months=[])
    by_name = {row.label: row.now for row in found.programs}
    assert by_name["One"] == Shown(pairs=23, steady=None, slipping=None, quiet=None)
    assert [now.steady for now in by_name.values()].count(None) == 2


def test_figures_over_months_are_the_sum_of_the_months_shown(program: Program) -> None:
    pairs(4, program, from_on=date(2026, 9, 14))
    pairs(3, program, from_on=FIRST)
    row = shown(months=3).of_program(program.ref)
    assert row is not None
    assert row.months[date(2026, 9, 1)] is None
    assert row.is_partly_hidden
    assert row.pace is not None
    assert row.pace.pair_days == 4 * 31 + 3 * 27 + 7 * 2


def test_matches_that_nobody_agreed_to_are_not_under_way(
    program: Program, mentor: object, mentee: object
) -> None:
    cast.pairing(mentor, mentee, state="proposed")  # type: ignore[arg-type]
    assert Pairing.objects.count() == 1
    assert shown().total.months == {}


@pytest.mark.parametrize("how_many", [1, 3])
def test_two_queries_whatever_the_rows(
    program: Program, how_many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pairs(how_many, program, from_on=FIRST)
    with django_assert_num_queries(2):
        shown(months=12)
