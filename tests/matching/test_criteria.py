from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest

from matching import criteria
from matching.models import Run
from matching.scoring import ALWAYS, CRITERIA, DEFAULT_WEIGHTS, RULES, Criteria
from programs.models import Program, Question


@pytest.mark.parametrize("kind", Program.Kind.values)
def test_each_kind_of_program_has_criteria_that_can_be_kept_and_read(kind: str) -> None:
    chosen = criteria.default_for(Program(kind=kind))
    assert criteria.from_settings(criteria.as_settings(chosen)) == chosen


def test_every_criterion_rule_and_aim_has_words() -> None:
    assert set(criteria.WEIGHTS) == set(CRITERIA) == set(DEFAULT_WEIGHTS)
    settable = {*criteria.RULES, *criteria.LIMITS, *criteria.AIMS}
    assert settable | {"weights", "gap_from", "gap_to", "department", "location"} == {
        field.name for field in fields(Criteria)
    }
    assert {*RULES} - {*ALWAYS, "ruling"} <= settable


def test_all_that_can_be_set_is_kept_and_read() -> None:
    chosen = Criteria(
        weights=dict.fromkeys(CRITERIA, 5.0) | {"question-7": 20.0},
        location="same",
        other_department=True,
        least_levels=1,
        most_levels=3,
        least_overlap=120,
        met_before=True,
        spread=True,
        wishes_first=True,
        worst_first=True,
    )
    kept = json.loads(json.dumps(criteria.as_settings(chosen)))
    assert criteria.from_settings(kept) == chosen


def test_settings_kept_before_there_was_as_much_to_set_are_read() -> None:
    kept = {"weights": {"objectives": 50.0}, "gap_from": 1, "gap_to": 3, "department": "any"}
    read = criteria.from_settings(kept | {"rules": {"reporting_line": True}})
    assert read.shares["objectives"] == 1
    assert (read.least_levels, read.location, read.spread) == (None, "any", False)


def test_weights_of_criteria_that_nobody_knows_are_passed_by() -> None:
    kept = {"weights": {"objectives": 10, "star_sign": 90, "question-": 5, "question-x": 5}}
    assert criteria.from_settings(kept).shares["objectives"] == 1


def test_a_program_that_is_chosen_from_first_meets_wishes_first() -> None:
    assert criteria.default_for(Program(way="both")).wishes_first
    assert not criteria.default_for(Program(way="matched")).wishes_first


def test_the_questions_that_count_can_be_weighed(program: Program) -> None:
    alike = asked(program, "How do you work?", counts="same")
    unlike = asked(program, "Which field?", counts="different")
    asked(program, "Where did you hear of us?", counts="")
    words = criteria.weights_for(program)
    assert list(words)[len(CRITERIA) :] == [f"question-{alike.pk}", f"question-{unlike.pk}"]
    assert words[f"question-{alike.pk}"].label == "How do you work?"
    assert "more differently" in str(words[f"question-{unlike.pk}"].help)
    assert criteria.default_for(program).weights[f"question-{alike.pk}"] == 10


def test_a_question_no_longer_asked_has_no_line(program: Program) -> None:
    one = asked(program, "How do you work?", counts="same")
    shares = {"objectives": 0.5, f"question-{one.pk}": 0.3, "question-999999": 0.2}
    assert list(criteria.words_of(shares)) == ["objectives", f"question-{one.pk}"]
    lines = {line.label: line.value for line in criteria.in_words(Criteria(), shares)}
    assert lines["How do you work?"] == "30 % of the score"


def asked(program: Program, text: str, *, counts: str) -> Question:
    return Question.objects.create(
        program=program, text=text, kind="one", options=["One", "Other"], counts=counts
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"weights": {"objectives": 101}}, "0 to 100"),
        ({"weights": {"objectives": -1}}, "0 to 100"),
        ({"weights": {"department": 10}}, "Nothing would count"),
        ({"gap_from": 2, "gap_to": 1}, "end before they begin"),
        ({"department": "nearby"}, "same, a different one"),
        ({"location": "nearby"}, "A location is the same, a different one"),
        ({"limits": {"least_levels": 3, "most_levels": 2}}, "no mentor would do"),
        ({"rules": {"other_department": True, "same_department": True}}, "Take one of them off"),
        ({"limits": {"least_overlap": 481}}, "goes from 0 to 480"),
        ({"weights": {"question-7": 101}}, "A question of your own"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_mend(change: dict[str, Any], says: str) -> None:
    with pytest.raises(criteria.CriteriaError, match=says):
        criteria.from_settings(criteria.as_settings(Criteria()) | change)


def test_settings_are_told_in_words() -> None:
    chosen = Criteria(weights={"objectives": 30, "hours": 10, "mentee_wishes": 10})
    lines = {one.label: one.value for one in criteria.in_words(chosen)}
    assert lines["Objectives"] == "60 % of the score"
    assert "Department" not in lines
    assert lines["A common language"] == "on"
    assert lines["Job levels above, at least"] == "off"
    assert lines["The worst-off first"] == "off"


def test_the_shares_told_are_those_that_were_in_force() -> None:
    lines = {one.label: one.value for one in criteria.in_words(Criteria(), {"objectives": 0.8})}
    assert lines["Objectives"] == "80 % of the score"
    assert "Hours a month" not in lines


def test_shares_are_told_in_the_order_in_which_they_are_set(done: Run) -> None:
    done.figures["shares"] = {"question-7": 0.1, "hours": 0.2, "objectives": 0.6, "location": 0.1}
    assert list(criteria.shares_of(done)) == ["objectives", "location", "hours", "question-7"]


def test_numbers_of_rules_are_told_with_their_unit() -> None:
    lines = {one.label: one.value for one in criteria.in_words(Criteria(least_overlap=90))}
    assert lines["Common working time, at least"] == "90 minutes"
