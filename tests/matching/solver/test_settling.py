from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.assignment import assign, most_worth, worth_of
from matching.certificate import gap
from matching.solver import settling
from matching.solver.settling import smallest_prices
from tests.matching.problems import Floats, Ints, problems


def _one_by_one(worth: Floats, column_of: Ints) -> Floats:
    """Raise a price as long as somebody would rather be there; nothing else raises one."""
    prices = np.zeros(worth.shape[1])
    while True:
        own = [
            worth[row, column] - prices[column] if column >= 0 else 0.0
            for row, column in enumerate(column_of)
        ]
        higher = np.maximum(prices, (worth - np.array(own)[:, None]).max(axis=0, initial=0.0))
        if np.array_equal(higher, prices):
            return prices
        prices = higher


@given(problems(), st.integers(0, 3), st.integers(1, 4))
@settings(max_examples=200)
def test_prices_are_the_smallest_however_they_are_found(
    problem: tuple[Floats, Ints], turns: int, rows: int
) -> None:
    scores, seats = problem
    worth = worth_of(scores, coverage_first=True).of
    column_of = most_worth(worth, seats)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(settling, "_FEW_TURNS", turns)
        patched.setattr(settling, "_ROWS_AT_ONCE", rows)
        found = smallest_prices(worth, column_of)
    if seats.size and scores.size:
        assert np.array_equal(found, _one_by_one(worth, column_of))


@pytest.mark.parametrize("seats", [1, 2])
def test_where_the_best_want_the_best_the_answer_is_proven(seats: int) -> None:
    dice = np.random.default_rng(1)
    scores = np.outer(dice.random(400), dice.random(400 // seats)) * 100
    capacity = np.full(400 // seats, seats)
    found = assign(scores, capacity)
    assert found.placed == 400
    assert gap(scores, capacity, found) == 0.0


def test_an_answer_that_can_be_bettered_has_no_prices(monkeypatch: pytest.MonkeyPatch) -> None:
    worth, swapped = np.array([[9.0, 1.0], [1.0, 9.0]]), np.array([1, 0])
    for turns in (0, 20):
        monkeypatch.setattr(settling, "_FEW_TURNS", turns)
        with pytest.raises(ArithmeticError):
            smallest_prices(worth, swapped)
