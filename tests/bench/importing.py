"""The HR import of a whole company, against a bare COPY of the rows that it writes."""

from __future__ import annotations

import io
from collections.abc import Iterator

from django.db import connection

from tests.bench import crowds, databases
from tests.bench.measuring import Measure, Runs, timed

PEOPLE = 1470
TIMES = 3
_TABLES = ("people_person", "people_employment", "history_event")


def measure() -> Iterator[Measure]:
    """Makes its own databases, two for each time."""
    file = crowds.people_file(PEOPLE)
    checks, applies, copies = zip(*(_once(file) for _ in range(TIMES)), strict=True)
    floor = Runs(copies)
    for name, seconds in (("check", checks), ("check again and apply", applies)):
        yield Measure(
            "import", f"{name} {PEOPLE:,} people", Runs(seconds), floor, "COPY of the rows"
        )


def _once(file: bytes) -> tuple[float, float, float]:
    """Seconds of the check, of the second check with the writing, and of the bare copy."""
    databases.use_copy(of=databases.EMPTY, name="bench_import")
    administrator = crowds.staff().administrator
    received = crowds.upload(file, by=administrator)
    checking = timed(lambda: crowds.check(received))
    applying = timed(lambda: crowds.apply(received, by=administrator))
    rows = {table: _copied_out(table) for table in _TABLES}
    databases.use_copy(of=databases.EMPTY, name="bench_copy")
    return checking, applying, timed(lambda: _copied_in(rows))


def _copied_out(table: str) -> str:
    rows = io.StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY (SELECT * FROM {table} ORDER BY id) TO STDOUT", rows)
    return rows.getvalue()


def _copied_in(rows: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        for table, lines in rows.items():
            cursor.copy_expert(f"COPY {table} FROM STDIN", io.StringIO(lines))
