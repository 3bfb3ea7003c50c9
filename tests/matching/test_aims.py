from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.aims import Aim
from matching.assignment import assign
from matching.certificate import CertificateError, gap
from tests.matching.problems import Wanted, best_by_programs, random_problem, wanted

NAN = float("nan")
ONE = np.ones(2, dtype=np.int64)


@given(wanted())
def test_no_other_answer_is_better_and_the_proof_holds(asked: Wanted) -> None:
    found = assign(asked.scores, asked.capacity, **asked.aims)
    assert asked.kept(found.mentor_of.tolist())
    assert asked.value(found.mentor_of.tolist()) == pytest.approx(asked.best(), abs=1e-5)
    assert gap(asked.scores, asked.capacity, found, **asked.asked) == 0.0


@given(wanted(most=4), st.data())
def test_every_worse_answer_is_refused_its_proof(asked: Wanted, data: st.DataObject) -> None:
    best = assign(asked.scores, asked.capacity, **asked.aims)
    other = data.draw(st.sampled_from(list(asked.every())))
    claimed = replace(best, mentor_of=np.array(other, dtype=np.int64))
    found = gap(asked.scores, asked.capacity, claimed, **asked.asked)
    worth, most = asked.value(other), asked.value(best.mentor_of.tolist())
    if worth[:-1] != most[:-1] or worth[-1] < most[-1] - 1e-3:
        assert 0.0 < found <= 1.0
    else:
        assert found < 1e-3


def test_nobody_gets_a_second_mentee_while_another_able_mentor_has_none() -> None:
    scores = np.array([[90.0, 10.0], [90.0, 10.0], [90.0, NAN]])
    capacity = np.array([3, 3])
    assert np.bincount(assign(scores, capacity).mentor_of).tolist() == [3]
    spread = assign(scores, capacity, spread=True)
    assert np.bincount(spread.mentor_of).tolist() == [2, 1]
    assert gap(scores, capacity, spread, spread=True) == 0.0


def test_a_mentor_who_has_somebody_already_does_not_count_as_idle() -> None:
    scores = np.array([[90.0, 80.0, 10.0]])
    found = assign(scores, np.ones(3, dtype=int), spread=np.array([False, True, True]))
    assert found.mentor_of.tolist() == [1]


def test_coverage_comes_before_spread_and_spread_before_wishes() -> None:
    scores = np.array([[50.0, 50.0], [50.0, NAN]])
    capacity = np.array([2, 1])
    wished = np.array([[9, 0], [9, 0]])
    found = assign(scores, capacity, spread=True, wished=wished)
    assert found.mentor_of.tolist() == [1, 0]
    assert gap(scores, capacity, found, spread=True, wished=wished) == 0.0


def test_a_wish_comes_before_any_score() -> None:
    scores = np.array([[100.0, 1.0], [1.0, 100.0]])
    found = assign(scores, ONE, wished=np.array([[0, 1], [0, 0]]))
    assert found.mentor_of.tolist() == [1, 0]


def test_the_worst_off_is_raised_before_the_total() -> None:
    scores = np.array([[100.0, 30.0], [60.0, 20.0]])
    assert assign(scores, ONE).mentor_of.tolist() == [0, 1]
    fair = assign(scores, ONE, worst_first=True)
    assert fair.mentor_of.tolist() == [1, 0]
    assert gap(scores, ONE, fair) == 0.0


def test_less_than_a_point_is_no_difference_to_the_worst_off() -> None:
    scores = np.array([[90.0, 50.3], [60.0, 49.9]])
    assert assign(scores, ONE, worst_first=True).mentor_of.tolist() == [0, 1]


