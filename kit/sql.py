"""Figures of other rows, written in SQL where composing them from querysets would cost too much.

Composing a subquery takes Python most of a millisecond, on each request, and PostgreSQL a tenth
of that to answer it: what every page of a pair asks is therefore written out.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Func
from django.db.models.sql.compiler import SQLCompiler


class Written(Func):
    """An expression whose SQL is written out, over columns that Django names.

    `{0}`, `{1}` … in `sql` stand for `columns`, so that it may be used in any query, also one
    within another; each `%s` stands for one of `values`.
    """

    def __init__(
        self,
        sql: str,
        *columns: str,
        values: tuple[Any, ...] = (),
        output_field: Field[Any, Any],
    ) -> None:
        super().__init__(*columns, output_field=output_field)
        self.sql, self.values = sql, values

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra_context: Any,
    ) -> tuple[str, tuple[Any, ...]]:
        columns = [compiler.compile(one)[0] for one in self.get_source_expressions()]
        return self.sql.format(*columns), self.values
