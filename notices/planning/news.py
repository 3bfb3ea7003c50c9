"""Notices that something which happened owes, read from the history.

Somebody is told once of each event, and once of several of a kind that happened to the same thing
before they were told. `due_on` is the UTC date of the event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from history.models import Event
from notices.catalogue import BY_VERB, Kind
from notices.models import Notice
from notices.planning.calendar import FETCH, LOOK_BACK
from notices.planning.owed import Owed, raise_events
from notices.planning.reading import read_from
from notices.planning.recipients import RECIPIENTS
from notices.timing.hours import Timings


def due(timings: Timings, *, now: datetime) -> Iterator[Owed]:
    """All that the history owes and that has no notice yet."""
    start = read_from()
    again = Event.objects.filter(
        verb=OuterRef("verb"),
        subject_kind=OuterRef("subject_kind"),
        subject_id=OuterRef("subject_id"),
        pk__gt=OuterRef("pk"),
    )
    happened = Event.objects.filter(~Exists(again), pk__gt=start, verb__in=BY_VERB)
    events = happened.order_by("pk")
    if not start:
        events = events.filter(at__gt=now - LOOK_BACK)  # a first start over an old history
    chunk: list[Event] = []
    for event in events.iterator(chunk_size=FETCH):
        chunk.append(event)
        if len(chunk) == FETCH:
            yield from _of_chunk(chunk, timings, now)
            chunk = []
    yield from _of_chunk(chunk, timings, now)


def _of_chunk(events: list[Event], timings: Timings, now: datetime) -> Iterator[Owed]:
    by_kind: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_kind[BY_VERB[event.verb].name].append(event)
    for some in by_kind.values():
        yield from _of_kind(BY_VERB[some[0].verb], some, timings, now)


def _of_kind(kind: Kind, events: list[Event], timings: Timings, now: datetime) -> Iterator[Owed]:
    latest = {event.subject_id: event for event in events}
    known = _known(kind, latest)
    owed = []
    for subject, person, zone in RECIPIENTS[kind.to, kind.subject_kind](list(latest)):
        event = latest[subject]
        timing = timings.of(event.program_id)
        spared = kind.spares_doer and person == event.by_id
        if spared or timing.does_without(kind) or known.newest[subject, person] >= event.pk:
            continue
        due_on = event.at.astimezone(UTC).date()
        due_at = timing.hours.after_quiet(min(event.at, now), zone)
        owed.append(
            Owed(kind, subject, due_on, person, event.program_id, due_at, event_id=event.pk)
        )
    yield from _without_those_that_wait(owed, known.waiting)


class _Known(NamedTuple):
    """By subject and reader: the newest event they have a notice of, and one that still waits."""

    newest: dict[tuple[int, int | None], int]
    waiting: dict[tuple[int, int | None], int]


def _known(kind: Kind, subjects: Iterable[int]) -> _Known:
    known = _Known(defaultdict(int), {})
    rows = Notice.objects.filter(kind=kind.name, subject_id__in=subjects).order_by("event_id", "pk")
    for pk, subject, person, event_id, state in rows.values_list(
        "pk", "subject_id", "recipient_id", "event_id", "state"
    ):
        known.newest[subject, person] = event_id
        if state == Notice.State.PLANNED:
            known.waiting[subject, person] = pk
    return known


def _without_those_that_wait(
    owed: list[Owed], waiting: dict[tuple[int, int | None], int]
) -> Iterator[Owed]:
    """What waits is written as things stand when it is sent, so it tells of the newer event too."""
    newer = {
        pk: one.event_id for one in owed if (pk := waiting.get((one.subject_id, one.recipient_id)))
    }
    raised = raise_events(newer) if newer else set()
    for one in owed:
        if waiting.get((one.subject_id, one.recipient_id)) not in raised:
            yield one
