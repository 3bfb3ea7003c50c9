"""How a notice is to reach its reader: by mail, in a digest, or in the inbox only."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from notices.catalogue import ALL, KINDS
from notices.catalogue.telling import DAILY, WEEKLY
from notices.models import MailBudget, Notice, Pace, Preference, Suppression
from notices.planning.planner import plan
from notices.sending.claiming import claim
from notices.sending.sender import send_due
from notices.sending.wishes import ByMail, InboxOnly, InDigest, Rhythm, Wish, Wishes
from pairings.models import Pairing
from people.models import Person
from tests import cast
from tests.cast import NOW, TODAY
from tests.notices.asking import at

pytestmark = pytest.mark.django_db

MILESTONES = "milestone_ahead"  # may be bundled
MATCH = "match_published"  # must come
TOMORROW = InDigest(DAILY, date(2026, 11, 3), at("2026-11-03T08:00"))  # 9:00 in Berlin
NEXT_MONDAY = InDigest(WEEKLY, date(2026, 11, 9), at("2026-11-09T08:00"))
LONG = {"expires_at": NOW + timedelta(days=30)}


def _owed(to: Person, kind: str = MILESTONES, **more: Any) -> Notice:
    return cast.told(to, state="planned", kind=kind, way="", **(LONG | more))


def _wish(notice: Notice, now: datetime = NOW) -> Wish:
    return Wishes([notice], now=now).of(notice, KINDS[notice.kind], now)


def _prefer(person: Person, pace: str, group: str = "milestones") -> None:
    Preference.objects.create(person=person, group=group, pace=pace)


@pytest.mark.parametrize(
    ("pace", "wish"),
    [
        (None, ByMail()),
        (Pace.AT_ONCE, ByMail()),
        (Pace.DAILY, TOMORROW),
        (Pace.WEEKLY, NEXT_MONDAY),
        (Pace.OFF, InboxOnly("unwanted")),
    ],
)
def test_each_comes_at_the_pace_chosen_for_its_group(
    cleo: Person, pace: Pace | None, wish: Wish
) -> None:
    if pace:
        _prefer(cleo, pace)
    _prefer(cleo, Pace.OFF if pace == Pace.AT_ONCE else Pace.AT_ONCE, group="sessions")
    assert _wish(_owed(cleo)) == wish


@pytest.mark.parametrize("pace", [Pace.DAILY, Pace.WEEKLY, Pace.OFF])
def test_what_must_come_comes_at_once_whatever_was_chosen(cleo: Person, pace: Pace) -> None:
    for kind in ALL:
        Preference.objects.get_or_create(
            person=cleo, group=kind.group.value, defaults={"pace": pace}
        )
    MailBudget.objects.create(person=cleo, mails=1)
    cast.told(cleo)
    musts = [kind for kind in ALL if kind.must]
    assert len(musts) > 5
    for kind in musts:
        assert _wish(_owed(cleo, kind.name)) == ByMail(), kind.name


def test_a_choice_is_its_owners_alone(cleo: Person, ben: Person) -> None:
    _prefer(cleo, Pace.OFF)
    assert _wish(_owed(ben)) == ByMail()


# --- The budget of a week -----------------------------------------------------------------------


def test_above_the_budget_a_mail_goes_into_the_weekly_digest(
    cleo: Person, ben: Person, settings: Settings
) -> None:
    settings.MAIL_BUDGET = 2
    cast.told(cleo)
    assert _wish(_owed(cleo)) == ByMail()
    cast.told(cleo)
    assert _wish(_owed(cleo)) == NEXT_MONDAY
    assert _wish(_owed(ben)) == ByMail()


def test_ones_own_budget_goes_before_the_companys(cleo: Person, settings: Settings) -> None:
    settings.MAIL_BUDGET = 1
    MailBudget.objects.create(person=cleo, mails=2)
    cast.told(cleo)
    assert _wish(_owed(cleo)) == ByMail()
    cast.told(cleo)
    assert _wish(_owed(cleo)) == NEXT_MONDAY


def test_the_week_is_the_last_seven_days(cleo: Person, settings: Settings) -> None:
    settings.MAIL_BUDGET = 1
    sent = cast.told(cleo, settled_at=NOW - timedelta(days=7) + timedelta(seconds=1))
    assert _wish(_owed(cleo)) == NEXT_MONDAY
    Notice.objects.filter(pk=sent.pk).update(settled_at=NOW - timedelta(days=7))
    assert _wish(_owed(cleo)) == ByMail()


@pytest.mark.parametrize(
    "other",
    [{"way": "digest"}, {"way": "inbox"}, {"state": "failed", "way": ""}, {"state": "dropped"}],
)
def test_only_what_went_by_mail_counts(
    cleo: Person, settings: Settings, other: dict[str, str]
) -> None:
    settings.MAIL_BUDGET = 1
    cast.told(cleo, **other)
    assert _wish(_owed(cleo)) == ByMail()


def test_mails_of_the_same_batch_count(cleo: Person, settings: Settings) -> None:
    settings.MAIL_BUDGET = 2
    batch = [_owed(cleo) for _number in range(3)]
    wishes = Wishes(batch, now=NOW)
    found = []
    for notice in batch:
        found.append(wishes.of(notice, KINDS[MILESTONES], NOW))
        if found[-1] == ByMail():
            wishes.count(notice)
    assert found == [ByMail(), ByMail(), NEXT_MONDAY]


def test_senders_side_by_side_keep_to_the_budget_together(
    pairing: Pairing, cleo: Person, settings: Settings
) -> None:
    settings.MAIL_BUDGET = 2
    due_on = TODAY + timedelta(days=7)
    for number in range(3):
        cast.milestone(pairing, due_on=due_on, title=f"{number}", responsible="mentee")
    plan(now=NOW)
    [elsewhere] = claim(now=NOW, most=1)
    assert send_due(now=NOW) == 1
    told = Notice.objects.filter(recipient=cleo, kind=MILESTONES)
    states = Counter(told.values_list("state", flat=True))
    assert states == {"claimed": 1, "sent": 1, "bundled": 1}
    assert _wish(elsewhere) == TOMORROW  # into the digest that is owed: it would be a third mail


def test_above_the_budget_what_cannot_wait_a_week_comes_next_morning_or_at_once(
    cleo: Person, settings: Settings
) -> None:
    """Its reader did not choose to miss anything."""
    settings.MAIL_BUDGET = 1
    cast.told(cleo)
    assert _wish(_owed(cleo, expires_at=NEXT_MONDAY.due_at)) == TOMORROW
    assert _wish(_owed(cleo, expires_at=TOMORROW.due_at + timedelta(seconds=1))) == TOMORROW
    assert _wish(_owed(cleo, expires_at=TOMORROW.due_at)) == ByMail()


def test_a_digest_that_is_owed_counts_as_a_mail(
    cleo: Person, ben: Person, settings: Settings
) -> None:
    settings.MAIL_BUDGET = 2
    cast.told(cleo)
    _prefer(cleo, Pace.DAILY, group="sessions")
    session = _owed(cleo, "session_tomorrow")
    wishes = Wishes([session], now=NOW)
    wish = wishes.of(session, KINDS[session.kind], NOW)
    assert wish == TOMORROW
    assert wishes.of(_owed(cleo), KINDS[MILESTONES], NOW) == ByMail()
    wishes.bundled(session, TOMORROW)
    wishes.bundled(_owed(cleo, "session_tomorrow"), TOMORROW)  # in the same one
    assert wishes.of(_owed(cleo), KINDS[MILESTONES], NOW) == NEXT_MONDAY

    for person in (cleo, ben):  # once it is a row
        _owed(person, DAILY.name, subject_kind="people.person", subject_id=cleo.pk)
        Notice.objects.filter(recipient=ben, kind=DAILY.name).update(subject_id=ben.pk)
    assert _wish(_owed(cleo)) == NEXT_MONDAY
    assert _wish(_owed(ben)) == ByMail()


# --- In time for the digest ---------------------------------------------------------------------


@pytest.mark.parametrize(("pace", "digest"), [(Pace.DAILY, TOMORROW), (Pace.WEEKLY, NEXT_MONDAY)])
def test_who_chose_a_digest_misses_the_mail_that_is_too_late_for_it(
    cleo: Person, pace: Pace, digest: InDigest
) -> None:
    _prefer(cleo, pace)
    assert _wish(_owed(cleo, expires_at=digest.due_at)) == InboxOnly("no_digest")
    assert _wish(_owed(cleo, expires_at=digest.due_at + timedelta(seconds=1))) == digest


@pytest.mark.parametrize(
    ("zone", "now", "daily", "weekly"),
    [
        ("Europe/Berlin", "2026-11-02T07:59", "2026-11-02T08:00", "2026-11-02T08:00"),
        ("Europe/Berlin", "2026-11-02T08:00", "2026-11-03T08:00", "2026-11-09T08:00"),
        ("Europe/Berlin", "2026-11-06T09:00", "2026-11-09T08:00", "2026-11-09T08:00"),  # Friday
        ("Europe/Berlin", "2026-11-07T05:00", "2026-11-09T08:00", "2026-11-09T08:00"),  # Saturday
        ("Europe/Berlin", "2026-03-27T12:00", "2026-03-30T07:00", "2026-03-30T07:00"),  # clocks
        ("Asia/Kolkata", "2026-11-02T03:29", "2026-11-02T03:30", "2026-11-02T03:30"),
        ("Pacific/Auckland", "2026-11-01T21:00", "2026-11-02T20:00", "2026-11-08T20:00"),
        ("Nowhere/At all", "2026-11-02T23:00", "2026-11-03T08:00", "2026-11-09T08:00"),
    ],
)
def test_digests_come_at_nine_on_a_working_day_of_their_reader(
    zone: str, now: str, daily: str, weekly: str, settings: Settings
) -> None:
    settings.DEFAULT_ZONE = "Europe/Berlin"
    assert Rhythm.DAILY.next(zone, at(now)).due_at == at(daily)
    assert Rhythm.WEEKLY.next(zone, at(now)).due_at == at(weekly)


# --- Addresses from which mail comes back -------------------------------------------------------


def test_to_an_address_from_which_mail_comes_back_nothing_is_mailed(
    cleo: Person, ben: Person
) -> None:
    Suppression.objects.create(email=cleo.email.upper(), why="550", since_at=NOW)
    for kind in (MILESTONES, MATCH, "digest_daily"):
        assert _wish(_owed(cleo, kind)) == InboxOnly("suppressed")
    assert _wish(_owed(ben)) == ByMail()


def test_an_address_that_failed_just_now_is_spared_in_the_same_batch(cleo: Person) -> None:
    first, second = _owed(cleo), _owed(cleo)
    wishes = Wishes([first, second], now=NOW)
    wishes.suppress(cleo.email.upper())
    assert wishes.of(second, KINDS[MILESTONES], NOW) == InboxOnly("suppressed")


@pytest.mark.parametrize("many", [1, 3])
def test_it_asks_as_often_for_many_readers_as_for_one(
    django_assert_num_queries: DjangoAssertNumQueries, db: None, many: int
) -> None:
    batch = [_owed(cast.person(f"Reader {number}")) for number in range(many)]
    with django_assert_num_queries(5):
        wishes = Wishes(batch, now=NOW)
        for notice in batch:
            wishes.of(notice, KINDS[MILESTONES], NOW)
