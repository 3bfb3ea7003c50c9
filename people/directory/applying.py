"""Doing what was planned: all of it in one transaction, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, TypeVar

from django.contrib.auth.hashers import make_password
from django.db import connection, models, transaction

from history.models import Event
from history.recording import record, record_many
from people.directory.comparing import Difference, Sort
from people.directory.planning import Plan
from people.models import DirectoryImport, Employment, EmploymentEvent, Person, default_zone

BATCH = 1000
_FIELDS = (
    *("name", "department", "job_title", "job_level", "location", "time_zone", "hired_on"),
    *("left_on", "leave_reason", "gender", "annual_salary"),
)  # of PersonRow and Employment alike
_NEWS = {
    Sort.ADDED: "person.added",
    Sort.CHANGED: "person.changed",
    Sort.LEFT: "person.left",
    Sort.RETURNED: "person.returned",
}

Tick = Callable[[float], None]
T = TypeVar("T")


@transaction.atomic
def apply_plan(
    plan: Plan, of: DirectoryImport, *, by: Person | None, at: datetime, on: date, tick: Tick
) -> None:
    """Write the plan and its history. A plan that changes nothing writes nothing."""
    differences = plan.people.differences
    total = len(differences) + len(plan.events) or 1
    done = 0
    ids = dict(Employment.objects.values_list("number", "pk").iterator(chunk_size=5000))
    added = [one for one in differences if one.sort == Sort.ADDED]
    changed = [one for one in differences if one.sort != Sort.ADDED]
    ids |= zip((one.row.number for one in added), _new_ids(Employment, len(added)), strict=True)
    _park_moving_addresses(changed)
    for some in _batches(changed):
        _write_changes(some, ids, on=on)
        done += len(some)
        tick(done / total)
    for some in _batches(added):
        people = _write_accounts(some, on=on)
        _write_records(some, people, ids)
        _tell(some, people, by=by, at=at)
        done += len(some)
        tick(done / total)
    for some in _batches(changed):
        _tell(some, [one.person_id or 0 for one in some], by=by, at=at)
    for events in _batches(plan.events):
        _write_events(events, ids)
        done += len(events)
        tick(done / total)
    if differences or len(plan.events):
        record("directory.applied", of, by=by, at=at, **plan.counts)


def _batches(rows: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def _new_ids(model: type[models.Model], count: int) -> list[int]:
    """Keys taken in advance, so that a row can name a manager who is written later."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


# --- New people ---------------------------------------------------------------------------------


def _write_accounts(added: Sequence[Difference], *, on: date) -> list[int]:
    """Accounts of new people, by the address where somebody was invited before; their keys."""
    invited = Person.objects.in_bulk([one.person_id for one in added if one.person_id])
    accounts = []
    for one in added:
        account = invited.get(one.person_id or 0) or Person(
            email=one.row.email, password=make_password(None), time_zone=default_zone()
        )
        account.name = one.row.name
        account.time_zone = one.row.time_zone or account.time_zone
        account.is_active = not one.row.has_left(on=on)
        accounts.append(account)
    Person.objects.bulk_create([one for one in accounts if one.pk is None])
    _overwrite([one for one in accounts if one.pk in invited], ["name", "time_zone", "is_active"])
    return [account.pk for account in accounts]


def _write_records(added: Sequence[Difference], people: Sequence[int], ids: dict[str, int]) -> None:
    Employment.objects.bulk_create(
        Employment(
            pk=ids[one.row.number],
            person_id=person,
            number=one.row.number,
            manager_id=ids.get(one.row.manager),
            **{field: getattr(one.row, field) for field in _FIELDS},
        )
        for one, person in zip(added, people, strict=True)
    )


# --- People who are known -----------------------------------------------------------------------


def _park_moving_addresses(changed: Sequence[Difference]) -> None:
    """Free the addresses that change hands, so that two people may swap theirs."""
    moving = [one.person_id for one in changed if one.person_id and "email" in one.fields]
    wanted = {one.row.email for one in changed if "email" in one.fields}
    given_up = {one.fields["email"][0].lower() for one in changed if "email" in one.fields}
    if wanted & given_up:
        Person.objects.filter(pk__in=moving).update(
            email=models.functions.Concat("ref", models.Value("@moving.invalid"))
        )


def _write_changes(changed: Sequence[Difference], ids: dict[str, int], *, on: date) -> None:
    people = Person.objects.in_bulk([one.person_id for one in changed])
    records = Employment.objects.in_bulk([one.employment_id for one in changed])
    for one in changed:
        assert one.person_id
        assert one.employment_id
        _change_person(people[one.person_id], one, on=on)
        _change_record(records[one.employment_id], one, ids)
    _overwrite(list(people.values()), ["email", "name", "time_zone", "is_active"])
    _overwrite(list(records.values()), [*_FIELDS, "manager_id"])


def _change_person(person: Person, one: Difference, *, on: date) -> None:
    """What a person chose for themselves stays; what still is as the file said, follows it."""
    for field in ("name", "time_zone"):
        if field in one.fields and getattr(person, field) == one.fields[field][0]:
            setattr(person, field, one.fields[field][1])
    if "email" in one.fields:
        person.email = one.row.email
    if one.sort in (Sort.LEFT, Sort.RETURNED):
        person.is_active = not one.row.has_left(on=on)


def _change_record(employment: Employment, one: Difference, ids: dict[str, int]) -> None:
    for column, (_before, after) in one.fields.items():
        if column == "manager_employee_number":
            employment.manager_id = ids.get(after)
        elif column != "email":
            setattr(employment, column, after)


def _overwrite(rows: list[Any], fields: list[str]) -> None:
    """Update many rows in one statement (an upsert on the key, many times faster than CASE)."""
    if rows:
        type(rows[0]).objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["pk"], update_fields=fields
        )


# --- Events and history ---------------------------------------------------------------------


def _write_events(events: Sequence[tuple[int, str, str, date, str]], ids: dict[str, int]) -> None:
    EmploymentEvent.objects.bulk_create(
        (
            EmploymentEvent(employment_id=ids[number], kind=kind, on=on, detail=detail)
            for _line, number, kind, on, detail in events
        ),
        update_conflicts=True,
        unique_fields=["employment", "kind", "on"],
        update_fields=["detail"],
    )


def _tell(
    some: Sequence[Difference], people: Sequence[int], *, by: Person | None, at: datetime
) -> None:
    """The history of each person: which fields changed, never what salary or gender they hold."""
    record_many(
        [
            Event(
                verb=_NEWS[one.sort],
                subject_kind="people.person",
                subject_id=person,
                by_id=None if by is None else by.pk,
                at=at,
                facts=_facts(one),
            )
            for one, person in zip(some, people, strict=True)
        ]
    )


def _facts(one: Difference) -> dict[str, Any]:
    if one.sort == Sort.LEFT and one.row.left_on:
        return {"left_on": one.row.left_on.isoformat()}
    return {"fields": sorted(one.fields)} if one.fields else {}
