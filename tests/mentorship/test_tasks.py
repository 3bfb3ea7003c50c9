from __future__ import annotations

from importlib import import_module

from django.conf import settings

from kit import clock
from matching.choosing import requests
from matching.models import Request
from mentorship.tasks import settle_choosing
from participants.models import Participant
from programs.models import Program


def test_beat_wakes_only_tasks_that_exist() -> None:
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        module, _dot, name = str(entry["task"]).rpartition(".")
        assert getattr(import_module(module), name).name == entry["task"]


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
