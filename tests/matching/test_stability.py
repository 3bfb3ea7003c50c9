from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given

from matching.assignment import assign
from matching.scoring import Mentee, Mentor, Pool
from matching.stability import blocking_pairs, wishes_met
from tests.matching.problems import Floats, Ints, problems

NAN = float("nan")


def pool(
    mentees: int, seats: list[int], *, wishes: dict[int, dict[int, int]] | None = None
) -> Pool:
    """Mentees 0, 1, …; mentors 100, 101, …; `wishes` by participant id."""
    named = wishes or {}
    return Pool(
        mentees=tuple(Mentee(id=at, person=at, wishes=named.get(at, {})) for at in range(mentees)),
        mentors=tuple(
            Mentor(id=100 + at, person=100 + at, seats=free, wishes=named.get(100 + at, {}))
            for at, free in enumerate(seats)
        ),
    )


def blocking(people: Pool, scores: list[list[float]], mentor_of: list[int]) -> tuple[int, ...]:
    table = np.array(scores, dtype=float)
    found = blocking_pairs(people, [(slice(0, len(table)), table)], *having(table, mentor_of))
    return (found.count, *(mentee for mentee, _mentor in found.examples))


def having(table: Floats, mentor_of: Sequence[int] | Ints) -> tuple[Ints, Floats]:
    """Who has whom, and the score of each with the mentor they have."""
    columns = np.array(mentor_of)
    return columns, np.array([table[row, column] for row, column in enumerate(columns)])


def test_two_who_would_both_rather_have_each_other_block() -> None:
    assert blocking(pool(2, [1, 1]), [[90, 50], [60, 10]], [1, 0]) == (1, 0)


def test_nobody_blocks_where_each_has_the_best() -> None:
    assert blocking(pool(2, [1, 1]), [[90, 50], [60, 70]], [0, 1]) == (0,)


def test_a_difference_below_a_point_is_none() -> None:
    assert blocking(pool(2, [1, 1]), [[50.9, 50], [50, 50.9]], [1, 0]) == (0,)


def test_a_mentor_with_a_place_free_blocks_with_whoever_likes_them_more() -> None:
    assert blocking(pool(1, [1, 1]), [[40, 60]], [0]) == (1, 0)


def test_two_kept_apart_by_a_rule_never_block() -> None:
    assert blocking(pool(1, [1, 1]), [[40, NAN]], [0]) == (0,)


def test_a_wish_outweighs_any_score() -> None:
    people = pool(2, [1, 1], wishes={0: {101: 1}, 101: {0: 1}})
    assert blocking(people, [[90, 20], [50, 80]], [0, 1]) == (1, 0)


def test_a_wish_of_one_side_alone_does_not_block() -> None:
    people = pool(2, [1, 1], wishes={0: {101: 1}})
    assert blocking(people, [[90, 20], [50, 80]], [0, 1]) == (0,)


def test_a_mentor_without_a_group_opens_none_for_one() -> None:
    people = Pool(
        mentees=(Mentee(id=0, person=0),),
        mentors=(Mentor(id=100, person=100, seats=1), Mentor(id=101, person=101, seats=6, least=3)),
    )
    assert blocking(people, [[40, 60]], [0]) == (0,)


def test_the_blocks_do_not_matter() -> None:
    dice = np.random.default_rng(3)
    table = dice.random((40, 20)) * 100
    table[dice.random(table.shape) < 0.3] = np.nan
    people = pool(40, [2] * 20)
    mentor_of = assign(table, people.seats).mentor_of
    held = having(table, mentor_of)
    whole = blocking_pairs(people, [(slice(0, 40), table)], *held)
    parts = [(slice(at, at + 10), table[at : at + 10]) for at in range(0, 40, 10)]
    assert blocking_pairs(people, parts, *held) == whole
    assert whole.count > 0


@given(problems(most=6))
def test_it_counts_what_trying_all_counts(problem: tuple[Floats, Ints]) -> None:
    scores, capacity = problem
    people = pool(scores.shape[0], [int(one) for one in capacity])
    mentor_of = assign(scores, capacity).mentor_of
    own = np.array([scores[row, one] if one >= 0 else 0 for row, one in enumerate(mentor_of)])
    found = blocking_pairs(people, [(slice(0, len(scores)), scores)], mentor_of, own)
    used = np.bincount(mentor_of[mentor_of >= 0], minlength=len(capacity))
    expected = set()
    for row, column in product(*map(range, scores.shape)):
        score = scores[row, column]
        if np.isnan(score):
            continue
        mine = mentor_of[row]
        mentee_gains = np.inf if mine < 0 else score - scores[row, mine]
        theirs = [scores[other, column] for other in np.flatnonzero(mentor_of == column)]
        mentor_gains = (
            np.inf if used[column] < capacity[column] else score - min(theirs, default=np.inf)
        )
        if min(mentee_gains, mentor_gains) >= 1.0:
            expected.add((row, 100 + column))
    assert found.count == len(expected)
    assert set(found.examples) <= expected


@pytest.mark.parametrize(
    ("mentor_of", "met", "first"),
    [([0, 1], 2, 1), ([1, 0], 1, 0), ([-1, -1], 0, 0)],
)
def test_wishes_met_are_counted_of_those_who_named_somebody_there(
    mentor_of: list[int], met: int, first: int
) -> None:
    people = pool(2, [1, 1], wishes={0: {101: 1, 100: 2}, 1: {101: 1, 999: 2}})
    if mentor_of == [1, 0]:
        people = pool(2, [1, 1], wishes={0: {100: 1, 101: 2}, 1: {101: 1}})
    found = wishes_met(people, np.array(mentor_of))
    assert (found.named, found.met, found.first) == (2, met, first)


def test_a_wish_for_somebody_who_is_not_there_does_not_count() -> None:
    found = wishes_met(pool(1, [1], wishes={0: {999: 1}}), np.array([0]))
    assert (found.named, found.met, found.first) == (0, 0, 0)
