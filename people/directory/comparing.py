"""The rows of the files held against the directory as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from kit.csvs import Fault
from people.directory.problems import Problems
from people.directory.reading import EventsFile, PeopleFile, PersonRow
from people.models import Employment, EmploymentEvent, Person
from people.roles import administrators_without

# file column → where the directory keeps it, seen from Person
_KEPT_IN = {
    "email": "email",
    "name": "employment__name",
    "department": "employment__department",
    "job_title": "employment__job_title",
    "job_level": "employment__job_level",
    "location": "employment__location",
    "time_zone": "employment__time_zone",
    "manager_employee_number": "employment__manager__number",
    "hired_on": "employment__hired_on",
    "left_on": "employment__left_on",
    "leave_reason": "employment__leave_reason",
    "gender": "employment__gender",
    "annual_salary": "employment__annual_salary",
}
_ROW_NAME = {"manager_employee_number": "manager"}


class Sort(StrEnum):
    ADDED = "added"
    LEFT = "left"
    RETURNED = "returned"
    CHANGED = "changed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Difference:
    """One person whom the file adds or changes. `fields` is column → (before, after)."""

    sort: Sort
    row: PersonRow
    person_id: int | None = None  # of the account, where there is one
    employment_id: int | None = None
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass
class People:
    """What the people file would do."""

    differences: list[Difference] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)  # number and name, first ones
    missing_count: int = 0
    unchanged: int = 0


MISSING_KEPT = 500


def compare_people(file: PeopleFile, problems: Problems, *, on: date) -> People:
    """Who would be added, changed, leave or come back on the day `on`; who is not in the file."""
    found = People()
    known: set[str] = set()
    accounts: dict[str, int] = {}  # mail → account without an employment record
    for record in _directory():
        number = record["employment__number"]
        if number is None:
            accounts[record["email"].lower()] = record["pk"]
            continue
        known.add(number)
        _check_address(file, record, problems)
        row = file.rows.get(number)
        if row is None:
            if number not in file.numbers and not _has_left(record, on=on):
                found.missing_count += 1
                if len(found.missing) < MISSING_KEPT:
                    found.missing.append((number, record["name"]))
        elif difference := _difference(row, record, file.columns, on=on):
            found.differences.append(difference)
        else:
            found.unchanged += 1
    _check_moves(found, accounts, problems)
    found.differences += (
        Difference(Sort.ADDED, row, person_id=accounts.get(row.email))
        for number, row in file.rows.items()
        if number not in known
    )
    return found


def _directory() -> Iterator[dict[str, Any]]:
    """Every account, with the record behind it where there is one."""
    records = Person.objects.order_by("pk").values(
        "pk", "name", "time_zone", "employment__pk", "employment__number", *_KEPT_IN.values()
    )
    yield from records.iterator(chunk_size=5000)


def _has_left(record: dict[str, Any], *, on: date) -> bool:
    left_on = record["employment__left_on"]
    return left_on is not None and left_on <= on


def _difference(
    row: PersonRow, record: dict[str, Any], columns: frozenset[str], *, on: date
) -> Difference | None:
    fields = {}
    for column, place in _KEPT_IN.items():
        if column not in columns:
            continue
        before = record[place]
        after = getattr(row, _ROW_NAME.get(column, column))
        if column in ("name", "time_zone"):
            before = before or record[column]  # a record that no file ever made
            after = after or before
        if (before if before is not None else "") != (after if after is not None else ""):
            fields[column] = (before, after)
    if not fields:
        return None
    had_left, has_left = _has_left(record, on=on), row.has_left(on=on)
    sort = Sort.CHANGED
    if "left_on" in columns and had_left != has_left:
        sort = Sort.LEFT if has_left else Sort.RETURNED
    return Difference(sort, row, record["pk"], record["employment__pk"], fields)


def _check_address(file: PeopleFile, record: dict[str, Any], problems: Problems) -> None:
    """Whether a row wants an address that somebody keeps whom the file does not move off it."""
    mail, number = record["email"].lower(), record["employment__number"]
    line = file.mails.get(mail)
    if line is None:
        return
    if number not in file.numbers:
        problems.add(
            "people",
            Fault(
                line,
                "email",
                _("Employee %(number)s (%(name)s) has the address “%(mail)s” already.")
                % {"number": number, "name": record["name"], "mail": mail},
                _("Give this row its own address, or correct its employee number."),
            ),
        )


def _check_moves(found: People, accounts: dict[str, int], problems: Problems) -> None:
    """Whether somebody's new address is that of an account without an employment record."""
    for one in found.differences:
        if "email" in one.fields and one.row.email in accounts:
            problems.add(
                "people",
                Fault(
                    one.row.line,
                    "email",
                    _("Another account has the address “%(mail)s” already.")
                    % {"mail": one.row.email},
                    _("Give this row its own address."),
                ),
            )


