from __future__ import annotations

import pytest

from matching import comparing, criteria, runs, side_by_side
from matching.comparing import Change, compare
from matching.models import Run
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.matching.conftest import finished, taking_part
from tests.matching.outcomes import outcome

NEW = "both by the new ones"


def test_who_moves_is_newly_placed_or_left_out_is_told_apart() -> None:
    before = outcome(m1=11, m2=12, m3=13, left=(4, 5))
    after = outcome(m1=11, m2=13, m4=12, left=(3, 5))
    one = compare(before, after, wishes={})
    assert one.moved == (Change(2, 12, 13),)
    assert one.newly_placed == (Change(4, None, 12),)
    assert one.left_out == (Change(3, 13, None), Change(5, None, None))
    assert (one.no_longer_placed, one.unchanged, one.is_same) == (1, 1, False)


def test_who_loses_most_comes_first() -> None:
    before, after = outcome(m1=11, m2=12, m3=13), outcome(m1=12, m2=13, m3=11)
    scores = {(1, 11): 50, (1, 12): 60, (2, 12): 50, (2, 13): 20, (3, 13): 5, (3, 11): 5}
    one = compare(before, after, wishes={}, by_second=scores)
    assert [(change.mentee, change.gain) for change in one.moved] == [(2, -30), (3, 0), (1, 10)]


def test_both_are_scored_by_the_second_settings_too() -> None:
    scores = {(1, 11): 40.0, (2, 12): 20.0, (1, 12): 70.0, (2, 11): 60.0}
    one = compare(outcome(m1=11, m2=12), outcome(m1=12, m2=11), wishes={}, by_second=scores)
    assert (one.first.mean, one.first.mean_by_second, one.first.lowest_by_second) == (50, 30, 20)
    assert (one.second.mean_by_second, one.second.lowest_by_second) == (65, 60)
    shown = {figure.label: figure.difference for figure in side_by_side.figures_of(one, NEW)}
    assert shown["Mean score, both by the new ones"] == "+35.0"
    assert shown["Mean score, each by its own criteria"] == ""


def test_wishes_met_are_counted_on_both_sides() -> None:
    one = compare(outcome(m1=11, m2=12), outcome(m1=12, m2=11), wishes={1: {12}, 2: {11, 12}})
    assert (one.first.wishes_met, one.second.wishes_met, one.wishing) == (1, 2, 2)


def test_who_came_for_the_second_alone_was_not_placed_by_the_first() -> None:
    one = compare(outcome(m1=11), outcome(m1=11, m3=12), wishes={})
    assert one.newly_placed == (Change(3, None, 12),)


def test_who_was_not_there_for_the_second_is_not_left_out_by_it() -> None:
    scores = {(1, 11): 40.0, (2, 12): 20.0, (4, 13): 10.0}
    one = compare(
        outcome(m1=11, m2=12, m3=13), outcome(m1=11, left=(3,)), wishes={2: {12}}, by_second=scores
    )
    assert one.gone == (Change(2, 12, None),)
    assert one.left_out == (Change(3, 13, None),)
    assert (one.first.placed, one.first.mentors, one.first.wishes_met) == (2, 2, 0)
    assert one.first.mean_by_second == 40.0
    shown = {figure.label: figure.difference for figure in side_by_side.figures_of(one, NEW)}
    assert shown["Mentees placed"] == f"{side_by_side.MINUS}1"


def test_nobody_at_all_can_be_compared() -> None:
    one = compare(outcome(), outcome(), wishes={})
    assert one.is_same
    assert side_by_side.figures_of(one, NEW)[0].second == "0"


def test_two_runs_are_compared_with_what_people_say_today(
    done: Run, pool: Program, ada: Person, ben: Person, cleo: Person
) -> None:
    settings = criteria.as_settings(criteria.of(done))
    settings["weights"] = dict.fromkeys(settings["weights"], 0.0) | {"hours": 50.0}
    run = runs.ask(pool, by=ada, at=cast.NOW, settings=settings)
    runs.carry_out(run, clock=lambda: cast.NOW)
    run.refresh_from_db()
    one = comparing.of_runs(done, run, on=cast.TODAY)
    assert one.is_by_one_yardstick
    assert one.first.mean_by_second == pytest.approx(one.second.mean_by_second)
    assert one.second.placed == 2
    pairs = comparing.of_stored(done)[0][0].mentor_of
    assert pairs[taking_part(cleo).pk] == taking_part(ben).pk


def test_a_rule_of_the_second_does_not_hide_the_worth_of_a_pair(
    done: Run, pool: Program, ada: Person
) -> None:
    settings = criteria.as_settings(criteria.of(done))
    settings["rules"]["wanted_skill"] = True
    cast.participant(cast.person("Gil Alone"), pool, "mentee", skills=("Cooking",))
    run = runs.ask(pool, by=ada, at=cast.NOW, settings=settings)
    runs.carry_out(run, clock=lambda: cast.NOW)
    run.refresh_from_db()
    one = comparing.of_runs(done, run, on=cast.TODAY)
    rows = side_by_side.rows_of(one.left_out, one, side_by_side.people_in(one.left_out))
    assert [row.mentee.person.name for row in rows] == ["Gil Alone"]
    assert rows[0].why


def test_nothing_to_score_is_not_too_much_to_score(
    done: Run, pool: Program, ada: Person, cleo: Person, dora: Person
) -> None:
    """The second places nobody: there is no pair of it that could have a score."""
    Participant.objects.filter(person__in=(cleo, dora)).update(languages=["pt"])
    one = comparing.of_runs(done, finished(pool, by=ada), on=cast.TODAY)
    assert one.second.placed == 0
    assert one.are_reckoned
    assert not one.is_by_one_yardstick


def test_for_too_many_people_scores_are_not_reckoned_anew(
    done: Run, pool: Program, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "MOST_PAIRS", 1)
    one = comparing.of_runs(done, finished(pool, by=ada), on=cast.TODAY)
    assert not one.is_by_one_yardstick
    assert not one.are_reckoned
    assert not any("both by" in figure.label for figure in side_by_side.figures_of(one, NEW))


def test_what_was_published_is_scored_as_before(
    done: Run, pool: Program, ada: Person, ben: Person, cleo: Person
) -> None:
    other = finished(pool, by=ada)
    cast.pairing(taking_part(ben), taking_part(cleo))
    one = comparing.of_runs(done, other, on=cast.TODAY)
    assert one.is_by_one_yardstick
    assert one.first.mean_by_second == pytest.approx(one.first.mean)
