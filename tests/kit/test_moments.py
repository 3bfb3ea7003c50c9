from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from kit import moments

TODAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def test_a_day_has_its_year_only_where_it_is_not_this_one() -> None:
    assert moments.said_day(date(2026, 12, 3), today=TODAY) == "Thu 3 Dec"
    assert moments.said_day(date(2027, 1, 7), today=TODAY) == "Thu 7 Jan 2027"


def test_a_moment_is_said_in_the_viewers_zone() -> None:
    at = datetime(2026, 12, 3, 23, 30, tzinfo=UTC)
    with timezone.override(ZoneInfo("Europe/Berlin")):
        assert moments.said_moment(at, today=TODAY) == "Fri 4 Dec, 00:30"
    with timezone.override(ZoneInfo("America/New_York")):
        assert moments.said_moment(at, today=TODAY) == "Thu 3 Dec, 18:30"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (5, "in 5 days"),
        (-13, "13 days ago"),
        (14, "in 2 weeks"),
        (62, "in 9 weeks"),
        (63, "in 2 months"),
        (-365, "12 months ago"),
        (731, "in 2 years"),
    ],
)
def test_distance_is_coarser_the_farther_it_is(days: int, said: str) -> None:
    assert moments.distance(TODAY + timedelta(days=days), today=TODAY) == said


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=3), "3 hours ago"),
        (timedelta(hours=10), "yesterday"),
        (timedelta(days=4), "4 days ago"),
    ],
)
def test_what_is_past_is_said_as_people_do(passed: timedelta, said: str) -> None:
    assert moments.ago(NOW - passed, now=NOW) == said


def test_what_lies_ahead_is_not_called_past() -> None:
    assert moments.ago(NOW + timedelta(hours=1), now=NOW) == "Mon 2 Nov, 10:00"


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (90, "1 h 30 min")]
)
def test_minutes_are_said_in_hours(minutes: int, said: str) -> None:
    assert moments.said_minutes(minutes) == said
