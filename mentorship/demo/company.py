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
class Company:
    administrator: Person
    hr: Person
    program_admin: Person
    wishes: dict[str, Wish]  # by address


def found(*, at: datetime, on: date) -> Company:
    """Import the directory as of `on`; return those who have a part in the story."""
    administrator = _with_role(ADMINISTRATOR, RoleGrant.Role.ADMINISTRATOR, at=at)
    hr = _with_role(HR, RoleGrant.Role.HR, at=at)
    program_admin = _with_role(PROGRAM_ADMIN, RoleGrant.Role.PROGRAM_ADMIN, at=at)
    _import(by=administrator, at=at, on=on)
    return Company(administrator, hr, program_admin, dict(_wishes()))


def _with_role(who: tuple[str, str], role: str, *, at: datetime) -> Person:
    email, name = who
    person: Person = Person.objects.create_user(email, name, PASSWORD, time_zone="Europe/Berlin")
    roles.grant(person, role, by=None, at=at)
    return person


def _import(*, by: Person, at: datetime, on: date) -> None:
    """The two files, moved to `on`, through the import that HR uses."""
    moved = on - AS_OF
    people, events = (
        SimpleUploadedFile(name, _moved(FOLDER / name, moved))
        for name in ("people.csv", "employment_events.csv")
    )
    received = stages.receive(people, events, by=by, at=at)
    stages.check(received.pk, clock=lambda: at, on=on)
    received.refresh_from_db()
    if received.errors:
        raise ValueError(f"The demo's own files have errors: {received.errors[:3]}")
    stages.accept(received, by=by, at=at)
    stages.apply(received.pk, clock=lambda: at, on=on)
    received.refresh_from_db()
    if received.state != DirectoryImport.State.APPLIED:
        raise ValueError(f"The demo's company could not be imported: {received.failure}")


def _moved(path: Path, by: timedelta) -> bytes:
    """The file with all its dates moved."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        written = io.StringIO()
        writer = csv.DictWriter(written, reader.fieldnames or (), lineterminator="\n")
        writer.writeheader()
        for row in reader:
            for name in DATES & row.keys():
                row[name] = row[name] and (date.fromisoformat(row[name]) + by).isoformat()
            writer.writerow(row)
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
