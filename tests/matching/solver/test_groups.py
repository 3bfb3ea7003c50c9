from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.assignment import assign
from matching.certificate import BrokenRuleError, CertificateError, gap
from tests.matching.problems import Floats, Ints, Wanted, best_by_highs, random_problem, wanted

NAN = float("nan")


@given(wanted(groups=True))
def test_no_other_answer_is_better_and_the_proof_holds(asked: Wanted) -> None:
    found = assign(asked.scores, asked.capacity, **asked.aims)
    assert asked.kept(found.mentor_of.tolist())
    assert asked.value(found.mentor_of.tolist()) == pytest.approx(asked.best(), abs=1e-5)
    assert gap(asked.scores, asked.capacity, found, **asked.asked) == 0.0


@given(wanted(most=4, groups=True), st.data())
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


@given(wanted(groups=True), st.integers(1, 4))
@settings(max_examples=50)
def test_who_gives_up_early_still_keeps_the_rules_and_says_so(asked: Wanted, steps: int) -> None:
    found = assign(asked.scores, asked.capacity, **asked.aims, steps=steps)
    assert asked.kept(found.mentor_of.tolist())
    open_gap = gap(asked.scores, asked.capacity, found, **asked.asked)
    if asked.value(found.mentor_of.tolist())[:-1] < asked.best()[:-1]:
        assert open_gap > 0


def _groups_of(seed: int, mentees: int, mentors: int) -> tuple[Floats, Ints, Ints]:
    scores, _ = random_problem(seed, mentees, mentors, allowed=0.8)
    return scores, np.full(mentors, 6), np.full(mentors, 3)


@pytest.mark.parametrize("seed", range(4))
def test_an_integer_program_finds_no_better_groups(seed: int) -> None:
    scores, capacity, least = _groups_of(seed, 20, 6)
    found = assign(scores, capacity, least=least)
    assert (found.placed, found.total) == pytest.approx(best_by_highs(scores, capacity, least))
    assert gap(scores, capacity, found, least=least) == 0.0
    used = np.bincount(found.mentor_of, minlength=6)
    assert set(used.tolist()) <= {0, 3, 4, 5, 6}


def test_where_it_takes_too_long_the_gap_is_told() -> None:
    scores, capacity, least = _groups_of(1, 60, 30)
    found = assign(scores, capacity, least=least, steps=30)
    assert found.placed == 60
    assert 0.0 < gap(scores, capacity, found, least=least) < 0.2


def test_the_same_question_has_the_same_answer() -> None:
    scores, capacity, least = _groups_of(2, 30, 10)
    one = assign(np.round(scores, -1), capacity, least=least)
    again = assign(np.round(scores, -1), capacity, least=least)
    assert np.array_equal(one.mentor_of, again.mentor_of)


def test_two_are_no_group_and_too_few_seats_are_none() -> None:
    scores = np.array([[90.0, 10.0], [90.0, 10.0], [NAN, 10.0], [NAN, 10.0]])
    found = assign(scores, np.array([6, 6]), least=np.array([3, 3]))
    assert found.mentor_of.tolist() == [1, 1, 1, 1]
    found = assign(scores, np.array([6, 2]), least=np.array([3, 3]))
    assert found.mentor_of.tolist() == [-1, -1, -1, -1]
    assert gap(scores, np.array([6, 2]), found, least=np.array([3, 3])) == 0.0


def test_too_small_a_group_breaks_a_rule() -> None:
    scores, capacity, least = np.ones((4, 2)), np.array([4, 4]), np.array([3, 3])
    best = assign(scores, capacity, least=least)
    with pytest.raises(BrokenRuleError, match="group of 1"):
        gap(scores, capacity, replace(best, mentor_of=np.array([0, 0, 0, 1])), least=least)


def test_cases_that_leave_something_out_or_overlap_prove_nothing() -> None:
    scores, capacity, least = _groups_of(3, 14, 4)
    best = assign(scores, capacity, least=least)
    cases = best.certificate.cases
    assert len(cases) > 1
    for wrong in (cases[1:], (*cases, cases[0]), ()):
        claimed = replace(best, certificate=replace(best.certificate, cases=wrong))
        with pytest.raises(CertificateError, match="cases"):
            gap(scores, capacity, claimed, least=least)
    with pytest.raises(CertificateError, match="no smallest groups"):
        gap(scores, capacity, best)


def test_what_is_no_smallest_group_is_refused() -> None:
    for least in ([1], [-1, 2], [0.5, 1]):
        with pytest.raises(ValueError, match="least"):
            assign(np.ones((2, 2)), np.array([1, 1]), least=np.array(least))
