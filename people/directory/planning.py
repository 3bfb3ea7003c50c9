"""What an import would do: read, checked and compared, without touching anything."""

from __future__ import annotations

import gzip
import hashlib
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO, cast

from django.db import transaction

from kit.csvs import UnreadableError
from people.directory.comparing import (
    Difference,
    EventCounts,
    People,
    Sort,
    check_administrators,
    check_managers,
    compare_events,
    compare_people,
)
from people.directory.problems import Problems
from people.directory.reading import EventsFile, PeopleFile, read_events, read_people
from people.models import DirectoryImport, Employment

SHOWN = 500  # changes of each sort

Tick = Callable[[float], None]


@dataclass
class Plan:
    """What would be added and changed, what is wrong, and a fingerprint of it all."""

    people: People = field(default_factory=People)
    events: EventsFile = field(default_factory=EventsFile)
    problems: Problems = field(default_factory=Problems)
    counts: dict[str, int] = field(default_factory=dict)

    def fingerprint(self) -> str:
        """Equal for two plans that would do the same."""
        digest = hashlib.sha256()
        for one in self.people.differences:
            digest.update(repr((one.sort.value, one.row, one.person_id, one.fields)).encode())
        for _line, *event in self.events:
            digest.update(repr(event).encode())
        return digest.hexdigest()

    def changes(self) -> list[dict[str, Any]]:
        """The first changes of each sort as JSON, to be shown."""
        shown: Counter[str] = Counter()
        found = []
        for one in self.people.differences:
            shown[one.sort] += 1
            if shown[one.sort] <= SHOWN:
                found.append(_change(one))
        found += [
            {"sort": Sort.MISSING.value, "number": number, "name": name, "fields": []}
            for number, name in self.people.missing
        ]
        return found


def make_plan(of: DirectoryImport, *, on: date, tick: Tick) -> Plan:
    """Read the files of the import and hold them against the directory. Changes nothing."""
    plan = Plan()
    people_file, event_counts = PeopleFile(), EventCounts(0, 0, 0)
    if of.people_file is not None:
        people_file = _read_people(of, plan, tick)
        plan.people = compare_people(people_file, plan.problems, on=on)
        tick(0.5)  # a sign of life after each long step
        check_managers(people_file, plan.problems)
        tick(0.5)
        with transaction.atomic():
            check_administrators(plan.people, plan.problems)
        plan.people.differences = [  # a faulty row is counted as that alone
            one for one in plan.people.differences if one.row.line not in plan.problems.people
        ]
    if of.events_file is not None:
        plan.events = _read_events(of, people_file, plan, tick)
        tick(1)
        event_counts = compare_events(plan.events)
        tick(1)
    plan.counts = _counts(plan, people_file, event_counts, on=on)
    return plan


def _read_people(of: DirectoryImport, plan: Plan, tick: Tick) -> PeopleFile:
    try:
        return read_people(_opened(of.people_file), plan.problems, lambda done: tick(done / 2))
    except UnreadableError as error:
        for fault in error.faults:
            plan.problems.add("people", fault)
        return PeopleFile()


def _read_events(of: DirectoryImport, people: PeopleFile, plan: Plan, tick: Tick) -> EventsFile:
    known = set(Employment.objects.values_list("number", flat=True)) | people.numbers.keys()
    try:
        return read_events(
            _opened(of.events_file), known, plan.problems, lambda done: tick(0.5 + done / 2)
        )
    except UnreadableError as error:
        for fault in error.faults:
            plan.problems.add("events", fault)
        return EventsFile()


def _opened(packed: Any) -> BinaryIO:
    return cast(BinaryIO, gzip.GzipFile(fileobj=io.BytesIO(packed)))


def _counts(plan: Plan, file: PeopleFile, events: EventCounts, *, on: date) -> dict[str, int]:
    sorts = Counter(one.sort for one in plan.people.differences)
    return {
        "rows": file.row_count,
        "added": sorts[Sort.ADDED],
        "added_left": sum(
            one.sort == Sort.ADDED and one.row.has_left(on=on) for one in plan.people.differences
        ),
        "changed": sorts[Sort.CHANGED],
        "left": sorts[Sort.LEFT],
        "returned": sorts[Sort.RETURNED],
        "unchanged": plan.people.unchanged,
        "missing": plan.people.missing_count,
        "event_rows": plan.events.row_count,
        "events_added": events.added,
        "events_changed": events.changed,
        "events_unchanged": events.unchanged,
        "errors": plan.problems.count,
    }


def _change(one: Difference) -> dict[str, Any]:
    return {
        "sort": one.sort.value,
        "number": one.row.number,
        "name": one.row.name,
        "fields": [
            {"column": column, "before": _shown(before), "after": _shown(after)}
            for column, (before, after) in one.fields.items()
        ],
    }


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
