"""Rows of several tables in one query: as one piece of JSON, a list of rows by each name."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, JSONField, QuerySet, Value

Rows = list[Any]  # a list for each row


def rows(found: QuerySet[Any], *columns: str) -> ArraySubquery:
    """These columns of all rows found, in their order."""
    row = Func(*columns, function="JSON_BUILD_ARRAY", output_field=JSONField())
    return ArraySubquery(found.values_list(row))


def gathered(**lists: ArraySubquery) -> Func:
    """The `rows` of each name; `json`, which is made in half the time of `jsonb`."""
    named = [one for name, found in lists.items() for one in (Value(name), found)]
    return Func(
        *named, template="JSON_BUILD_OBJECT(%(expressions)s)::text", output_field=JSONField()
    )
