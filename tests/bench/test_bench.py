from __future__ import annotations

import json

from matching.scoring import RULES
from tests.bench import telling
from tests.bench.matching import measure_core
from tests.bench.measuring import Measure, Runs
from tests.bench.runs import ALL_ON, COMPARABLE, POINTS


def test_the_smallest_part_is_measured_against_its_floor_and_told_in_lines_of_json() -> None:
    measures = list(measure_core(sizes=(20,), pool=10))
    lines = [json.loads(line) for line in telling.json_lines(measures).splitlines()]
    assert [line["name"] for line in lines] == [one.name for one in measures]
    assert all(line["ratio"] > 0 and line["repeats"] > 1 for line in lines)


def test_the_table_says_median_noise_and_ratio() -> None:
    measure = Measure(
        "pages", "home", Runs((0.01, 0.02, 0.03)), Runs((0.005,)), "bare page", {"queries": 9}
    )
    row = telling.table([measure]).splitlines()[1]
    assert row.split() == [
        *("pages", "home", "20.0", "ms", "25%", "5.0", "ms", "0%"),
        "4.00\N{MULTIPLICATION SIGN}",
        *("queries", "9"),
    ]


def test_a_small_ratio_keeps_its_digits() -> None:
    measure = Measure("matching", "a run", Runs((0.2,)), Runs((77.0,)), "another tool")
    assert "0.0026\N{MULTIPLICATION SIGN}" in telling.table([measure])
    assert measure.as_json()["ratio"] == 0.0026


def test_what_has_no_floor_has_no_ratio() -> None:
    told = Measure("seed", "the demo", Runs((12.5,))).as_json()
    assert "ratio" not in told
    assert told["seconds"] == 12.5


def test_what_is_measured_beside_mentor_match_counts_as_much_in_both() -> None:
    points = {
        name: sum(value) if isinstance(value, list) else value for name, value in POINTS.items()
    }
    shares = {name: round(100 * share) for name, share in COMPARABLE.shares.items() if share}
    assert shares == points


def test_of_all_criteria_none_is_without_weight_and_of_all_rules_none_is_off() -> None:
    assert all(ALL_ON.shares.values())
    assert {*RULES} - {*ALL_ON.rules} == {"same_department"}  # against which another one stands
    assert ALL_ON.strictly_above
