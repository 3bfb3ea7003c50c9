"""The people of the demo: the directory as HR would import it, and four with a role."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from people import roles
from people.directory import stages
from people.models import DirectoryImport, Person, RoleGrant

FOLDER = Path(__file__).parent
AS_OF = date(2026, 11, 1)  # the day of which the files speak
DATES = {"hired_on", "left_on", "on"}

PASSWORD = "mentoring-in-the-demo"  # noqa: S105  the demo's own, printed at its start
ADMINISTRATOR = ("olga.lind@example.com", "Olga Lind")
HR = ("hana.weiss@example.com", "Hana Weiss")
PROGRAM_ADMIN = ("ada.keller@example.com", "Ada Keller")


@dataclass(frozen=True)
class Wish:
    """What a row of `participants.csv` says somebody offers or wants."""

    role: str
    capacity: int
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    hours: int


@dataclass(frozen=True)
class Record:
    """What matters of somebody's row in `people.csv`, its dates moved."""

    email: str
    level: int
    hired_on: date
    left_on: date | None

    def is_employed(self, *, on: date) -> bool:
        return self.hired_on <= on and (self.left_on is None or self.left_on > on)


@dataclass(frozen=True)
class Company:
    administrator: Person
    hr: Person
    program_admin: Person
    wishes: dict[str, Wish]  # by address
    records: dict[str, Record]  # by address, longest with the company first
    moved: timedelta  # by how much the files' dates are moved

    def import_directory(self, at: datetime) -> None:
        """The files as HR has them on the day of `at`: nobody yet to be hired or yet to leave."""
        on = at.date()
        people, events = _as_of(on, self.moved)
        received = stages.receive(
            SimpleUploadedFile("people.csv", people),
            SimpleUploadedFile("employment_events.csv", events),
            by=self.administrator,
            at=at,
        )
        stages.check(received.pk, clock=lambda: at, on=on)
        received.refresh_from_db()
        if received.errors:
            raise ValueError(f"The demo's own files have errors: {received.errors[:3]}")
        stages.accept(received, by=self.administrator, at=at)
        stages.apply(received.pk, clock=lambda: at, on=on)
        received.refresh_from_db()
        if received.state != DirectoryImport.State.APPLIED:
            raise ValueError(f"The demo's company could not be imported: {received.failure}")


def found(*, at: datetime, today: date) -> Company:
    """The directory as it was at `at`, and those who have a part in the story up to `today`."""
    moved = today - AS_OF
    records = [
        Record(
            email=row["email"],
            level=int(row["job_level"]),
            hired_on=date.fromisoformat(row["hired_on"]),
            left_on=date.fromisoformat(row["left_on"]) if row["left_on"] else None,
        )
        for row in _rows("people.csv", moved)
    ]
    records.sort(key=lambda record: record.hired_on)
    company = Company(
        administrator=_with_role(ADMINISTRATOR, RoleGrant.Role.ADMINISTRATOR, at=at),
        hr=_with_role(HR, RoleGrant.Role.HR, at=at),
        program_admin=_with_role(PROGRAM_ADMIN, RoleGrant.Role.PROGRAM_ADMIN, at=at),
        wishes=dict(_wishes()),
        records={record.email: record for record in records},
        moved=moved,
    )
    company.import_directory(at)
    return company


def _with_role(who: tuple[str, str], role: str, *, at: datetime) -> Person:
    email, name = who
    person: Person = Person.objects.create_user(email, name, PASSWORD, time_zone="Europe/Berlin")
    roles.grant(person, role, by=None, at=at)
    return person


def _rows(name: str, moved: timedelta) -> list[dict[str, str]]:
    """The rows of a file with all their dates moved."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for column in DATES & row.keys():
            if row[column]:
                row[column] = (date.fromisoformat(row[column]) + moved).isoformat()
    return rows


def _as_of(on: date, moved: timedelta) -> tuple[bytes, bytes]:
    """Both files as they were on a day: later hires, leavings and events are not in them."""
    day = on.isoformat()
    people = [row for row in _rows("people.csv", moved) if row["hired_on"] <= day]
    numbers = {row["employee_number"] for row in people}
    for row in people:
        if row["manager_employee_number"] not in numbers:
            row["manager_employee_number"] = ""
        if row["left_on"] > day:
            row["left_on"] = row["leave_reason"] = ""
    events = [
        row
        for row in _rows("employment_events.csv", moved)
        if row["on"] <= day and row["employee_number"] in numbers
    ]
    return _file_of(people), _file_of(events)


def _file_of(rows: list[dict[str, str]]) -> bytes:
    written = io.StringIO()
    writer = csv.DictWriter(written, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def _wishes() -> list[tuple[str, Wish]]:
    with (FOLDER / "participants.csv").open(encoding="utf-8", newline="") as file:
        return [
            (
                row["email"],
                Wish(
                    role=row["role"],
                    capacity=int(row["capacity"]),
                    skills=tuple(row["objectives"].split("; ")),
                    languages=tuple(row["languages"].split("; ")),
                    hours=int(row["hours_per_month"]),
                ),
            )
            for row in csv.DictReader(file)
        ]
