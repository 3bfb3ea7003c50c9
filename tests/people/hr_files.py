"""Small HR files of made-up people, and the way of an import without a worker."""

from __future__ import annotations

import csv
import io
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from people.directory import stages
from people.models import DirectoryImport, Person
from tests.cast import NOW, TODAY

PEOPLE = (
    *("employee_number", "email", "name", "department", "job_title", "job_level", "location"),
    *("time_zone", "manager_employee_number", "hired_on", "left_on", "leave_reason", "gender"),
    "annual_salary",
)
EVENTS = ("employee_number", "kind", "on", "detail")


def someone(number: int | str, **cells: object) -> dict[str, str]:
    """A good row; `cells` say what is special about it."""
    row = {
        "employee_number": number,
        "email": f"person{number}@example.com",
        "name": f"Person {number}",
        "department": "Sales",
        "job_title": "Sales Executive",
        "job_level": 2,
        "location": "Berlin",
        "time_zone": "Europe/Berlin",
        "hired_on": "2020-01-01",
        "annual_salary": 50000,
        **cells,
    }
    return {column: str(value) for column, value in row.items()}


def happened(number: int | str, **cells: object) -> dict[str, str]:
    row = {"employee_number": number, "kind": "promotion", "on": "2024-05-01", **cells}
    return {column: str(value) for column, value in row.items()}


def as_csv(columns: tuple[str, ...], *rows: dict[str, str]) -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def people_csv(*rows: dict[str, str]) -> bytes:
    return as_csv(PEOPLE, *rows)


def events_csv(*rows: dict[str, str]) -> bytes:
    return as_csv(EVENTS, *rows)


def received(
    people: bytes | None = None, events: bytes | None = None, *, by: Person | None = None
) -> DirectoryImport:
    """Uploaded, and not yet read."""
    return stages.receive(
        None if people is None else SimpleUploadedFile("people.csv", people),
        None if events is None else SimpleUploadedFile("employment_events.csv", events),
        by=by,
        at=NOW,
    )


def checked(
    people: bytes | None = None,
    events: bytes | None = None,
    *,
    by: Person | None = None,
    on: date = TODAY,
) -> DirectoryImport:
    """Uploaded and read."""
    uploaded = received(people, events, by=by)
    assert stages.check(uploaded.pk, clock=lambda: NOW, on=on)
    uploaded.refresh_from_db()
    return uploaded


def applied(
    people: bytes | None = None,
    events: bytes | None = None,
    *,
    by: Person,
    on: date = TODAY,
) -> DirectoryImport:
    """Uploaded, read, accepted and applied."""
    one = checked(people, events, by=by, on=on)
    assert not one.errors, one.errors
    stages.accept(one, by=by, at=NOW)
    assert stages.apply(one.pk, clock=lambda: NOW, on=on)
    one.refresh_from_db()
    return one
