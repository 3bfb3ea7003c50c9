from __future__ import annotations

import pytest

from matching import side_by_side
from matching.comparing import Outcome, compare
from tests.matching.outcomes import outcome


def test_without_a_difference_it_says_so() -> None:
    one = compare(outcome(m1=11, left=(2,)), outcome(m1=11, left=(2,)), wishes={})
    assert one.is_same
    assert "Nothing changes" in side_by_side.in_words(one)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (outcome(m1=11, left=(2,)), outcome(m1=11, m2=12), "2 of 2 mentees are placed, 1 more."),
        (outcome(m1=11, m2=12), outcome(m1=11, left=(2,)), "1 fewer. 1 who was placed before"),
        (outcome(m1=11, m2=12), outcome(m1=12, m2=11), "2 mentees get another mentor."),
        (outcome(m1=11, left=(2,)), outcome(m2=11, left=(1,)), "as many as before. 1 is newly"),
        (outcome(m1=11), outcome(), "Nobody was waiting for a mentor. 1 of those placed"),
        (outcome(m1=11, m2=12), outcome(m1=11), "keeps the mentor they had. 1 of those placed"),
        (outcome(m1=11, m2=12, m3=13), outcome(m2=11), "as many as before. 1 mentee gets another"),
        (outcome(m1=11, m2=12, m3=13), outcome(m2=11), "2 of those placed before were not"),
    ],
)
def test_what_changes_is_said_in_a_sentence(before: Outcome, after: Outcome, says: str) -> None:
    assert says in side_by_side.in_words(compare(before, after, wishes={}))


@pytest.mark.parametrize(
    ("score", "says"), [(48.26, "48.3"), (-0.5, "\N{MINUS SIGN}0.5"), (None, "\N{EN DASH}")]
)
def test_a_score_is_said_to_one_digit(score: float | None, says: str) -> None:
    assert side_by_side.score_said(score) == says


def test_a_difference_says_whether_it_is_good() -> None:
    shown = [side_by_side.counted("Placed", 3, after) for after in (2, 3, 4)]
    assert [one.difference for one in shown] == ["\N{MINUS SIGN}1", "", "+1"]
    assert [one.tone for one in shown] == ["bad", "quiet", "good"]
