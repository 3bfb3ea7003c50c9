from __future__ import annotations

import logging
import time
from functools import partial
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import transaction
from pytest_django.fixtures import Settings

from history.recording import record
from mentorship.celery import app
from notices import tasks
from notices.models import KeptMail, Round
from participants.models import Participant
from tests.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_on_its_way() -> None:
    cache.delete(tasks.WOKEN)


@pytest.mark.django_db(transaction=True)
def test_the_tasks_plan_and_send(mentee: Participant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "send_notices", SimpleNamespace(delay=tasks.send_notices))
    monkeypatch.setattr(tasks, "now", lambda: NOW)
    with transaction.atomic():
        record("participant.admitted", mentee, by=None, at=NOW, program_id=mentee.program_id)
    tasks.plan_notices()
    assert KeptMail.objects.filter(to=mentee.person.email).count() == 1
    assert set(Round.objects.values_list("worker", flat=True)) == {"planner", "sender"}


def test_many_news_wake_the_planner_once(monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[dict[str, object]] = []
    begin = tasks.plan_notices
    to_wake = SimpleNamespace(apply_async=lambda **how: woken.append(how))
    monkeypatch.setattr(tasks, "plan_notices", to_wake)
    wake = tasks.Waker()
    for _news in range(5):
        wake()
    assert woken == [{"retry": False}]
    begin()  # it has begun: what happens now needs another
    wake()
    assert len(woken) == 2


@pytest.mark.django_db(transaction=True)
def test_with_the_broker_away_a_change_is_kept_and_the_page_answers(
    mentee: Participant, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CACHES = {
        "default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/1"}
    }
    began = time.monotonic()
    tasks.wake._not_before = 0.0
    with caplog.at_level(logging.WARNING, logger="notices.tasks"), transaction.atomic():
        for _change in range(50):
            record("participant.admitted", mentee, by=None, at=NOW)
    tasks.wake._not_before = 0.0
    assert time.monotonic() - began < 2
    assert caplog.text.count("The broker is away") == 1


def test_with_only_the_queue_away_it_is_a_warning_too(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    wake = tasks.Waker()
    with app.connection_for_write("redis://127.0.0.1:1/0") as nowhere:
        send = partial(tasks.plan_notices.apply_async, producer=nowhere.Producer())
        monkeypatch.setattr(tasks, "plan_notices", SimpleNamespace(apply_async=send))
        began = time.monotonic()
        wake()
    assert time.monotonic() - began < 5
    assert "The broker is away" in caplog.text
