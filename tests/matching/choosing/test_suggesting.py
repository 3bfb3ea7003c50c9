from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.choosing.suggesting import ROUNDS, is_possible, spread, suggest
from matching.scoring import Asked, Criteria, Mentee, Mentor, Pool, Table, Topic
from tests.matching.problems import Floats, Ints, problems, random_pool

SOME = settings(max_examples=30)


def shown(chosen: Ints, mentors: int) -> Ints:
    """How often each mentor is suggested."""
    return np.bincount(chosen[chosen >= 0], minlength=mentors)


def even_share(scores: Floats, seats: Ints) -> Floats:
    """How many mentees of one round are each mentor's, by places that somebody could take."""
    possible = ~np.isnan(scores) & (seats > 0)
    free = np.where(possible.any(axis=0), seats, 0)
    share: Floats = possible.any(axis=1).sum() * free / max(1, free.sum())
    return share


@given(problems())
def test_nobody_is_suggested_who_is_not_possible_and_nobody_twice(
    problem: tuple[Floats, Ints],
) -> None:
    scores, seats = problem
    for row, columns in enumerate(spread(scores, seats)):
        found = [int(column) for column in columns if column >= 0]
        assert len(found) == len(set(found))
        assert all(seats[column] > 0 and not np.isnan(scores[row, column]) for column in found)


@given(problems())
def test_everybody_with_a_possible_mentor_is_suggested_one(problem: tuple[Floats, Ints]) -> None:
    scores, seats = problem
    possible = (~np.isnan(scores) & (seats > 0)).any(axis=1)
    assert ((spread(scores, seats) >= 0).any(axis=1) == possible).all()


@given(problems())
def test_no_mentor_is_shown_to_more_than_an_even_share(problem: tuple[Floats, Ints]) -> None:
    """Only where the first round could not else give everybody one, it is twice, four times."""
    scores, seats = problem
    share = even_share(scores, seats)
    exposure = shown(spread(scores, seats), seats.size)
    times = ROUNDS
    while (exposure > np.ceil(times * share - 1e-9)).any():
        narrower = np.ceil(times * share - 1e-9)
        first = shown(spread(scores, seats, rounds=1), seats.size)
        assert (first > narrower).any()
        times *= 2


@given(st.integers(0, 1000), st.integers(1, 40), st.integers(1, 12))
@SOME
def test_where_all_are_possible_all_are_shown_about_equally(
    seed: int, mentees: int, mentors: int
) -> None:
    scores = np.random.default_rng(seed).random((mentees, mentors))
    seats = np.ones(mentors, dtype=np.int64)
    exposure = shown(spread(scores, seats, rounds=min(3, mentors)), mentors)
    assert exposure.max() <= int(np.ceil(min(3, mentors) * mentees / mentors))


def test_the_one_whom_all_like_best_is_not_shown_to_all() -> None:
    scores = np.full((12, 6), 10.0) + np.arange(6.0)[None, :]
    scores[:, 0] = 100.0
    exposure = shown(spread(scores, np.ones(6, dtype=np.int64), rounds=2), 6)
    assert exposure.tolist() == [4, 4, 4, 4, 4, 4]


def test_who_has_more_places_is_shown_more() -> None:
    exposure = shown(spread(np.ones((12, 2)), np.array([3, 1], dtype=np.int64), rounds=1), 2)
    assert exposure.tolist() == [9, 3]


def test_one_mentee_alone_is_suggested_the_best_five_in_order() -> None:
    pool = random_pool(3, mentees=1, mentors=30)
    scores = Table(pool, Criteria()).scores()[0]
    best = sorted(scores[~np.isnan(scores)], reverse=True)[:ROUNDS]
    found = suggest(pool, Criteria()).suggested
    assert [one.rank for one in found] == list(range(1, len(best) + 1))
    assert [one.score for one in found] == pytest.approx(best)


@given(st.integers(0, 500), st.randoms(use_true_random=False))
@SOME
def test_the_order_in_which_people_come_changes_nothing(seed: int, dice: random.Random) -> None:
    pool = random_pool(seed, mentees=12, mentors=8)
    mentees, mentors = list(pool.mentees), list(pool.mentors)
    dice.shuffle(mentees)
    dice.shuffle(mentors)
    mixed = replace(pool, mentees=tuple(mentees), mentors=tuple(mentors))
    assert suggest(mixed, Criteria()) == suggest(pool, Criteria()) == suggest(pool, Criteria())


