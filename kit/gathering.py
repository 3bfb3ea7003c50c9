"""Rows of several tables in one query, as JSON: each list of rows a value of a `JSONObject`."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet
from django.db.models.functions import JSONArray

Rows = list[Any]  # a list for each row


def rows(found: QuerySet[Any], *columns: str) -> ArraySubquery:
    """These columns of all rows found, in their order."""
    return ArraySubquery(found.values_list(JSONArray(*columns)))
