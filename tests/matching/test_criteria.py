from __future__ import annotations

from typing import Any

import pytest

from matching import criteria
from matching.scoring import CRITERIA, Criteria
from programs.models import Program


@pytest.mark.parametrize("kind", Program.Kind.values)
def test_each_kind_of_program_has_criteria_that_can_be_kept_and_read(kind: str) -> None:
    chosen = criteria.default_for(Program(kind=kind))
    assert criteria.from_settings(criteria.as_settings(chosen)) == chosen


def test_every_criterion_has_words() -> None:
    assert set(criteria.WEIGHTS) == set(CRITERIA)
    assert all(hasattr(Criteria(), rule) for rule in criteria.RULES)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"weights": {"objectives": 101}}, "0 to 100"),
        ({"weights": {"objectives": -1}}, "0 to 100"),
        ({"weights": {"department": 10}}, "Nothing would count"),
        ({"gap_from": 2, "gap_to": 1}, "end before they begin"),
        ({"department": "nearby"}, "same, a different one"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_mend(change: dict[str, Any], says: str) -> None:
    with pytest.raises(criteria.CriteriaError, match=says):
        criteria.from_settings(criteria.as_settings(Criteria()) | change)


def test_settings_are_told_in_words() -> None:
    lines = {one.label: one.value for one in criteria.in_words(Criteria())}
    assert lines["Objectives"] == "56 % of the score"
    assert "Department" not in lines
    assert lines["A common language"] == "on"
