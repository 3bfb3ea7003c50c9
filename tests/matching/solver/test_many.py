from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import assignment
from matching.certificate import gap
from matching.deciding import Question
from matching.solver import many
from tests.matching.problems import Bools, Floats, Ints, problems, random_problem


def _all_idle(capacity: Ints) -> Bools:
    idle: Bools = capacity > 0
    return idle


@given(problems(), st.booleans(), st.booleans(), st.booleans())
def test_all_rules_are_kept_coverage_is_the_best_and_the_gap_a_share(
    problem: tuple[Floats, Ints], spread: bool, wishes: bool, worst_first: bool
) -> None:
    scores, capacity = problem
    idle = _all_idle(capacity) if spread else None
    wished = (np.arange(scores.size) % 7 == 0).astype(np.int64).reshape(scores.shape)
    found = many.assign(
        scores,
        capacity,
        idle=idle,
        wished=wished if wishes else None,
        worst_first=worst_first,
    )
    assert found.placed == assignment.assign(scores, capacity).placed
    proven = gap(scores, capacity, found, spread=spread, wished=wished if wishes else None)
    assert 0.0 <= proven <= 1.0


@pytest.mark.parametrize("seed", range(3))
def test_spread_and_wishes_are_as_good_as_the_exact_way_makes_them(seed: int) -> None:
    scores, capacity = random_problem(seed, 120, 70, allowed=0.3)
    wished = (np.random.default_rng(seed).random(scores.shape) < 0.02).astype(np.int64)
    found = many.assign(
        scores, capacity, idle=_all_idle(capacity), wished=wished, worst_first=False
    )
    exact = assignment.assign(scores, capacity, spread=True, wished=wished)
    placed = np.flatnonzero(found.mentor_of >= 0)
    assert found.placed == exact.placed
    assert np.unique(found.mentor_of[placed]).size == np.unique(exact.mentor_of[placed]).size
    assert found.total == pytest.approx(exact.total, rel=0.01)
    assert gap(scores, capacity, found, spread=True, wished=wished) < 0.01


def test_the_worst_off_are_raised() -> None:
    scores, capacity = random_problem(5, 80, 60, allowed=0.3)
    fair = many.assign(scores, capacity, idle=None, wished=None, worst_first=True)
    exact = assignment.assign(scores, capacity, worst_first=True)
    lowest = [
        float(np.rint(scores[np.arange(80), one.mentor_of][one.mentor_of >= 0].min()))
        for one in (fair, exact, assignment.assign(scores, capacity))
    ]
    assert lowest[1] >= lowest[0] >= lowest[1] - 1
    assert lowest[0] > lowest[2]


def test_only_what_is_too_large_comes_here(monkeypatch: pytest.MonkeyPatch) -> None:
    scores, capacity = random_problem(1, 30, 20)
    question = Question(scores, capacity, _all_idle(capacity), None, False, None, None)
    assert question.gap(question.answer()) == 0.0
    assert not many.is_many(4000, np.ones(4000, dtype=np.int64))
    assert many.is_many(4001, np.ones(4001, dtype=np.int64))
    monkeypatch.setattr(many, "MOST_EXACT_CELLS", 10)
    assert question.gap(question.answer()) < 0.05


@pytest.mark.parametrize("spread", [False, True])
def test_groups_have_their_smallest_size_and_the_gap_is_small(spread: bool) -> None:
    scores, _ = random_problem(4, 120, 40, allowed=0.8)
    capacity, least = np.full(40, 6), np.full(40, 3)
    idle = _all_idle(capacity) if spread else None
    found = many.assign(scores, capacity, idle=idle, least=least)
    assert found.placed == 120
    assert set(np.bincount(found.mentor_of, minlength=40).tolist()) <= {0, 3, 4, 5, 6}
    assert gap(scores, capacity, found, spread=spread, least=least) < 0.05


def test_groups_that_were_begun_are_filled() -> None:
    scores, _ = random_problem(4, 30, 10, allowed=0.8)
    capacity, least = np.full(10, 6), np.full(10, 3)
    lacking = np.array([2, 1] + 8 * [0])
    found = many.assign(scores, capacity, least=least, lacking=lacking)
    used = np.bincount(found.mentor_of, minlength=10)
    assert np.all(used[:2] >= lacking[:2])
    assert gap(scores, capacity, found, least=least, lacking=lacking) < 0.05
