from __future__ import annotations

import pytest

from matching.choosing.addressing import sentence
from matching.explaining import Facts


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (
            {"kind": "covers", "skill": "Law", "priority": 1, "level": 4},
            "Covers Law, your first priority, at level expert.",
        ),
        (
            {"kind": "covers", "skill": "Law", "priority": 2, "level": 3},
            "Covers Law, your second priority, at level advanced.",
        ),
        (
            {"kind": "covers", "skill": "Law", "priority": 3, "level": 3},
            "Covers Law at level advanced.",
        ),
        ({"kind": "covers_nothing"}, "Covers none of what you want to learn."),
        ({"kind": "wants_nothing"}, "You named nothing in particular that you want to learn."),
        ({"kind": "level_gap", "levels": 2}, "2 levels above you."),
        ({"kind": "level_gap", "levels": 1}, "1 level above you."),
        ({"kind": "level_gap", "levels": 0}, "On your job level."),
        ({"kind": "level_gap", "levels": -1}, "1 level below you."),
        ({"kind": "department", "same": True}, "In your department."),
        ({"kind": "department", "same": False}, "In another department."),
        ({"kind": "location", "same": True}, "At your location."),
        ({"kind": "location", "same": False}, "At another location."),
        ({"kind": "overlap", "minutes": 180}, "3 h of common working time."),
        ({"kind": "hours", "given": 3, "hoped": 3}, "Has the 3 h a month you hope for."),
        ({"kind": "hours", "given": 2, "hoped": 3}, "Has 2 of the 3 h a month you hope for."),
        ({"kind": "languages", "codes": ["de", "en"]}, "You both speak German and English."),
        ({"kind": "met"}, "You were a pair in an earlier program."),
        ({"kind": "nobody knows"}, ""),
    ],
)
def test_the_mentee_is_told_in_their_own_person(fact: Facts, said: str) -> None:
    assert sentence([fact]) == said


def test_several_reasons_stand_in_one_sentence() -> None:
    facts: list[Facts] = [
        {"kind": "department", "same": False},
        {"kind": "languages", "codes": ["en"]},
    ]
    assert sentence(facts) == "In another department; you both speak English."
