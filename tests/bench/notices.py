"""Notices: finding out who is owed what, and handing the mails to a mail server."""

from __future__ import annotations

import smtplib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

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
from tests.bench import crowds
from tests.bench.measuring import Measure, Runs, peak_memory, repeated, timed

PAIRS = 1000
EACH = 10  # milestones of each pair: two notices each, to the mentor and to the mentee
MAILS = 500


def measure(pairs: int = PAIRS, mails: int = MAILS) -> Iterator[Measure]:
    """Needs an empty database."""
    company = crowds.staff()
    people = crowds.hire(2 * pairs, by=company.administrator)
    program = crowds.program(company, "Large", mentors=people[:pairs], mentees=people[pairs:])
    crowds.pairs_with_milestones(program, each=EACH, in_days=5)
    planner.plan(now=now().replace(year=2020))  # reads the news of all that was founded
    Notice.objects.all().delete()
    yield _planning()
    yield _round_with_nothing_new()
    yield from _sending(mails)


def _planning() -> Measure:
    with peak_memory() as peak:
        runs = Runs((timed(lambda: planner.plan(now=now())),))
        grown = peak()
    planned = Notice.objects.count()
    floor = Runs((timed(_insert_again),))
    facts = {"a second": round(planned / runs.median), "MB": grown}
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


def _round_with_nothing_new() -> Measure:
    return Measure("notices", "plan when nothing is new", repeated(_plan_nothing, times=5))


def _plan_nothing() -> None:
    assert planner.plan(now=now()) == 0


def _sending(mails: int) -> Iterator[Measure]:
    due = Notice.objects.due(now=now()).select_related("recipient").order_by("due_at", "id")
    texts = [_text(notice) for notice in due[:mails]]
    composing = timed(lambda: [compose(one, KINDS[one.kind], now=now()) for one in due[:mails]])
    batch = mails // 5
    with _sink() as port, override_settings(**_mail_server(port)):
        floor = repeated(lambda: _bare(port, texts[:batch]), times=5)
        runs = repeated(lambda: _send(batch), times=5)
    facts = {
        "a second": round(batch / runs.median),
        "of it writing": f"{composing / mails * 1000:.1f} ms a mail",
    }
    name = f"send {batch} mails"
    yield Measure("notices", name, runs, floor, "smtplib, one connection", facts)


def _text(notice: Notice) -> tuple[str, bytes]:
    """To whom, and the mail as it goes over the line."""
    kind, at = KINDS[notice.kind], now()
    words = compose(notice, kind, now=at)
    with reading(notice.recipient):
        made = mail(notice, kind, words, now=at)
    return made.to[0], made.message().as_bytes()


def _send(mails: int) -> None:
    assert send_due(now=now(), limit=mails) == mails


def _bare(port: int, texts: list[tuple[str, bytes]]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for to, text in texts:
            server.sendmail(settings.DEFAULT_FROM_EMAIL, [to], text)


def _mail_server(port: int) -> dict[str, object]:
    return {
        "EMAIL_BACKEND": "notices.sending.backends.SMTPBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": port,
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": False,
        "EMAIL_HOST_USER": "",
        "EMAIL_HOST_PASSWORD": "",
    }


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
