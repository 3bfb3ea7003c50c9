"""Everything in one foreground command: servers, migrations, demo, web, worker, beat."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.core.management.base import CommandParser
from django.db import connections

from mentorship.demo.cast import demo_cast
from mentorship.demo.company import PASSWORD
from mentorship.embedded import addresses, children, servers
from mentorship.embedded.errors import ServerError

STOP_PATIENCE = 15.0  # seconds for web, worker and beat each


class Command(BaseCommand):
    help = "Start PostgreSQL and Valkey (unless set from outside), web, worker and beat."
    requires_system_checks = ()  # run below, once the servers are there

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))

    def handle(self, *_: Any, host: str, port: int, **__: Any) -> None:
        _raise_on_sigterm()
        check_port_is_free(host, port)
        address = f"http://{spoken(host)}:{port}"
        os.environ.setdefault("PUBLIC_URL", address)
        try:
            with ExitStack() as stack:
                self.say("Starting the servers …")
                running = stack.enter_context(
                    servers.running(
                        settings.LOCAL_DIR,
                        database=settings.EMBEDDED_DATABASE,
                        broker=settings.EMBEDDED_BROKER,
                    )
                )
                self.prepare()
                for child in _processes(host, port):
                    stack.callback(child.stop, patience=STOP_PATIENCE)
                    running.append(child)
                _await_answer(host, port, running)
                self.welcome(address)
                _watch(running)
        except ServerError as error:
            raise CommandError(str(error)) from None
        except KeyboardInterrupt:
            self.say("Stopped. Your data stays in place; `make run` goes on from here.")

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()

    def prepare(self) -> None:
        """Migrations, checks, and the demo company where the database has nobody yet."""
        self.say("Bringing the database up to date …")
        call_command("migrate", interactive=False, verbosity=0)
        self.check(display_num_errors=False)
        if settings.DEMO:
            call_command("seed_demo", if_empty=True)
        connections.close_all()

    def welcome(self, address: str) -> None:
        self.say(self.style.SUCCESS(f"\nMentorship is ready: {address}"))
        if settings.DEMO:
            self.say(f"Sign in with one click on the page, or with the password {PASSWORD}:")
            for member in demo_cast():
                self.say(f"  {member.part:15} {member.person.email}")
            connections.close_all()
        data = addresses.server_dir(settings.LOCAL_DIR)
        if settings.EMBEDDED_DATABASE and not data.is_relative_to(settings.LOCAL_DIR.resolve()):
            self.say(f"The database is in {data}, since its server cannot reach this folder.")
        self.say(f"Logs are in {settings.LOCAL_DIR / 'log'}. Ctrl-C stops everything.")


def spoken(host: str) -> str:
    """The host as people type it: passkeys work on a name, not on a number."""
    return "localhost" if host in ("127.0.0.1", "0.0.0.0") else host  # noqa: S104


def _raise_on_sigterm() -> None:
    """Let SIGTERM end us as Ctrl-C does, once: what stops the children must not be interrupted."""

    def end(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)


def check_port_is_free(host: str, port: int) -> None:
    """Raise CommandError, with the way out, if somebody listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise CommandError(f"Cannot listen on {host}:{port}: {error.strerror}.") from None
            raise CommandError(
                f"Port {port} is taken by another program. Stop that program, or choose another "
                f"port: make run PORT={port + 1}"
            ) from None


def _processes(host: str, port: int) -> list[children.Child]:
    """Web, worker and beat, each with a log of its own."""
    python, logs = Path(sys.executable), settings.LOCAL_DIR / "log"
    celery: list[str | Path] = [python, "-m", "celery", "-A", "mentorship"]
    commands: dict[str, list[str | Path]] = {
        "web": [
            *(python, "-m", "gunicorn", "mentorship.wsgi", "--bind", f"{host}:{port}"),
            *("--workers", "2", "--threads", "2", "--no-control-socket", "--access-logfile", "-"),
        ],
        "worker": [
            *(*celery, "worker", "--loglevel", "INFO", "--concurrency", "2"),
            *("--without-gossip", "--without-mingle"),
        ],
        "beat": [
            *(*celery, "beat", "--loglevel", "INFO"),
            *("--schedule", settings.LOCAL_DIR / "beat-schedule"),
        ],
    }
    return [
        children.start(name, command, log=logs / f"{name}.log", cwd=settings.BASE_DIR)
        for name, command in commands.items()
    ]


def _await_answer(host: str, port: int, running: list[children.Child]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        _check_all_alive(running)
        with socket.socket() as probe:
            if probe.connect_ex((host, port)) == 0:
                return
        time.sleep(0.1)
    raise ServerError(f"The web server does not answer on {host}:{port}; see its log.")


def _watch(running: list[children.Child]) -> None:
    while True:
        _check_all_alive(running)
        time.sleep(0.5)


def _check_all_alive(running: list[children.Child]) -> None:
    for child in running:
        if not child.is_running:
            raise ServerError(
                f"{child.name} has ended (exit {child.process.returncode}); everything else was "
                f"stopped. See {settings.LOCAL_DIR / 'log' / child.name.lower()}.log"
            )
