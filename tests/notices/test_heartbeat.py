"""The page that says whether notices are planned and sent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kit.clock import now
from notices.models import Notice, Round
from people.models import Person
from tests.conftest import SignIn
from tests.notices.test_outbox import _notice

pytestmark = pytest.mark.django_db
URL = "/outbox/heartbeat/"


@pytest.fixture
def page(as_person: SignIn, olga: Person) -> Client:
    return as_person(olga)


def _rounds(*, planner: int = 5, sender: int = 5, trouble: str = "") -> None:
    for worker, seconds in (("planner", planner), ("sender", sender)):
        Round.objects.create(
            worker=worker,
            finished_at=now() - timedelta(seconds=seconds),
            trouble=trouble if worker == "sender" else "",
        )


def test_it_says_first_that_it_beats(page: Client) -> None:
    _rounds()
    said = page.get(URL).content.decode()
    assert "It beats: notices are planned and sent." in said
    assert "Nothing is due." in said
    assert "stands still" not in said


@pytest.mark.parametrize(("planner", "sender"), [(121, 5), (5, 121)])
def test_it_says_first_that_it_does_not(page: Client, planner: int, sender: int) -> None:
    _rounds(planner=planner, sender=sender)
    said = page.get(URL).content.decode()
    assert "It does not beat: notices stand still." in said
    assert "It beats" not in said
    assert said.count("stat-bad") == 1


def test_a_clock_that_is_ahead_is_told(page: Client) -> None:
    _rounds(sender=-3600)
    said = page.get(URL).content.decode()
    assert "It does not beat" in said
    assert "which is still to come: a clock is wrong" in said
    assert said.count("stat-bad") == 1


def test_it_does_not_beat_before_the_first_round(page: Client) -> None:
    said = page.get(URL).content.decode()
    assert "It does not beat" in said
    assert said.count("no round yet") == 2


def test_trouble_with_the_mail_server_is_told_in_its_words(page: Client) -> None:
    _rounds(trouble="535 5.7.8 authentication failed")
    said = page.get(URL).content.decode()
    assert "It beats, but the mail server is away." in said
    assert "535 5.7.8 authentication failed" in said


def test_old_trouble_of_a_sender_that_stands_still_is_not_the_news(page: Client) -> None:
    _rounds(sender=600, trouble="535 refused")
    said = page.get(URL).content.decode()
    assert "It does not beat" in said
    assert "535 refused" not in said


def test_a_queue_that_does_not_move_is_told_and_kinds_that_nobody_takes_are_named(
    page: Client, ben: Person
) -> None:
    _rounds()
    for number, (kind, days) in enumerate(
        [("of_tomorrow", 2), ("of_tomorrow", 1), ("not_yet", -1), ("milestone_ahead", 1)]
    ):
        waiting = _notice(ben, state="planned", n=number)
        due_at = now() - timedelta(days=days)
        Notice.objects.filter(pk=waiting.pk).update(kind=kind, due_at=due_at)
    said = page.get(URL).content.decode()
    assert "It beats, but what is due does not go." in said
    assert "<li><code>of_tomorrow</code>: 2</li>" in said
    assert "not_yet" not in said
    assert "milestone_ahead" not in said


def test_what_is_due_is_counted_and_what_is_later_is_not(page: Client, ben: Person) -> None:
    _rounds()
    for number, minutes in ((1, -30), (2, -5), (3, 60)):
        waiting = _notice(ben, state="planned", n=number)
        Notice.objects.filter(pk=waiting.pk).update(due_at=now() + timedelta(minutes=minutes))
    response = page.get(URL)
    queue = response.context["queue"]
    assert (queue.due, queue.later) == (2, 1)
    assert 1800 <= queue.age_seconds < 1860
    assert "2 are due; the oldest fell due" in response.content.decode()
    assert "30 minutes ago" in response.content.decode()


def test_the_last_day_is_told_hour_by_hour(page: Client, ben: Person) -> None:
    _rounds()
    at = now()
    for number, (state, hours) in enumerate(
        [("sent", 0), ("sent", 2), ("failed", 2), ("dropped", 2), ("superseded", 2), ("sent", 25)]
    ):
        notice = _notice(ben, state=state, n=number)
        Notice.objects.filter(pk=notice.pk).update(settled_at=at - timedelta(hours=hours))
    response = page.get(URL)
    hours = response.context["hours"]
    assert [(one.sent, one.failed, one.dropped) for one in hours] == [(1, 0, 0), (1, 1, 2)]
    assert "<strong>2</strong> notices reached their readers." in response.content.decode()
    assert "<strong>1</strong> failed." in response.content.decode()


def test_hours_begin_as_the_reader_s_clock_has_them(
    as_person: SignIn, olga: Person, ben: Person
) -> None:
    olga.time_zone = "Asia/Kolkata"  # half an hour beside the hours of UTC
    olga.save()
    _notice(ben)
    Notice.objects.update(settled_at=now())
    (hour,) = as_person(olga).get(URL).context["hours"]
    assert hour.begins_at.minute == 0
    assert hour.begins_at.utcoffset() == timedelta(hours=5, minutes=30)


def test_it_looks_again_by_itself(page: Client) -> None:
    said = page.get(URL).content.decode()
    assert 'hx-trigger="every 10s"' in said
    assert 'hx-select-oob="#heartbeat-said"' in said
    assert "no-store" in page.get(URL)["Cache-Control"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_three_as_for_one(
    page: Client, ben: Person, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        _notice(ben, n=number)
    with django_assert_num_queries(9):
        page.get(URL)


@pytest.mark.parametrize("who", ["ada", "ben", "hana"])
def test_it_is_for_administrators_alone(
    as_person: SignIn, request: pytest.FixtureRequest, who: str
) -> None:
    assert as_person(request.getfixturevalue(who)).get(URL).status_code == 404
