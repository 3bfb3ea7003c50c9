"""Published instances, and those whose best answer has a closed form."""

from __future__ import annotations

import numpy as np
import pytest

from matching.assignment import assign
from matching.certificate import gap
from tests.matching import orlib
from tests.matching.problems import Floats

# Kuhn, "The Hungarian method for the assignment problem", Naval Research Logistics Quarterly 2,
# 1955: four individuals rated for four jobs, to be made as large as possible.
KUHN = np.array([[8.0, 7, 9, 9], [5, 2, 7, 8], [6, 1, 4, 9], [2, 3, 2, 6]])

# Costs printed with their smallest totals: the manuals of munkres and of scipy, and the three
# people who clean a house in Wikipedia's "Hungarian algorithm".
COSTS = {
    "munkres": (np.array([[5.0, 9, 1], [10, 3, 2], [8, 7, 4]]), 12),
    "scipy": (np.array([[4.0, 1, 3], [2, 0, 5], [3, 2, 2]]), 5),
    "wikipedia": (np.array([[8.0, 4, 7], [5, 2, 3], [9, 4, 8]]), 15),
}


def test_kuhns_example_comes_to_27() -> None:
    seats = np.ones(4, dtype=np.int64)
    found = assign(KUHN, seats)
    assert found.total == 27
    assert gap(KUHN, seats, found) == 0.0


@pytest.mark.parametrize(("costs", "smallest"), COSTS.values(), ids=COSTS.keys())
def test_printed_examples_come_to_what_is_printed(costs: Floats, smallest: float) -> None:
    assert orlib.smallest_cost(costs) == smallest


@pytest.mark.parametrize("size", [1, 2, 25, 100, 300])
def test_machol_and_wiens_hard_problem(size: int) -> None:
    """c(i, j) = i · j (Machol and Wien, "A hard assignment problem", Operations Research 24, 1976).

    By the rearrangement inequality the smallest total pairs the largest with the smallest:
    Σ i (n + 1 - i) = n (n + 1) (n + 2) / 6; the largest is Σ i² = n (n + 1) (2 n + 1) / 6.
    """
    ranks = np.arange(1.0, size + 1)
    costs = np.outer(ranks, ranks)
    assert orlib.smallest_cost(costs) == size * (size + 1) * (size + 2) // 6
    largest = assign(costs, np.ones(size, dtype=np.int64))
    assert largest.total == size * (size + 1) * (2 * size + 1) // 6


@pytest.mark.parametrize("seed", range(3))
def test_points_on_a_line_are_matched_in_their_order(seed: int) -> None:
    """c(i, j) = |x(i) - y(j)| is a Monge matrix once both are sorted (Hoffman, 1963)."""
    dice = np.random.default_rng(seed)
    one, other = dice.integers(0, 10_000, (2, 120)).astype(np.float64)
    smallest = np.abs(np.sort(one) - np.sort(other)).sum()
    assert orlib.smallest_cost(np.abs(one[:, None] - other[None, :])) == smallest


@pytest.mark.parametrize(("mentees", "mentors"), [(1, 1), (8, 8), (5, 12)])
def test_random_costs_come_to_what_is_expected_of_them(mentees: int, mentors: int) -> None:
    """Exponential costs of mean 1: E = Σ 1 / ((m - i) (n - j)) over i + j < k, here k = m ≤ n.

    Conjectured by Parisi (1998) and by Coppersmith and Sorkin (1999), proven by Linusson and
    Wästlund and by Nair, Prabhakar and Sharma (2005).
    """
    expected = sum(
        1.0 / ((mentees - i) * (mentors - j)) for i in range(mentees) for j in range(mentees - i)
    )
    dice = np.random.default_rng(2005)
    totals = [orlib.smallest_cost(dice.exponential(size=(mentees, mentors))) for _ in range(600)]
    error = float(np.std(totals)) / np.sqrt(len(totals))
    assert abs(float(np.mean(totals)) - expected) < 4 * error


def test_files_of_the_or_library_can_be_read() -> None:
    assert orlib.smallest_cost(orlib.read(" 3\n 4 1 3 2\n 0 5\n\n 3 2 2 ")) == 5
