from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.assignment import assign
from matching.certificate import gap
from tests.matching.problems import (
    Floats,
    Ints,
    best_by_highs,
    best_by_trying_all,
    most_placed,
    problems,
    random_problem,
)

NAN = float("nan")


@given(problems())
def test_no_mentor_exceeds_the_capacity_and_no_forbidden_two_are_paired(
    problem: tuple[Floats, Ints],
) -> None:
    scores, capacity = problem
    found = assign(scores, capacity)
    placed = found.mentor_of >= 0
    assert not np.isnan(scores[placed, found.mentor_of[placed]]).any()
    assert np.all(np.bincount(found.mentor_of[placed], minlength=len(capacity)) <= capacity)
    assert found.total == pytest.approx(scores[placed, found.mentor_of[placed]].sum())


@given(problems())
def test_as_many_are_placed_as_a_maximum_flow_places(problem: tuple[Floats, Ints]) -> None:
    scores, capacity = problem
    assert assign(scores, capacity).placed == most_placed(scores, capacity)


@given(problems(most=4))
def test_no_other_answer_is_better(problem: tuple[Floats, Ints]) -> None:
    scores, capacity = problem
    found = assign(scores, capacity)
    placed, total = best_by_trying_all(scores, capacity)
    assert found.placed == placed
    assert found.total == pytest.approx(total, abs=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_an_integer_program_finds_nothing_better(seed: int) -> None:
    scores, capacity = random_problem(seed, 40, 25, allowed=0.15)
    found = assign(scores, capacity)
    assert (found.placed, found.total) == pytest.approx(best_by_highs(scores, capacity))


@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_changes_neither_coverage_nor_total(
    problem: tuple[Floats, Ints], dice: Random
) -> None:
    scores, capacity = problem
    rows, columns = list(range(scores.shape[0])), list(range(scores.shape[1]))
    dice.shuffle(rows)
    dice.shuffle(columns)
    one = assign(scores, capacity)
    other = assign(scores[rows][:, columns], capacity[columns])
    assert one.placed == other.placed
    assert one.total == pytest.approx(other.total, abs=1e-9)


def test_coverage_comes_before_any_score() -> None:
    scores = np.array([[100.0, 1.0], [99.0, NAN]])
    found = assign(scores, np.array([1, 1]))
    assert found.mentor_of.tolist() == [1, 0]
    assert found.total == 100.0


def test_without_coverage_first_only_the_total_counts() -> None:
    scores = np.array([[100.0, 1.0], [5.0, NAN], [NAN, -3.0]])
    found = assign(scores, np.array([1, 1]), coverage_first=False)
    assert found.mentor_of.tolist() == [0, -1, -1]
    assert gap(scores, np.array([1, 1]), found) == 0.0


def test_scores_far_apart_keep_their_last_digits() -> None:
    scores = np.array([[1e6, 1e6 + 1e-4], [1e6, 1e6]])
    assert assign(scores, np.array([1, 1])).mentor_of.tolist() == [1, 0]


@pytest.mark.parametrize(
    ("scores", "capacity", "expected"),
    [
        (np.empty((0, 3)), [1, 1, 1], []),
        (np.empty((3, 0)), [], [-1, -1, -1]),
        (np.full((2, 2), NAN), [1, 1], [-1, -1]),
        (np.ones((2, 2)), [0, 0], [-1, -1]),
    ],
    ids=["no mentees", "no mentors", "nobody compatible", "no capacity"],
)
def test_where_nobody_can_be_placed_nobody_is(
    scores: Floats, capacity: list[int], expected: list[int]
) -> None:
    seats = np.array(capacity, dtype=int)
    found = assign(scores, seats)
    assert found.mentor_of.tolist() == expected
    assert found.total == 0.0
    assert gap(scores, seats, found) == 0.0


def test_where_all_are_equal_everybody_is_placed() -> None:
    scores = np.full((6, 3), 7.0)
    found = assign(scores, np.array([2, 2, 2]))
    assert np.bincount(found.mentor_of).tolist() == [2, 2, 2]
    assert found.total == 42.0


def test_the_same_input_gives_the_same_answer() -> None:
    scores, capacity = random_problem(3, 60, 60)
    scores = np.round(scores, -1)  # many ties
    first, again = assign(scores, capacity), assign(scores.copy(), capacity.copy())
    assert np.array_equal(first.mentor_of, again.mentor_of)


@pytest.mark.parametrize("aims", [{}, {"spread": True}, {"worst_first": True}, {"least": [2] * 9}])
def test_among_equally_good_answers_the_order_of_the_mentees_decides_nothing(
    aims: dict[str, Any],
) -> None:
    dice = np.random.default_rng(4)
    scores = np.round(dice.random((20, 9)) * 100, -1)
    scores[dice.random(scores.shape) < 0.2] = NAN
    assert len(np.unique(scores, axis=0)) == len(scores)
    rows = dice.permutation(20)
    one, other = (assign(table, np.full(9, 3), **aims) for table in (scores, scores[rows]))
    assert other.mentor_of.tolist() == one.mentor_of[rows].tolist()
    assert other.total == one.total


def test_the_order_of_mentees_who_wish_decides_nothing() -> None:
    dice = np.random.default_rng(5)
    scores, wished = np.full((12, 5), 50.0), dice.integers(0, 3, (12, 5))
    assert len(np.unique(wished, axis=0)) == len(wished)
    rows, seats = dice.permutation(12), np.full(5, 2)
    one, other = assign(scores, seats, wished=wished), assign(scores, seats, wished=wished[rows])
    assert other.mentor_of.tolist() == one.mentor_of[rows].tolist()


@pytest.mark.parametrize("capacity", [2**63, 1e300])
def test_a_mentor_may_have_room_for_more_than_there_are(capacity: float) -> None:
    scores, seats = np.array([[1.0, 3.0], [2.0, 5.0]]), np.array([1, capacity])
    found = assign(scores, seats)
    assert found.mentor_of.tolist() == [1, 1]
    assert gap(scores, seats, found) == 0.0


@pytest.mark.parametrize(
    ("scores", "capacity"),
    [
        (np.array([[1e308, -1e308]]), [1, 1]),
        (np.array([[0.0, 1e-320]]), [1, 1]),
        (np.ones((1, 2)), [1, np.inf]),
        (np.ones((1, 2)), [1, np.nan]),
        (np.ones((1, 2)), ["1", "2"]),
        (np.ones((1, 2)), [1, None]),
        (np.ones((2, 2)), [1]),
        (np.ones(2), [1, 1]),
        (np.array([[np.inf]]), [1]),
        (np.ones((1, 1)), [-1]),
        (np.ones((1, 1)), [0.5]),
    ],
)
def test_nonsense_is_refused(scores: Floats, capacity: list[float]) -> None:
    with pytest.raises(ValueError, match=r"shapes|infinite|capacity|too far apart|too close"):
        assign(scores, capacity)
