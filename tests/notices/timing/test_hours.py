from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django.fixtures import Settings

from kit.zones import zone_called
from notices.models import Notice, Timing
from notices.planning.planner import plan
from notices.timing.hours import Hours
from pairings.models import Pairing
from people.models import Person
from tests import cast
from tests.notices.asking import at

EVERY_DAY = Hours(working_days="1234567")


@pytest.mark.parametrize(
    ("zone", "day", "begins"),
    [
        ("Europe/Berlin", "2026-03-28", "2026-03-28T07:00"),
        ("Europe/Berlin", "2026-03-29", "2026-03-29T06:00"),  # clocks go forward
        ("Europe/Berlin", "2026-10-24", "2026-10-24T06:00"),
        ("Europe/Berlin", "2026-10-25", "2026-10-25T07:00"),  # and back
        ("Asia/Kolkata", "2026-03-29", "2026-03-29T02:30"),
        ("America/St_Johns", "2026-03-07", "2026-03-07T11:30"),
        ("America/St_Johns", "2026-03-08", "2026-03-08T10:30"),
        ("America/St_Johns", "2026-11-01", "2026-11-01T11:30"),
        ("Asia/Kathmandu", "2026-11-01", "2026-11-01T02:15"),
        ("Pacific/Kiritimati", "2026-11-01", "2026-10-31T18:00"),
        ("Australia/Lord_Howe", "2026-04-05", "2026-04-04T21:30"),  # half an hour back
    ],
)
def test_a_day_begins_at_eight_where_somebody_is(zone: str, day: str, begins: str) -> None:
    begun = at(begins)
    assert EVERY_DAY.morning(date.fromisoformat(day), zone) == begun
    assert EVERY_DAY.newest_day(zone, begun) == date.fromisoformat(day)
    assert EVERY_DAY.newest_day(zone, begun - timedelta(seconds=1)) < date.fromisoformat(day)


def test_zones_fall_into_few_days() -> None:
    zones = ["Pacific/Kiritimati", "Europe/Berlin", "Pacific/Pago_Pago"]
    assert EVERY_DAY.zones_by_day(zones, at("2026-11-02T07:30")) == {
        date(2026, 11, 2): ["Pacific/Kiritimati", "Europe/Berlin"],
        date(2026, 11, 1): ["Pacific/Pago_Pago"],
    }


def test_what_falls_on_a_weekend_is_due_on_monday() -> None:
    saturday = date(2026, 11, 7)
    assert Hours().due(saturday, "Europe/Berlin") == at("2026-11-09T07:00")
    assert Hours().newest_day("Europe/Berlin", at("2026-11-08T12:00")) == date(2026, 11, 6)
    assert Hours(working_days="67").due(date(2026, 11, 9), "UTC") == at("2026-11-14T08:00")
    assert Hours().working_until(saturday) == date(2026, 11, 6)


@pytest.mark.parametrize(
    ("moment", "zone", "free"),
    [
        ("2026-11-02T12:00", "Europe/Berlin", "2026-11-02T12:00"),
        ("2026-11-02T19:00", "Europe/Berlin", "2026-11-03T07:00"),  # 20:00 there
        ("2026-11-02T18:59", "Europe/Berlin", "2026-11-02T18:59"),
        ("2026-11-02T06:30", "Europe/Berlin", "2026-11-02T07:00"),  # 07:30 there
        ("2026-11-02T18:59", "Asia/Kolkata", "2026-11-03T02:30"),
        ("2026-10-24T22:30", "Europe/Berlin", "2026-10-25T07:00"),  # the night is an hour longer
        ("2026-03-28T21:00", "Europe/Berlin", "2026-03-29T06:00"),  # and an hour shorter
    ],
)
def test_nobody_is_written_to_in_quiet_hours(moment: str, zone: str, free: str) -> None:
    assert Hours().after_quiet(at(moment), zone) == at(free)


def test_a_zone_that_does_not_exist_is_the_companys(settings: Settings) -> None:
    settings.DEFAULT_ZONE = "Asia/Tokyo"
    zone_called.cache_clear()
    try:
        assert zone_called("Mars/Olympus") == ZoneInfo("Asia/Tokyo")
    finally:
        zone_called.cache_clear()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "due_on"),
    [
        ("Europe/Berlin", "2026-10-25"),
        ("Europe/Berlin", "2027-03-28"),
        ("America/St_Johns", "2026-11-01"),
        ("America/St_Johns", "2027-03-14"),
        ("Asia/Kolkata", "2026-10-25"),
    ],
)
def test_hour_by_hour_each_gets_it_once_on_the_right_local_day(
    pairing: Pairing, ben: Person, zone: str, due_on: str
) -> None:
    """Over the days on which clocks change, Sundays, the planner running every hour."""
    Timing.objects.create(program=pairing.program, working_days="1234567")
    Person.objects.filter(pk=ben.pk).update(time_zone=zone)
    day = date.fromisoformat(due_on)
    Pairing.objects.filter(pk=pairing.pk).update(ends_on=day + timedelta(days=60))
    cast.milestone(pairing, due_on=day, responsible="mentor")
    start = at(f"{day}T00:30")
    for hour in range(14):
        plan(now=start + timedelta(hours=hour))
    notice = Notice.objects.get(kind="milestone_today", recipient=ben)
    here = notice.planned_at.astimezone(ZoneInfo(zone))
    assert (here.date(), here.hour) == (day, 8)
    assert notice.due_at.astimezone(ZoneInfo(zone)).hour == 8
