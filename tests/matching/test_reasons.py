from __future__ import annotations

from dataclasses import replace

import pytest

from matching.reasons import broken_among, broken_rules, facts, why_left_out
from matching.scoring import Criteria, Mentee, Mentor, Pool, Table, Topic
from matching.solving import solve
from tests.matching.pools import EVERYTHING, full_pool

EN, FR = frozenset({"en"}), frozenset({"fr"})
TWO = frozenset({(1, 2)})


def test_a_proposal_knows_what_it_covers() -> None:
    mentee = Mentee(
        id=1,
        person=1,
        languages=EN,
        hours=2,
        job_level=1,
        topics=(Topic("Law", 1, 2), Topic("Finance", 1, 1), Topic("Art", 3, 3)),
    )
    mentor = Mentor(
        id=2,
        person=2,
        languages=EN,
        hours=3,
        job_level=3,
        offset=300,
        topics=(Topic("Finance", 4), Topic("Art", 1)),
    )
    (match,) = solve(Pool((mentee,), (mentor,)), Criteria()).matches
    assert match.facts == (
        {"kind": "covers", "skill": "Finance", "priority": 1, "level": 4},
        {"kind": "level_gap", "levels": 2},
        {"kind": "overlap", "minutes": 180},
        {"kind": "hours", "given": 3, "hoped": 2},
        {"kind": "languages", "codes": ["en"]},
    )


def test_every_rule_that_two_break_is_named() -> None:
    pool = Pool(
        (Mentee(id=1, person=1, languages=EN),),
        (Mentor(id=2, person=2, languages=FR),),
        forbidden=frozenset({(1, 2)}),
    )
    assert broken_rules(Table(pool, Criteria()), 1, 2) == ("common_language", "ruling")
    assert solve(pool, Criteria()).left_out[0].reason == "common_language"


def test_a_lock_in_spite_of_a_rule_is_told_with_the_rule() -> None:
    mentee, mentor = Mentee(id=1, person=1, languages=EN), Mentor(id=2, person=2, languages=FR)
    pool = Pool((mentee,), (mentor,), locked=TWO, despite=TWO)
    (match,) = solve(pool, Criteria()).matches
    assert match.facts[-1] == {"kind": "despite", "rules": ["common_language"]}
    table = Table(pool, Criteria())
    assert broken_rules(table, 1, 2) == ()
    assert broken_rules(table, 1, 2, despite=False) == ("common_language",)


def test_a_lock_that_needs_no_exception_is_told_without() -> None:
    mentee, mentor = Mentee(id=1, person=1, languages=EN), Mentor(id=2, person=2, languages=EN)
    table = Table(Pool((mentee,), (mentor,), despite=TWO), Criteria())
    assert {fact["kind"] for fact in facts(table, mentee, mentor)} == {
        "wants_nothing",
        "overlap",
        "languages",
    }


def test_what_a_bar_does_is_kept_under_a_name_that_tells_nothing() -> None:
    mentee = Mentee(id=1, person=1, languages=EN)
    mentors = tuple(Mentor(id=n, person=n, languages=EN) for n in (2, 3))
    pool = Pool((mentee,), mentors, barred=frozenset({(1, 2), (1, 3)}))
    assert why_left_out(Table(pool, Criteria()), 0, 0) == ("not_possible", {"mentors": 2})
    some = replace(pool, barred=TWO, mentors=(mentors[0], replace(mentors[1], languages=FR)))
    reason, about = why_left_out(Table(some, Criteria()), 0, 0)
    assert reason == "several_rules"
    assert about == {"mentors": 2, "not_possible": 1, "common_language": 1}


def test_asking_about_somebody_who_is_not_there_says_so() -> None:
    table = Table(Pool((Mentee(id=1, person=1),), (Mentor(id=2, person=2),)), Criteria())
    with pytest.raises(KeyError):
        broken_rules(table, 1, 99)


def test_of_many_pairs_each_has_the_rules_it_has_alone() -> None:
    pool = full_pool(1, mentees=600, mentors=9)
    table = Table(pool, EVERYTHING)
    pairs = [(one.id, other.id) for one in pool.mentees for other in pool.mentors][::7]
    broken = broken_among(table, frozenset({*pairs, (pool.mentees[0].id, -1)}))
    alone = {pair: list(broken_rules(table, *pair)) for pair in pairs}
    assert broken == {pair: rules for pair, rules in alone.items() if rules}
    assert 0 < len(broken) < len(pairs)


def test_a_wish_is_told_even_where_it_has_no_weight() -> None:
    mentee = Mentee(id=1, person=1, wishes={2: 3})
    mentor = Mentor(id=2, person=2, wishes={1: 1})
    table = Table(Pool((mentee,), (mentor,)), Criteria(weights={"hours": 1}))
    told = facts(table, mentee, mentor)
    assert {"kind": "wish", "of": "mentee", "rank": 3} in told
    assert {"kind": "wish", "of": "mentor", "rank": 1} in told
