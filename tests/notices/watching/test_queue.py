from __future__ import annotations

from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import DjangoAssertNumQueries

from notices.models import Notice
from notices.watching import metrics
from notices.watching.overview import overview
from notices.watching.queue import Queue, failed_lately, queue
from people.models import Person
from tests.cast import NOW
from tests.notices.test_outbox import _notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def some(ben: Person) -> None:
    """Two are due, one for half an hour, and one is not; others fell due long ago and are settled
    or wait for a digest."""
    dues = {"planned": -30, "claimed": -5, "sent": -90, "failed": -90, "bundled": -90}
    for number, (state, minutes) in enumerate([*dues.items(), ("planned", 60)]):
        notice = _notice(ben, state=state, n=number)
        due_at = NOW + timedelta(minutes=minutes)
        Notice.objects.filter(pk=notice.pk).update(due_at=due_at)


def _measured() -> dict[str, float]:
    found = text_string_to_metric_families(metrics.text(now=NOW).decode())
    return {family.name: family.samples[0].value for family in found if family.samples}


def test_it_tells_what_waits_what_is_due_and_since_when(
    some: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    half_past = NOW - timedelta(minutes=30)
    with django_assert_num_queries(1):
        found = queue(now=NOW)
    assert found == Queue(waiting=3, due=2, oldest_due_at=half_past, now=NOW)
    assert (found.later, found.age_seconds) == (1, 1800)


def test_an_empty_one_is_no_age_old() -> None:
    found = queue(now=NOW)
    assert found == Queue(waiting=0, due=0, oldest_due_at=None, now=NOW)
    assert (found.later, found.age_seconds) == (0, 0)


def test_outbox_and_monitors_are_told_the_same(some: None) -> None:
    found, measured = queue(now=NOW), _measured()
    assert overview(now=NOW).queue == found
    assert measured["notices_waiting"] == found.waiting
    assert measured["notices_due"] == found.due
    assert measured["notices_queue_age_seconds"] == found.age_seconds


def test_what_failed_longer_ago_is_not_lately(ben: Person) -> None:
    for number, minutes in enumerate((1, 59, 61)):
        notice = _notice(ben, state="failed", n=number)
        settled_at = NOW - timedelta(minutes=minutes)
        Notice.objects.filter(pk=notice.pk).update(settled_at=settled_at)
    assert failed_lately(now=NOW) == 2
