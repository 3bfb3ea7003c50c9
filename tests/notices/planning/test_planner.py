from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Q
from pytest_django import DjangoAssertNumQueries

from history.models import Event
from history.recording import record
from notices.models import Notice, Round, Timing
from notices.planning import planner
from notices.planning.planner import plan
from pairings.models import Agreement, HelpRequest, Pairing, Session
from participants.models import Acknowledgement, Participant
from people.models import Person
from programs.models import Expectations, Program
from tests import cast
from tests.cast import NOW, TODAY
from tests.notices.asking import at, owed, told

pytestmark = pytest.mark.django_db


def test_a_milestone_is_told_of_a_week_before_on_the_day_and_when_overdue(
    pairing: Pairing, ben: Person, cleo: Person
) -> None:
    cast.milestone(pairing, due_on=date(2026, 11, 9))
    for moment, kind in (
        ("2026-11-02T07:00", "milestone_ahead"),
        ("2026-11-09T07:00", "milestone_today"),
        ("2026-11-12T07:00", "milestone_overdue"),
    ):
        plan(now=at(moment) - timedelta(seconds=1))
        assert not owed(kind)

        plan(now=at(moment))
        assert told(kind) == {ben, cleo}
        assert {notice.due_on for notice in owed(kind)} == {date(2026, 11, 9)}


def test_planning_thrice_adds_nothing(pairing: Pairing, mentee: Participant, ada: Person) -> None:
    cast.milestone(pairing, due_on=TODAY + timedelta(days=7))
    with transaction.atomic():
        record("participant.admitted", mentee, by=ada, at=NOW, program_id=mentee.program_id)
    first = plan(now=NOW)
    assert first > 0
    assert (plan(now=NOW), plan(now=NOW + timedelta(minutes=1))) == (0, 0)
    assert Notice.objects.count() == first


@pytest.mark.parametrize(("responsible", "name"), [("mentor", "Ben"), ("mentee", "Cleo")])
def test_a_milestone_is_told_to_whoever_is_responsible(
    pairing: Pairing, responsible: str, name: str
) -> None:
    cast.milestone(pairing, due_on=TODAY + timedelta(days=7), responsible=responsible)
    plan(now=NOW)
    assert [person.short_name for person in told("milestone_ahead")] == [name]


def test_after_an_outage_only_the_newest_step_is_sent(pairing: Pairing) -> None:
    cast.milestone(pairing, due_on=date(2026, 11, 9))
    plan(now=at("2026-11-16T12:00"))
    assert told("milestone_ahead") == told("milestone_today") == set()
    assert len(told("milestone_overdue")) == 2
    overtaken = Notice.objects.filter(state="superseded", subject_kind="milestones.milestone")
    assert {notice.why for notice in overtaken} == {"superseded"}
    assert overtaken.count() == 4


def test_what_is_too_late_is_recorded_as_dropped(pairing: Pairing) -> None:
    cast.milestone(pairing, due_on=date(2026, 11, 9))
    plan(now=at("2026-11-28T12:00"))
    overdue = owed("milestone_overdue")
    assert {(notice.state, notice.why) for notice in overdue} == {("dropped", "too_late")}


def test_nobody_is_owed_a_step_from_before_the_pairing_began(pairing: Pairing) -> None:
    Pairing.objects.filter(pk=pairing.pk).update(activated_at=at("2026-11-06T10:00"))
    cast.milestone(pairing, due_on=date(2026, 11, 9))
    plan(now=at("2026-11-06T12:00"))
    assert not owed("milestone_ahead")


def test_a_new_date_is_a_new_notice(pairing: Pairing) -> None:
    point = cast.milestone(pairing, due_on=TODAY + timedelta(days=7), responsible="mentor")
    plan(now=NOW)
    point.due_on += timedelta(days=7)
    point.save()
    plan(now=NOW + timedelta(days=7))
    assert [notice.due_on for notice in owed("milestone_ahead")] == [
        TODAY + timedelta(days=7),
        TODAY + timedelta(days=14),
    ]


@pytest.mark.parametrize(
    ("days", "pair_kind", "admin_kind"),
    [
        (30, "end_ahead", "ends_ahead"),
        (7, "end_near", "ends_near"),
        (0, "end_today", "ends_today"),
        (-7, "end_past", "ends_past"),
    ],
)
def test_the_end_is_told_to_both_and_to_those_who_run_the_program(
    pairing: Pairing,
    ada: Person,
    ben: Person,
    cleo: Person,
    days: int,
    pair_kind: str,
    admin_kind: str,
) -> None:
    Timing.objects.create(program=pairing.program, working_days="1234567")
    day = pairing.ends_on - timedelta(days=days)
    plan(now=at(f"{day}T09:00"))
    assert told(pair_kind) == {ben, cleo}
    assert told(admin_kind) == {ada}


def test_an_admin_hears_once_of_many_ends_on_one_day(
    pairing: Pairing, mentor: Participant, program: Program
) -> None:
    other = cast.participant(cast.person("Finn Roth"), program, "mentee")
    cast.pairing(mentor, other)
    plan(now=at(f"{pairing.ends_on - timedelta(days=7)}T09:00"))
    assert len(owed("ends_near")) == 1
    assert len(owed("end_near")) == 4


