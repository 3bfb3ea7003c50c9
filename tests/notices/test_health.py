from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kit.clock import now
from notices.models import Notice, Round
from people.models import Person
from tests.notices.test_outbox import _notice


def _rounds(planner: int, sender: int) -> None:
    for worker, seconds in (("planner", planner), ("sender", sender)):
        Round.objects.update_or_create(
            worker=worker, defaults={"finished_at": now() - timedelta(seconds=seconds)}
        )


@pytest.mark.django_db
def test_it_is_well_while_both_do_their_rounds(client: Client) -> None:
    _rounds(planner=5, sender=100)
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert 100 <= answer.json()["sender_age_seconds"] < 110


@pytest.mark.django_db
@pytest.mark.parametrize(("planner", "sender"), [(5, 121), (121, 5)])
def test_it_is_red_when_one_has_stood_still_for_two_minutes(
    client: Client, planner: int, sender: int
) -> None:
    _rounds(planner, sender)
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert answer.json()["status"] == "red"


@pytest.mark.django_db
@pytest.mark.parametrize(("ahead", "status"), [(60, 200), (3600, 503)])
def test_a_mark_in_the_future_is_none(client: Client, ahead: int, status: int) -> None:
    _rounds(planner=5, sender=-ahead)
    assert client.get("/health/").status_code == status


@pytest.mark.django_db
def test_it_is_red_before_the_first_round(client: Client) -> None:
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert answer.json()["planner_age_seconds"] is None


@pytest.mark.django_db
def test_a_mail_server_that_is_away_is_told_and_is_no_reason_to_restart(client: Client) -> None:
    _rounds(planner=5, sender=5)
    Round.objects.filter(worker="sender").update(trouble="535 user mailer: no")
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["mail_server"]) == ("trouble", "away")
    assert "535" not in answer.content.decode()


@pytest.mark.django_db
def test_it_says_how_long_the_oldest_waits_and_how_many_failed(client: Client, ben: Person) -> None:
    _rounds(planner=5, sender=5)
    for number, (state, minutes) in enumerate(
        [("planned", 20), ("planned", -60), ("failed", 30), ("failed", 90), ("sent", 1)]
    ):
        notice = _notice(ben, state=state, n=number)
        at = now() - timedelta(minutes=minutes)
        settled = {} if state == "planned" else {"settled_at": at}
        Notice.objects.filter(pk=notice.pk).update(due_at=at, **settled)
    told = client.get("/health/").json()
    assert 1200 <= told["queue_age_seconds"] < 1260
    assert told["failed_last_hour"] == 1
    assert told["status"] == "ok"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["milestone_ahead", "of_tomorrow"])
def test_a_queue_that_does_not_move_is_trouble_and_no_reason_to_restart(
    client: Client, ben: Person, kind: str
) -> None:
    _rounds(planner=5, sender=5)
    notice = _notice(ben, state="planned")
    Notice.objects.filter(pk=notice.pk).update(kind=kind, due_at=now() - timedelta(days=2))
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["mail_server"]) == ("trouble", "ok")
    Notice.objects.filter(pk=notice.pk).update(due_at=now() + timedelta(hours=1))
    assert client.get("/health/").json()["status"] == "ok"


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_little(
    client: Client, ben: Person, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        _notice(ben, state="planned", n=number)
    with django_assert_num_queries(3):
        client.get("/health/")


@pytest.mark.django_db(transaction=True)
def test_it_is_red_when_the_database_is_away(client: Client) -> None:
    database = connections["default"]
    database.close()
    port = database.settings_dict["PORT"]
    database.settings_dict["PORT"] = "1"
    try:
        answer = client.get("/health/")
    finally:
        database.close()
        database.settings_dict["PORT"] = port
    assert answer.status_code == 503
    assert answer.json() == {"status": "red", "database": "away"}
