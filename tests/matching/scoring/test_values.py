from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching.scoring import Asked, Criteria, Pool, Table, Topic, common_minutes, of_question
from tests.matching.scoring.twos import ONLY, offers, score, wants


@pytest.mark.parametrize(("level", "points"), [(1, 0), (2, 40), (3, 80), (4, 100)])
def test_a_wanted_skill_counts_by_how_far_the_mentor_stands_above(
    level: int, points: float
) -> None:
    found = score(wants(Topic("Finance", 2)), offers(Topic("Finance", level)))
    assert found == pytest.approx(points)


def test_the_same_level_counts_nothing_where_the_mentor_must_stand_above() -> None:
    same = wants(Topic("Finance", 2)), offers(Topic("Finance", 2))
    assert score(*same, strictly_above=True) == 0


def test_the_first_priority_counts_twice_the_second() -> None:
    mentee = wants(Topic("Finance", 1, 1), Topic("Law", 1, 2))
    assert score(mentee, offers(Topic("Finance", 4))) == pytest.approx(100 * 2 / 3)
    assert score(mentee, offers(Topic("Law", 4))) == pytest.approx(100 / 3)
    assert score(mentee, offers(Topic("Law", 4), Topic("Finance", 2))) == pytest.approx(
        100 * (0.8 * 2 / 3 + 1 / 3)
    )


@pytest.mark.parametrize(
    ("level", "points"), [(1, 0), (2, 50), (3, 100), (5, 100), (6, 50), (7, 0), (None, 50)]
)
def test_the_gap_in_job_levels_counts_whole_inside_the_range_and_half_beside_it(
    level: int | None, points: float
) -> None:
    found = score(wants(job_level=2), offers(job_level=level), weights=ONLY["level_gap"])
    assert found == pytest.approx(points)


@pytest.mark.parametrize(("wish", "points"), [("same", 100), ("different", 0)])
def test_the_department_counts_as_the_program_wishes(wish: str, points: float) -> None:
    pair = wants(department="Sales"), offers(department="Sales")
    assert score(*pair, weights=ONLY["department"], department=wish) == points
    other = wants(department="Sales"), offers(department="Law")
    assert score(*other, weights=ONLY["department"], department=wish) == 100 - points


@pytest.mark.parametrize(("wish", "points"), [("same", 100), ("different", 0)])
def test_the_location_counts_as_the_program_wishes(wish: str, points: float) -> None:
    pair = wants(location="Oslo"), offers(location="Oslo")
    assert score(*pair, weights=ONLY["location"], location=wish) == points


@pytest.mark.parametrize("name", ["department", "location"])
@pytest.mark.parametrize("wish", ["same", "different"])
def test_what_is_not_known_counts_half(name: str, wish: str) -> None:
    chosen: dict[str, object] = {"weights": ONLY[name], name: wish}
    assert score(wants(), offers(), **chosen) == 50


def test_hours_count_as_far_as_they_reach() -> None:
    weights = ONLY["hours"]
    assert score(wants(hours=4), offers(hours=1), weights=weights) == pytest.approx(25)
    assert score(wants(hours=4), offers(hours=6), weights=weights) == 100


@pytest.mark.parametrize(
    ("apart", "minutes"), [(0, 480), (300, 180), (-300, 180), (720, 0), (1380, 420)]
)
def test_common_working_time_wraps_around_the_day(apart: int, minutes: int) -> None:
    assert common_minutes(np.array([float(apart)])).tolist() == [minutes]


@pytest.mark.parametrize(
    ("mentee", "mentor", "points"),
    [("en de", "de en fr", 100), ("en de", "en", 50), ("en", "fr", 0), ("", "en", 50)],
)
def test_languages_count_by_the_share_that_the_mentor_speaks_too(
    mentee: str, mentor: str, points: float
) -> None:
    pair = (
        wants(languages=frozenset(mentee.split())),
        offers(languages=frozenset(mentor.split())),
    )
    assert score(*pair, weights=ONLY["languages"]) == points


def test_what_a_mentee_wishes_counts_by_its_rank() -> None:
    mentee = wants(wishes={10: 1, 11: 2, 14: 5})
    mentors = tuple(replace(offers(), id=number) for number in (10, 11, 12, 14))
    table = Table(Pool((mentee,), mentors), _only("mentee_wishes"))
    assert table.scores()[0].tolist() == pytest.approx([100, 80, 0, 20])


def test_who_wishes_for_nobody_here_minds_nobody() -> None:
    choosy, gone, easy = (
        replace(wants(), id=number, person=number, wishes=wishes)
        for number, wishes in ((1, {10: 1}), (3, {99: 1}), (4, {}))
    )
    table = Table(Pool((choosy, gone, easy), (replace(offers(), id=10),)), _only("mentee_wishes"))
    assert table.scores()[:, 0].tolist() == [100, 50, 50]


def test_what_a_mentor_wishes_counts_the_same_way() -> None:
    mentees = tuple(replace(wants(), id=number, person=number) for number in (1, 2, 3))
    choosy = replace(offers(), id=10, person=10, wishes={1: 1, 3: 3})
    easy = replace(offers(), id=11, person=11)
    table = Table(Pool(mentees, (choosy, easy)), _only("mentor_wishes"))
    assert table.scores()[:, 0].tolist() == pytest.approx([100, 0, 60])
    assert table.scores()[:, 1].tolist() == [50, 50, 50]


@pytest.mark.parametrize(
    ("kind", "mentee", "mentor", "points"),
    [
        ("one", "Plan", "Plan", 100),
        ("one", "Plan", "Play", 0),
        ("one", "", "Play", 50),
        ("some", "Art Law", "Art Law", 100),
        ("some", "Art Law", "Art Music", 100 / 3),
        ("some", "Art", "Music", 0),
        ("some", "Art", "", 50),
        ("scale", "2", "2", 100),
        ("scale", "1", "5", 0),
        ("scale", "2", "5", 25),
        ("scale", "2", "", 50),
    ],
)
@pytest.mark.parametrize("counts", ["same", "different"])
def test_answers_count_by_how_alike_they_are(
    kind: str, mentee: str, mentor: str, points: float, counts: str
) -> None:
    asked = Asked(7, "How?", kind, counts)
    somebody = Asked(8, "Else?", "one", "same")
    pool = Pool(
        (wants(answers=_answered(mentee)),),
        (offers(answers=_answered(mentor)),),
        questions=(somebody, asked),
    )
    found = Table(pool, _only(of_question(7))).scores()[0, 0]
    assert found == pytest.approx(points if counts == "same" else 100 - points)


def _answered(words: str) -> dict[int, tuple[str, ...]]:
    return {7: tuple(words.split())} if words else {}


def _only(criterion: str) -> Criteria:
    return Criteria(weights={criterion: 1.0}, common_language=False)
