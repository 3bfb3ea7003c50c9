from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.assignment import assign
from matching.bottlenecks import Bottleneck, bottlenecks
from matching.scoring import Criteria, Mentee, Mentor, Pool, Topic
from tests.matching.problems import most_placed, problems, random_pool

NAN = float("nan")


def _pool(wants: list[list[str]], seats: list[int]) -> Pool:
    mentees = [
        Mentee(id=n, person=n, topics=tuple(Topic(skill, 1) for skill in skills))
        for n, skills in enumerate(wants)
    ]
    mentors = [Mentor(id=100 + n, person=100 + n, seats=room) for n, room in enumerate(seats)]
    return Pool(tuple(mentees), tuple(mentors))


@given(problems(most=7), st.integers(1, 3), st.data())
def test_as_many_more_as_a_maximum_flow_with_the_new_seats(
    problem: tuple[np.ndarray, np.ndarray], seats: int, data: st.DataObject
) -> None:
    scores, capacity = problem
    choices = st.lists(st.sampled_from("AB"), unique=True)
    wants = [data.draw(choices) for _ in range(scores.shape[0])]
    pool = _pool(wants, capacity.tolist())
    mentor_of = assign(scores, capacity).mentor_of
    found = bottlenecks(pool, Criteria(), ~np.isnan(scores), mentor_of, seats=seats)
    by_skill = {one.skill: one.more for one in found}
    for skill in {skill for row in np.flatnonzero(mentor_of < 0) for skill in wants[row]}:
        column = np.array([[1.0 if skill in mine else NAN] for mine in wants])
        wider = np.hstack([scores, column])
        before = most_placed(scores, capacity)
        more = most_placed(wider, np.append(capacity, seats)) - before
        assert by_skill.pop(skill, 0) == more
    assert not by_skill


@given(problems(most=8), st.integers(2, 3), st.data())
def test_a_new_group_is_told_of_only_where_it_can_be_one(
    problem: tuple[np.ndarray, np.ndarray], least: int, data: st.DataObject
) -> None:
    scores, capacity = problem
    choices = st.lists(st.sampled_from("AB"), unique=True)
    wants = [data.draw(choices) for _ in range(scores.shape[0])]
    pool = _in_groups(_pool(wants, capacity.tolist()), least)
    smallest = np.full(capacity.size, least)
    mentor_of = assign(scores, capacity, least=smallest).mentor_of
    for one in bottlenecks(pool, Criteria(), ~np.isnan(scores), mentor_of, seats=4):
        column = np.array([[1.0 if one.skill in mine else NAN] for mine in wants])
        wider, seats = np.hstack([scores, column]), np.append(capacity, 4)
        found = assign(wider, seats, least=np.append(smallest, least))
        assert found.placed >= np.count_nonzero(mentor_of >= 0) + one.more


def test_other_groups_spare_whom_they_can_for_a_new_one() -> None:
    pool = _in_groups(_pool([["Law"]] * 4 + [["Art"], ["Art"]], [4]), 3)
    allowed, mentor_of = np.ones((6, 1), dtype=bool), np.array([0, 0, 0, 0, -1, -1])
    assert bottlenecks(pool, Criteria(), allowed, mentor_of) == ()  # two are no group of three
    pool = _in_groups(_pool([["Law", "Art"]] * 4 + [["Art"], ["Art"]], [4]), 3)
    (art,) = bottlenecks(pool, Criteria(), np.zeros((6, 1), dtype=bool), mentor_of)
    assert art == Bottleneck("Art", seats=4, more=2, wanted=2)  # and one of four comes along
    pool = replace(pool, locked=frozenset((mentee, 100) for mentee in range(4)))
    assert bottlenecks(pool, Criteria(), np.zeros((6, 1), dtype=bool), mentor_of) == ()


def _in_groups(pool: Pool, least: int) -> Pool:
    mentors = tuple(replace(one, least=least) for one in pool.mentors)
    return replace(pool, mentors=mentors, groups=(least, 6))


def test_where_no_mentor_has_room_for_a_group_one_with_room_for_the_largest_is_told_of() -> None:
    nobody, nothing = np.full(4, -1), np.empty((4, 0), dtype=bool)
    pool = _in_groups(_pool([["Law"]] * 4, []), 3)
    assert bottlenecks(pool, Criteria(), nothing, nobody) == (Bottleneck("Law", 6, 4, 4),)
    pool = _in_groups(_pool([["Law"], ["Law"], ["Art"], []], []), 3)
    assert bottlenecks(pool, Criteria(), nothing, nobody) == ()  # two are no group of three


def test_the_chain_may_go_through_those_who_are_placed() -> None:
    pool = _pool([["Law"], [], ["Law", "Art"]], [1, 1])
    allowed = np.array([[True, False], [True, True], [False, True]])
    found = bottlenecks(pool, Criteria(), allowed, np.array([-1, 0, 1]), seats=2)
    assert found == (Bottleneck("Law", seats=2, more=1, wanted=1),)
    allowed = allowed[:, ::-1]
    pool = _pool([["Art"], [], ["Law"]], [1, 1])
    (art,) = bottlenecks(pool, Criteria(strictly_above=True), allowed, np.array([-1, 0, 1]))
    assert art.skill == "Art"


def test_what_places_most_comes_first() -> None:
    pool = _pool([["Law"], ["Art"], ["Art"], []], [2])
    found = bottlenecks(pool, Criteria(), np.zeros((4, 1), dtype=bool), np.full(4, -1))
    assert found == (Bottleneck("Art", 2, 2, 2), Bottleneck("Law", 2, 1, 1))


def test_who_is_locked_does_not_move() -> None:
    placed = Mentee(id=1, person=1, topics=(Topic("Law", 1),))
    expert = Mentee(id=2, person=2, topics=(Topic("Law", 4),))
    pool = Pool((placed, expert), (Mentor(id=3, person=3),))
    criteria, allowed = Criteria(strictly_above=True), np.ones((2, 1), dtype=bool)
    mentor_of = np.array([0, -1])
    assert [one.more for one in bottlenecks(pool, criteria, allowed, mentor_of)] == [1]
    pool = replace(pool, locked=frozenset({(1, 3)}))
    assert bottlenecks(pool, criteria, allowed, mentor_of) == ()


def test_an_expert_does_not_help_who_is_one_where_mentors_stand_above() -> None:
    mentee = Mentee(id=1, person=1, topics=(Topic("Law", 4),))
    pool = Pool((mentee,), ())
    nobody, nothing = np.array([-1]), np.empty((1, 0), dtype=bool)
    assert [one.more for one in bottlenecks(pool, Criteria(), nothing, nobody)] == [1]
    assert bottlenecks(pool, Criteria(strictly_above=True), nothing, nobody) == ()


@pytest.mark.parametrize(("mentees", "mentors"), [(0, 0), (0, 2), (3, 0)])
def test_empty_pools_are_no_trouble(mentees: int, mentors: int) -> None:
    pool = random_pool(1, mentees, mentors)
    nothing = np.zeros((mentees, mentors), dtype=bool)
    found = bottlenecks(pool, Criteria(), nothing, np.full(mentees, -1))
    assert all(one.seats == 1 and one.more == 1 for one in found)
    assert bool(found) == bool(mentees)
