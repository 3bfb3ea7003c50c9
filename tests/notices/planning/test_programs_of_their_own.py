"""Programs that time their notices otherwise than usual, each for itself."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from history.recording import record
from notices.catalogue import KINDS
from notices.models import Notice, Offset, Timing
from notices.planning.planner import plan
from notices.sending.batch import Batch
from notices.timing.hours import USUAL, Hours, Timings
from pairings.models import Agreement, Pairing, Session
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW
from tests.notices.asking import at, owed, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(dan: Person) -> Pairing:
    """A pair in another program, which keeps to the usual."""
    other = Program.objects.get(name="Another program")
    mentee = cast.participant(cast.person("Fay Else"), other, "mentee")
    return cast.pairing(other.participants.get(person=dan), mentee)


def days_of(kind: str) -> dict[int | None, date]:
    """On which day each program owes its notice of a kind, in Berlin."""
    return {
        one.program_id: (one.due_at + timedelta(hours=2)).date()
        for one in Notice.objects.filter(kind=kind)
    }


def plan_until(last: str, *, first: str = "2026-11-02") -> None:
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        plan(now=at(f"{day}T12:00"))
        day += timedelta(days=1)


# --- Read at once --------------------------------------------------------------------------------


def test_a_program_without_rows_goes_as_usual(program: Program) -> None:
    timings = Timings()
    assert timings.of(program.pk) is USUAL
    assert timings.of(None) is USUAL


def test_programs_that_time_a_kind_alike_are_asked_together(ada: Person) -> None:
    one, two, three, four = (cast.program(ada, name=name) for name in ("A", "B", "C", "D"))
    for made in (one, two):
        Offset.objects.create(program=made, kind="milestone_ahead", days=-10)
    Offset.objects.create(program=three, kind="milestone_ahead", days=None)
    Timing.objects.create(program=four, working_days="6")
    usual, *own = Timings().alike(KINDS["milestone_ahead"])
    assert set(usual.but) == {one.pk, two.pk, three.pk, four.pk}
    assert {(alike.offset.days, alike.hours, alike.only) for alike in own} == {
        (-10, Hours(), (one.pk, two.pk)),
        (-7, Hours(working_days="6"), (four.pk,)),
    }
    usual, *own = Timings().alike(KINDS["milestone_today"])
    assert (usual.but, [alike.only for alike in own]) == ((four.pk,), [(four.pk,)])


@pytest.mark.parametrize("kind", ["reports_month", "announcement", "gone"])
def test_an_offset_of_a_kind_that_may_not_move_or_is_no_more_counts_for_nothing(
    program: Program, kind: str
) -> None:
    Offset.objects.create(program=program, kind=kind, days=3)
    assert Timings().of(program.pk) == USUAL


# --- Days ----------------------------------------------------------------------------------------


def test_two_programs_with_different_offsets_at_once(pairing: Pairing, elsewhere: Pairing) -> None:
    Offset.objects.create(program=pairing.program, kind="milestone_ahead", days=-3)
    for one in (pairing, elsewhere):
        cast.milestone(one, due_on=date(2026, 11, 13), responsible="mentor")
    plan_until("2026-11-12")
    assert days_of("milestone_ahead") == {
        pairing.program_id: date(2026, 11, 10),
        elsewhere.program_id: date(2026, 11, 6),
    }
    assert len(owed("milestone_ahead")) == 2


def test_a_kind_that_is_off_is_owed_elsewhere_only(pairing: Pairing, elsewhere: Pairing) -> None:
    Offset.objects.create(program=pairing.program, kind="milestone_today", days=None)
    for one in (pairing, elsewhere):
        cast.milestone(one, due_on=date(2026, 11, 3), responsible="mentor")
    plan_until("2026-11-04")
    assert set(days_of("milestone_today")) == {elsewhere.program_id}


def test_an_event_kind_that_is_off_is_owed_elsewhere_only(
    pairing: Pairing, elsewhere: Pairing
) -> None:
    Offset.objects.create(program=pairing.program, kind="agreement_waiting", days=None)
    for one in (pairing, elsewhere):
        written = Agreement.objects.create(
            pairing=one, version=2, cadence_days=14, minutes=60, how="video", written_at=NOW
        )
        record("agreement.written", written, by=None, at=NOW, program_id=one.program_id)
    plan(now=NOW)
    assert {one.program_id for one in owed("agreement_waiting")} == {elsewhere.program_id}


def test_a_later_step_overtakes_an_earlier_one_by_the_programs_own_days(
    pairing: Pairing,
) -> None:
    """A milestone on Sunday: told a day ahead that is Saturday, so Monday, with that of the day."""
    Offset.objects.create(program=pairing.program, kind="milestone_ahead", days=-1)
    cast.milestone(pairing, due_on=date(2026, 11, 8), responsible="mentor")
    plan(now=at("2026-11-09T07:00"))
    states = {one.kind: one.state for one in Notice.objects.filter(kind__startswith="milestone_")}
    assert states == {"milestone_ahead": "superseded", "milestone_today": "planned"}


def test_a_step_that_is_off_overtakes_nothing(pairing: Pairing) -> None:
    Offset.objects.create(program=pairing.program, kind="milestone_ahead", days=-1)
    Offset.objects.create(program=pairing.program, kind="milestone_today", days=None)
    cast.milestone(pairing, due_on=date(2026, 11, 8), responsible="mentor")
    plan(now=at("2026-11-09T07:00"))
    assert told("milestone_ahead")


# --- Hours ---------------------------------------------------------------------------------------


def test_quiet_hours_of_its_own_move_the_morning_and_the_evening(
    pairing: Pairing, elsewhere: Pairing, ben: Person, dan: Person
) -> None:
    Timing.objects.create(program=pairing.program, quiet_from=time(17), quiet_until=time(10, 30))
    for one in (pairing, elsewhere):
        cast.milestone(one, due_on=date(2026, 11, 9), responsible="mentor")
    plan(now=at("2026-11-02T09:29"))
    assert told("milestone_ahead") == {dan}
    plan(now=at("2026-11-02T09:30"))
    assert told("milestone_ahead") == {dan, ben}
    written = Agreement.objects.create(
        pairing=pairing, version=2, cadence_days=14, minutes=60, how="video", written_at=NOW
    )
    evening = at("2026-11-02T16:30")  # half past five there
    record("agreement.written", written, by=None, at=evening, program_id=pairing.program_id)
    plan(now=evening)
    assert {one.due_at for one in owed("agreement_waiting")} == {at("2026-11-03T09:30")}


def test_hours_hold_where_the_reader_is(pairing: Pairing, ben: Person, cleo: Person) -> None:
    Timing.objects.create(program=pairing.program, quiet_until=time(11))
    Person.objects.filter(pk=cleo.pk).update(time_zone="Asia/Kolkata")
    cast.milestone(pairing, due_on=date(2026, 11, 9))
    plan(now=at("2026-11-02T05:30"))
    assert told("milestone_ahead") == {cleo}
    plan(now=at("2026-11-02T10:00"))
    assert told("milestone_ahead") == {cleo, ben}


# --- Around sessions -----------------------------------------------------------------------------


def session(pairing: Pairing, starts: str, *, planned: str = "2026-10-20T10:00") -> Session:
    return Session.objects.create(
        pairing=pairing, starts_at=at(starts), minutes=60, how="video", planned_at=at(planned)
    )


MONDAY = "2026-11-09T13:00"


@pytest.mark.parametrize("kind", ["session_tomorrow", "agenda_empty"])
def test_before_a_session_on_monday_it_comes_on_friday(pairing: Pairing, kind: str) -> None:
    session(pairing, MONDAY)
    plan(now=at("2026-11-06T06:59"))
    assert not owed(kind)
    plan(now=at("2026-11-06T07:00"))
    assert owed(kind)
    assert {one.due_at for one in owed(kind)} == {at("2026-11-06T07:00")}


def test_what_comes_on_friday_does_not_say_tomorrow(pairing: Pairing, ben: Person) -> None:
    session(pairing, MONDAY)
    friday = at("2026-11-06T07:00")
    plan(now=friday)
    assert said("session_tomorrow", ben, friday) == "Monday at 14:00: you and Cleo Martin"


def test_what_comes_the_day_before_says_tomorrow(pairing: Pairing, ben: Person) -> None:
    session(pairing, "2026-11-05T13:00")
    wednesday = at("2026-11-04T07:00")
    plan(now=wednesday)
    assert said("session_tomorrow", ben, wednesday) == "Tomorrow at 14:00: you and Cleo Martin"


def said(kind: str, reader: Person, now: datetime) -> str:
    """The subject of what somebody is told."""
    notice = Notice.objects.select_related("recipient", "channel").get(kind=kind, recipient=reader)
    return Batch([notice], now).words(notice, now).title


def test_a_program_that_works_on_weekends_tells_on_sunday(pairing: Pairing) -> None:
    Timing.objects.create(program=pairing.program, working_days="1234567")
    session(pairing, MONDAY)
    plan(now=at("2026-11-07T12:00"))
    assert not owed("session_tomorrow")
    plan(now=at("2026-11-08T07:00"))
    assert owed("session_tomorrow")


def test_each_program_tells_of_sessions_by_its_own_days(
    pairing: Pairing, elsewhere: Pairing
) -> None:
    Offset.objects.create(program=pairing.program, kind="session_tomorrow", days=-5)
    for one in (pairing, elsewhere):
        session(one, "2026-11-12T13:00")  # a Thursday
    plan_until("2026-11-12")
    assert days_of("session_tomorrow") == {
        pairing.program_id: date(2026, 11, 6),
        elsewhere.program_id: date(2026, 11, 11),
    }


def test_a_session_kind_that_is_off_is_owed_elsewhere_only(
    pairing: Pairing, elsewhere: Pairing
) -> None:
    for kind in ("session_past", "agenda_empty"):
        Offset.objects.create(program=pairing.program, kind=kind, days=None)
    for one in (pairing, elsewhere):
        session(one, "2026-11-04T13:00")
    plan_until("2026-11-06")
    for kind in ("session_past", "agenda_empty"):
        assert {one.program_id for one in owed(kind)} == {elsewhere.program_id}


# --- The week ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("working_days", "days", "comes"),
    [
        ("12345", 3, "2026-11-12"),
        ("67", 0, "2026-11-14"),
        ("1", 4, "2026-11-16"),  # Friday is no day of theirs: on Monday, of the week before
        ("3", 4, "2026-11-18"),
    ],
)
def test_the_week_of_a_program_comes_on_its_own_day(
    program: Program, working_days: str, days: int, comes: str
) -> None:
    Timing.objects.create(program=program, working_days=working_days)
    Offset.objects.create(program=program, kind="program_week", days=days)
    Program.objects.exclude(pk=program.pk).delete()
    plan_until("2026-11-20", first="2026-11-09")
    of_that_week = [one for one in owed("program_week") if one.due_on == date(2026, 11, 9)]
    assert [one.due_at.date() for one in of_that_week] == [date.fromisoformat(comes)]
    assert [one.state for one in of_that_week] == ["planned"]
