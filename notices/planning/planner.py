"""Turning what is due into rows: who is owed which message.

A round may run any number of times and at the same time as others: every notice is recorded once,
held by its unique key. One round works at a time; another that finds it at work goes home.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, islice

from django.db import connection, transaction

from notices.models import Channel, Notice, Round
from notices.planning import dates, news
from notices.planning.owed import Owed, store
from notices.timing.hours import Timings

INSERT = 2000  # rows at a time
MANY = 5000  # rows after which the database should look anew at how they are spread
_ONE_AT_A_TIME = 0x6E6F7469  # the number of the lock in the database


def plan(*, now: datetime) -> int:
    """Record every notice that is due by `now` and not recorded yet; how many they were.

    One transaction: a round that is cut short has read and planned nothing, and the next one does
    it all. Notices that are too late, or that a newer step supersedes, are recorded as such.
    """
    with transaction.atomic():
        if not _alone():
            return 0
        _gather_statistics(_grown())
        timings = Timings()
        owed = chain(news.due(timings, now=now), dates.due(timings, now=now))
        planned = sum(store(some, now=now) for some in _chunks(_and_channels(owed)))
        if planned >= MANY:
            _gather_statistics([Notice._meta.db_table])
        Round.objects.update_or_create(
            worker=Round.Worker.PLANNER, defaults={"finished_at": now, "trouble": ""}
        )
    return planned


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        return bool(cursor.fetchone()[0])


def _grown() -> list[str]:
    """The tables that have changed so much since the database looked how their rows are spread,
    that it would read them as the small ones they were: every pair against every milestone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_stat_user_tables WHERE schemaname = current_schema()"
            " AND n_mod_since_analyze > greatest(%s, n_live_tup / 2) ORDER BY relname",
            [MANY],
        )
        return [table for (table,) in cursor.fetchall()]


def _gather_statistics(tables: Iterable[str]) -> None:
    """What autovacuum does a minute later."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")


def _and_channels(owed: Iterable[Owed]) -> Iterator[Owed]:
    """What is owed, and to a program's channels what is owed to those who run it; once each."""
    channels: dict[int, list[int]] | None = None
    told = set()
    for one in owed:
        yield one
        if not one.kind.goes_to_channels:
            continue
        if channels is None:
            channels = _channels()
        for channel in channels.get(one.program_id or 0, ()):
            key = (one.kind.name, *one[1:3], one.event_id, one.days_ahead, channel)
            if key not in told:
                told.add(key)
                yield one._replace(recipient_id=None, channel_id=channel)


def _channels() -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for program, channel in Channel.objects.values_list("program_id", "pk"):
        found[program].append(channel)
    return found


def _chunks(items: Iterable[Owed]) -> Iterator[list[Owed]]:
    stream = iter(items)
    while chunk := list(islice(stream, INSERT)):
        yield chunk
