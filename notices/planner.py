"""Turning what is due into rows: who is owed which message.

A round may run any number of times and at the same time as others: every notice is recorded once,
held by its unique key. One round works at a time; another that finds it at work goes home.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, islice
from typing import TypeVar

from django.db import connection, transaction

from notices import dates, news
from notices.models import Notice, Round
from notices.owed import Owed, rows

INSERT = 1000  # rows at a time
_ONE_AT_A_TIME = 0x6E6F7469  # the number of the lock in the database

T = TypeVar("T")


def plan(*, now: datetime) -> int:
    """Record every notice that is due by `now` and not recorded yet; how many they were.

    One transaction: a round that is cut short has read and planned nothing, and the next one does
    it all. Notices that are too late, or that a newer step supersedes, are recorded as dropped.
    """
    with transaction.atomic():
        if not _alone():
            return 0
        owed = chain(news.due(now=now), dates.due(now=now))
        planned = sum(_store(some, now) for some in _chunks(owed, INSERT))
        Round.objects.update_or_create(worker=Round.Worker.PLANNER, defaults={"finished_at": now})
    return planned


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        return bool(cursor.fetchone()[0])


def _store(owed: list[Owed], now: datetime) -> int:
    return len(Notice.objects.bulk_create(rows(owed, now=now), ignore_conflicts=True))


def _chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    stream = iter(items)
    while chunk := list(islice(stream, size)):
        yield chunk
