"""Beats and workers as processes of their own, on a real broker."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from kit.clock import now, today
from mentorship.celery import app
from notices.models import KeptMail, Notice, Round, Timing
from notices.planning.planner import plan
from notices.tasks import send_notices
from pairings.models import Pairing
from people.models import Person
from tests import cast
from tests.smtp_sink import Manner, Sink
from tests.worker import database_url, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def running(
    name: str, *arguments: str | Path, folder: Path, **env: str
) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """`celery name …` on this test's database and broker, and its log; killed at the end."""
    log = folder / f"{name}-{len(list(folder.iterdir()))}.log"
    command = [sys.executable, "-m", "celery", "-A", "mentorship", name, "--loglevel", "INFO"]
    settings = {"DJANGO_SETTINGS_MODULE": "tests.mentorship.hasty", "DATABASE_URL": database_url()}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, *map(str, arguments)],
            env=os.environ | settings | env,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process, log
    finally:
        process.kill()
        process.wait(20)


@contextmanager
def working(folder: Path, **env: str) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """A worker, ready."""
    app.control.purge()
    options = ("--concurrency", "1", "--without-gossip", "--without-mingle")
    with running("worker", *options, folder=folder, **env) as (process, log):
        wait_for(lambda: b" ready." in log.read_bytes(), "the worker", seconds=60)
        yield process, log
    app.control.purge()


@pytest.fixture
def owed(pairing: Pairing, ben: Person, cleo: Person) -> list[str]:
    """Milestones of which Ben and Cleo are to be told now, at noon where they are; whom."""
    Person.objects.update(time_zone=f"Etc/GMT{now().hour - 12:+d}")
    Timing.objects.create(program=pairing.program, working_days="1234567")
    for days in (0, 7):
        cast.milestone(pairing, due_on=today() + timedelta(days=days))
    return sorted([ben.email, cleo.email])


def count(log: Path, words: str) -> int:
    return len(re.findall(words, log.read_text()))


def test_two_beats_at_once_send_nothing_twice(owed: list[str], tmp_path: Path) -> None:
    plan(now=now())
    planned = list(Notice.objects.values_list("pk", flat=True))
    assert planned
    Notice.objects.all().delete()  # the beats are to plan them
    with working(tmp_path) as (_worker, log):
        beats = []
        with (
            running("beat", "--schedule", tmp_path / "one", "--pidfile=", folder=tmp_path) as one,
            running("beat", "--schedule", tmp_path / "two", "--pidfile=", folder=tmp_path) as two,
        ):
            beats = [beat for _process, beat in (one, two)]
            wait_for(
                lambda: min(count(beat, "Sending due task plan-notices") for beat in beats) >= 3,
                "both beats to beat thrice",
                seconds=60,
            )
            wait_for(
                lambda: count(log, r"plan_notices\[[^\]]*\] succeeded") >= 6,
                "the planner to be woken by both",
                seconds=60,
            )
    assert Notice.objects.count() == len(planned)
    keys = Notice.objects.values_list("kind", "subject_id", "due_on", "recipient")
    assert len(set(keys)) == len(planned)
    mails = list(KeptMail.objects.values_list("message_id", "to"))
    assert {address for _id, address in mails} >= set(owed)
    assert len(mails) == len(set(mails)) == Notice.objects.filter(way="mail").count()
    assert set(Round.objects.values_list("worker", flat=True)) == {"planner", "sender"}
    assert "Traceback" not in "".join(beat.read_text() for beat in (*beats, log))


def test_a_worker_that_is_asked_to_go_finishes_what_it_has_begun(
    owed: list[str], tmp_path: Path
) -> None:
    with Sink(Manner.SLOW) as sink:
        plan(now=now())
        assert Notice.objects.filter(state="planned", due_at__lte=now()).count() >= 4
        host, port = sink.address
        mail = {"EMAIL_URL": f"smtp://{host}:{port}", "MAIL_BUDGET": "100"}
        with working(tmp_path, **mail) as (worker, log):
            send_notices.delay()
            wait_for(lambda: sink.mails, "the first mail", seconds=30)
            worker.send_signal(signal.SIGQUIT)
            worker.wait(30)
        assert "Soft Shutdown" in log.read_text()
        sent = [mail["Message-ID"] for mail in sink.mails]
    assert len(sent) == len(set(sent)) == Notice.objects.filter(state="sent").count()
    assert not Notice.objects.filter(state="claimed").exists()
