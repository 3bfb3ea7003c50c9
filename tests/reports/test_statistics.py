"""Definitions against figures worked out by hand or printed elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import statistics


def test_retention_is_those_present_at_both_ends_by_those_at_the_start() -> None:
    assert statistics.retention(present_at_start=40, present_at_both=38) == 0.95
    assert statistics.retention(present_at_start=0, present_at_both=0) is None


def test_more_cannot_stay_than_were_there() -> None:
    with pytest.raises(ValueError, match="41 of 40"):
        statistics.retention(present_at_start=40, present_at_both=41)


def test_turnover_divides_by_the_mean_of_both_ends() -> None:
    assert statistics.turnover(leavers=10, at_start=110, at_end=90) == 0.1
    assert statistics.turnover(leavers=0, at_start=0, at_end=0) is None


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [  # Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_wilson_interval_is_the_printed_one(
    part: int, whole: int, low: float, high: float
) -> None:
    found = statistics.wilson(part, whole)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_nobody_has_no_interval_and_no_median() -> None:
    assert statistics.wilson(0, 0) is None
    assert statistics.median([]) is None


def test_the_median_is_the_middle_one() -> None:
    assert statistics.median([9, 1, 4]) == 4
    assert statistics.median([9, 1, 4, 5]) == 4.5


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_stays_within_bounds(counts: tuple[int, int]) -> None:
    part, whole = counts
    found = statistics.wilson(part, whole)
    assert found is not None
    assert 0 <= found.low <= part / whole <= found.high <= 1


def test_the_interval_of_a_mean_is_students() -> None:
    found = statistics.mean_interval([4.0, 6.0, 8.0])
    assert found is not None
    assert found.low == pytest.approx(6 - 4.302653 * 2 / 3**0.5, abs=1e-5)
    assert found.high == pytest.approx(6 + 4.302653 * 2 / 3**0.5, abs=1e-5)


def test_one_value_alone_has_no_interval() -> None:
    assert statistics.mean_interval([4.0]) is None
