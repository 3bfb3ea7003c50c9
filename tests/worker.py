"""A real Celery worker on the test's own database and broker numbers."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from mentorship.celery import app


def database_url() -> str:
    """The address of the test database, as another process needs it."""
    known = connection.settings_dict
    user, password = (quote(str(known[name]), safe="") for name in ("USER", "PASSWORD"))
    host = quote(str(known["HOST"]), safe="")
    port = f":{known['PORT']}" if known["PORT"] else ""
    return f"postgres://{user}:{password}@{host}{port}/{quote(str(known['NAME']))}"


@contextmanager
def running_worker(log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker with one process, ready for tasks; stopped at the end, its queue emptied."""
    app.control.purge()
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "mentorship", "worker", "--pool", "solo"]
            + ["--loglevel", "INFO", "--without-gossip", "--without-mingle"],
            env=os.environ
            | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": database_url()},
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as worker,
    ):
        try:
            wait_for(lambda: b" ready." in log.read_bytes(), "the worker to be ready", seconds=30)
            yield worker
        finally:
            worker.terminate()
            worker.wait(20)
            app.control.purge()


def wait_for(condition: Callable[[], object], what: str, *, seconds: float = 15) -> None:
    """Return once the condition holds; fail, saying what was waited for, if it never does."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError(f"Waited {seconds} s in vain for {what}.")