@given(st.integers(0, 500), st.data())
@SOME
def test_rules_rulings_and_a_no_are_kept(seed: int, data: st.DataObject) -> None:
    pool = random_pool(seed, mentees=10, mentors=8)
    pairs = st.tuples(
        st.sampled_from([one.id for one in pool.mentees]),
        st.sampled_from([one.id for one in pool.mentors]),
    )
    forbidden = data.draw(st.frozensets(pairs, max_size=10))
    refused = data.draw(st.frozensets(pairs, max_size=10))
    pool = replace(pool, forbidden=forbidden)
    table = Table(pool, Criteria())
    scores = table.scores()
    row = {one.id: at for at, one in enumerate(pool.mentees)}
    column = {one.id: at for at, one in enumerate(pool.mentors)}
    found = suggest(pool, Criteria(), refused=refused)
    for one in found.suggested:
        two = (one.mentee, one.mentor)
        assert two not in forbidden | refused
        assert one.score == pytest.approx(scores[row[one.mentee], column[one.mentor]])
        assert sum(points for points, _most in one.parts.values()) == pytest.approx(one.score)
        assert all(points <= most + 1e-9 for points, most in one.parts.values())
        assert one.mentor not in found.apart[one.mentee]
    for mentee in pool.mentees:
        ranks = [one.rank for one in found.suggested if one.mentee == mentee.id]
        worth = [one.score for one in found.suggested if one.mentee == mentee.id]
        assert ranks == list(range(1, len(ranks) + 1))
        assert worth == sorted(worth, reverse=True)


@given(st.integers(0, 200))
@SOME
def test_one_by_one_the_same_are_possible(seed: int) -> None:
    pool = random_pool(seed, mentees=5, mentors=6)
    refused = {(pool.mentees[0].id, pool.mentors[0].id)}
    apart = suggest(pool, Criteria(), refused=refused).apart
    for mentee in pool.mentees:
        for mentor in pool.mentors:
            possible = is_possible(pool, Criteria(), mentee.id, mentor.id, refused=refused)
            assert possible == (mentor.id not in apart[mentee.id])


def one_skill(mentees: int = 3, mentors: int = 3, **more: object) -> Pool:
    topic = (Topic("Finance", 3),)
    return Pool(
        mentees=tuple(
            Mentee(id=at, person=at, topics=(Topic("Finance", 1),), languages=frozenset({"en"}))
            for at in range(1, mentees + 1)
        ),
        mentors=tuple(
            Mentor(id=at, person=at, topics=topic, languages=frozenset({"en"}))
            for at in range(11, 11 + mentors)
        ),
        **more,  # type: ignore[arg-type]
    )


def test_a_locked_mentee_is_suggested_their_mentor_and_nobody_else_is() -> None:
    found = suggest(one_skill(locked=frozenset({(1, 11)})), Criteria()).suggested
    assert [one.mentor for one in found if one.mentee == 1] == [11]
    assert {one.mentee for one in found if one.mentor == 11} == {1}


@pytest.mark.parametrize(("mentees", "mentors"), [(0, 3), (3, 0), (0, 0)])
def test_where_somebody_is_missing_nothing_is_suggested(mentees: int, mentors: int) -> None:
    assert suggest(one_skill(mentees, mentors), Criteria()).suggested == ()


def test_all_refused_leaves_nothing_and_says_so() -> None:
    refused = {(mentee, mentor) for mentee in (1, 2, 3) for mentor in (11, 12, 13)}
    found = suggest(one_skill(), Criteria(), refused=refused)
    assert found.suggested == ()
    assert found.apart == {1: (11, 12, 13), 2: (11, 12, 13), 3: (11, 12, 13)}


def test_what_the_mentor_wishes_or_answers_is_not_told() -> None:
    pool = one_skill(questions=(Asked(7, "Morning or evening?", "one", "same"),))
    said = {7: ("morning",)}
    pool = replace(
        pool,
        mentees=tuple(replace(one, wishes={12: 1}, answers=said) for one in pool.mentees),
        mentors=tuple(replace(one, wishes={1: 1}, answers=said) for one in pool.mentors),
    )
    for one in suggest(pool, Criteria()).suggested:
        assert not {"mentor_wishes", "mentee_wishes", "question-7"} & set(one.parts)
        assert not {"wish", "no_wish", "answers"} & {fact["kind"] for fact in one.facts}


def test_how_even_it_is_on_a_crowd() -> None:
    pool = random_pool(7, mentees=60, mentors=20)
    found = Counter(one.mentor for one in suggest(pool, Criteria()).suggested)
    per_place = [found[one.id] / one.seats for one in pool.mentors]
    assert max(per_place) <= ROUNDS * 60 / sum(one.seats for one in pool.mentors) + 1
