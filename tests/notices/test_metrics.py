"""Figures for monitors, in the form that Prometheus reads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from kit.clock import now
from mentorship import settings as real
from notices.models import Attempt, Notice, Round
from people.models import Person
from tests.cast import NOW
from tests.conftest import SignIn
from tests.notices.test_outbox import _notice

pytestmark = pytest.mark.django_db
TOKEN = "a-long-token-of-the-monitor"


def _read(client: Client) -> dict[tuple[str, ...], float]:
    answer = client.get("/metrics/", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=")
    return {
        (sample.name, *(value for _name, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


@pytest.fixture
def monitor(client: Client, settings: Settings) -> Client:
    settings.METRICS_TOKEN = TOKEN
    return client


def test_it_counts_and_measures(monitor: Client, ben: Person) -> None:
    for number, state in enumerate(("sent", "sent", "failed", "dropped", "superseded", "bundled")):
        notice = _notice(ben, state=state, n=number)
    Notice.objects.filter(state="sent").update(way="mail")
    for number, minutes in ((10, -30), (11, -5), (12, 60)):
        waiting = _notice(ben, state="planned", n=number)
        Notice.objects.filter(pk=waiting.pk).update(due_at=now() + timedelta(minutes=minutes))
    for outcome in ("lost", "put_off"):
        Attempt.objects.create(notice=notice, claimed_at=NOW, ended_at=NOW, outcome=outcome)
    Round.objects.create(worker="planner", finished_at=now() - timedelta(seconds=30))
    Round.objects.create(worker="sender", finished_at=now(), trouble="away")
    found = _read(monitor)
    assert found["notices_settled_total", "pairing", "sent", "mail"] == 2
    assert found["notices_settled_total", "pairing", "failed", "none"] == 1
    assert found["notices_settled_total", "pairing", "dropped", "none"] == 2
    assert (found["notices_due",], found["notices_waiting",]) == (2, 3)
    assert 1800 <= found["notices_queue_age_seconds",] < 1860
    assert found["notices_bundled",] == 1
    assert found["notices_lost_leases_total",] == 1
    assert 30 <= found["notices_round_age_seconds", "planner"] < 60
    assert found["notices_round_trouble", "planner"] == 0
    assert found["notices_round_trouble", "sender"] == 1


def test_an_empty_house_has_figures_too(monitor: Client) -> None:
    found = _read(monitor)
    assert found["notices_queue_age_seconds",] == 0
    assert ("notices_round_age_seconds", "sender") not in found


def test_a_kind_that_is_gone_still_counts(monitor: Client, ben: Person) -> None:
    _notice(ben, kind="of_an_older_version")
    assert _read(monitor)["notices_settled_total", "gone", "sent", "none"] == 1


def test_nothing_of_people_stands_in_it(monitor: Client, ben: Person, olga: Person) -> None:
    notice = _notice(ben, state="failed")
    Notice.objects.update(title="You will mentor Cleo", why=f"550 {ben.email}")
    Round.objects.create(worker="sender", finished_at=now(), trouble=f"535 {olga.email}")
    said = monitor.get("/metrics/", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
    for secret in (*ben.name.split(), "Cleo", "@", "550", "535", notice.ref, "match_published"):
        assert secret not in said


@pytest.mark.parametrize("count", [1, 3])
def test_three_queries_whatever_there_is(
    monitor: Client, ben: Person, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        _notice(ben, n=number)
    with django_assert_num_queries(3):
        _read(monitor)


@pytest.mark.parametrize(
    "shown", ["", "Bearer", "Bearer ", f"bearer {TOKEN}", f"Bearer {TOKEN}x", TOKEN, "Bearer \xe9"]
)
def test_without_the_token_there_is_no_such_page(monitor: Client, shown: str) -> None:
    assert monitor.get("/metrics/", headers={"Authorization": shown}).status_code == 404
    assert monitor.get("/metrics/").status_code == 404


def test_no_token_is_no_empty_password(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = ""
    for shown in ("Bearer ", "Bearer", ""):
        assert client.get("/metrics/", headers={"Authorization": shown}).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("olga", 200), ("ada", 404), ("ben", 404)])
def test_administrators_may_look_without_it(
    as_person: SignIn, request: pytest.FixtureRequest, who: str, status: int
) -> None:
    client = as_person(request.getfixturevalue(who))
    assert client.get("/metrics/").status_code == status


def test_it_is_only_read_and_not_kept(monitor: Client) -> None:
    assert monitor.post("/metrics/").status_code == 405
    answer = monitor.get("/metrics/", headers={"Authorization": f"Bearer {TOKEN}"})
    assert "no-store" in answer["Cache-Control"]


def test_monitors_inside_of_the_house_need_no_tls() -> None:
    assert r"^metrics/$" in real.SECURE_REDIRECT_EXEMPT
