from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import assignment
from matching.assignment import Assignment
from matching.certificate import gap
from matching.solver import large
from tests.matching.problems import Floats, Ints, most_placed, problems, random_problem

NAN = float("nan")


def same_as_the_dense_way(scores: Floats, capacity: Ints, found: Assignment) -> bool:
    best = assignment.assign(scores, capacity)
    return found.placed == best.placed and found.total == pytest.approx(best.total, abs=1e-6)


@given(problems(), st.integers(1, 3))
@settings(max_examples=200)
def test_however_few_candidates_it_starts_from_the_answer_is_the_best(
    problem: tuple[Floats, Ints], candidates: int
) -> None:
    scores, capacity = problem
    found = large.assign(scores, capacity, candidates=candidates)
    assert found.placed == most_placed(scores, capacity)
    assert same_as_the_dense_way(scores, capacity, found)
    assert gap(scores, capacity, found) == 0.0


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("seats", [1, 5], ids=["tight", "loose"])
@pytest.mark.parametrize("allowed", [0.05, 0.6])
def test_a_middling_problem_has_the_same_best_answer(seed: int, seats: int, allowed: float) -> None:
    scores, capacity = random_problem(seed, 120, 70, allowed=allowed, most_seats=seats)
    found = large.assign(scores, capacity, candidates=2)
    assert same_as_the_dense_way(scores, capacity, found)
    assert gap(scores, capacity, found) == 0.0


@given(problems(), st.integers(1, 3))
def test_where_only_the_total_counts_it_is_the_best_too(
    problem: tuple[Floats, Ints], candidates: int
) -> None:
    scores, capacity = problem
    found = large.assign(scores, capacity, coverage_first=False, candidates=candidates)
    best = assignment.assign(scores, capacity, coverage_first=False)
    assert found.total == pytest.approx(best.total, abs=1e-6)
    assert gap(scores, capacity, found) == 0.0


def _mentors_differ(dice: np.random.Generator) -> Floats:
    return np.broadcast_to(dice.random(60) * 100, (120, 60)).copy()


def _mentees_differ(dice: np.random.Generator) -> Floats:
    return np.broadcast_to(dice.random((120, 1)) * 100, (120, 60)).copy()


def _both_add_up(dice: np.random.Generator) -> Floats:
    table: Floats = (dice.integers(0, 50, (120, 1)) + dice.integers(0, 50, 60)).astype(float)
    return table


def _the_best_want_the_best(dice: np.random.Generator) -> Floats:
    table: Floats = dice.random((120, 1)) * dice.random(60) * 100
    return table


@pytest.mark.parametrize(
    "scores_from", [_mentors_differ, _mentees_differ, _both_add_up, _the_best_want_the_best]
)
def test_a_crowd_that_wants_the_same_few_is_placed_best(
    scores_from: Callable[[np.random.Generator], Floats],
) -> None:
    scores = scores_from(np.random.default_rng(1))
    capacity = np.full(60, 2)
    found = large.assign(scores, capacity, candidates=2)
    assert found.placed == 120
    assert same_as_the_dense_way(scores, capacity, found)
    assert gap(scores, capacity, found) == 0.0


@pytest.mark.parametrize("drops", [0, 1, 8])
@pytest.mark.parametrize("seed", range(4))
def test_groups_of_which_some_have_too_few_mentors_and_some_too_many(
    seed: int, drops: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large, "_MOST_DROPS", drops)
    dice = np.random.default_rng(seed)
    scores = dice.random((150, 70)) * 100
    scores[dice.integers(0, 6, 150)[:, None] != dice.integers(0, 6, 70)] = NAN
    capacity = dice.integers(0, 5, 70)
    found = large.assign(scores, capacity, candidates=2)
    assert found.placed == most_placed(scores, capacity)
    assert same_as_the_dense_way(scores, capacity, found)
    assert gap(scores, capacity, found) == 0.0


def test_somebody_left_out_is_placed_by_a_chain_of_exchanges() -> None:
    chain = np.full((30, 30), NAN)
    for row in range(30):  # each may have their own mentor, or, gladly, the next one
        chain[row, row] = 1.0
        chain[row, min(row + 1, 29)] = 100.0
    found = large.assign(chain, np.ones(30, dtype=int), candidates=1)
    assert found.mentor_of.tolist() == list(range(30))


def test_a_thousand_by_five_hundred_need_few_rounds() -> None:
    scores, _ = random_problem(1, 1000, 500, allowed=0.7)
    capacity = np.full(500, 2)
    steps: list[int] = []
    found = large.assign(scores, capacity, candidates=6, tell=steps.append)
    assert gap(scores, capacity, found) == 0.0
    assert steps == list(range(len(steps)))
    rounds = len(steps) // 2
    assert 2 <= rounds <= 12


def test_stopped_early_it_keeps_the_rules_and_its_gap_is_honest() -> None:
    scores, capacity = random_problem(2, 200, 100, allowed=0.3)
    found = large.assign(scores, capacity, candidates=1, most_rounds=1)
    best = assignment.assign(scores, capacity)
    told = gap(scores, capacity, found)  # raises where a rule is broken
    assert told > 0
    assert found.placed >= best.placed * (1 - told)


def test_who_is_told_of_the_steps_may_stop_it() -> None:
    class EnoughError(Exception):
        pass

    def stop(step: int) -> None:
        raise EnoughError

    with pytest.raises(EnoughError):
        large.assign(np.ones((3, 3)), np.ones(3, dtype=int), tell=stop)


def test_the_same_input_gives_the_same_answer() -> None:
    scores, capacity = random_problem(3, 90, 60)
    scores = np.round(scores, -1)  # many ties
    first, again = large.assign(scores, capacity), large.assign(scores.copy(), capacity.copy())
    assert np.array_equal(first.mentor_of, again.mentor_of)
    assert np.array_equal(first.certificate.points, again.certificate.points)


@pytest.mark.parametrize(
    ("mentees", "seats", "expected"),
    [(10_000, [2] * 5_000, True), (500, [1] * 500, False), (500, [1_000_000] * 5, False)],
)
def test_what_is_large_goes_by_mentees_and_the_seats_they_could_fill(
    mentees: int, seats: list[int], expected: bool
) -> None:
    assert large.is_large(mentees, np.array(seats)) is expected
