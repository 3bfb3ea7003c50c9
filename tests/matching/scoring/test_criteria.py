from __future__ import annotations

import pytest

from matching.scoring import CRITERIA, Asked, Criteria, Pool, Table, applying_to
from matching.scoring.criteria import question_of
from tests.matching.scoring.twos import ONLY, offers, wants


def test_a_department_or_location_nobody_minds_has_no_share() -> None:
    shares = Criteria().shares
    assert shares["department"] == shares["location"] == 0
    assert sum(shares.values()) == pytest.approx(1)
    with pytest.raises(ValueError, match="weight above 0"):
        _ = Criteria(weights=ONLY["department"]).shares


def test_wishes_apply_where_somebody_wished_for_somebody_here() -> None:
    assert set(CRITERIA) - set(applying_to(Pool((wants(),), (offers(),)))) == {
        "mentee_wishes",
        "mentor_wishes",
    }
    assert "mentee_wishes" in applying_to(Pool((wants(wishes={2: 1}),), (offers(),)))
    assert "mentor_wishes" in applying_to(Pool((wants(),), (offers(wishes={1: 1}),)))
    assert "mentee_wishes" not in applying_to(Pool((wants(wishes={99: 1}),), (offers(),)))


def test_a_question_applies_where_somebody_answered_it() -> None:
    asked = (Asked(7, "How?", "one", "same"), Asked(8, "Why?", "one", "same"))
    pool = Pool((wants(answers={7: ("So",)}),), (offers(),), questions=asked)
    assert applying_to(pool)[-1] == "question-7"
    assert "question-8" not in applying_to(pool)


def test_what_does_not_apply_leaves_its_share_to_the_others() -> None:
    chosen = Criteria(weights={"hours": 10, "time_zone": 30, "mentee_wishes": 60})
    assert chosen.shares["hours"] == pytest.approx(0.1)
    shares = Table(Pool((wants(),), (offers(),)), chosen).shares
    assert shares["hours"] == pytest.approx(0.25)
    assert "mentee_wishes" not in shares


def test_where_nothing_that_has_a_weight_applies_everybody_scores_nothing() -> None:
    table = Table(
        Pool((wants(),), (offers(),)),
        Criteria(weights=ONLY["mentee_wishes"], common_language=False),
    )
    assert table.scores().tolist() == [[0.0]]
    assert table.parts(table.pool.seats * 0) == [{}]


def test_a_weight_of_a_question_no_longer_asked_is_out_of_the_score() -> None:
    chosen = Criteria(weights={"hours": 10, "question-7": 90, "star_sign": 900})
    assert Table(Pool((wants(),), (offers(),)), chosen).shares["hours"] == 1


@pytest.mark.parametrize(
    ("criterion", "question"),
    [("question-7", 7), ("hours", None), ("question-", None), ("question-x", None)],
)
def test_the_criterion_of_a_question_bears_its_number(criterion: str, question: int | None) -> None:
    assert question_of(criterion) == question
