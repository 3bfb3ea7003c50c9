"""From the text of a list to entries, cell by cell, with every fault named."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, TypeVar

from django.utils.translation import gettext as _

from kit.csvs import Fault, Line, Reader, UnreadableError, nearest, shortened
from participants import languages, skills
from participants.models import Objective
from programs.models import Program, Role

__all__ = ["Entry", "Fault", "UnreadableError", "entries_of", "text_of"]

T = TypeVar("T")

REQUIRED = ("email", "role", "objectives", "languages")
OPTIONAL = ("capacity", "hours_per_month")
MOST_ROWS = 10_000
MOST_OBJECTIVES = 12
MOST_CAPACITY = 20
MOST_HOURS = 40
DEFAULT_HOURS = 2
# A list tells no levels: who is listed as mentor knows the skill, who is listed as mentee does not.
LISTED_LEVEL = {Role.MENTOR: Objective.Level.ADVANCED, Role.MENTEE: Objective.Level.NEW}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row that can be understood; nobody has looked yet whether the person exists."""

    line: int
    email: str
    role: str
    capacity: int
    hours_per_month: int
    wanted: tuple[tuple[str, int], ...]  # skill and level, the most important first
    languages: tuple[str, ...]  # codes


class CellError(Exception):
    """A cell that cannot be understood, and the mend."""

    def __init__(self, reason: str, mend: str) -> None:
        super().__init__(reason)
        self.reason, self.mend = reason, mend


def text_of(stream: BinaryIO) -> str:
    """The whole file as text, if it can be read as a list. Raises `UnreadableError`."""
    reader = _reader(stream)
    encoding = reader.encoding
    for _line in reader:
        pass
    stream.seek(0)
    return stream.read().decode(encoding)


def entries_of(text: str, program: Program) -> tuple[list[Entry], list[Fault]]:
    """The entries of a list, and what is wrong in the rows that are none."""
    entries: list[Entry] = []
    faults: list[Fault] = []
    for line in _reader(io.BytesIO(text.encode())):
        if line.fault:
            faults.append(line.fault)
        else:
            entry, wrong = _entry(line, program)
            faults += wrong
            entries += [entry] if not wrong else []
    return entries, faults


def _reader(stream: BinaryIO) -> Reader:
    return Reader(stream, required=REQUIRED, optional=OPTIONAL, max_rows=MOST_ROWS)


class _Cells:
    """The cells of one line, read one by one; faults are gathered."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.faults: list[Fault] = []

    def read(self, column: str, understand: Callable[[str], T], otherwise: T) -> T:
        try:
            return understand(self.line.cells.get(column, ""))
        except CellError as error:
            self.faults.append(Fault(self.line.number, column, error.reason, error.mend))
            return otherwise


def _entry(line: Line, program: Program) -> tuple[Entry, list[Fault]]:
    cells = _Cells(line)
    role = cells.read("role", lambda cell: _role(cell, program), "")
    level = LISTED_LEVEL.get(Role(role), Objective.Level.NEW) if role else Objective.Level.NEW
    no_names: tuple[str, ...] = ()
    names = cells.read("objectives", _skills, no_names)
    most_capacity = MOST_CAPACITY if role != Role.MENTEE else 1
    entry = Entry(
        line=line.number,
        email=cells.read("email", _email, ""),
        role=role,
        capacity=cells.read("capacity", lambda cell: _number(cell, 1, most_capacity), 1),
        hours_per_month=cells.read(
            "hours_per_month", lambda cell: _number(cell, DEFAULT_HOURS, MOST_HOURS), 0
        ),
        wanted=tuple((name, int(level)) for name in names),
        languages=cells.read("languages", _languages, no_names),
    )
    return entry, sorted(cells.faults, key=lambda fault: [*line.cells].index(fault.column))


def _email(cell: str) -> str:
    if "@" not in cell:
        raise CellError(
            _("“%(cell)s” is not an e-mail address.") % {"cell": shortened(cell)},
            _("Write the address the person signs in with."),
        )
    return cell.lower()


def _role(cell: str, program: Program) -> str:
    words = {role: role for role in Role.values} | {
        program.term_for(role).casefold(): role for role in Role.values
    }
    role = words.get(cell.casefold())
    if role is None:
        raise CellError(
            _("“%(cell)s” is not a role.") % {"cell": shortened(cell)},
            _("Write mentor or mentee."),
        )
    return role


def _number(cell: str, default: int, most: int) -> int:
    if not cell:
        return default
    number = int(cell) if cell.isascii() and cell.isdigit() and len(cell) < 6 else 0
    if not 1 <= number <= most:
        reason = (
            _("“%(cell)s” is not a whole number.")
            if not cell.isdigit()
            else _("%(cell)s is out of range.")
        )
        mend = (
            _("Write 1, or leave it empty.")
            if most == 1
            else _("Write a whole number from 1 to %(most)s.") % {"most": most}
        )
        raise CellError(reason % {"cell": shortened(cell)}, mend)
    return number


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _skills(cell: str) -> tuple[str, ...]:
    names = _parts(cell)
    keys = [skills.tidy(name).lower() for name in names]
    if not names:
        raise CellError(
            _("There is no objective."), _("Name at least one; put “;” between several.")
        )
    if len(names) > MOST_OBJECTIVES:
        raise CellError(
            _("These are %(count)s objectives.") % {"count": len(names)},
            _("Keep the %(most)s that matter most.") % {"most": MOST_OBJECTIVES},
        )
    for name, key in zip(names, keys, strict=True):
        if len(name) > skills.LONGEST:
            raise CellError(
                _("“%(name)s” is too long for an objective.") % {"name": shortened(name)},
                _("Say it in at most %(most)s characters.") % {"most": skills.LONGEST},
            )
        if keys.count(key) > 1:
            raise CellError(
                _("“%(name)s” stands twice.") % {"name": name}, _("Remove one of them.")
            )
    return tuple(skills.tidy(name) for name in names)


def _languages(cell: str) -> tuple[str, ...]:
    codes = []
    for name in _parts(cell):
        try:
            codes.append(languages.code_of(name))
        except languages.UnknownLanguage as error:
            like = nearest(name, [known for _code, known in languages.choices()])
            raise CellError(
                _("No language is called “%(name)s”.") % {"name": shortened(name)},
                _("Is it %(like)s?") % {"like": like}
                if like
                else _("Write its English name or its two-letter code."),
            ) from error
    if not codes:
        raise CellError(
            _("There is no language."), _("Name at least one; put “;” between several.")
        )
    return tuple(dict.fromkeys(codes))