def test_fairness_goes_on_from_the_worst_off_to_the_next() -> None:
    scores = np.array([[10.0, NAN, NAN], [NAN, 90.0, 40.0], [NAN, 50.0, 30.0]])
    fair = assign(scores, np.ones(3, dtype=int), worst_first=True)
    assert fair.mentor_of.tolist() == [0, 2, 1]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "aims", [{"worst_first": True}, {"spread": True}, {"spread": True, "worst_first": True}]
)
def test_a_large_answer_is_proven_and_a_swap_that_costs_is_not(
    seed: int, aims: dict[str, bool]
) -> None:
    scores, capacity = random_problem(seed, 80, 50, allowed=0.3)
    asked = Wanted(scores, capacity, **aims)  # type: ignore[arg-type]
    best = assign(scores, capacity, **asked.aims)
    assert gap(scores, capacity, best, **asked.asked) == 0.0
    worth = asked.value(best.mentor_of.tolist())
    tried = 0
    for one in range(40):
        for other in range(one):
            swapped = best.mentor_of.copy()
            swapped[[one, other]] = swapped[[other, one]]
            at = np.flatnonzero(swapped >= 0)
            if np.isnan(scores[at, swapped[at]]).any() or np.array_equal(swapped, best.mentor_of):
                continue
            tried += 1
            assert asked.value(swapped.tolist()) <= worth
            claimed = replace(best, mentor_of=swapped)
            assert gap(scores, capacity, claimed, **asked.asked) > 0
    assert tried


def test_prices_for_other_aims_prove_nothing() -> None:
    scores = np.ones((2, 2))
    with pytest.raises(CertificateError, match="other aims"):
        gap(scores, ONE, assign(scores, ONE), spread=True)
    with pytest.raises(CertificateError, match="other aims"):
        gap(scores, ONE, assign(scores, ONE, wished=np.ones((2, 2))))
    with pytest.raises(CertificateError, match="other aims"):
        gap(scores, ONE, assign(scores, ONE), aim=Aim(worst_first=True))


@pytest.mark.parametrize("bounds", [(), (50,), (60, 40), (-1, 100), (0, 99), (0, 100)])
def test_levels_left_out_prove_nothing(bounds: tuple[int, ...]) -> None:
    scores = np.array([[100.0, 30.0], [60.0, 20.0]])
    best = assign(scores, ONE, worst_first=True)
    claimed = replace(best, certificate=replace(best.certificate, bounds=bounds))
    with pytest.raises(CertificateError):
        gap(scores, ONE, claimed)


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="fairest"):
        Aim(coverage_first=False, worst_first=True)
    with pytest.raises(ValueError, match="spread"):
        assign(np.ones((2, 2)), ONE, spread=np.array([True]))
    with pytest.raises(ValueError, match="wished"):
        assign(np.ones((2, 2)), ONE, wished=np.array([[0.5, 1.0], [0.0, 0.0]]))


@pytest.mark.parametrize(
    ("scores", "capacity"),
    [
        (np.empty((0, 3)), [1, 1, 1]),
        (np.empty((3, 0)), []),
        (np.full((2, 2), NAN), [1, 1]),
        (np.ones((2, 2)), [0, 0]),
        (np.zeros((3, 2)), [2, 2]),
    ],
    ids=["no mentees", "no mentors", "nobody compatible", "no capacity", "all equal"],
)
def test_bad_input_breaks_no_aim(scores: np.ndarray, capacity: list[int]) -> None:
    seats = np.array(capacity, dtype=int)
    wished = np.zeros(scores.shape, dtype=int)
    found = assign(scores, seats, spread=True, wished=wished, worst_first=True)
    assert gap(scores, seats, found, spread=True, wished=wished) == 0.0


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("spread", [False, True])
@pytest.mark.parametrize("wishes", [False, True])
@pytest.mark.parametrize("worst_first", [False, True])
def test_integer_programs_find_nothing_better(
    seed: int, spread: bool, wishes: bool, worst_first: bool
) -> None:
    scores, capacity = random_problem(seed, 16, 10, allowed=0.4)
    dice = np.random.default_rng(seed)
    wished = dice.integers(0, 3, scores.shape) if wishes else None
    asked = Wanted(scores, capacity, spread, wished, worst_first=worst_first)
    found = assign(scores, capacity, **asked.aims)
    value = list(asked.value(found.mentor_of.tolist()))
    if worst_first:
        first = 1 + spread + wishes
        levels = np.rint(np.unique(np.rint(scores[~np.isnan(scores)])))
        placed = np.array(value[first:-1])
        value[first:-1] = [-float(np.count_nonzero(placed == level)) for level in levels]
    assert value == pytest.approx(best_by_programs(asked), abs=1e-4)
