"""The columns of both files, and what a cell of each may hold."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from kit.csvs import nearest, shortened
from people.models import Employment, EmploymentEvent

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_AMOUNT = re.compile(r"\d{1,10}([.,]\d{1,2})?")
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100


class CellError(Exception):
    """A cell that cannot be taken: why, and the mend."""

    def __init__(self, reason: str, mend: str) -> None:
        super().__init__(f"{reason} {mend}")
        self.reason, self.mend = reason, mend


@dataclass(frozen=True)
class Column:
    name: str
    parse: Callable[[str], Any]
    required: bool = False


def _text(length: int) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        if len(cell) > length:
            raise CellError(
                _("“%(cell)s” is longer than %(length)s characters.")
                % {"cell": shortened(cell), "length": length},
                _("Shorten it."),
            )
        return cell

    return parse


def _mail(cell: str) -> str:
    mail = cell.lower()
    try:
        validate_email(mail)
    except ValidationError as error:
        raise CellError(
            _("“%(cell)s” is not an e-mail address.") % {"cell": shortened(cell)},
            _("Write it like name@example.com."),
        ) from error
    if len(mail) > 254:
        raise CellError(_("The address is longer than 254 characters."), _("Shorten it."))
    return mail


def _level(cell: str) -> int:
    if not (cell.isascii() and cell.isdigit() and int(cell[:4]) <= 99 and len(cell) < 4):
        raise CellError(
            _("“%(cell)s” is not a level.") % {"cell": shortened(cell)},
            _("Write a whole number from 0 to 99."),
        )
    return int(cell)


@lru_cache(maxsize=50_000)
def _day(cell: str) -> date | None:
    """A day as 2026-11-30 or 30.11.2026; the order of slashes would be anyone's guess."""
    if not cell:
        return None
    if iso := _ISO.fullmatch(cell):
        year, month, day = map(int, iso.groups())
    elif dotted := _DOTTED.fullmatch(cell):
        day, month, year = map(int, dotted.groups())
    else:
        raise CellError(
            _("“%(cell)s” is not a date that can be read for sure.") % {"cell": shortened(cell)},
            _("Write it as year-month-day, like 2026-11-30."),
        )
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise CellError(
            _("“%(cell)s” is not a day of the calendar.") % {"cell": cell}, _("Check the date.")
        ) from error
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise CellError(
            _("The year %(year)s cannot be right.") % {"year": year}, _("Check the date.")
        )
    return found


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


@lru_cache(maxsize=1000)
def _zone(cell: str) -> str:
    if cell and cell not in _zones():
        like = nearest(cell, _zones())
        raise CellError(
            _("“%(cell)s” is not a time zone.") % {"cell": shortened(cell)},
            _("Is it “%(like)s”?") % {"like": like} if like else _("Write it like Europe/Berlin."),
        )
    return cell


@lru_cache(maxsize=50_000)
def _amount(cell: str) -> Decimal | None:
    if not cell:
        return None
    if not _AMOUNT.fullmatch(cell):
        raise CellError(
            _("“%(cell)s” is not an amount.") % {"cell": shortened(cell)},
            _("Write digits alone, without currency or thousands signs, like 51234.50."),
        )
    return Decimal(cell.replace(",", ".")).quantize(Decimal("0.01"))


def _one_of(values: Iterable[str], *, or_empty: bool = False) -> Callable[[str], str]:
    known = list(values)

    def parse(cell: str) -> str:
        word = cell.lower().replace(" ", "_")
        if word in known or (or_empty and not word):
            return word
        like = nearest(word, known)
        raise CellError(
            _("“%(cell)s” is not known.") % {"cell": shortened(cell)},
            _("Is it “%(like)s”?") % {"like": like}
            if like
            else _("Known are: %(known)s.") % {"known": ", ".join(known)},
        )

    return parse


PEOPLE = (
    Column("employee_number", _text(30), required=True),
    Column("email", _mail, required=True),
    Column("name", _text(150), required=True),
    Column("department", _text(100), required=True),
    Column("job_title", _text(120), required=True),
    Column("job_level", _level, required=True),
    Column("hired_on", _day, required=True),
    Column("location", _text(100)),
    Column("time_zone", _zone),
    Column("manager_employee_number", _text(30)),
    Column("left_on", _day),
    Column("leave_reason", _one_of(Employment.LeaveReason.values, or_empty=True)),
    Column("gender", _text(30)),
    Column("annual_salary", _amount),
)
EVENTS = (
    Column("employee_number", _text(30), required=True),
    Column("kind", _one_of(EmploymentEvent.Kind.values), required=True),
    Column("on", _day, required=True),
    Column("detail", _text(200)),
)
