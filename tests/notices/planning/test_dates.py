"""What dates owe, kind by kind: those that came later than the planner itself."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from milestones.models import Milestone
from notices.models import Notice, Timing
from notices.planning.planner import plan
from pairings import agenda, checking_in
from pairings.models import Pairing, Session
from participants.models import Participant
from people.models import Person
from programs import lifecycle
from programs.models import Program
from tests import cast
from tests.cast import NOW, TODAY
from tests.notices.asking import at, owed, told

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _every_day(request: pytest.FixtureRequest) -> None:
    """Weekends are the subject of other tests."""
    if "pairing" in request.fixturenames or "program" in request.fixturenames:
        program: Program = request.getfixturevalue("program")
        Timing.objects.create(program=program, working_days="1234567")


# --- Past the end --------------------------------------------------------------------------------


def test_a_pair_past_its_end_is_asked_once_to_close(
    pairing: Pairing, ben: Person, cleo: Person
) -> None:
    Pairing.objects.filter(pk=pairing.pk).update(ends_on=TODAY)
    plan(now=NOW + 6 * DAY)
    assert not owed("end_past")
    plan(now=NOW + 7 * DAY)
    plan(now=NOW + 12 * DAY)
    assert told("end_past") == {ben, cleo}
    assert len(owed("end_past")) == 2


def test_a_pair_that_has_closed_is_not_asked(pairing: Pairing) -> None:
    Pairing.objects.filter(pk=pairing.pk).update(ends_on=TODAY, state="ended")
    plan(now=NOW + 7 * DAY)
    assert not owed("end_past")


# --- Milestones long overdue ---------------------------------------------------------------------


def test_those_who_run_it_hear_once_of_all_milestones_of_a_day_that_stay_open(
    pairing: Pairing, mentor: Participant, program: Program, ada: Person, dan: Person
) -> None:
    other = cast.pairing(mentor, cast.participant(cast.person("Finn"), program, "mentee"))
    for one in (pairing, other):
        cast.milestone(one, due_on=TODAY)
    plan(now=NOW + 9 * DAY)
    assert not owed("milestones_overdue")
    plan(now=NOW + 10 * DAY)
    plan(now=NOW + 11 * DAY)
    assert told("milestones_overdue") == {ada}
    (notice,) = owed("milestones_overdue")
    assert (notice.subject_kind, notice.subject_id) == ("programs.program", program.pk)
    assert notice.due_on == TODAY


def test_each_date_is_a_notice_of_its_own(pairing: Pairing) -> None:
    for days in (0, 1):
        cast.milestone(pairing, due_on=TODAY + days * DAY, title=f"Point {days}")
    plan(now=NOW + 11 * DAY)
    assert [one.due_on for one in owed("milestones_overdue")] == [TODAY, TODAY + DAY]


@pytest.mark.parametrize("why", ["done", "ended", "closed", "before it began"])
def test_of_these_nobody_needs_to_hear(
    pairing: Pairing, ada: Person, ben: Person, why: str
) -> None:
    cast.milestone(pairing, due_on=TODAY)
    if why == "done":
        Milestone.objects.update(done_at=NOW, done_by=ben)
    elif why == "ended":
        Pairing.objects.update(state="ended")
    elif why == "closed":
        lifecycle.close(pairing.program, by=ada, at=NOW)
    else:
        Pairing.objects.update(activated_at=NOW + 11 * DAY)
    plan(now=NOW + 12 * DAY)
    assert not owed("milestones_overdue")


# --- Check-ins -----------------------------------------------------------------------------------


@pytest.fixture
def asked(pairing: Pairing) -> date:
    """The round of the pairing that opens next."""
    Program.objects.update(checkin_weeks=4)
    pairing.refresh_from_db()
    rounds = checking_in.rounds(pairing.starts_on, pairing.ends_on, 4)
    return next(one for one in rounds if one > TODAY)


def test_each_of_a_pair_is_asked_on_the_day_of_the_round(
    pairing: Pairing, asked: date, ben: Person, cleo: Person
) -> None:
    plan(now=at(f"{asked}T06:59"))
    assert {one.due_on for one in owed("check_in_due")} <= {asked - 28 * DAY}
    plan(now=at(f"{asked}T07:00"))
    plan(now=at(f"{asked + 3 * DAY}T07:00"))
    mine = [one for one in owed("check_in_due") if one.due_on == asked]
    assert {one.recipient for one in mine} == {ben, cleo}
    assert len(mine) == 2


def test_who_has_answered_is_not_asked(
    pairing: Pairing, asked: date, ben: Person, cleo: Person
) -> None:
    at_once = at(f"{asked}T05:00")
    checking_in.answer(pairing, by=ben, at=at_once, on=asked, answer="well")
    plan(now=at(f"{asked}T07:00"))
    readers = {one.recipient for one in owed("check_in_due") if one.due_on == asked}
    assert readers == {cleo}


@pytest.mark.parametrize("why", ["never", "paused", "agreed later"])
def test_nobody_is_asked_how_it_goes_where_it_does_not(
    pairing: Pairing, asked: date, why: str
) -> None:
    if why == "never":
        Program.objects.update(checkin_weeks=0)
    elif why == "paused":
        Pairing.objects.update(state="paused")
    else:
        Pairing.objects.update(activated_at=at(f"{asked + DAY}T10:00"))
    plan(now=at(f"{asked + 2 * DAY}T07:00"))
    assert not [one for one in owed("check_in_due") if one.due_on == asked]


# --- Around sessions -----------------------------------------------------------------------------


@pytest.fixture
def planned(pairing: Pairing) -> Session:
    """On Thursday the fifth at 14:00 in Berlin."""
    return Session.objects.create(
        pairing=pairing,
        starts_at=at("2026-11-05T13:00"),
        minutes=60,
        how="video",
        planned_at=at("2026-10-20T10:00"),
    )


def test_on_the_morning_after_a_session_both_are_asked_how_it_went(
    planned: Session, ben: Person, cleo: Person
) -> None:
    plan(now=at("2026-11-05T18:00"))
    assert not owed("session_past")
    plan(now=at("2026-11-06T07:00"))
    plan(now=at("2026-11-07T07:00"))
    assert told("session_past") == {ben, cleo}
    assert len(owed("session_past")) == 2


@pytest.mark.parametrize("state", ["held", "missed", "moved", "called_off"])
def test_who_has_said_how_it_went_is_not_asked(planned: Session, state: str) -> None:
    logged_at = NOW if state == "held" else None
    Session.objects.filter(pk=planned.pk).update(state=state, logged_at=logged_at)
    plan(now=at("2026-11-06T07:00"))
    assert not owed("session_past")


def test_a_session_late_at_night_is_over_before_anybody_is_asked(
    planned: Session, ben: Person
) -> None:
    """It ends at half past nine on the next morning, where Ben is."""
    Session.objects.filter(pk=planned.pk).update(starts_at=at("2026-11-05T22:30"), minutes=600)
    plan(now=at("2026-11-06T08:00"))
    assert ben not in told("session_past")
    plan(now=at("2026-11-07T12:00"))
    assert ben in told("session_past")


def test_mentees_are_asked_for_something_to_talk_about_two_days_before(
    planned: Session, cleo: Person
) -> None:
    plan(now=at("2026-11-03T06:59"))
    assert not owed("agenda_empty")
    plan(now=at("2026-11-03T07:00"))
    plan(now=at("2026-11-04T07:00"))
    assert told("agenda_empty") == {cleo}
    (notice,) = owed("agenda_empty")
    assert notice.expires_at == planned.starts_at


def test_with_something_on_the_agenda_nobody_is_asked(planned: Session, ben: Person) -> None:
    agenda.add(planned.pairing, by=ben, at=NOW, text="What next?")
    plan(now=at("2026-11-03T07:00"))
    assert not owed("agenda_empty")


def test_an_agenda_of_what_was_discussed_is_empty(planned: Session, ben: Person) -> None:
    item = agenda.add(planned.pairing, by=ben, at=NOW, text="What was")
    agenda.discuss(item, by=ben, at=NOW)
    plan(now=at("2026-11-03T07:00"))
    assert owed("agenda_empty")


# --- Weeks and months ----------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_a_program_that_is_not_going_on_has_no_week(ada: Person, state: str) -> None:
    cast.program(ada, state=state)
    plan(now=at("2026-11-09T12:00"))
    assert not owed("program_week")


def test_all_who_run_it_hear_of_the_week_and_nobody_else(
    program: Program, ada: Person, dan: Person
) -> None:
    second = cast.person("Second Admin")
    program.admins.create(person=second, appointed_at=NOW)
    plan(now=at("2026-11-09T12:00"))
    mine = Notice.objects.filter(
        kind="program_week", program_id=program.pk, due_on=date(2026, 11, 9)
    )
    assert {one.recipient for one in mine} == {ada, second}


def test_hr_hears_once_of_the_reports_on_the_first_working_day_of_a_month(
    hana: Person, ada: Person
) -> None:
    plan(now=at("2027-01-29T12:00"))
    assert {one.due_on for one in owed("reports_month")} <= {date(2027, 1, 1)}
    plan(now=at("2027-02-01T06:59"))
    assert date(2027, 2, 1) not in {one.due_on for one in owed("reports_month")}
    for moment in ("2027-02-01T07:00", "2027-02-05T12:00"):
        plan(now=at(moment))
    mine = [one for one in owed("reports_month") if one.due_on == date(2027, 2, 1)]
    assert [one.recipient for one in mine] == [hana]


def test_a_first_on_a_weekend_is_told_of_on_monday(hana: Person) -> None:
    plan(now=at("2027-05-02T12:00"))  # a Sunday; the first is a Saturday
    assert date(2027, 5, 1) not in {one.due_on for one in owed("reports_month")}
    plan(now=at("2027-05-03T06:00"))
    mine = [one for one in owed("reports_month") if one.due_on == date(2027, 5, 1)]
    assert [one.due_at for one in mine] == [at("2027-05-03T06:00")]


def test_hr_hears_of_the_reports_whatever_the_hours_of_a_program(
    program: Program, hana: Person
) -> None:
    Timing.objects.update(working_days="6", quiet_until=time(11))
    plan(now=at("2027-02-01T07:00"))
    mine = [one for one in owed("reports_month") if one.due_on == date(2027, 2, 1)]
    assert [(one.recipient, one.program_id, one.due_at) for one in mine] == [
        (hana, None, at("2027-02-01T07:00"))
    ]
