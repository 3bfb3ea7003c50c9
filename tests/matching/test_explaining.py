from __future__ import annotations

from typing import Any

import pytest

from matching import explaining
from matching.models import Run
from matching.scoring import RULES


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (
            {"kind": "covers", "skill": "Finance", "priority": 1, "level": 4},
            "covers Finance, the first priority, at level expert",
        ),
        (
            {"kind": "covers", "skill": "Law", "priority": 2, "level": 2},
            "covers Law, the second priority, at level working knowledge",
        ),
        (
            {"kind": "covers", "skill": "Art", "priority": 3, "level": 3},
            "covers Art at level advanced",
        ),
        ({"kind": "covers_nothing"}, "covers none of the objectives"),
        ({"kind": "level_gap", "levels": 2}, "2 levels above"),
        ({"kind": "level_gap", "levels": 1}, "1 level above"),
        ({"kind": "level_gap", "levels": -3}, "3 levels below"),
        ({"kind": "level_gap", "levels": 0}, "the same job level"),
        ({"kind": "department", "same": True}, "the same department"),
        ({"kind": "department", "same": False}, "another department"),
        ({"kind": "overlap", "minutes": 180}, "3 h of common working time"),
        ({"kind": "overlap", "minutes": 210}, "3.5 h of common working time"),
        ({"kind": "hours", "given": 3, "hoped": 2}, "has the 2 h a month hoped for"),
        ({"kind": "hours", "given": 1, "hoped": 2}, "has 1 of the 2 h a month hoped for"),
        ({"kind": "languages", "codes": ["de", "en"]}, "both speak German and English"),
    ],
)
def test_each_fact_has_its_words(fact: dict[str, Any], words: str) -> None:
    assert explaining.phrases([fact]) == [words]


def test_a_fact_of_a_kind_no_longer_known_is_passed_by() -> None:
    assert explaining.phrases([{"kind": "star_sign"}]) == []


def test_a_proposal_is_one_sentence() -> None:
    facts = [
        {"kind": "covers", "skill": "Finance", "priority": 1, "level": 4},
        {"kind": "level_gap", "levels": 2},
        {"kind": "overlap", "minutes": 180},
    ]
    assert explaining.sentence(facts) == (
        "Covers Finance, the first priority, at level expert; 2 levels above; "
        "3 h of common working time."
    )


@pytest.mark.parametrize(
    ("reason", "facts", "words"),
    [
        ("common_language", {"mentors": 3}, "No common language."),
        ("all_taken", {"possible": 1}, "The 1 mentor who could be theirs is full."),
        ("all_taken", {"possible": 3}, "The 3 mentors who could be theirs are full."),
        (
            "several_rules",
            {"mentors": 3, "reporting_line": 1, "common_language": 2},
            (
                "Each mentor is kept apart by some rule: same reporting line (1), "
                "no common language (2)."
            ),
        ),
        ("no_mentors", {}, "No mentor with a free place."),
        (
            "no_group",
            {"least": 3},
            "Too few are left who could be in one group: it takes at least 3.",
        ),
    ],
)
def test_who_is_left_out_reads_why(reason: str, facts: dict[str, Any], words: str) -> None:
    assert explaining.left_out_because(reason, facts) == words


def test_several_rules_are_told_one_after_the_other() -> None:
    told = explaining.rules_in_words(("reporting_line", "common_language"))
    assert told == "same reporting line, no common language"


def test_what_is_not_possible_is_told_only_where_nothing_else_is() -> None:
    assert explaining.rules_in_words(("barred",)) == "not possible"
    assert explaining.rules_in_words(("barred", "common_language")) == "no common language"
    assert explaining.rule("not_possible") == "not possible"


def test_every_rule_has_words() -> None:
    assert set(explaining.RULES) == set(RULES)


def test_every_reason_of_the_core_has_words() -> None:
    for reason in explaining.LEFT_OUT:
        assert explaining.left_out_because(reason, {})


def test_a_run_is_summed_up() -> None:
    run = Run(figures={"placed": 118, "mentees": 120}, certificate={"gap": 0.0})
    run.figures["left_out_because"] = {"common_language": 2}
    assert explaining.summary(run) == (
        "118 of 120 mentees placed, proven optimal. 2 cannot be: no common language."
    )
    run.figures["left_out_because"] = {"all_taken": 1, "common_language": 2}
    assert explaining.summary(run).endswith(
        "3 cannot be: no common language (2), all possible mentors are full (1)."
    )


def test_a_run_that_is_not_proven_says_how_far_it_may_be_off() -> None:
    run = Run(figures={"placed": 1, "mentees": 1}, certificate={"gap": 0.0012})
    assert explaining.summary(run) == "1 of 1 mentee placed, within 0.12 % of the best."
    run.certificate["gap"] = 0.00001
    assert explaining.summary(run).endswith("within 0.01 % of the best.")


def test_a_place_worth_a_mentee_is_a_bottleneck() -> None:
    run = Run(certificate={"gap": 0.0, "prices": {"7": [1, 3.0], "8": [0, 12.0]}})
    assert explaining.bottlenecks(run) == [7]
