"""What a date owes is owed by the calendar on its reader's wall, wherever that hangs."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from kit.zones import zone_called
from notices.models import Notice, Timing
from notices.planning.planner import plan
from notices.sending.sender import send_due
from pairings import checking_in
from pairings.models import Pairing
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import TODAY
from tests.notices.asking import at

pytestmark = pytest.mark.django_db

ZONES = ("Pacific/Kiritimati", "Asia/Tokyo", "Asia/Kolkata", "Europe/Berlin", "Pacific/Pago_Pago")
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _every_day(program: Program) -> None:
    Timing.objects.create(program=program, working_days="1234567")


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest, ben: Person, cleo: Person, dan: Person) -> str:
    """Where Ben and Cleo are; Dan stays in Berlin."""
    Person.objects.filter(pk__in=[ben.pk, cleo.pk]).update(time_zone=request.param)
    return str(request.param)


def rounds(around: date) -> None:
    """Planner and sender do their rounds every hour, until that morning has been everywhere."""
    moment = datetime.combine(around, time(), tzinfo=zone_called("UTC")) - 8 * HOUR
    for hour in range(30):
        plan(now=moment + hour * HOUR)
        send_due(now=moment + hour * HOUR)


def told(kind: str, zone: str, on: date) -> set[tuple[str, str, str]]:
    """To whom it went, how it ended, and when it was settled by the clock where they are."""
    found = Notice.objects.filter(kind=kind, due_on=on).select_related("recipient")
    return {
        (
            one.recipient.short_name if one.recipient else "",
            one.state,
            one.settled_at.astimezone(zone_called(zone)).isoformat()[:16] if one.settled_at else "",
        )
        for one in found
    }


def test_a_quiet_pair_is_told_on_its_own_morning(pairing: Pairing, zone: str) -> None:
    cast.held_session(pairing, days_ago=10)  # on 23 October; every 14 days
    quiet_on = date(2026, 11, 21)
    rounds(quiet_on)
    morning = "2026-11-21T08:30" if zone == "Asia/Kolkata" else "2026-11-21T08:00"
    assert told("pair_quiet", zone, quiet_on) == {
        ("Ben", "sent", morning),
        ("Cleo", "sent", morning),
    }


def test_a_quiet_pair_is_told_from_midnight_where_a_program_writes_then(pairing: Pairing) -> None:
    Timing.objects.update(quiet_until=time(0))
    cast.held_session(pairing, days_ago=10)
    rounds(date(2026, 11, 21))
    midnight = "2026-11-21T00:00"
    assert told("pair_quiet", "Europe/Berlin", date(2026, 11, 21)) == {
        ("Ben", "sent", midnight),
        ("Cleo", "sent", midnight),
    }


def test_a_check_in_is_asked_for_on_its_own_morning(pairing: Pairing, zone: str) -> None:
    Program.objects.update(checkin_weeks=4)
    asked = checking_in.rounds(pairing.starts_on, pairing.ends_on, 4)
    asked_on = next(one for one in asked if one > TODAY)
    rounds(asked_on)
    morning = f"{asked_on}T08:{30 if zone == 'Asia/Kolkata' else 0:02}"
    assert told("check_in_due", zone, asked_on) == {
        ("Ben", "sent", morning),
        ("Cleo", "sent", morning),
    }


def test_the_week_counts_by_the_day_of_its_reader(
    pairing: Pairing, ada: Person, ben: Person
) -> None:
    """A milestone of Sunday is overdue on Monday morning in Auckland, where it is Sunday in UTC."""
    Person.objects.filter(pk=ada.pk).update(time_zone="Pacific/Auckland")
    cast.milestone(pairing, due_on=date(2026, 11, 15))
    monday = at("2026-11-15T19:00")
    plan(now=monday)
    send_due(now=monday)
    week = Notice.objects.get(kind="program_week", recipient=ada, due_on=date(2026, 11, 16))
    assert "1 milestone is overdue." in week.text
