"""Notices that something which happened owes, read from the history.

`due_on` is the UTC date of the event: it only has to be the same however often the event is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime

from history.models import Event
from notices.catalogue import BY_VERB, Kind
from notices.models import Notice
from notices.planning.calendar import FETCH, LOOK_BACK
from notices.planning.owed import Owed
from notices.planning.reading import read_from
from notices.planning.recipients import RECIPIENTS
from notices.timing.hours import Timings


def due(timings: Timings, *, now: datetime) -> Iterator[Owed]:
    """All that the history owes and that has no notice yet."""
    start = read_from()
    events = Event.objects.filter(pk__gt=start, verb__in=BY_VERB).order_by("pk")
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
    ids = {event.subject_id for event in events}
    to: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for subject, person, zone in RECIPIENTS[kind.to, kind.subject_kind](ids):
        to[subject].append((person, zone))
    known = Notice.objects.filter(kind=kind.name, subject_id__in=ids).values_list(
        "kind", "subject_kind", "subject_id", "due_on", "recipient_id"
    )
    told: set[tuple[str, str, int, date, int | None]] = set(known)
    for event in events:
        timing = timings.of(event.program_id)
        if timing.does_without(kind):
            continue
        for person, zone in to[event.subject_id]:
            owed = Owed(
                kind,
                event.subject_id,
                event.at.astimezone(UTC).date(),
                person,
                event.program_id,
                timing.hours.after_quiet(min(event.at, now), zone),
            )
            if owed.key not in told and not (kind.spares_doer and person == event.by_id):
                told.add(owed.key)
                yield owed
