"""How far the worker is, told from outside of its transaction so that the page can show it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Self

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from people.models import DirectoryImport

SECONDS_BETWEEN = 1.0
_TELL = (
    f"UPDATE {DirectoryImport._meta.db_table} SET progress = %s, moved_at = %s "  # noqa: S608
    "WHERE id = %s AND attempt = %s"
)


class Progress:
    """`with Progress(...) as tick: tick(0.4)`: at most once a second, over its own connection."""

    def __init__(self, of: DirectoryImport, *, clock: Callable[[], datetime]) -> None:
        self.of, self.clock = of, clock
        self._told = time.monotonic()
        self._connection: BaseDatabaseWrapper | None = None

    def __enter__(self) -> Self:
        return self

    def __call__(self, done: float) -> None:
        if time.monotonic() - self._told >= SECONDS_BETWEEN:
            self.tell(done)
            self._told = time.monotonic()

    def tell(self, done: float) -> None:
        if self._connection is None:
            self._connection = connections.create_connection(DEFAULT_DB_ALIAS)
        with self._connection.cursor() as cursor:
            percent = min(int(done * 100), 99)
            cursor.execute(_TELL, [percent, self.clock(), self.of.pk, self.of.attempt])

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._connection is not None:
            self._connection.close()
