from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from kit import clock
from matching.choosing import requests
from matching.models import Request
from mentorship.celery import app
from mentorship.tasks import settle_choosing
from participants.models import Participant
from programs.models import Program


def test_beat_wakes_only_tasks_that_exist() -> None:
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        module, _dot, name = str(entry["task"]).rpartition(".")
        assert getattr(import_module(module), name).name == entry["task"]


LATER = {"eta", "countdown", "autoretry_for", "retry_backoff"}


def said_of_tasks(tree: ast.AST) -> Iterator[str]:
    """What is said to tasks by name, wherever one is called, made, or described."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (str(one.arg) for one in node.keywords)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_task_waits_for_its_time_in_a_worker() -> None:
    """It would be lost with the broker, and begun twice after the visibility timeout."""
    looked_at = 0
    for top in ("mentorship", *settings.INSTALLED_APPS):
        for path in Path(settings.BASE_DIR, top).rglob("*.py"):
            tree = ast.parse(path.read_text())
            assert not LATER & set(said_of_tasks(tree)), path
            looked_at += 1
    assert looked_at > 200


@pytest.mark.parametrize("name", ["countdown", "eta"])
@pytest.mark.parametrize(
    "written", ["send.apply_async({}=3)", "send.s().set({}=3)", "x = dict({}=3)", 'x = {{"{}": 3}}']
)
def test_the_look_at_it_sees_what_it_looks_for(name: str, written: str) -> None:
    assert name in set(said_of_tasks(ast.parse(written.format(name))))


def test_beat_and_worker_are_set_for_work_that_may_be_lost() -> None:
    conf: Any = app.conf
    assert (str(conf.timezone), conf.enable_utc) == ("UTC", True)
    assert {type(one["schedule"]) for one in conf.beat_schedule.values()} == {float}
    assert not any(one.get("options") for one in conf.beat_schedule.values())
    assert (conf.task_acks_late, conf.task_reject_on_worker_lost) == (True, False)
    assert (conf.result_backend, conf.task_ignore_result) == (None, True)
    assert conf.worker_prefetch_multiplier == 1
    assert conf.worker_soft_shutdown_timeout > 0
    assert conf.task_time_limit < conf.broker_transport_options["visibility_timeout"]


def test_no_task_may_take_longer_than_the_broker_waits_for_it() -> None:
    longest = app.conf.broker_transport_options["visibility_timeout"]
    own = [task for name, task in app.tasks.items() if not name.startswith("celery.")]
    assert len(own) >= 5
    for task in own:
        assert (task.time_limit or app.conf.task_time_limit) < longest, task.name
        assert task.soft_time_limit is None, task.name  # it would be taken for a bad template


def test_a_request_that_nobody_can_answer_any_more_lapses(
    program: Program, mentor: Participant, mentee: Participant
) -> None:
    program.way = Program.Way.CHOSEN
    program.save()
    for one in (mentor, mentee):
        one.refresh_from_db()
    asked = requests.ask(mentee, mentor, words="Please", at=clock.now() - Request.LASTS)
    settle_choosing()
    asked.refresh_from_db()
    assert (asked.answer, asked.lapsed_because) == ("lapsed", "time")
