from __future__ import annotations

import numpy as np
import pytest

from matching.scoring import Criteria, Mentee, Mentor, Pool, Table, Topic, common_minutes

ONLY = {
    name: {name: 1.0} for name in ("objectives", "level_gap", "department", "hours", "time_zone")
}


def score(mentee: Mentee, mentor: Mentor, **criteria: object) -> float:
    settings = {"common_language": False, "weights": ONLY["objectives"]} | criteria
    table = Table(Pool((mentee,), (mentor,)), Criteria(**settings))  # type: ignore[arg-type]
    return float(table.scores()[0, 0])


def wants(*topics: Topic, **fields: object) -> Mentee:
    return Mentee(id=1, person=1, topics=topics, **fields)  # type: ignore[arg-type]


def offers(*topics: Topic, **fields: object) -> Mentor:
    return Mentor(id=2, person=2, topics=topics, **fields)  # type: ignore[arg-type]


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


def test_a_department_nobody_minds_has_no_share() -> None:
    assert Criteria().shares["department"] == 0
    assert sum(Criteria().shares.values()) == pytest.approx(1)
    with pytest.raises(ValueError, match="weight above 0"):
        _ = Criteria(weights=ONLY["department"]).shares


def test_hours_count_as_far_as_they_reach() -> None:
    weights = ONLY["hours"]
    assert score(wants(hours=4), offers(hours=1), weights=weights) == pytest.approx(25)
    assert score(wants(hours=4), offers(hours=6), weights=weights) == 100


@pytest.mark.parametrize(
    ("apart", "minutes"), [(0, 480), (300, 180), (-300, 180), (720, 0), (1380, 420)]
)
def test_common_working_time_wraps_around_the_day(apart: int, minutes: int) -> None:
    assert common_minutes(np.array([apart])).tolist() == [minutes]


def test_nobody_mentors_oneself() -> None:
    assert np.isnan(score(wants(), Mentor(id=2, person=1), reporting_line=False))


@pytest.mark.parametrize("above", ["mentor", "mentee"])
def test_nobody_is_paired_up_or_down_the_reporting_line(above: str) -> None:
    mentee = wants(line=frozenset({2} if above == "mentor" else ()))
    mentor = offers(line=frozenset({1} if above == "mentee" else ()))
    assert np.isnan(score(mentee, mentor))
    assert not np.isnan(score(mentee, mentor, reporting_line=False))


def test_a_common_language_is_needed_where_the_rule_is_on() -> None:
    pair = wants(languages=frozenset({"de", "en"})), offers(languages=frozenset({"fr"}))
    assert np.isnan(score(*pair, common_language=True))
    assert not np.isnan(score(*pair))


def test_one_wanted_skill_is_needed_where_the_rule_is_on() -> None:
    pair = wants(Topic("Finance", 1)), offers(Topic("Law", 4))
    assert np.isnan(score(*pair, wanted_skill=True))
    assert score(*pair) == 0


def test_the_parts_add_up_to_the_score() -> None:
    mentee = wants(Topic("Finance", 1), job_level=1, hours=3, offset=0)
    mentor = offers(Topic("Finance", 2), job_level=3, hours=2, offset=300)
    table = Table(Pool((mentee,), (mentor,)), Criteria(common_language=False))
    (parts,) = table.parts(np.array([0]))
    assert sum(parts.values()) == pytest.approx(table.scores()[0, 0])
    assert set(parts) == {"objectives", "level_gap", "hours", "time_zone"}
