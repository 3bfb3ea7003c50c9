from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client

from kit.clock import now
from notices.models import Round


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
def test_it_is_red_before_the_first_round(client: Client) -> None:
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert answer.json()["planner_age_seconds"] is None


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