@pytest.mark.parametrize("state", ["paused", "ended", "proposed"])
def test_a_pairing_that_is_not_under_way_owes_no_reminder(pairing: Pairing, state: str) -> None:
    cast.milestone(pairing, due_on=TODAY + timedelta(days=7))
    Pairing.objects.filter(pk=pairing.pk).update(state=state, ends_on=TODAY + timedelta(days=7))
    plan(now=NOW)
    reminders = Q(kind__startswith="milestone") | Q(kind__startswith="end") | Q(kind="pair_quiet")
    assert not Notice.objects.filter(reminders).exists()


def test_who_may_not_sign_in_is_owed_nothing(pairing: Pairing, cleo: Person, ben: Person) -> None:
    cast.milestone(pairing, due_on=TODAY + timedelta(days=7))
    Person.objects.filter(pk=cleo.pk).update(is_active=False)
    plan(now=NOW)
    assert told("milestone_ahead") == {ben}


def test_a_mentee_who_left_is_owed_nothing(pairing: Pairing, ben: Person) -> None:
    cast.milestone(pairing, due_on=TODAY + timedelta(days=7))
    pairing.mentees.update(left_on=TODAY)
    plan(now=NOW)
    assert told("milestone_ahead") == {ben}


def test_a_session_is_told_of_the_morning_before(
    pairing: Pairing, ben: Person, cleo: Person
) -> None:
    planned = _session(pairing, starts="2026-11-04T14:00", planned="2026-10-28T10:00")
    plan(now=at("2026-11-03T06:59"))
    assert not owed("session_tomorrow")
    plan(now=at("2026-11-03T07:00"))
    assert told("session_tomorrow") == {ben, cleo}
    assert {notice.expires_at for notice in owed("session_tomorrow")} == {planned.starts_at}


def test_a_session_planned_after_that_morning_needs_no_reminder(pairing: Pairing) -> None:
    _session(pairing, starts="2026-11-04T14:00", planned="2026-11-03T10:00")
    plan(now=at("2026-11-03T11:00"))
    assert not owed("session_tomorrow")


def test_a_session_that_was_while_nothing_ran_is_recorded_as_too_late(
    pairing: Pairing, ben: Person, cleo: Person
) -> None:
    _session(pairing, starts="2026-11-04T14:00", planned="2026-10-28T10:00")
    plan(now=at("2026-11-09T12:00"))
    before = Notice.objects.filter(kind__in=["session_tomorrow", "agenda_empty"])
    assert {(one.kind, one.recipient) for one in before} == {
        ("session_tomorrow", ben),
        ("session_tomorrow", cleo),
        ("agenda_empty", cleo),
    }
    assert {(one.state, one.why) for one in before} == {("dropped", "too_late")}


def test_a_session_moved_to_another_day_is_told_of_anew(pairing: Pairing) -> None:
    planned = _session(pairing, starts="2026-11-04T14:00", planned="2026-10-28T10:00")
    plan(now=at("2026-11-03T07:00"))
    planned.starts_at += timedelta(days=1)
    planned.save()
    plan(now=at("2026-11-04T07:00"))
    assert len(owed("session_tomorrow")) == 4


def test_a_pair_that_has_not_met_for_two_cadences_is_asked_once(
    pairing: Pairing, ben: Person, cleo: Person, ada: Person
) -> None:
    cast.held_session(
        pairing, days_ago=10
    )  # 23 October; every 14 days; quiet on 21 November, a Saturday
    plan(now=at("2026-11-22T12:00"))
    assert not owed("pair_quiet")
    plan(now=at("2026-11-23T12:00"))  # a Monday
    assert told("pair_quiet") == {ben, cleo}
    plan(now=at("2026-11-24T12:00"))
    assert len(owed("pair_quiet")) == 2


def test_each_monday_those_who_run_a_program_hear_of_it_once(
    pairing: Pairing, ada: Person, ben: Person
) -> None:
    plan(now=at("2026-11-09T06:59"))
    assert told("program_week") == set()  # that of last week is too late by now
    for moment in ("2026-11-09T07:00", "2026-11-09T12:00", "2026-11-13T12:00"):
        plan(now=at(moment))
        assert told("program_week") == {ada}
        assert len(owed("program_week")) == 2
    plan(now=at("2026-11-16T12:00"))
    assert len(owed("program_week")) == 3


def test_a_match_without_an_agreement_is_asked_about_after_five_days(
    mentor: Participant, mentee: Participant, ben: Person, cleo: Person
) -> None:
    pairing = cast.pairing(mentor, mentee, state="proposed")
    Pairing.objects.filter(pk=pairing.pk).update(founded_at=at("2026-11-02T12:00"))
    plan(now=at("2026-11-06T12:00"))
    assert not owed("agreement_overdue")
    plan(now=at("2026-11-09T07:00"))  # five days later is a Saturday
    assert told("agreement_overdue") == {ben, cleo}


