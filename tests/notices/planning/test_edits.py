"""A program that sets other days loses nobody a reminder, neither by it nor by going back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

import pytest

from notices.planning.planner import plan
from notices.sending.sender import send_due
from notices.timing import setting
from notices.timing.hours import Hours
from pairings.models import Pairing, Session
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW, TODAY
from tests.notices.asking import at, owed

pytestmark = pytest.mark.django_db

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def a_round(now: datetime) -> None:
    plan(now=now)
    send_due(now=now)


class Change(Protocol):
    def __call__(self, now: datetime, **offsets: int | None) -> None: ...


@pytest.fixture
def change(program: Program, ada: Person) -> Change:
    def changed(now: datetime, **offsets: int | None) -> None:
        setting.change(program, by=ada, at=now, hours=Hours(), offsets=offsets)

    return changed


def told(kind: str) -> list[tuple[str, str, int]]:
    """To Ben: each with its state, why, and how many days from today it was planned."""
    return [
        (one.state, one.why, (one.planned_at - NOW).days)
        for one in owed(kind)
        if one.recipient and one.recipient.short_name == "Ben"
    ]


SENT_AT_ONCE, SENT_AS_USUAL = ("sent", "", 0), ("sent", "", 35)  # a week before is a Saturday


@pytest.mark.parametrize("in_days", [12, 25, 40, 55])
def test_what_an_edit_makes_due_in_the_past_is_told_at_once(
    pairing: Pairing, change: Change, in_days: int
) -> None:
    cast.milestone(pairing, due_on=TODAY + in_days * DAY)
    a_round(NOW)
    change(NOW, milestone_ahead=-60)
    for minutes in (1, 2):
        a_round(NOW + minutes * MINUTE)
    assert told("milestone_ahead") == [SENT_AT_ONCE]


@pytest.mark.parametrize("between", [True, False])
def test_after_going_back_the_usual_reminder_comes(
    pairing: Pairing, change: Change, between: bool
) -> None:
    cast.milestone(pairing, due_on=TODAY + 40 * DAY)
    a_round(NOW)
    change(NOW, milestone_ahead=-60)
    if between:
        a_round(NOW + MINUTE)
    change(NOW + 2 * MINUTE)
    for days in range(37):
        a_round(NOW + days * DAY + 3 * MINUTE)
    assert told("milestone_ahead") == [*[SENT_AT_ONCE][:between], SENT_AS_USUAL]


def test_who_was_told_nearer_to_the_date_is_not_told_again(
    pairing: Pairing, change: Change
) -> None:
    cast.milestone(pairing, due_on=TODAY + 7 * DAY)
    a_round(NOW)
    change(NOW + MINUTE, milestone_ahead=-30)
    a_round(NOW + 2 * MINUTE)
    change(NOW + 3 * MINUTE)
    a_round(NOW + 4 * MINUTE)
    assert told("milestone_ahead") == [SENT_AT_ONCE]


def test_a_second_edit_does_not_make_the_first_too_late(pairing: Pairing, change: Change) -> None:
    cast.milestone(pairing, due_on=TODAY + 40 * DAY)
    change(NOW, milestone_ahead=-60)
    change(NOW + MINUTE, milestone_ahead=-55)
    a_round(NOW + 2 * MINUTE)
    assert told("milestone_ahead") == [SENT_AT_ONCE]


def test_the_end_is_told_of_though_its_day_was_long_ago(pairing: Pairing, change: Change) -> None:
    Pairing.objects.update(ends_on=TODAY + 45 * DAY)
    change(NOW, end_ahead=-90, ends_ahead=-90)
    a_round(NOW + MINUTE)
    assert told("end_ahead") == [SENT_AT_ONCE]
    assert [one.state for one in owed("ends_ahead")] == ["sent"]


def test_who_began_after_the_edit_is_owed_nothing_by_it(pairing: Pairing, change: Change) -> None:
    cast.milestone(pairing, due_on=TODAY + 40 * DAY)
    change(NOW, milestone_ahead=-60)
    Pairing.objects.update(activated_at=NOW + MINUTE)
    a_round(NOW + 2 * MINUTE)
    assert told("milestone_ahead") == []


def test_by_night_it_waits_for_the_morning(pairing: Pairing, change: Change) -> None:
    cast.milestone(pairing, due_on=TODAY + 40 * DAY)
    friday = at("2026-11-06T21:00")
    change(friday, milestone_ahead=-60)
    a_round(at("2026-11-09T06:59"))
    assert told("milestone_ahead") == []
    a_round(at("2026-11-09T07:00"))
    assert [one.due_at for one in owed("milestone_ahead")] == [at("2026-11-09T07:00")] * 2


def test_what_nobody_sent_for_days_is_too_late_whatever_was_edited(
    pairing: Pairing, change: Change
) -> None:
    """The planner was down from the day on which it was due, and after the edit as well."""
    cast.milestone(pairing, due_on=TODAY + 20 * DAY)
    change(NOW - DAY, milestone_ahead=-30, end_ahead=-40)
    plan(now=NOW + 9 * DAY)
    assert told("milestone_ahead") == [("dropped", "too_late", 9)]


def test_what_was_due_before_the_edit_is_not_made_due_by_it(
    pairing: Pairing, change: Change
) -> None:
    cast.milestone(pairing, due_on=TODAY + 10 * DAY)
    change(NOW - 20 * DAY, milestone_ahead=-20)  # due ten days ago, while nothing ran
    change(NOW, milestone_ahead=-21)
    plan(now=NOW)
    assert told("milestone_ahead") == [("dropped", "too_late", 0)]


def test_a_session_is_told_of_further_ahead_and_again_as_usual(
    pairing: Pairing, change: Change
) -> None:
    planned = {"minutes": 60, "how": "video", "planned_at": NOW - 2 * DAY}
    Session.objects.create(pairing=pairing, starts_at=NOW + 9 * DAY, **planned)
    a_round(NOW)
    change(NOW, session_tomorrow=-14)
    a_round(NOW + MINUTE)
    change(NOW + 2 * MINUTE)
    for days in range(9):
        a_round(NOW + days * DAY + 3 * MINUTE)
    assert told("session_tomorrow") == [SENT_AT_ONCE, ("sent", "", 8)]
