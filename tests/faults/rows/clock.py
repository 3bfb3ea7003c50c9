"""Clocks that jump, and the days on which they are put forward or back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from kit.zones import zone_called
from notices.models import Notice, Timing
from notices.planning.planner import plan
from notices.sending.sender import send_due
from pairings.models import Pairing, Session
from tests import cast
from tests.faults.house import House
from tests.faults.ledger import Finding, Owed, settle
from tests.faults.scale import Scale

ROW = 5
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CHANGES = {
    "Europe/Berlin": (date(2027, 3, 28), date(2026, 10, 25)),
    "America/St_Johns": (date(2027, 3, 14), date(2026, 11, 1)),
    "Australia/Lord_Howe": (date(2026, 10, 4), date(2027, 4, 4)),  # by half an hour
}
MORNING = time(8)
STEPS = {"milestone_ahead": -7, "milestone_today": 0, "milestone_overdue": 3}  # days


@dataclass(frozen=True)
class Due:
    """What is owed, and the local date on which it has to be sent."""

    owed: Owed
    on: date


def findings(house: House, scale: Scale) -> Iterator[Finding]:
    for name, moments in _jumps().items():
        with house.room(is_durable=False):
            yield _jumping(house, name, moments)
    for zone, days in CHANGES.items():
        for season, day in zip(("spring", "autumn"), days, strict=True):
            with house.room(is_durable=False):
                yield _changing(house, f"{zone}, {season}", zone, day, scale.step)


# --- Jumps ---------------------------------------------------------------------------------------


def _jumps() -> dict[str, list[datetime]]:
    """Rounds of planner and sender, by the clock as it goes wrong and is put right again.

    The morning is at seven in UTC: one clock comes to it too early, the other twice.
    """
    halves = [cast.NOW.replace(hour=5, minute=30) + number * HOUR / 2 for number in range(9)]
    return {
        "clock +1 h, and back": [halves[0], halves[1] + HOUR, *halves[2:]],
        "clock -1 h, and back": [*halves[:4], *(one - HOUR for one in halves[4:6]), *halves[6:]],
        "clock +40 days": [*halves[:5], *(one + 40 * DAY for one in halves[5:])],
    }


def _jumping(house: House, name: str, moments: Sequence[datetime]) -> Finding:
    """Due on the first day, on the last, and in between."""
    zone = "Europe/Berlin"
    pairing = _pair(zone)
    first, last = moments[0].date(), moments[-1].date()
    due = [_milestone(pairing, kind, first, zone) for kind in STEPS]
    due.append(_session(pairing, _local(first + DAY, time(10), zone), zone))
    if last > first:
        due += [_milestone(pairing, kind, last, zone) for kind in STEPS]
        for days_ago in (5, 20):
            _milestone(pairing, "milestone_today", last - days_ago * DAY, zone)
    return _walked(house, name, zone, due, moments)


# --- Days on which clocks are changed ------------------------------------------------------------


def _changing(house: House, name: str, zone: str, change: date, step: int | None) -> Finding:
    """Walk from the morning before to the evening after, each morning included to the second."""
    pairing = _pair(zone)
    days = [change - DAY, change, change + DAY]
    due = [_milestone(pairing, kind, day, zone) for day in days for kind in STEPS]
    due += [_session(pairing, _local(day + DAY, time(10), zone), zone) for day in days]
    moments = _local(days[0], time(6), zone), _local(days[-1], time(20), zone)
    rounds = {*moments, *(_between(*moments, step) if step else ())}
    for morning in (_local(day, MORNING, zone) for day in days):
        rounds |= {morning - timedelta(seconds=1), morning}
    return _walked(house, f"clock change, {name}", zone, due, sorted(rounds), hour=MORNING)


def _between(begin: datetime, end: datetime, step: int) -> Iterator[datetime]:
    for minutes in range(0, int((end - begin) / timedelta(minutes=1)), step):
        yield begin + timedelta(minutes=minutes)


def _local(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, tzinfo=zone_called(zone)).astimezone(UTC)


# --- What is common to both ----------------------------------------------------------------------


def _pair(zone: str) -> Pairing:
    """Ben and Cleo in this zone, in a program that works every day, active for a long time."""
    program = cast.program(cast.person("Ada Keller", roles=("program_admin",), zone=zone))
    Timing.objects.create(program=program, working_days="1234567")
    mentor, mentee = (
        cast.participant(cast.person(name, zone=zone), program, role)
        for name, role in (("Ben Okafor", "mentor"), ("Cleo Martin", "mentee"))
    )
    pairing = cast.pairing(mentor, mentee)
    long_ago = cast.NOW - 200 * DAY
    Pairing.objects.filter(pk=pairing.pk).update(
        activated_at=long_ago, starts_on=long_ago.date(), ends_on=date(2029, 1, 1)
    )
    return pairing


def _milestone(pairing: Pairing, kind: str, on: date, zone: str) -> Due:
    """Of which a step is told to the mentor on this day; by then it is a step of its own."""
    point = cast.milestone(pairing, due_on=on - STEPS[kind] * DAY, responsible="mentor", title=kind)
    return Due(Owed(kind, point.pk, pairing.mentor.person.email), on)


def _session(pairing: Pairing, starts_at: datetime, zone: str) -> Due:
    """Of which the mentee is reminded on the day before."""
    planned = Session.objects.create(
        pairing=pairing,
        starts_at=starts_at,
        minutes=60,
        how="video",
        planned_at=starts_at - 30 * DAY,
    )
    mentee = pairing.mentees.get().mentee.person.email
    day = starts_at.astimezone(zone_called(zone)).date() - DAY
    return Due(Owed("session_tomorrow", planned.pk, mentee), day)


def _walked(
    house: House,
    name: str,
    zone: str,
    due: Sequence[Due],
    moments: Sequence[datetime],
    *,
    hour: time | None = None,
) -> Finding:
    """A round of planner and sender at each moment; mails bear the moment in their Date."""
    for moment in moments:
        plan(now=moment)
        send_due(now=moment)
    account = settle([one.owed for one in due], house.sink.mails)
    wrong_day = wrong_hour = 0
    for one in due:
        for mail in account.mails.get(one.owed, ()):
            local = mail.dated.astimezone(zone_called(zone))
            wrong_day += local.date() != one.on
            wrong_hour += hour is not None and local.time().replace(second=0) != hour
    figures = {
        "rounds": len(moments),
        **account.figures(),
        "on a wrong date": wrong_day,
        "mails in all": len(house.sink.mails),
        "overtaken": Notice.objects.filter(state="superseded").count(),
        "too late": Notice.objects.filter(state="dropped", why="too_late").count(),
    }
    promises = account.promises() | {"on the right local date": wrong_day == 0}
    if hour:
        promises[f"at {hour:%H:%M} local time"] = wrong_hour == 0
    return Finding(ROW, name, figures, promises)
