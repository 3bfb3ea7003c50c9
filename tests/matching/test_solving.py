from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.aims import Aim
from matching.reasons import broken_rules
from matching.scoring import Criteria, Mentee, Mentor, Pool, Table, Topic
from matching.solver import large
from matching.solving import LockAgainstRulesError, TooManyLocksError, solve, with_pair
from tests.matching.problems import random_pool

EN, FR = frozenset({"en"}), frozenset({"fr"})


@given(st.integers(0, 500), st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_the_order_in_which_people_come_changes_nothing(
    seed: int,
    dice: Random,
) -> None:
    pool = random_pool(seed, 12, 8, seats=2)
    mentees, mentors = list(pool.mentees), list(pool.mentors)
    dice.shuffle(mentees)
    dice.shuffle(mentors)
    assert solve(Pool(tuple(mentees), tuple(mentors)), Criteria()) == solve(pool, Criteria())


AIMS = st.builds(
    Criteria,
    spread=st.booleans(),
    wishes_first=st.booleans(),
    worst_first=st.booleans(),
)


@given(st.integers(0, 500), AIMS, st.sampled_from([0, 3]), st.data())
@settings(max_examples=50)
def test_locks_are_kept_and_forbidden_twos_kept_apart(
    seed: int, criteria: Criteria, least: int, data: st.DataObject
) -> None:
    pool = _with_wishes(random_pool(seed, 10, 7, seats=4), Random(seed))
    pool = replace(pool, mentors=tuple(replace(one, least=least) for one in pool.mentors))
    mentees = data.draw(st.lists(st.integers(0, 9), unique=True, max_size=4))
    mentors = data.draw(st.permutations(range(10, 17)))
    table = Table(pool, criteria)
    drawn = zip(mentees, mentors, strict=False)
    locked = frozenset(two for two in drawn if not broken_rules(table, *two))
    free = solve(pool, criteria)
    forbidden = frozenset((one.mentee, one.mentor) for one in free.matches[:3]) - locked
    found = solve(replace(pool, locked=locked, forbidden=forbidden), criteria)
    pairs = {(one.mentee, one.mentor) for one in found.matches}
    assert locked <= pairs
    assert not forbidden & pairs
    assert {(one.mentee, one.mentor) for one in found.matches if one.locked} == locked
    assert found.gap == 0.0
    used = Counter(one.mentor for one in found.matches)
    begun = {mentor for _, mentor in locked}
    assert all(count <= 4 and (count >= least or who in begun) for who, count in used.items())


@given(st.integers(0, 200))
@settings(max_examples=25)
def test_nobody_is_lost_between_the_placed_and_the_left_out(seed: int) -> None:
    pool = random_pool(seed, 15, 6)
    found = solve(pool, Criteria())
    placed = [one.mentee for one in found.matches]
    assert sorted([*placed, *(one.mentee for one in found.left_out)]) == list(range(15))


def test_more_locks_than_places_are_refused_by_name() -> None:
    mentees = tuple(Mentee(id=n, person=n, languages=EN) for n in (1, 2))
    pool = Pool(mentees, (Mentor(id=3, person=3, languages=EN),), frozenset({(1, 3), (2, 3)}))
    with pytest.raises(TooManyLocksError, match="Mentor 3"):
        solve(pool, Criteria())


def test_a_lock_does_not_break_a_hard_rule() -> None:
    mentee, mentor = Mentee(id=1, person=1, languages=EN), Mentor(id=2, person=2, languages=FR)
    with pytest.raises(LockAgainstRulesError) as refused:
        solve(Pool((mentee,), (mentor,), locked=frozenset({(1, 2)})), Criteria())
    assert refused.value.rules == ("common_language",)


@pytest.mark.parametrize(
    ("mentor", "criteria", "reason"),
    [
        (Mentor(id=2, person=2, languages=FR), Criteria(), "common_language"),
        (Mentor(id=2, person=2, languages=EN, line=frozenset({1})), Criteria(), "reporting_line"),
        (Mentor(id=2, person=2, languages=EN), Criteria(wanted_skill=True), "wanted_skill"),
        (Mentor(id=2, person=2, languages=EN, seats=0), Criteria(), "all_taken"),
        (Mentor(id=2, person=1, languages=EN), Criteria(), "no_mentors"),
    ],
)
def test_who_is_left_out_learns_why(mentor: Mentor, criteria: Criteria, reason: str) -> None:
    mentee = Mentee(id=1, person=1, languages=EN, topics=(Topic("Finance", 1),))
    (left,) = solve(Pool((mentee,), (mentor,)), criteria).left_out
    assert left.reason == reason


def test_where_several_rules_together_leave_nobody_each_is_counted() -> None:
    mentee = Mentee(id=1, person=1, languages=EN)
    mentors = (
        Mentor(id=2, person=2, languages=FR),
        Mentor(id=3, person=3, languages=EN, line=frozenset({1})),
    )
    (left,) = solve(Pool((mentee,), mentors), Criteria()).left_out
    assert left.reason == "several_rules"
    assert left.facts == {"mentors": 2, "reporting_line": 1, "common_language": 1}


def test_each_step_is_told() -> None:
    steps: list[str] = []
    solve(random_pool(1, 2, 2), Criteria(), tell=lambda step, percent: steps.append(step))
    assert steps == ["scoring", "assigning", "proving", "explaining"]


def test_thousands_are_solved_among_few_candidates_and_proven(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pool = random_pool(1, 60, 30, seats=2)
    dense = solve(pool, Criteria())
    steps: list[tuple[str, int]] = []
    monkeypatch.setattr(large, "MOST_DENSE_CELLS", 0)
    found = solve(pool, Criteria(), tell=lambda *step: steps.append(step))
    assert found.total == pytest.approx(dense.total)
    assert found.gap == 0.0
    assert steps.count(("assigning", 40)) == 2  # the first of the rounds was told, too
    assert [percent for _step, percent in steps] == sorted(percent for _step, percent in steps)


@pytest.mark.parametrize("criteria", [Criteria(worst_first=True), Criteria(spread=True)])
def test_who_stops_a_run_stops_it_between_two_stages(criteria: Criteria) -> None:
    class Enough(Exception):
        pass

    def tell(step: str, percent: int) -> None:
        if step == "assigning" and percent > 40:
            raise Enough

    for pool in (random_pool(1, 12, 12), _in_groups(1, 12, 4)):
        with pytest.raises(Enough):
            solve(pool, criteria, tell=tell)


def test_the_core_runs_without_django() -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; sys.modules['django'] = None; import matching.solving; print('ok')",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "ok\n"


@given(
    st.integers(0, 500),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.randoms(use_true_random=False),
)
@settings(max_examples=25)
def test_the_order_in_which_people_come_changes_nothing_whatever_the_aims(
    seed: int, spread: bool, wishes: bool, worst: bool, dice: Random
) -> None:
    pool = _with_wishes(random_pool(seed, 12, 8, seats=2), Random(seed))
    criteria = Criteria(spread=spread, wishes_first=wishes, worst_first=worst)
    mentees, mentors = list(pool.mentees), list(pool.mentors)
    dice.shuffle(mentees)
    dice.shuffle(mentors)
    found = solve(pool, criteria)
    assert solve(Pool(tuple(mentees), tuple(mentors)), criteria) == found
    assert found.gap == 0.0
    assert found.aim == Aim(spread=spread, wishes_first=wishes, worst_first=worst)


@given(st.randoms(use_true_random=False), st.booleans(), st.booleans(), st.sampled_from([0, 3]))
@settings(max_examples=25)
def test_ties_are_broken_alike_whatever_the_order(
    dice: Random, spread: bool, worst: bool, least: int
) -> None:
    alike = [Topic("Law", 1, 1), Topic("Art", 2, 2), Topic("Tax", 1, 3)]
    mentees = [
        Mentee(id=n, person=n, languages=EN, topics=tuple(dice.sample(alike, 3))) for n in range(9)
    ]
    mentors = [
        Mentor(
            id=n,
            person=n,
            languages=EN,
            topics=tuple(dice.sample([Topic("Law", 3), Topic("Art", 3), Topic("Tax", 3)], 3)),
            seats=4,
            least=least,
        )
        for n in range(20, 25)
    ]
    wishes = {20: 1, 21: 2, 22: 3}
    criteria = Criteria(spread=spread, worst_first=worst, wishes_first=True)

    def solved() -> list[tuple[int, int]]:
        named = [
            replace(one, wishes=dict(dice.sample(sorted(wishes.items()), 3))) for one in mentees
        ]
        dice.shuffle(named)
        dice.shuffle(mentors)
        found = solve(Pool(tuple(named), tuple(mentors)), criteria)
        assert found.gap == 0.0
        return [(one.mentee, one.mentor) for one in found.matches]

    assert solved() == solved()


def _with_wishes(pool: Pool, dice: Random) -> Pool:
    """Each mentee names two mentors."""
    mentors = [mentor.id for mentor in pool.mentors]
    named = (dice.sample(mentors, 2) for _ in pool.mentees)
    return replace(
        pool,
        mentees=tuple(
            replace(mentee, wishes={first: 1, second: 2})
            for mentee, (first, second) in zip(pool.mentees, named, strict=True)
        ),
    )


def test_wishes_are_met_before_the_score_counts() -> None:
    pool = _with_wishes(random_pool(7, 20, 20), Random(7))
    by_score = solve(pool, Criteria())
    by_wish = solve(pool, Criteria(wishes_first=True))
    assert len(by_wish.matches) == len(by_score.matches)
    assert by_wish.wishes.met > by_score.wishes.met
    assert by_wish.total < by_score.total


def test_a_locked_mentor_is_not_idle() -> None:
    mentees = tuple(
        Mentee(id=n, person=n, languages=EN, topics=(Topic("Law", 1),), hours=1) for n in (1, 2)
    )
    able = Mentor(
        id=3, person=3, languages=EN, seats=2, hours=1, topics=(Topic("Law", 4),), job_level=3
    )
    other = Mentor(id=4, person=4, languages=EN, seats=2, hours=1)
    pool = Pool(mentees, (able, other), locked=frozenset({(1, 3)}))
    assert [one.mentor for one in solve(pool, Criteria()).matches] == [3, 3]
    assert [one.mentor for one in solve(pool, Criteria(spread=True)).matches] == [3, 4]


@given(st.integers(0, 500), st.integers(0, 9), st.integers(10, 16))
@settings(max_examples=25)
def test_what_a_pair_would_cost_is_the_best_that_contains_it(
    seed: int, mentee: int, mentor: int
) -> None:
    pool = random_pool(seed, 10, 7)
    free, asked = solve(pool, Criteria()), with_pair(pool, Criteria(), mentee, mentor)
    if asked is None:
        assert broken_rules(Table(pool, Criteria()), mentee, mentor)
        return
    assert (mentee, mentor) in {(one.mentee, one.mentor) for one in asked.matches}
    assert asked.gap == 0.0
    worth = (len(asked.matches), asked.total)
    assert worth <= (len(free.matches), free.total + 1e-9)
    if (mentee, mentor) in {(one.mentee, one.mentor) for one in free.matches}:
        assert worth == pytest.approx((len(free.matches), free.total))


def test_a_pair_that_cannot_be_costs_nothing_but_a_no() -> None:
    mentees = tuple(Mentee(id=n, person=n, languages=EN) for n in (1, 2))
    mentors = (Mentor(id=3, person=3, languages=EN), Mentor(id=4, person=4, languages=FR))
    pool = Pool(mentees, mentors, locked=frozenset({(1, 3)}))
    assert with_pair(pool, Criteria(), 2, 3) is None
    assert with_pair(pool, Criteria(), 2, 4) is None
    assert with_pair(pool, Criteria(), 2, 99) is None
    assert with_pair(pool, Criteria(), 99, 3) is None
    kept = with_pair(pool, Criteria(), 1, 3)
    assert kept is not None
    assert [one.mentee for one in kept.matches] == [1]
    with pytest.raises(LockAgainstRulesError):
        with_pair(replace(pool, locked=frozenset({(1, 4)})), Criteria(), 2, 3)


def test_a_solution_says_what_is_short() -> None:
    mentees = tuple(
        Mentee(id=n, person=n, languages=EN, topics=(Topic("Law", 1),)) for n in (1, 2, 3)
    )
    pool = Pool(mentees, (Mentor(id=9, person=9, languages=EN),))
    (short,) = solve(pool, Criteria()).bottlenecks
    assert (short.skill, short.more, short.wanted) == ("Law", 1, 2)


def test_a_mentor_with_a_running_pairing_is_not_idle() -> None:
    mentees = tuple(
        Mentee(id=n, person=n, languages=EN, topics=(Topic("Law", 1),), hours=1) for n in (1, 2)
    )
    able = Mentor(id=3, person=3, languages=EN, seats=2, has=1, topics=(Topic("Law", 4),), hours=1)
    other = Mentor(id=4, person=4, languages=EN, seats=2, hours=1)
    found = solve(Pool(mentees, (able, other)), Criteria(spread=True))
    assert sorted(one.mentor for one in found.matches) == [3, 4]


def _in_groups(seed: int, mentees: int, mentors: int) -> Pool:
    pool = random_pool(seed, mentees, mentors, seats=6)
    return replace(pool, mentors=tuple(replace(one, least=3) for one in pool.mentors))


def test_a_group_has_its_smallest_size_or_nobody() -> None:
    found = solve(_in_groups(3, 20, 8), Criteria(reporting_line=False, common_language=False))
    used = Counter(one.mentor for one in found.matches)
    assert len(found.matches) == 20
    assert set(used.values()) <= {3, 4, 5, 6}
    assert found.gap == 0.0


@given(st.integers(0, 50), st.randoms(use_true_random=False))
@settings(max_examples=10)
def test_the_order_in_which_people_come_changes_no_group(seed: int, dice: Random) -> None:
    pool = _in_groups(seed, 12, 5)
    mentees, mentors = list(pool.mentees), list(pool.mentors)
    dice.shuffle(mentees)
    dice.shuffle(mentors)
    assert solve(Pool(tuple(mentees), tuple(mentors)), Criteria()) == solve(pool, Criteria())


def test_who_is_left_out_because_groups_need_more_learns_that() -> None:
    free = Criteria(reporting_line=False, common_language=False)
    two = solve(_in_groups(3, 2, 2), free)
    assert [(one.reason, one.facts) for one in two.left_out] == [("no_group", {"least": 3})] * 2
    full = solve(_in_groups(3, 14, 2), free)
    assert [one.reason for one in full.left_out] == ["all_taken"] * 2


def test_a_lock_begins_a_group_and_the_rest_fill_it_first() -> None:
    pool = _in_groups(3, 7, 3)
    free = Criteria(reporting_line=False, common_language=False)
    locks = frozenset({(0, 7), (1, 8)})
    found = solve(replace(pool, locked=locks), free)
    used = Counter(one.mentor for one in found.matches)
    assert locks <= {(one.mentee, one.mentor) for one in found.matches}
    assert (used[7], used[8], used[9]) in {(3, 4, 0), (4, 3, 0)}
    assert found.gap == 0.0


def test_where_too_few_are_there_a_lock_makes_a_group_however_small() -> None:
    pool = _in_groups(3, 4, 2)
    free = Criteria(reporting_line=False, common_language=False)
    found = solve(replace(pool, locked=frozenset({(0, 4), (1, 5)})), free)
    assert len(found.matches) == 4


@pytest.mark.parametrize(
    ("mentors", "is_flat"),
    [
        ([{}, {}], True),
        ([{"seats": 2}], False),
        ([{"languages": FR}, {"languages": EN}], False),
        ([{"seats": 3, "least": 3}, {"seats": 3, "least": 3}], False),
        ([{"hours": 1}, {"hours": 2}], False),
    ],
    ids=["alike", "one alone", "one possible each", "groups too small", "unlike"],
)
def test_criteria_are_flat_only_where_somebody_placed_had_a_choice(
    mentors: list[dict[str, Any]], is_flat: bool
) -> None:
    mentees = (Mentee(1, 101, languages=FR, hours=4), Mentee(2, 102, languages=EN, hours=4))
    both = {"languages": EN | FR}
    people = tuple(Mentor(at, 100 + at, **both | more) for at, more in enumerate(mentors, 11))
    found = solve(Pool(mentees, people), Criteria(weights={"hours": 10.0}))
    assert found.is_flat is is_flat
