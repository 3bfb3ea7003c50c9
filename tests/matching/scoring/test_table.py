from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.scoring import CRITERIA, Criteria, Pool, Table, Topic
from tests.matching.pools import EVERYTHING, QUESTIONS, full_pool
from tests.matching.scoring import by_hand
from tests.matching.scoring.twos import offers, wants

SEEDS = st.integers(0, 500)


def test_the_parts_of_a_pair_are_those_that_have_weight() -> None:
    mentee = wants(Topic("Finance", 1), job_level=1, hours=3, offset=0)
    mentor = offers(Topic("Finance", 2), job_level=3, hours=2, offset=300)
    table = Table(Pool((mentee,), (mentor,)), Criteria(common_language=False))
    (parts,) = table.parts(np.array([0]))
    assert sum(parts.values()) == pytest.approx(table.scores()[0, 0])
    assert set(parts) == {"objectives", "level_gap", "hours", "time_zone"}
    assert table.parts(np.array([-1])) == [{}]


@given(SEEDS)
@settings(max_examples=30)
def test_a_score_is_from_0_to_100_and_its_parts_add_up_to_it(seed: int) -> None:
    table = Table(full_pool(seed, 13, 8), EVERYTHING)
    scores = table.scores()
    possible = ~np.isnan(scores)
    assert possible.any()
    assert scores[possible].min() >= 0
    assert scores[possible].max() <= 100 + 1e-9
    rows, columns = np.nonzero(possible)
    parts = table.between(rows, columns)
    assert set(parts) == {*CRITERIA, *(f"question-{asked.id}" for asked in QUESTIONS)}
    assert sum(parts.values()) == pytest.approx(scores[possible])
    assert all((points >= 0).all() for points in parts.values())


DEPARTMENTS = st.sampled_from(["any", "other", "same"])


@given(SEEDS, st.booleans(), st.booleans(), DEPARTMENTS)
@settings(max_examples=40)
def test_scores_and_rules_are_those_reckoned_by_hand(
    seed: int, strictly_above: bool, wanted_skill: bool, departments: str
) -> None:
    pool = full_pool(seed, 9, 7)
    pool = replace(pool, despite=frozenset(list(pool.forbidden | pool.barred | pool.met)[::2]))
    chosen = replace(
        EVERYTHING,
        strictly_above=strictly_above,
        wanted_skill=wanted_skill,
        other_department=departments == "other",
        same_department=departments == "same",
    )
    expected = [
        [by_hand.score_of(mentee, mentor, pool, chosen) for mentor in pool.mentors]
        for mentee in pool.mentees
    ]
    found = Table(pool, chosen).scores()
    assert found == pytest.approx(np.array(expected, dtype=np.float64), nan_ok=True)


@given(SEEDS, st.integers(1, 13))
@settings(max_examples=20)
def test_how_many_rows_are_done_at_once_changes_nothing(seed: int, size: int) -> None:
    table = Table(full_pool(seed, 13, 8), EVERYTHING)
    blocks = np.vstack([table.block(rows) for rows in table.blocks(size)])
    assert np.array_equal(blocks, table.scores(), equal_nan=True)


@given(SEEDS, st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_the_order_in_which_people_come_changes_nothing(seed: int, dice: Random) -> None:
    pool = full_pool(seed, 13, 8)
    mentees, mentors = list(pool.mentees), list(pool.mentors)
    dice.shuffle(mentees)
    dice.shuffle(mentors)
    mixed = replace(pool, mentees=tuple(mentees), mentors=tuple(mentors))
    one, other = Table(pool, EVERYTHING).scores(), Table(mixed, EVERYTHING).scores()
    assert np.array_equal(one, other, equal_nan=True)


@given(SEEDS)
@settings(max_examples=20)
def test_two_are_apart_exactly_where_some_rule_says_so(seed: int) -> None:
    pool = full_pool(seed, 13, 8)
    pool = replace(pool, despite=frozenset(list(pool.forbidden | pool.barred | pool.met)[::2]))
    table = Table(pool, EVERYTHING)
    masks = list(table.broken(slice(0, 13)).values())
    assert np.array_equal(np.isnan(table.scores()), np.any(masks, axis=0))


@given(SEEDS)
@settings(max_examples=20)
def test_who_else_is_there_changes_nobodys_score(seed: int) -> None:
    """As long as the same criteria apply, which wishes and answers may not."""
    always = replace(EVERYTHING, weights=dict.fromkeys(CRITERIA[:-2], 1.0))
    pool = full_pool(seed, 13, 8)
    fewer = replace(pool, mentees=pool.mentees[3:7])
    all_of_them = Table(pool, always).scores()
    assert np.array_equal(Table(fewer, always).scores(), all_of_them[3:7], equal_nan=True)


@pytest.mark.parametrize(("mentees", "mentors"), [(0, 0), (0, 3), (3, 0)])
def test_a_side_without_anybody_has_no_scores(mentees: int, mentors: int) -> None:
    pool = full_pool(1, 3, 3)
    pool = replace(pool, mentees=pool.mentees[:mentees], mentors=pool.mentors[:mentors])
    table = Table(pool, EVERYTHING)
    assert table.scores().shape == (mentees, mentors)
    assert table.parts(np.full(mentees, -1)) == [{}] * mentees
