"""A place where an app above says what HR reads each month; see docs/adr/0007."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings

Source = Callable[[datetime], list[str]]

_sources: list[tuple[Source, Callable[[], str]]] = []


def tells(source: Source, *, page: Callable[[], str]) -> None:
    """Have `source` answer with sentences that HR may read, and `page` with where they stand."""
    if (source, page) not in _sources:
        _sources.append((source, page))


def in_sentences(*, now: datetime) -> list[str]:
    """All sentences, in the order in which their sources came."""
    return [sentence for source, _page in _sources for sentence in source(now)]


def page() -> str:
    """The whole address of the page of the first source."""
    return settings.PUBLIC_URL + _sources[0][1]()