# --- The reporting line ------------------------------------------------------------------------


def check_managers(file: PeopleFile, problems: Problems) -> None:
    """Managers who do not exist, and circles, through people outside of the file too."""
    if "manager_employee_number" not in file.columns:
        return
    managers: dict[str, str | None] = dict(
        Employment.objects.values_list("number", "manager__number").iterator(chunk_size=5000)
    )
    known = managers.keys() | file.numbers.keys()
    for row in file.rows.values():
        managers[row.number] = row.manager or None
        if row.manager and row.manager not in known:
            problems.add("people", _unknown_manager(row))
    for circle in circles(managers):
        rows = [file.rows[number] for number in circle if number in file.rows]
        if rows:
            problems.add("people", _circle(circle, min(rows, key=lambda row: row.line)))


def circles(managers: Mapping[str, str | None]) -> Iterator[list[str]]:
    """Every closed chain once: each is managed by the next, the last by the first."""
    settled: set[str] = set()
    for start in managers:
        chain: list[str] = []
        places: dict[str, int] = {}
        at: str | None = start
        while at is not None and at not in settled and at not in places:
            places[at] = len(chain)
            chain.append(at)
            at = managers.get(at)
        if at is not None and at in places:
            yield chain[places[at] :]
        settled.update(chain)


def _unknown_manager(row: PersonRow) -> Fault:
    return Fault(
        row.line,
        "manager_employee_number",
        _("Nobody has the number “%(number)s”, neither in the file nor in the directory.")
        % {"number": row.manager},
        _("Correct the number, add the manager to the file, or leave the cell empty."),
    )


def _circle(circle: list[str], row: PersonRow) -> Fault:
    start = circle.index(row.number)
    around = [*circle[start:], *circle[:start], row.number]
    if len(around) > 12:
        around = [*around[:10], "…", row.number]
    if len(circle) == 1:
        reason = _("Employee %(number)s is their own manager.") % {"number": row.number}
    else:
        reason = _("The managers go round in a circle: %(circle)s.") % {
            "circle": " → ".join(around)
        }
    return Fault(
        row.line,
        "manager_employee_number",
        reason,
        _("Correct one manager of the circle; the head of the company has none."),
    )


def check_administrators(found: People, problems: Problems) -> None:
    """Somebody who can give roles must remain. Runs in a transaction: it locks."""
    leaving = {
        one.person_id: one.row
        for one in found.differences
        if one.sort == Sort.LEFT and one.person_id is not None
    }
    if leaving and not administrators_without(set(leaving)):
        row = next(
            row
            for pk, row in leaving.items()
            if Person.objects.with_role("administrator").filter(pk=pk).exists()
        )
        problems.add(
            "people",
            Fault(
                row.line,
                "left_on",
                _("%(name)s is the last administrator.") % {"name": row.name},
                _("Make somebody else administrator first, then bring the file again."),
            ),
        )


# --- Events -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EventCounts:
    added: int
    changed: int
    unchanged: int


def compare_events(file: EventsFile) -> EventCounts:
    """Takes out of `file` what the directory holds already; what stays is new or has changed."""
    changed = unchanged = 0
    stored = EmploymentEvent.objects.order_by("pk").values_list(
        "employment__number", "kind", "on", "detail"
    )
    for number, kind, on, detail in stored.iterator(chunk_size=5000):
        wanted = file.detail(number, kind, on)
        if wanted is None:
            continue
        if wanted == detail:
            file.drop(number, kind, on)
            unchanged += 1
        else:
            changed += 1
    return EventCounts(added=len(file) - changed, changed=changed, unchanged=unchanged)
