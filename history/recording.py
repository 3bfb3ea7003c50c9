"""Writing down what happened, and telling those who wait for news that there is some."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from django.db import models, transaction

from history.models import Event


class Actor(Protocol):
    """Whoever acts: a person with a primary key."""

    pk: Any


_listeners: list[Callable[[], None]] = []


def on_news(listener: Callable[[], None]) -> Callable[[], None]:
    """Call `listener` once after each transaction that recorded something.

    It learns only that there is news; what happened it reads from `Event` itself.
    """
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def record(
    verb: str,
    subject: models.Model,
    *,
    by: Actor | None,
    at: datetime,
    program_id: int | None = None,
    pairing_id: int | None = None,
    **facts: Any,
) -> Event:
    """Write one event in the running transaction.

    `verb` is "noun.past-tense"; `by` None means the system. Facts are JSON values: dates as ISO
    text, counts, states; never what a pair wrote. Raises `TransactionManagementError` outside of a
    transaction, since an event that could survive without its change would be a lie.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            f"history.record({verb!r}) outside of a transaction: wrap the change in atomic()."
        )
    event = Event.objects.create(
        verb=verb,
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        program_id=program_id,
        pairing_id=pairing_id,
        by_id=None if by is None else by.pk,
        at=at,
        facts=facts,
    )
    for listener in _listeners:
        transaction.on_commit(listener, robust=True)
    return event


def record_many(events: list[Event]) -> None:
    """Write many events of one bulk change at once; the rules of `record` hold."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "history.record_many() outside of a transaction: wrap the change in atomic()."
        )
    Event.objects.bulk_create(events, batch_size=1000)
    for listener in _listeners:
        transaction.on_commit(listener, robust=True)
