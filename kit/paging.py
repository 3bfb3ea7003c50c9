"""Lists in pages of 25."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PAGE_SIZE = 25


def page_of(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any]) -> Page[Any]:
    """The page that `?page=` asks for; the nearest one that exists where it asks for nonsense."""
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
