"""A database for each part: a copy of the empty one, or of the demo's."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection

EMPTY = "bench_empty"
DEMO = "bench_demo"


def make_empty() -> None:
    """All tables and nothing in them."""
    use_copy(of="template1", name=EMPTY)
    call_command("migrate", verbosity=0)


def use_copy(*, of: str, name: str) -> None:
    """A new database `name`, the copy of another; from here on it is the one that is used."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{of}"')
    connection.settings_dict["NAME"] = name


def gather_statistics() -> None:
    """What autovacuum would do soon after so many rows."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
