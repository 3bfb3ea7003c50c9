from __future__ import annotations

import pytest
from django.http import QueryDict

from matching import criteria
from matching.criteria_form import CriteriaForm, as_fields
from matching.scoring import Criteria
from programs.models import Program, Question

ALL_SET = Criteria(
    weights={**dict.fromkeys(criteria.WEIGHTS, 5.0), "objectives": 60.0},
    gap_from=0,
    gap_to=2,
    department="same",
    location="different",
    strictly_above=True,
    reporting_line=False,
    other_department=True,
    least_levels=1,
    most_levels=3,
    least_overlap=120,
    met_before=True,
    spread=True,
    wishes_first=True,
    worst_first=True,
)


def sent(chosen: Criteria, **more: object) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in (dict(as_fields(chosen)) | more).items():
        data[name] = str(value)
    return data


def form_of(program: Program, data: QueryDict | None = None) -> CriteriaForm:
    return CriteriaForm(data, chosen=criteria.default_for(program), program=program)


def test_all_that_can_be_set_comes_back_as_it_was_sent(program: Program) -> None:
    form = form_of(program, sent(ALL_SET))
    assert form.is_valid(), form.errors
    assert criteria.from_settings(form.settings) == ALL_SET


def test_an_empty_limit_is_no_rule(program: Program) -> None:
    form = form_of(program, sent(ALL_SET, limit_least_levels="", limit_least_overlap=""))
    assert form.is_valid()
    chosen = criteria.from_settings(form.settings)
    assert (chosen.least_levels, chosen.least_overlap) == (None, None)


def test_shares_follow_what_stands_in_the_form(program: Program) -> None:
    form = form_of(program, sent(ALL_SET, department="any", location="any"))
    shares = {one.field.name: one.share for one in form.weights}
    assert shares["weight_objectives"] == round(100 * 60 / (60 + 6 * 5))
    assert shares["weight_department"] == 0


def test_what_tells_nobody_apart_has_no_share_and_says_so(program: Program) -> None:
    form = form_of(program, sent(ALL_SET, weight_mentee_wishes=40))
    form.applying = [name for name in criteria.WEIGHTS if name != "mentee_wishes"]
    shown = {one.field.name: one for one in form.weights}
    assert shown["weight_objectives"].share == round(100 * 60 / (60 + 7 * 5))
    assert shown["weight_mentee_wishes"].share == 0
    assert "no mentee who waits wished" in shown["weight_mentee_wishes"].why_idle
    assert not shown["weight_mentor_wishes"].why_idle


def test_shares_are_shown_even_where_something_is_wrong(program: Program) -> None:
    form = form_of(program, sent(ALL_SET, weight_hours="many"))
    assert not form.is_valid()
    assert {one.field.name: one.share for one in form.weights}["weight_hours"] == 0


def test_a_question_that_counts_is_a_slider_too(program: Program) -> None:
    asked = Question.objects.create(
        program=program, text="How do you work?", kind="one", options=["a", "b"], counts="same"
    )
    form = form_of(program)
    assert [one.field.label for one in form.weights][-1] == "How do you work?"
    chosen = form_of(program, sent(ALL_SET, **{f"weight_question-{asked.pk}": 30}))
    assert chosen.is_valid()
    assert chosen.settings["weights"][f"question-{asked.pk}"] == 30


def test_a_question_added_since_the_page_was_opened_weighs_what_it_did(program: Program) -> None:
    asked = Question.objects.create(
        program=program, text="How do you work?", kind="one", options=["a", "b"], counts="same"
    )
    form = form_of(program, sent(ALL_SET))
    assert form.is_valid(), form.errors
    assert form.settings["weights"][f"question-{asked.pk}"] == 10


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"limit_least_levels": 4}, "no mentor would do"),
        ({"limit_least_overlap": 999}, "less than or equal to 480"),
        ({f"weight_{name}": 0 for name in criteria.WEIGHTS}, "Nothing would count"),
        ({"aim_last": "best"}, "not one of the available choices"),
    ],
)
def test_what_makes_no_sense_is_refused(
    program: Program, typed: dict[str, object], says: str
) -> None:
    form = form_of(program, sent(ALL_SET, **typed))
    assert not form.is_valid()
    assert says in str(form.errors)
