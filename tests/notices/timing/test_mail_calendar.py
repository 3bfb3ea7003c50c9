from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from notices.models import Offset
from notices.timing import mail_calendar
from notices.timing.simulating import Course, Design, Reader, Step
from people.models import Person
from programs.models import PlannedMilestone, Program
from tests import cast
from tests.conftest import SignIn

DESIGN = Design(
    starts_on=date(2026, 11, 4),  # a Wednesday
    ends_on=date(2027, 5, 5),
    cadence_days=14,
    checkin_weeks=4,
    plan=(Step(1, "both"), Step(4, "mentee"), Step(13, "both")),
)


def url(program: Program, query: str = "") -> str:
    return reverse("mail-calendar", args=[program.ref]) + query


# --- Weeks ---------------------------------------------------------------------------------------


def test_the_weeks_hold_every_mail_once_and_the_empty_ones_are_there() -> None:
    found = mail_calendar.of(DESIGN, Reader.MENTEE, Course.WELL)
    assert found.weeks[0].monday == date(2026, 11, 2)
    assert [week.number for week in found.weeks] == list(range(1, len(found.weeks) + 1))
    assert any(week.count == 0 for week in found.weeks)
    assert found.total == sum(n for _kind, n in found.kinds)
    assert found.busiest.count == max(week.count for week in found.weeks)


def test_a_mentor_of_three_gets_thrice_a_mentees_reminders() -> None:
    one, three = (
        mail_calendar.of(replace(DESIGN, mentees=n), Reader.MENTOR, Course.NOTHING).total
        for n in (1, 3)
    )
    assert three == 3 * one > 0


def test_the_lead_of_a_group_hears_once_of_what_all_are_told() -> None:
    group = replace(DESIGN, mentees=3, is_in_groups=True)
    alone = mail_calendar.of(replace(DESIGN, mentees=1), Reader.MENTOR, Course.WELL)
    assert mail_calendar.of(group, Reader.MENTOR, Course.WELL).total == alone.total


def test_what_a_program_does_without_is_not_in_its_calendar() -> None:
    timing = replace(DESIGN.timing, offsets={"check_in_due": None, "milestone_ahead": None})
    kinds = {
        kind.name
        for kind, _n in mail_calendar.of(
            replace(DESIGN, timing=timing), Reader.MENTEE, Course.NOTHING
        ).kinds
    }
    assert not kinds & {"check_in_due", "milestone_ahead"}
    assert kinds >= {"milestone_today", "milestone_overdue", "pair_quiet", "end_past"}


def test_the_sentence_counts_and_names_the_busiest_week(ada: Person) -> None:
    program = cast.program(ada, state="draft")
    found = mail_calendar.of(DESIGN, Reader.MENTEE, Course.WELL)
    which = mail_calendar.ordinal(found.busiest.number)
    assert mail_calendar.said(found, program) == (
        f"Each mentee gets {found.total} mails over 26 weeks;"
        f" the busiest week, {which}, has {found.busiest.count}."
    )
    assert mail_calendar.ordinal(3) == "the third"
    assert mail_calendar.ordinal(14) == "number 14"


WEEKLY = Design(
    starts_on=date(2026, 11, 2),
    ends_on=date(2027, 1, 11),
    cadence_days=7,
    checkin_weeks=2,
    plan=(Step(1, "both"), Step(4, "both"), Step(8, "both")),
    mentees=2,
)


def test_who_meets_but_logs_late_gets_more_than_who_does_all_and_who_does_nothing() -> None:
    found = {one.course: one for one in mail_calendar.outlooks(WEEKLY, Reader.MENTOR)}
    assert found[Course.LATE][1:] == (68, 10)
    assert found[Course.WELL][1:] == (44, 6)
    assert found[Course.NOTHING][1:] == (38, 6)
    kinds = {kind.name for kind, _n in mail_calendar.of(WEEKLY, Reader.MENTEE, Course.LATE).kinds}
    assert kinds >= {"session_tomorrow", "agenda_empty", "session_past", "milestone_overdue"}


def test_the_ordinary_course_is_warned_of_though_the_others_keep_the_budget() -> None:
    worst = mail_calendar.worst(WEEKLY)
    assert (worst.reader, worst.course) == (Reader.MENTOR, Course.LATE)
    assert len(worst.beyond) == 4


def test_the_worst_of_all_is_what_is_warned_of() -> None:
    every = [
        mail_calendar.of(replace(DESIGN, mentees=4), reader, course)
        for reader in Reader
        for course in Course
    ]
    worst = mail_calendar.worst(replace(DESIGN, mentees=4))
    assert worst.busiest.count == max(one.busiest.count for one in every)


