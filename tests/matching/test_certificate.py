from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from matching.assignment import Certificate, assign
from matching.certificate import BrokenRuleError, CertificateError, gap
from tests.matching.problems import Floats, Ints, problems, random_problem


@given(problems(), st.booleans())
def test_every_answer_of_the_solver_is_proven_best(
    problem: tuple[Floats, Ints], coverage_first: bool
) -> None:
    scores, capacity = problem
    found = assign(scores, capacity, coverage_first=coverage_first)
    assert gap(scores, capacity, found) == 0.0


@given(problems(), st.data())
def test_a_worsened_answer_is_not_proven(problem: tuple[Floats, Ints], data: st.DataObject) -> None:
    scores, capacity = problem
    best = assign(scores, capacity)
    assume(best.placed)
    worse = best.mentor_of.copy()
    worse[data.draw(st.sampled_from(np.flatnonzero(worse >= 0).tolist()))] = -1
    assert gap(scores, capacity, replace(best, mentor_of=worse)) > 0


def test_the_same_coverage_with_fewer_points_is_not_proven() -> None:
    scores = np.array([[10.0, 4.0], [9.0, 8.0]])
    best = assign(scores, np.array([1, 1]))
    swapped = replace(best, mentor_of=best.mentor_of[::-1].copy())
    assert gap(scores, np.array([1, 1]), swapped) == pytest.approx(5 / 18)


@pytest.mark.parametrize("outlier", [-1e6, -1e9, 1e9])
def test_what_one_pair_is_worth_hides_nothing_of_the_others(outlier: float) -> None:
    scores, _ = random_problem(2, 30, 30, allowed=1.0)
    scores[0, 0] = outlier
    best = assign(scores, np.ones(30, dtype=int))
    others = np.flatnonzero(best.mentor_of > 0)[:8].tolist()
    for one, two in combinations(others, 2):
        worse = best.mentor_of.copy()
        worse[[one, two]] = worse[[two, one]]
        lost = best.total - scores[np.arange(30), worse].sum()
        if lost > 0.1:
            assert gap(scores, np.ones(30, dtype=int), replace(best, mentor_of=worse)) > 0


@pytest.mark.parametrize(
    ("scores", "capacity"),
    [
        ([[np.inf, 1.0]], [1, 1]),
        ([[2.0, 1.0]], [1.9, 1]),
        ([[2.0, 1.0]], [-1, 1]),
        ([[2.0, 1.0]], [1]),
        ([[2.0, 1.0]], ["1", "1"]),
    ],
)
def test_what_is_no_problem_has_no_gap(scores: list[list[float]], capacity: list[float]) -> None:
    best = assign(np.array([[2.0, 1.0]]), np.array([1, 1]))
    with pytest.raises(ValueError, match=r"Scores|capacity"):
        gap(scores, capacity, best)


def test_missing_places_are_told_as_a_share_of_those_possible() -> None:
    scores, capacity = np.ones((4, 4)), np.ones(4, dtype=int)
    best = assign(scores, capacity)
    three = replace(best, mentor_of=np.where(best.mentor_of == 0, -1, best.mentor_of))
    assert gap(scores, capacity, three) == pytest.approx(1 / 4)


@pytest.mark.parametrize("seed", range(5))
def test_wrong_prices_prove_nothing(seed: int) -> None:
    scores, _ = random_problem(seed, 30, 20, allowed=0.5)
    capacity = np.full(20, 2)  # ten seats stay free
    best = assign(scores, capacity)
    for wrong in (
        Certificate.of(np.zeros_like(best.certificate.places), np.zeros(20)),
        Certificate.of(best.certificate.places, best.certificate.points + 1.0),
        Certificate.of(best.certificate.places + 1, best.certificate.points),
    ):
        assert gap(scores, capacity, replace(best, certificate=wrong)) > 0


@pytest.mark.parametrize(
    ("places", "points"),
    [([0], [0.0]), ([0, 0], [0.0, np.nan]), ([0, -1], [0.0, 5.0]), ([0, 0], [0.0, -1.0])],
    ids=["too short", "not a number", "places below nothing", "points below nothing"],
)
def test_what_is_no_price_is_refused(places: list[int], points: list[float]) -> None:
    best = assign(np.ones((2, 2)), np.array([1, 1]))
    bad = replace(best, certificate=Certificate.of(np.array(places), np.array(points)))
    with pytest.raises(CertificateError):
        gap(np.ones((2, 2)), np.array([1, 1]), bad)


@pytest.mark.parametrize(
    ("mentor_of", "says"),
    [
        ([1, -1], "not allowed"),
        ([0, 0], "room for 1"),
        ([0, 7], "not there"),
        ([-2, 0], "not there"),
        ([0], "one column"),
        ([0.5, 1.0], "one column"),
    ],
)
def test_an_answer_that_breaks_a_rule_is_refused(mentor_of: list[float], says: str) -> None:
    scores, capacity = np.array([[5.0, np.nan], [4.0, 3.0]]), np.array([1, 1])
    claimed = replace(assign(scores, capacity), mentor_of=np.array(mentor_of))
    with pytest.raises(BrokenRuleError, match=says):
        gap(scores, capacity, claimed)


def test_one_seat_more_is_worth_its_price_in_places() -> None:
    scores = np.array([[5.0], [3.0]])
    assert assign(scores, np.array([1])).certificate.places.tolist() == [1]
