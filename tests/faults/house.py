"""The suite's own servers, and the processes that work on them: all real, all ours to kill."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from redis import Redis

from mentorship.embedded import addresses, children, postgres, servers, valkey
from notices.tasks import plan_notices, send_notices
from tests.bench import databases
from tests.faults.sink import Sink
from tests.worker import wait_for

PATIENCE = 20.0  # seconds
ROOM = "faults_room"  # the database of one fault
EVERYBODY = "celery"  # the queue into which the tasks themselves write


class Process:
    """A worker or a beat."""

    def __init__(self, child: children.Child, log: Path, queue: str = "") -> None:
        self.child, self.log, self.queue = child, log, queue

    def wait_until_ready(self) -> None:
        wait_for(lambda: b" ready." in self.log.read_bytes(), f"{self.child.name}", seconds=60)

    def stand_still(self) -> None:
        """Read and write nothing more: only to be killed."""
        self.child.process.send_signal(signal.SIGSTOP)

    def kill(self) -> None:
        """kill -9."""
        self.child.process.kill()
        self.child.process.wait(PATIENCE)


class House:
    """PostgreSQL, as it is set in production, and Valkey, with workers and beats on them."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self._postgres = postgres.start(settings.LOCAL_DIR)
        self._valkey = valkey.start(settings.LOCAL_DIR)
        self._processes: list[Process] = []
        databases.make_empty()

    def stop(self) -> None:
        self.stop_processes()
        connections.close_all()
        for server in (self._valkey, self._postgres):
            server.stop(patience=PATIENCE)

    @contextmanager
    def room(self, *, is_durable: bool = True) -> Iterator[None]:
        """For one fault: an empty database, broker and mail server; its processes end with it.

        `is_durable`: whether a commit waits for the disk, as it does in production. Where nothing
        is killed that only takes time.
        """
        databases.use_copy(of=databases.EMPTY, name=ROOM)
        if not is_durable:
            with connection.cursor() as cursor:
                cursor.execute(f'ALTER DATABASE "{ROOM}" SET synchronous_commit = off')
            connection.close()
        self.flush()
        self.sink.forget()
        try:
            yield
        finally:
            self.stop_processes()

    # --- Processes ----------------------------------------------------------------------------

    def worker(self, queue: str = EVERYBODY, *, name: str = "", **env: str) -> Process:
        """A worker of one process, about to be ready, that reads this queue."""
        name = name or queue
        command = ["worker", "--pool", "solo", "--queues", queue, "--hostname", f"{name}@faults"]
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        return self._start(name, [*command, "--loglevel", "INFO"], queue=queue, **env)

    def workers(self, number: int, **env: str) -> list[Process]:
        """So many, ready, on the queue that everybody reads. What waited there is forgotten: they
        begin when the fault says so."""
        self.flush()
        made = [self.worker(name=f"worker-{n}", **env) for n in range(number)]
        for one in made:
            one.wait_until_ready()
        return made

    def victims(self, number: int) -> Iterator[Process]:
        """So many, one after the other, each ready and with a queue of its own."""
        coming = self.worker("victim-0")
        for after in range(1, number + 1):
            ready = coming
            if after < number:
                coming = self.worker(f"victim-{after % 2}")  # gets ready while the other works
            ready.wait_until_ready()
            yield ready

    def beat(self, number: int = 0, **env: str) -> Process:
        schedule = settings.LOCAL_DIR / f"beat-{number}"
        for old in settings.LOCAL_DIR.glob(f"{schedule.name}*"):
            old.unlink()
        command = ["beat", "--loglevel", "INFO", "--schedule", str(schedule)]
        return self._start(f"beat-{number}", command, **env)

    def stop_processes(self) -> None:
        for one in self._processes:
            if one.child.is_running:
                one.kill()
        self._processes.clear()

    def _start(self, name: str, words: list[str], *, queue: str = "", **env: str) -> Process:
        log = settings.LOCAL_DIR / "log" / f"{name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_bytes(b"")
        child = children.start(
            name,
            [sys.executable, "-m", "celery", "-A", "mentorship", *words],
            log=log,
            env=os.environ
            | {"DATABASE_URL": addresses.database_url(settings.LOCAL_DIR, ROOM)}
            | env,
            cwd=settings.BASE_DIR,
        )
        self._processes.append(Process(child, log, queue))
        return self._processes[-1]

    # --- The broker ---------------------------------------------------------------------------

    def flush(self) -> None:
        """All that the broker knows is gone."""
        with Redis(unix_socket_path=str(addresses.valkey_socket(settings.LOCAL_DIR))) as client:
            client.flushall()

    def kill_broker(self) -> None:
        self._valkey.process.kill()
        self._valkey.process.wait(PATIENCE)

    def start_broker(self) -> None:
        self._valkey = valkey.start(settings.LOCAL_DIR)

    # --- The database -------------------------------------------------------------------------

    def restart_database(self) -> None:
        """As `pg_ctl restart -m immediate`: without goodbye, and with recovery from the log."""
        connection.close()
        self._postgres.process.send_signal(signal.SIGQUIT)
        self._postgres.process.wait(PATIENCE)
        self._postgres = postgres.start(settings.LOCAL_DIR)


@contextmanager
def standing(sink: Sink) -> Iterator[House]:
    """The house for the length of the suite; nobody else may use its folder meanwhile."""
    with ExitStack() as stack:
        stack.enter_context(servers.running(settings.LOCAL_DIR, database=False, broker=False))
        house = House(sink)
        stack.callback(house.stop)
        yield house


def ask_to_send(queue: str = EVERYBODY) -> None:
    """Wake a sender up."""
    send_notices.apply_async(queue=queue, retry=True)


def ask_to_plan(queue: str = EVERYBODY) -> None:
    plan_notices.apply_async(queue=queue, retry=True)


def _address_of_room() -> str:
    return addresses.database_url(settings.LOCAL_DIR, ROOM)