# --- What happened -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "kind"),
    [
        ("participant.applied", "application_received"),
        ("participant.admitted", "application_admitted"),
        ("participant.waitlisted", "application_waitlisted"),
        ("participant.declined", "application_declined"),
    ],
)
def test_an_application_is_answered_at_once(
    mentee: Participant, cleo: Person, verb: str, kind: str
) -> None:
    record(verb, mentee, by=None, at=NOW, program_id=mentee.program_id)
    plan(now=NOW)
    notice = Notice.objects.get(kind=kind)
    assert (notice.kind, notice.recipient, notice.due_at) == (kind, cleo, NOW)
    assert notice.program_id == mentee.program_id


def test_a_published_match_is_told_to_both(pairing: Pairing, ben: Person, cleo: Person) -> None:
    record("pairing.founded", pairing, by=None, at=NOW, pairing_id=pairing.pk)
    plan(now=NOW)
    assert told("match_published") == {ben, cleo}


def test_an_agreement_waits_for_those_who_have_not_accepted(
    pairing: Pairing, ben: Person, cleo: Person
) -> None:
    written = Agreement.objects.create(
        pairing=pairing, version=2, cadence_days=14, minutes=60, how="video", written_at=NOW
    )
    written.acceptances.create(person=ben, at=NOW)
    record("agreement.written", written, by=ben, at=NOW)
    plan(now=NOW)
    assert told("agreement_waiting") == {cleo}


def test_a_call_for_help_reaches_those_who_run_the_program(
    pairing: Pairing, cleo: Person, ada: Person, dan: Person
) -> None:
    asked = HelpRequest.objects.create(pairing=pairing, asked_by=cleo, asked_at=NOW)
    record("help.asked", asked, by=cleo, at=NOW)
    plan(now=NOW)
    assert told("help_asked") == {ada}


def test_changed_expectations_go_to_those_who_have_not_acknowledged_them(
    program: Program, mentor: Participant, mentee: Participant, dan: Person, ben: Person
) -> None:
    other = cast.participant(cast.person("Finn Roth"), program, "mentor")
    program.expectations.filter(role="mentor").update(replaced_at=NOW)
    written = Expectations.objects.create(
        program=program, role="mentor", version=2, text="More.", written_at=NOW
    )
    Acknowledgement.objects.create(participant=other, expectations=written, at=NOW)
    record("expectations.written", written, by=None, at=NOW)
    plan(now=NOW)
    assert told("expectations_changed") == {ben}


def test_the_first_expectations_are_no_change(program: Program, mentor: Participant) -> None:
    record("expectations.written", program.expectations.get(role="mentor"), by=None, at=NOW)
    plan(now=NOW)
    assert not owed("expectations_changed")


def test_an_old_history_is_no_flood_at_the_first_start(mentee: Participant) -> None:
    record("participant.admitted", mentee, by=None, at=NOW - timedelta(days=31))
    plan(now=NOW)
    assert not owed("application_admitted")


# --- The round ----------------------------------------------------------------------------------


def test_a_round_leaves_its_mark() -> None:
    plan(now=NOW)
    assert Round.objects.get(worker="planner").finished_at == NOW


def test_a_round_asks_as_often_for_many_as_for_one(
    pairing: Pairing,
    mentor: Participant,
    program: Program,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    cast.milestone(pairing, due_on=TODAY + timedelta(days=7))
    with django_assert_max_num_queries(60):
        plan(now=NOW)
    for name in ("Finn", "Gail", "Ines"):
        mentor.capacity += 1
        mentor.save()
        mentee = cast.participant(cast.person(name), program, "mentee")
        cast.milestone(cast.pairing(mentor, mentee), due_on=TODAY + timedelta(days=7))
        record("participant.admitted", mentee, by=None, at=NOW)
    with django_assert_max_num_queries(60):
        plan(now=NOW)
    assert len(owed("milestone_ahead")) == 8


@pytest.mark.django_db(transaction=True)
def test_tables_that_have_just_grown_are_not_read_as_small_ones(ada: Person) -> None:
    """A thousand pairs with their milestones took a round a minute instead of seconds."""
    plan(now=NOW)
    before = _looked_at("history_event"), _looked_at("people_person")
    Event.objects.bulk_create(
        Event(verb="person.changed", subject_kind="people.person", subject_id=ada.pk, at=NOW)
        for _number in range(planner.MANY + 1)
    )
    _looked_at("history_event")
    plan(now=NOW)
    after = _looked_at("history_event"), _looked_at("people_person")
    assert after == (before[0] + 1, before[1])


def _looked_at(table: str) -> int:
    """How often somebody asked for the spread of its rows, once all changes are told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT analyze_count FROM pg_stat_user_tables WHERE relname = %s", [table])
        return int(cursor.fetchone()[0])


def _session(pairing: Pairing, *, starts: str, planned: str) -> Session:
    return Session.objects.create(
        pairing=pairing,
        starts_at=at(starts),
        minutes=60,
        how="video",
        planned_at=at(planned),
    )
