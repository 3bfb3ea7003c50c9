from __future__ import annotations

import pytest

from programs import words
from programs.models import Program


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"shape": "pairs"}, "One to one: each coach has one mentee"),
        ({"shape": "several"}, "One to one; a coach may have more than one mentee"),
        ({"shape": "groups"}, "Small groups: a coach with 3 to 6"),
        ({"shape": "groups", "group_from": 4, "group_to": 4}, "Small groups: a coach with 4"),
    ],
)
def test_the_shape_is_told_in_the_program_s_own_words(fields: dict[str, object], said: str) -> None:
    assert words.shape_said(Program(mentor_term="coach", **fields)) == said


def test_who_chooses_is_told(db: None) -> None:
    said = {way: words.way_said(Program(way=way)) for way in Program.Way.values}
    assert said == {
        "matched": "Those who run it match everybody at once",
        "chosen": "You choose your mentor yourself, who accepts or declines",
        "both": "You may ask a mentor yourself; the rest are matched",
    }


def test_that_lots_decide_is_told_before_anybody_applies() -> None:
    said = "40 places. If more apply, lots decide; everybody has the same chance"
    assert words.places_said(Program(places=40)) == said
    assert words.places_said(Program(places=1)).startswith("1 place. If")
    assert words.places_said(Program()) == ""
