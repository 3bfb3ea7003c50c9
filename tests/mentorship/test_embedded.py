"""The embedded servers: started, stopped, killed, started again. Real processes throughout."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
from redis import Redis

from mentorship.embedded import addresses, servers
from mentorship.embedded.errors import ServerError

HOLD = """
import sys, time
from pathlib import Path
from mentorship.embedded import servers
with servers.running(Path(sys.argv[1])) as children:
    print(*(child.process.pid for child in children), flush=True)
    time.sleep(60)
"""


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that the servers' user can reach (pytest's own is closed to others)."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "local"


def ask(home: Path, question: str) -> object:
    connection = psycopg2.connect(addresses.database_url(home))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone() if cursor.description else None
    finally:
        connection.close()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] == "Z")


def await_end(pids: list[int], seconds: float = 20) -> list[int]:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and any(map(is_alive, pids)):
        time.sleep(0.05)
    return [pid for pid in pids if is_alive(pid)]


@contextmanager
def held_by_another_process(home: Path) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        yield holder, [int(pid) for pid in holder.stdout.readline().split()]
        holder.kill()


def test_both_servers_answer_and_are_gone_afterwards(home: Path) -> None:
    with servers.running(home, for_tests=True) as children:
        for extension in ("btree_gist", "pg_trgm", "citext"):
            ask(home, f"CREATE EXTENSION {extension}")
        assert Redis.from_url(addresses.redis_url(home)).ping()
        pids = [child.process.pid for child in children]
    assert await_end(pids) == []


def test_nobody_gets_in_without_the_password(home: Path) -> None:
    with servers.running(home, broker=False, for_tests=True):
        wrong = addresses.database_url(home).replace(
            (home / "database-password").read_text(), "guessed"
        )
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            psycopg2.connect(wrong)
    assert (home / "database-password").stat().st_mode & 0o077 == 0


def test_a_second_start_of_the_same_folder_is_refused_with_the_way_out(home: Path) -> None:
    with (
        servers.running(home, for_tests=True),
        pytest.raises(ServerError, match="running already"),
        servers.running(home),
    ):
        pass


def test_the_data_is_there_again_after_a_stop(home: Path) -> None:
    with servers.running(home, broker=False, for_tests=True):
        ask(home, "CREATE TABLE kept AS SELECT 42 AS answer")
    with servers.running(home, broker=False, for_tests=True):
        assert ask(home, "SELECT answer FROM kept") == (42,)


def test_a_killed_owner_leaves_nothing_running(home: Path) -> None:
    with held_by_another_process(home) as (holder, pids):
        assert len(pids) == 2
        holder.kill()
        holder.wait()
        assert await_end(pids) == []


def test_after_killing_everything_the_next_start_recovers_the_data(home: Path) -> None:
    with held_by_another_process(home) as (holder, pids):
        ask(home, "CREATE TABLE kept AS SELECT 42 AS answer")
        for pid in [holder.pid, *pids]:
            os.kill(pid, signal.SIGKILL)
        holder.wait()
        assert await_end(pids) == []
    with servers.running(home):
        assert ask(home, "SELECT answer FROM kept") == (42,)


def test_a_checkout_too_deep_for_a_socket_gets_a_short_folder(home: Path) -> None:
    deep = home / ("d" * 100)
    sockets = addresses.socket_dir(deep)
    assert len(os.fsencode(sockets / ".s.PGSQL.5432.lock")) <= addresses.LONGEST_SOCKET_PATH
    with servers.running(deep, for_tests=True):
        assert ask(deep, "SELECT 1") == (1,)


@pytest.mark.skipif("os.getuid() != 0", reason="only root hands the servers to another user")
def test_a_checkout_that_others_cannot_reach_still_works_for_root(home: Path) -> None:
    closed = home.parent / "closed"
    closed.mkdir(mode=0o700)
    used = set()
    for _checkout in range(2):  # deleted, and made anew in the same place
        local = closed / "local"
        data = addresses.server_dir(local)
        assert not data.is_relative_to(closed)
        try:
            with servers.running(local, for_tests=True):
                assert ask(local, "SELECT 1") == (1,)
            assert str(data) in (local / "elsewhere").read_text().splitlines()
        finally:
            used.add(data)
            shutil.rmtree(local)
    assert len(used) == 2
    for data in used:
        shutil.rmtree(data)


def test_data_of_another_version_is_named_and_left_alone(home: Path) -> None:
    with servers.running(home, broker=False, for_tests=True):
        pass
    (addresses.server_dir(home) / "postgres" / "PG_VERSION").write_text("12\n")
    with (
        pytest.raises(ServerError, match="was made by PostgreSQL 12"),
        servers.running(home, broker=False),
    ):
        pass
