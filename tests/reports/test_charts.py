"""Charts: well-formed, escaped, spoken, and nothing outside of the picture."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.scales import Scale, share_ticks, ticks
from reports.charts import Chart, Dot, DotRow, Point, Stack, dots, line, sparkline, stacked
from reports.statistics import Interval

NAMED: dict[str, Any] = {"name": "x", "title": "Pairs & <rhythm>", "description": "What it shows"}
MONTHS = [
    Point("Sep", None, None, is_hidden=True),
    Point("Oct", 1.8, 2.1),
    Point("Nov", 1.2, 2.1, is_so_far=True),
]
ROWS = [
    DotRow("Research & Development", [Dot(0.92, Interval(0.88, 0.95), "of 240")]),
    DotRow("Sales", [Dot(None), Dot(None, is_empty=True)]),
]


def every_chart() -> list[Chart]:
    return [
        line(MONTHS, unit="sessions", **NAMED),
        line(MONTHS, unit="sessions", in_card=True, **NAMED),
        line([], unit="sessions", **NAMED),
        sparkline(MONTHS, most=3, **NAMED),
        dots(ROWS, axis="stayed", reference=0.9, **NAMED),
        dots(ROWS, axis="stayed", in_card=True, **NAMED),
        dots([], axis="stayed", **NAMED),
        stacked([Stack("A", [(6, 1), (5, 2)], "11 pairs"), Stack("B", None)], key=[], **NAMED),
    ]


def drawn(chart: Chart) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(f"<both>{chart}</both>"))


@pytest.mark.parametrize("chart", every_chart())
def test_a_chart_is_an_image_with_a_name_in_both_widths(chart: Chart) -> None:
    both = drawn(chart)
    assert len(both) == 2
    for svg in both:
        assert svg.get("role") == "img"
        spoken = {one.get("id"): one.text for one in svg if one.tag in ("title", "desc")}
        assert [spoken[name] for name in str(svg.get("aria-labelledby")).split()] == [
            "Pairs & <rhythm>",
            "What it shows",
        ]


@pytest.mark.parametrize("chart", every_chart())
def test_a_chart_holds_no_inline_style_and_no_handler(chart: Chart) -> None:
    for svg in drawn(chart):
        for part in svg.iter():
            assert not [name for name in part.attrib if name == "style" or name.startswith("on")]
            assert "nan" not in " ".join(part.attrib.values())


@pytest.mark.parametrize("chart", every_chart())
def test_ids_differ_between_the_widths(chart: Chart) -> None:
    ids = [one.get("id") for svg in drawn(chart) for one in svg if one.get("id")]
    assert len(ids) == len(set(ids))


def test_a_hidden_month_breaks_the_line_and_says_so() -> None:
    wide, _narrow = drawn(line(MONTHS, unit="sessions", **NAMED))
    assert "hidden" in [part.text for part in wide.iter("text")]
    assert len(list(wide.iter("circle"))) == 2


def test_hidden_and_nobody_are_told_apart() -> None:
    wide, _narrow = drawn(dots(ROWS, axis="stayed", **NAMED))
    words = [part.text for part in wide.iter("text")]
    assert "hidden" in words
    assert "nobody" in words


def test_a_hidden_bar_shows_no_part() -> None:
    wide, _narrow = drawn(stacked([Stack("B", None)], key=[], **NAMED))
    assert [part.get("class") for part in wide.iter("rect")] == ["hidden-cell"]


@given(st.floats(0, 1e6), st.floats(0.001, 1e6), st.integers(2, 8))
def test_ticks_are_even_and_span_the_figures(low: float, span: float, about: int) -> None:
    found = ticks(low, low + span, about=about)
    assert found[0] <= low + 1e-6 * max(1, low)
    assert found[-1] >= (low + span) * (1 - 1e-6)
    assert len(found) <= about * 3


@given(st.floats(0, 1), st.floats(0, 1))
def test_ticks_of_shares_stay_shares(one: float, other: float) -> None:
    found = share_ticks(min(one, other), max(one, other))
    assert len(found) > 1
    assert found[0] >= 0
    assert found[-1] <= 1


def test_a_scale_may_run_downwards() -> None:
    y = Scale(0, 10, 300, 20)
    assert (y(0), y(5), y(10)) == (300, 160, 20)
