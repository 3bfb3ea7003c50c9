"""`manage.py up`, the one command: everything starts, answers, stops, and starts again."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError

from mentorship.embedded import servers
from mentorship.management.commands.up import check_port_is_free
from tests.mentorship.test_embedded import await_end

pytestmark = pytest.mark.xdist_group("up")

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"
FIRST_PERSON = """
import django; django.setup()
from django.core.management import call_command
from people.models import Person
call_command("migrate", verbosity=0)
Person.objects.create_user("olga@example.com", "Olga Lind")
"""  # with somebody there, the demo company is not made


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A folder of a checkout that has been used before, without the time the demo takes."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        local = Path(folder) / "local"
        with servers.running(local, for_tests=True):
            subprocess.run(
                [sys.executable, "-c", FIRST_PERSON], env=environment(local), check=True, timeout=90
            )
        yield local


def environment(local: Path) -> dict[str, str]:
    """What a newcomer has: none of our variables but the folder."""
    ours = re.compile("PYTEST|DJANGO|DATABASE_URL|REDIS_URL|SECRET|CONTENT|DEMO|SECURE|COMPANY")
    kept = {name: value for name, value in os.environ.items() if not ours.match(name)}
    return kept | {"LOCAL_DIR": str(local), "DJANGO_SETTINGS_MODULE": "mentorship.settings"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


@contextmanager
def up(local: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """The running command, once it has said that it is ready."""
    with subprocess.Popen(
        [sys.executable, str(MANAGE), "up", "--port", str(port)],
        env=environment(local),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as command:
        try:
            assert command.stdout
            said = ""
            for line in command.stdout:
                said += line
                if "Ctrl-C stops everything" in line:
                    break
            else:
                pytest.fail(f"`up` ended early:\n{said}")
            yield command
        finally:
            command.kill()


def family_of(pid: int) -> list[int]:
    """All processes below `pid`, from `ps`, which Linux and macOS both have."""
    listing = subprocess.check_output(["ps", "-axo", "pid=,ppid="], text=True)
    children: dict[int, list[int]] = {}
    for line in listing.splitlines():
        child, parent = map(int, line.split())
        children.setdefault(parent, []).append(child)
    found, waiting = [], [pid]
    while waiting:
        waiting += (below := children.get(waiting.pop(), []))
        found += below
    return found


def test_it_starts_answers_and_stops_cleanly_and_starts_again(home: Path) -> None:
    for _round in range(2):
        port = free_port()
        with up(home, port) as command:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/") as answer:
                assert answer.status == 200
            family = family_of(command.pid)
            assert len(family) >= 6  # web with its workers, worker, beat, PostgreSQL, Valkey
            command.send_signal(signal.SIGINT)
            assert command.wait(40) == 0
            assert await_end(family) == []


def test_nothing_is_left_running_when_it_is_killed(home: Path) -> None:
    with up(home, free_port()) as command:
        family = family_of(command.pid)
        command.kill()
        command.wait()
        assert await_end(family, seconds=40) == []


def test_a_second_one_says_that_the_first_runs(home: Path) -> None:
    with up(home, free_port()) as command:
        second = subprocess.run(
            [sys.executable, str(MANAGE), "up", "--port", str(free_port())],
            env=environment(home),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert second.returncode != 0
        assert "running already" in second.stderr
        command.send_signal(signal.SIGTERM)
        command.wait(40)


def test_a_taken_port_is_named_with_another_to_take() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=rf"Port {port} is taken.*PORT={port + 1}"):
            check_port_is_free("127.0.0.1", port)
