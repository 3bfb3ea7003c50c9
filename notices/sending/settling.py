"""Writing down that a mail went out, while the next one is being written.

The database needs about as long to keep a commit as a mail server to take a mail. So the statement
is sent and not waited for until the mail server asks for the text of the next mail: by then it is
committed, or that text is not given. A sender that dies leaves one mail in doubt, never two.

The database plans each statement once a connection: to plan that update takes as long as to do it.
"""

from __future__ import annotations

import select
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

import psycopg2
from django.db import OperationalError, connection
from psycopg2 import extensions

PATIENCE = 30.0  # seconds for a commit


class Settling:
    """A connection of its own, on which one statement at a time is under way."""

    def __init__(self) -> None:
        self._connection: Any = None
        self._cursor: Any = None
        self._prepared: dict[str, str] = {}
        self._is_under_way = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self.finish()
        finally:
            self._close()

    def begin(self, statement: str, values: Sequence[Any]) -> None:
        """Send a statement that commits by itself. Within a transaction it is run there at once.

        Raises `OperationalError` where the database is away.
        """
        if connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
            return
        self.finish()
        try:
            self._open()
            self._cursor.execute(self._planned(statement), values)
        except psycopg2.OperationalError as error:
            self._close()
            raise OperationalError(*error.args) from error
        self._is_under_way = True

    def finish(self) -> None:
        """Return once it is committed. Raises `OperationalError` where that cannot be known."""
        if not self._is_under_way:
            return
        self._is_under_way = False
        try:
            self._wait()
        except (psycopg2.OperationalError, TimeoutError) as error:
            self._close()
            raise OperationalError(*error.args) from error

    def _open(self) -> None:
        if self._connection is None:
            known = connection.get_connection_params() | {"async_": True}
            known.pop("cursor_factory", None)
            self._connection = psycopg2.connect(**known)
            self._wait()
            self._cursor = self._connection.cursor()

    def _planned(self, statement: str) -> str:
        """The statement as the call of one that the database has planned already."""
        if statement not in self._prepared:
            name, places = f"outcome_{len(self._prepared)}", statement.count("%s")
            numbered = statement % tuple(f"${number}" for number in range(1, places + 1))
            self._cursor.execute(f"PREPARE {name} AS {numbered}")
            self._wait()
            self._prepared[statement] = f"EXECUTE {name} ({', '.join(['%s'] * places)})"
        return self._prepared[statement]

    def _wait(self) -> None:
        while (state := self._connection.poll()) != extensions.POLL_OK:
            here = [self._connection]
            reading, writing = (here, []) if state == extensions.POLL_READ else ([], here)
            if not any(select.select(reading, writing, [], PATIENCE)):
                raise TimeoutError(f"no commit within {PATIENCE:g} seconds")

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = self._cursor = None
        self._prepared = {}
        self._is_under_way = False
