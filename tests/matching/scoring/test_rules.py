from __future__ import annotations

import numpy as np
import pytest

from matching.reasons import broken_rules
from matching.scoring import ALWAYS, RULES, Criteria, Mentor, Pool, Table, Topic
from tests.matching.scoring.twos import offers, score, wants


def test_nobody_mentors_oneself() -> None:
    assert np.isnan(score(wants(), Mentor(id=2, person=1), reporting_line=False))


@pytest.mark.parametrize("above", ["mentor", "mentee"])
def test_nobody_is_paired_up_or_down_the_reporting_line(above: str) -> None:
    mentee = wants(line=frozenset({2} if above == "mentor" else ()))
    mentor = offers(line=frozenset({1} if above == "mentee" else ()))
    assert np.isnan(score(mentee, mentor))
    assert not np.isnan(score(mentee, mentor, reporting_line=False))


def test_a_common_language_is_needed_where_the_rule_is_on() -> None:
    pair = wants(languages=frozenset({"de", "en"})), offers(languages=frozenset({"fr"}))
    assert np.isnan(score(*pair, common_language=True))
    assert not np.isnan(score(*pair))


def test_one_wanted_skill_is_needed_where_the_rule_is_on() -> None:
    pair = wants(Topic("Finance", 1)), offers(Topic("Law", 4))
    assert np.isnan(score(*pair, wanted_skill=True))
    assert score(*pair) == 0


def test_the_same_department_can_be_ruled_out() -> None:
    pair = wants(department="Sales"), offers(department="Sales")
    assert np.isnan(score(*pair, other_department=True))
    assert not np.isnan(score(*pair))
    assert not np.isnan(score(wants(department=""), offers(department=""), other_department=True))


def test_only_the_same_department_can_be_asked_for() -> None:
    pair = wants(department="Sales"), offers(department="Law")
    assert np.isnan(score(*pair, same_department=True))
    assert not np.isnan(score(*pair))
    for mentee, mentor in (("Sales", "Sales"), ("Sales", ""), ("", "Law")):
        known = wants(department=mentee), offers(department=mentor)
        assert not np.isnan(score(*known, same_department=True))


@pytest.mark.parametrize(("level", "is_apart"), [(2, True), (3, False), (None, False)])
def test_a_mentor_too_few_levels_above_is_kept_apart(level: int | None, is_apart: bool) -> None:
    found = score(wants(job_level=2), offers(job_level=level), least_levels=1)
    assert np.isnan(found) == is_apart


@pytest.mark.parametrize(("level", "is_apart"), [(5, True), (4, False), (None, False)])
def test_a_mentor_too_many_levels_above_is_kept_apart(level: int | None, is_apart: bool) -> None:
    found = score(wants(job_level=2), offers(job_level=level), most_levels=2)
    assert np.isnan(found) == is_apart


@pytest.mark.parametrize(("offset", "is_apart"), [(360, False), (390, True)])
def test_two_who_share_too_little_of_the_day_are_kept_apart(offset: int, is_apart: bool) -> None:
    found = score(wants(offset=0), offers(offset=offset), least_overlap=120)
    assert np.isnan(found) == is_apart


@pytest.mark.parametrize("which", ["forbidden", "barred", "ended"])
def test_pairs_ruled_out_are_kept_apart(which: str) -> None:
    pool = Pool((wants(),), (offers(),), **{which: frozenset({(1, 2), (1, 99)})})  # type: ignore[arg-type]
    assert np.isnan(Table(pool, _free()).scores()[0, 0])


def test_two_who_met_are_kept_apart_where_the_rule_is_on() -> None:
    pool = Pool((wants(),), (offers(),), met=frozenset({(1, 2)}))
    assert not np.isnan(Table(pool, _free()).scores()[0, 0])
    assert np.isnan(Table(pool, _free(met_before=True)).scores()[0, 0])


def test_two_locked_despite_a_rule_may_be_paired() -> None:
    apart = wants(department="Sales", job_level=1), offers(department="Sales", job_level=1)
    strict = _free(other_department=True, least_levels=1, wanted_skill=True)
    pool = Pool((apart[0],), (apart[1],), despite=frozenset({(1, 2)}))
    assert broken_rules(Table(pool, strict), 1, 2) == ()
    assert not np.isnan(Table(pool, strict).scores()[0, 0])


@pytest.mark.parametrize("which", ["barred", "ended"])
def test_no_lock_passes_over_a_pair_that_is_never_possible(which: str) -> None:
    two = frozenset({(1, 2)})
    pool = Pool((wants(),), (offers(),), despite=two, **{which: two})  # type: ignore[arg-type]
    assert np.isnan(Table(pool, _free()).scores()[0, 0])
    assert broken_rules(Table(pool, _free()), 1, 2) == (which,)


def test_no_lock_makes_anybody_their_own_mentor() -> None:
    pool = Pool((wants(),), (Mentor(id=2, person=1),), despite=frozenset({(1, 2)}))
    assert broken_rules(Table(pool, _free(reporting_line=False)), 1, 2) == ("oneself",)


def test_the_rules_that_are_on_come_in_one_order() -> None:
    everything = Criteria(
        wanted_skill=True,
        other_department=True,
        same_department=True,
        least_levels=0,
        most_levels=0,
        least_overlap=0,
        met_before=True,
    )
    assert everything.rules == RULES
    assert _free(reporting_line=False).rules == (*ALWAYS, "ruling")


def _free(**criteria: object) -> Criteria:
    return Criteria(**({"common_language": False} | criteria))  # type: ignore[arg-type]
