"""Notices: finding out who is owed what, and handing the mails to a mail server."""

from __future__ import annotations

import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.test import override_settings

from kit.clock import now
from notices.catalogue import KINDS
from notices.models import Notice
from notices.planning import planner
from notices.sending.sender import send_due
from notices.writing.mails import mail
from notices.writing.words import compose, reading
from tests.bench import crowds, databases
from tests.bench.measuring import (
    Measure,
    Runs,
    in_turn,
    peak_in_all,
    peak_memory,
    repeated,
    timed,
)
from tests.bench.sending import mail_server

PAIRS = 1000
EACH = 50  # milestones of each pair: two notices each, to the mentor and to the mentee
MAILS = 1000  # of the two thousand that a round takes at most
TURNS = 7
WORKERS = (1, 2, 4)
EACH_SENDS = 1000


def measure(pairs: int = PAIRS, mails: int = MAILS) -> Iterator[Measure]:
    """Needs an empty database."""
    company = crowds.staff()
    people = crowds.hire(2 * pairs, by=company.administrator)
    program = crowds.program(company, "Large", mentors=people[:pairs], mentees=people[pairs:])
    crowds.pairs_with_milestones(program, each=EACH, in_days=5)
    at = _on_a_working_day()
    planner.plan(now=at.replace(year=2020))  # reads the news of all that was founded
    Notice.objects.all().delete()
    yield _planning(at)
    yield _round_with_nothing_new(at)
    databases.gather_statistics()
    yield _due_query(at)
    yield from _sending(mails, at)


def _on_a_working_day() -> datetime:
    """A noon, not in anybody's quiet hours: today's, or that of the next working day."""
    noon = now().replace(hour=11, minute=0, second=0, microsecond=0)
    return noon + timedelta(days=max(0, 7 - noon.weekday()) if noon.weekday() > 4 else 0)


def _planning(at: datetime) -> Measure:
    with peak_memory() as peak:
        runs = Runs((timed(lambda: planner.plan(now=at)),))
        grown, in_all = peak(), peak_in_all()
    planned = Notice.objects.count()
    floor = Runs((timed(_insert_again),))
    facts = {"a second": round(planned / runs.median), "MB": grown, "MB in all": in_all}
    name = f"plan {planned:,} notices"
    return Measure("notices", name, runs, floor, "INSERT … SELECT of the rows", facts)


def _insert_again() -> None:
    """The same rows into the same table once more, for nothing but their dates."""
    table = Notice._meta.db_table
    columns = [str(field.column) for field in Notice._meta.local_fields if field.column != "id"]
    changed = {
        "ref": "left(md5(ref), 12)",
        "message_id": "'x' || message_id",
        "due_on": "due_on + 900",
    }
    values = ", ".join(changed.get(column, column) for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table}")
        cursor.execute(f"DELETE FROM {table} WHERE message_id LIKE 'x%%'", [])


def _round_with_nothing_new(at: datetime) -> Measure:
    def plan_nothing() -> None:
        assert planner.plan(now=at) == 0

    return Measure("notices", "plan when nothing is new", repeated(plan_nothing, times=5))


def _due_query(at: datetime) -> Measure:
    """The query that claims, among all that waits; the plan says by which index."""
    due = Notice.objects.due(now=at).order_by("due_at", "id")[:50]
    plan = due.explain(analyze=True)
    index = "notice_waiting" if "notice_waiting" in plan else "none"
    name = f"find 50 due of {Notice.objects.count():,}"
    runs = repeated(lambda: list(due.values_list("pk")), times=21)
    return Measure("notices", name, runs, facts={"index": index})


def _sending(mails: int, at: datetime) -> Iterator[Measure]:
    due = Notice.objects.due(now=at).select_related("recipient").order_by("due_at", "id")
    texts = [_text(notice, at) for notice in due[:mails]]
    writing = timed(lambda: [_text(notice, at) for notice in due[:mails]])
    with _sink() as port, override_settings(**mail_server(port)):
        runs, floor = in_turn(lambda: _send(mails, at), lambda: _bare(port, texts), times=TURNS)
        facts = {
            "a second": round(mails / runs.median),
            "of the floor": round(mails / floor.median),
            "writing, ms a mail": round(writing / mails * 1000, 2),
        }
        name = f"send {mails} mails"
        yield Measure("notices", name, runs, floor, "smtplib, one connection", facts)
        for workers in WORKERS:
            yield _by_workers(workers, port, at)


def _text(notice: Notice, at: datetime) -> tuple[str, bytes]:
    """To whom, and the mail as it goes over the line."""
    kind = KINDS[notice.kind]
    words = compose(notice, kind, now=at)
    with reading(notice.recipient):
        made = mail(notice, kind, words, now=at)
    return made.to[0], made.message().as_bytes(linesep="\r\n")


def _send(mails: int, at: datetime) -> None:
    assert send_due(now=at, limit=mails) == mails


def _bare(port: int, texts: list[tuple[str, bytes]]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for to, text in texts:
            server.sendmail(settings.DEFAULT_FROM_EMAIL, [to], text)


def _by_workers(workers: int, port: int, at: datetime) -> Measure:
    """So many processes side by side, each with so many to send."""
    database = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-m", "tests.bench.sending", database, str(port), at.isoformat()]
    with ExitStack() as stack:
        started = [
            stack.enter_context(
                subprocess.Popen(
                    [*command, str(EACH_SENDS)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            for _number in range(workers)
        ]
        for one in started:
            assert one.stdout
            assert one.stdout.readline().strip() == "ready"
        begun = time.perf_counter()
        for one in started:
            assert one.stdin
            one.stdin.write("go\n")
            one.stdin.flush()
        sent = [int(one.stdout.readline()) for one in started if one.stdout]
        seconds = time.perf_counter() - begun
    name = f"send {sum(sent):,} mails by {workers} worker{'s'[: workers - 1]}"
    return Measure(
        "notices", name, Runs((seconds,)), facts={"a second": round(sum(sent) / seconds)}
    )


@contextmanager
def _sink() -> Iterator[int]:
    """A mail server in a process of its own that takes everything and keeps nothing."""
    command = [sys.executable, "-m", "tests.bench.sink"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as sink:
        assert sink.stdout
        try:
            yield int(sink.stdout.readline())
        finally:
            sink.terminate()
