from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from pairings.calendars import calendar_of
from pairings.models import Session
from tests.cast import NOW


def lines(**fields: object) -> list[str]:
    """The file's lines, unfolded as a reader does it."""
    given = {"ref": "abc", "starts_at": NOW, "minutes": 60, "place": ""} | fields
    text = calendar_of(Session(**given), title="With Maria", url="https://x.example/", at=NOW)
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")


@pytest.mark.parametrize(
    "starts_at",
    [
        datetime(2026, 7, 1, 14, 0, tzinfo=ZoneInfo("Europe/Berlin")),
        datetime(2026, 7, 1, 12, 0, tzinfo=UTC),
    ],
)
def test_times_are_utc(starts_at: datetime) -> None:
    assert "DTSTART:20260701T120000Z" in lines(starts_at=starts_at)


@pytest.mark.parametrize(
    ("place", "written"),
    [
        ("Room 4; left, right", "LOCATION:Room 4\\; left\\, right"),
        ("back\\slash", "LOCATION:back\\\\slash"),
        ("two\r\nlines", "LOCATION:two\\nlines"),
        ("EVIL\r\nATTENDEE:x", "LOCATION:EVIL\\nATTENDEE:x"),
        ("ü" * 100, "LOCATION:" + "ü" * 100),
    ],
)
def test_a_place_is_escaped_and_folded(place: str, written: str) -> None:
    assert written in lines(place=place)


def test_without_a_place_there_is_no_location() -> None:
    assert not any(line.startswith("LOCATION") for line in lines())
