"""Whether a notice still makes sense, by the rows as they are now, and what its mail may say.

A `Sense` reads the rows of many notices at once (`rows`), then judges one (`words`): it returns the
words' material or raises `NoLongerNeeded` with the reason. Nothing that a pair wrote is ever put in
here: a mail can only say what it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext

from notices.models import Notice
from people.models import Person

Reason = Notice.Reason
Material = dict[str, Any]


class NoLongerNeeded(Exception):
    """The notice has lost its sense; `reason` says how."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Sense:
    rows: Callable[[datetime], QuerySet[Any]]  # what such notices are about, as known now
    words: Callable[[Notice, Any, datetime], Material]  # `link` is the page it leads to

    def of(self, notice: Notice, row: Any | None, now: datetime) -> Material:
        """The material for one notice; `row` is what it is about, if that is still there."""
        if row is None:
            raise NoLongerNeeded(Reason.GONE)
        return self.words(notice, row, now)


def still(condition: object, reason: str) -> None:
    """`NoLongerNeeded` with this reason, unless the condition holds."""
    if not condition:
        raise NoLongerNeeded(reason)


def address(page: str, *args: Any) -> str:
    """The whole address of a page, for a mail."""
    return settings.PUBLIC_URL + _path(page, *args)


@lru_cache(maxsize=4096)
def _path(page: str, *args: Any) -> str:
    return reverse(page, args=args)


def named(people: Iterable[Person]) -> str:
    """ "Ben Okafor and Cleo Martin"."""
    return get_text_list([person.name for person in people], gettext("and"))
