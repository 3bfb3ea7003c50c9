from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from matching.certificate import BrokenRuleError, CertificateError
from matching.proofs import as_json, check, from_json, least_cost
from matching.scoring import Criteria, Pool, Table
from matching.solving import Solution, solve, with_pair
from tests.matching.problems import random_pool

FREE = Criteria(reporting_line=False, common_language=False)


def _kept(pool: Pool, found: Solution) -> dict[str, Any]:
    """As a run keeps it: through JSON and back."""
    prices = {str(mentor): list(price) for mentor, price in found.prices.items()}
    further = as_json(found.certificate, [mentor.id for mentor in pool.mentors])
    stored: dict[str, Any] = json.loads(json.dumps({"prices": prices} | further))
    return stored


def _pairs(found: Solution) -> list[tuple[int, int]]:
    return [(match.mentee, match.mentor) for match in found.matches]


def _pool(seed: int, least: int) -> Pool:
    pool = random_pool(seed, 12, 5, seats=4)
    pool = replace(pool, mentors=tuple(replace(one, least=least) for one in pool.mentors))
    wishes = {12: 1, 14: 2}
    named = (*(replace(one, wishes=wishes) for one in pool.mentees[:4]), *pool.mentees[4:])
    return replace(pool, mentees=named, locked=frozenset({(0, 13)}))


@given(st.integers(0, 300), st.booleans(), st.booleans(), st.booleans(), st.sampled_from([0, 3]))
def test_a_run_is_proven_again_from_what_it_kept(
    seed: int, spread: bool, wishes: bool, worst: bool, least: int
) -> None:
    pool = _pool(seed, least)
    criteria = replace(FREE, spread=spread, wishes_first=wishes, worst_first=worst)
    found = solve(pool, criteria)
    stored = _kept(pool, found)
    assert check(pool, criteria, _pairs(found), stored) == found.gap == 0.0
    assert check(pool, criteria, [(0, 13)], stored) > 0


@given(st.integers(0, 500), st.integers(0, 11), st.integers(12, 16))
def test_a_pair_costs_what_the_prices_say_or_more(seed: int, mentee: int, mentor: int) -> None:
    pool = replace(random_pool(seed, 12, 5, seats=2), locked=frozenset({(0, 13)}))
    free, asked = solve(pool, FREE), with_pair(pool, FREE, mentee, mentor)
    stored = _kept(pool, free) | {"gap": free.gap}
    told = least_cost(Table(pool, FREE), mentee, mentor, stored)
    if told is None or asked is None:
        reject()
    lost = (len(free.matches) - len(asked.matches), free.total - asked.total)
    assert told <= (lost[0], lost[1] + 1e-6) or told[0] < lost[0]
    if (mentee, mentor) in _pairs(free):
        assert told == pytest.approx((0, 0.0), abs=1e-6)


def test_prices_that_do_not_say_what_a_pair_costs_say_nothing() -> None:
    pool = replace(random_pool(3, 6, 3, seats=2), locked=frozenset({(0, 6), (1, 6)}))
    found = solve(pool, FREE)
    table, stored = Table(pool, FREE), _kept(pool, found) | {"gap": 0.0}
    assert least_cost(table, 2, 7, stored) is not None
    assert least_cost(table, 0, 7, stored) is None  # locked to another
    assert least_cost(table, 2, 6, stored) is None  # full of those who are locked
    assert least_cost(table, 2, 7, stored | {"gap": 0.001}) is None
    assert least_cost(table, 2, 7, stored | {"aim": {"spread": True}}) is None


def test_what_breaks_a_rule_is_not_proven() -> None:
    pool = random_pool(1, 6, 6)
    found = solve(pool, Criteria())
    crowded = [(match.mentee, found.matches[0].mentor) for match in found.matches]
    with pytest.raises(BrokenRuleError):
        check(pool, Criteria(), crowded, _kept(pool, found))


def test_two_prices_are_enough_for_coverage_and_the_total() -> None:
    pool = random_pool(2, 8, 5)
    found = solve(pool, Criteria())
    assert as_json(found.certificate, [mentor.id for mentor in pool.mentors]) == {}


def test_a_proof_of_hundreds_of_cases_is_kept() -> None:
    pool = random_pool(0, 200, 50, seats=6)
    pool = replace(pool, mentors=tuple(replace(one, least=3) for one in pool.mentors))
    found = solve(pool, Criteria())
    assert len(found.certificate.cases) > 100
    assert check(pool, Criteria(), _pairs(found), _kept(pool, found)) == found.gap == 0.0


def test_a_proof_that_was_not_kept_is_none() -> None:
    pool = _pool(3, 3)
    found = solve(pool, replace(FREE, spread=True))
    mentors = [mentor.id for mentor in pool.mentors]
    kept = as_json(found.certificate, mentors)
    for lost in (kept | {"cases": []}, {"aim": kept["aim"], "bounds": kept["bounds"]}):
        with pytest.raises(CertificateError, match="Run it again"):
            from_json(lost, mentors)