# --- The page ------------------------------------------------------------------------------------


def test_the_page_begins_with_the_sentence_and_lists_dates_and_kinds(
    ada: Person, as_person: SignIn
) -> None:
    program = cast.program(ada, state="draft")
    html = as_person(ada).get(url(program)).content.decode()
    design = mail_calendar.design_of(program)
    assert design
    shown = mail_calendar.of(design, Reader.MENTEE, Course.WELL)
    assert mail_calendar.said(shown, program) in html
    assert 'class="chart page-wide"' in html
    assert "Match published" in html
    assert html.count("<tr>") == 1 + sum(week.count > 0 for week in shown.weeks)
    assert "no week brings more than 7 mails" in html


def test_all_courses_are_told_at_a_glance_each_a_step_away(ada: Person, as_person: SignIn) -> None:
    program = cast.program(ada, state="draft")
    design = mail_calendar.design_of(program)
    assert design
    client = as_person(ada)
    html = client.get(url(program, "?reader=mentor&mentees=3&course=late")).content.decode()
    fitted = mail_calendar.with_mentees(design, 3)
    for one in mail_calendar.outlooks(fitted, Reader.MENTOR):
        assert f": {one.total} mails, at most {one.most} a week</a>" in html
        shown = mail_calendar.of(fitted, Reader.MENTOR, one.course)
        assert (one.total, one.most) == (shown.total, shown.busiest.count)
    assert 'href="?reader=mentor&amp;course=nothing&amp;mentees=3"' in html
    assert 'mentees=3" aria-current="true">They log late: ' in html
    assert "How did it go?" in html


def test_reader_course_and_mentees_stand_in_the_address(ada: Person, as_person: SignIn) -> None:
    program = cast.program(ada, state="draft")
    client = as_person(ada)
    mentor = client.get(url(program, "?reader=mentor&mentees=5&course=nothing")).content.decode()
    assert "Each mentor of 5 gets" in mentor
    assert "Milestone overdue" in mentor
    admin = client.get(url(program, "?reader=admin&course=nothing")).content.decode()
    assert "Each of those who run it gets" in admin
    assert "Milestones long overdue" in admin
    nonsense = client.get(url(program, "?reader=x&mentees=-4&course=")).content.decode()
    assert "Each mentee gets" in nonsense


def test_a_week_beyond_the_budget_is_named_with_what_to_move(
    ada: Person, as_person: SignIn, settings: Settings
) -> None:
    program = cast.program(ada, state="draft")
    settings.MAIL_BUDGET = 2
    html = as_person(ada).get(url(program, "?reader=mentor&mentees=2&course=nothing")).content
    assert b"more than 2." in html
    assert b"Most are:" in html
    assert f'href="{reverse("program-timing", args=[program.ref])}#id_'.encode() in html


def test_the_programs_own_words_and_timing_count(ada: Person, as_person: SignIn) -> None:
    program = cast.program(ada, state="draft")
    Program.objects.filter(pk=program.pk).update(mentee_term="apprentice")
    Offset.objects.create(program=program, kind="check_in_due", days=None)
    html = as_person(ada).get(url(program)).content.decode()
    assert "Each apprentice gets" in html
    assert "Check-in due" not in html


def test_without_dates_it_says_what_is_missing(ada: Person, as_person: SignIn) -> None:
    program = cast.program(ada, state="draft")
    Program.objects.filter(pk=program.pk).update(starts_on=None, ends_on=None)
    html = as_person(ada).get(url(program)).content.decode()
    assert reverse("program-dates", args=[program.ref]) in html
    assert "which it does not have yet" in html


@pytest.mark.parametrize("more", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_plan(
    ada: Person,
    as_person: SignIn,
    more: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    program = cast.program(ada, state="draft")
    for n in range(more):
        PlannedMilestone.objects.create(
            program=program, title=f"More {n}", responsible="both", weeks_after_start=n
        )
    client = as_person(ada)
    with django_assert_max_num_queries(7):
        client.get(url(program))


# --- In the set-up -------------------------------------------------------------------------------


def test_the_set_up_tells_of_it_and_warns_without_keeping_anybody_from_opening(
    ada: Person, as_person: SignIn, settings: Settings
) -> None:
    program = cast.program(ada, state="draft")
    client, setup = as_person(ada), reverse("program-setup", args=[program.ref])
    calm = client.get(setup).content.decode()
    assert "Each mentee gets" in calm
    assert "too many mails" not in calm
    settings.MAIL_BUDGET = 2
    warned = client.get(setup).content.decode()
    assert "too many mails. Week" in warned
    assert "look again" in warned
    assert reverse("program-opening", args=[program.ref]) in warned
