"""From the bytes of a file to checked rows, one line at a time."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from kit.csvs import Fault, Reader, shortened
from people.directory.columns import EVENTS, PEOPLE, CellError, Column
from people.directory.problems import Problems
from people.models import EmploymentEvent

MAX_BYTES = 50 * 2**20
MAX_PEOPLE = 250_000
MAX_EVENTS = 1_000_000
KINDS = tuple(EmploymentEvent.Kind.values)

Tick = Callable[[float], None]  # takes how much of the step is done, 0 to 1


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One employee as the file tells it. What its columns do not speak of is at its default."""

    line: int
    number: str
    email: str
    name: str
    department: str
    job_title: str
    job_level: int
    hired_on: date
    location: str = ""
    time_zone: str = ""
    manager: str = ""
    left_on: date | None = None
    leave_reason: str = ""
    gender: str = ""
    annual_salary: Decimal | None = None

    def has_left(self, *, on: date) -> bool:
        return self.left_on is not None and self.left_on <= on


@dataclass
class PeopleFile:
    """The good rows by employee number, and all numbers named, those of bad rows too."""

    columns: frozenset[str] = frozenset()
    rows: dict[str, PersonRow] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)  # line of the first mention
    mails: dict[str, int] = field(default_factory=dict)
    row_count: int = 0


class EventsFile:
    """The good rows, held tightly: there may be a million."""

    def __init__(self) -> None:
        self.row_count = 0
        self.employees: dict[str, int] = {}  # employee number → index
        self._places: dict[int, int] = {}  # key → place in the two below
        self._lines = array("I")
        self._details: list[str] = []

    def key(self, number: str, kind: str, on: date) -> int | None:
        """One number for the three that make an event unique; None for an unknown employee."""
        index = self.employees.get(number)
        if index is None:
            return None
        return (index * len(KINDS) + KINDS.index(kind)) * 2**22 + on.toordinal()

    def add(self, line: int, number: str, kind: str, on: date, detail: str) -> int:
        """Keep the row; the line of an earlier row of the same key, or 0."""
        self.employees.setdefault(number, len(self.employees))
        key = self.key(number, kind, on)
        assert key is not None
        if (place := self._places.get(key)) is not None:
            return self._lines[place]
        self._places[key] = len(self._lines)
        self._lines.append(line)
        self._details.append(detail)
        return 0

    def detail(self, number: str, kind: str, on: date) -> str | None:
        """The detail of a row; None where there is no such row."""
        key = self.key(number, kind, on)
        place = None if key is None else self._places.get(key)
        return None if place is None else self._details[place]

    def drop(self, number: str, kind: str, on: date) -> None:
        key = self.key(number, kind, on)
        assert key is not None
        del self._places[key]

    def __iter__(self) -> Iterator[tuple[int, str, str, date, str]]:
        """Line, employee number, kind, day and detail of each row still here, in file order."""
        numbers = list(self.employees)
        for key, place in self._places.items():
            rest, ordinal = divmod(key, 2**22)
            index, kind = divmod(rest, len(KINDS))
            day = date.fromordinal(ordinal)
            yield self._lines[place], numbers[index], KINDS[kind], day, self._details[place]

    def __len__(self) -> int:
        return len(self._places)


class _Shared(dict[str, str]):
    """One object for equal words: departments, places and titles repeat in every row."""

    def __missing__(self, value: str) -> str:
        if len(self) < 100_000:
            self[value] = value
        return value


def read_people(stream: BinaryIO, problems: Problems, tick: Tick) -> PeopleFile:
    """All people rows; what is wrong in them goes to `problems`. Raises `UnreadableError`."""
    reader = _reader(stream, PEOPLE, MAX_PEOPLE)
    file = PeopleFile(columns=frozenset(reader.columns))
    shared = _Shared()
    for line, values, cell_faults in _parsed(reader, PEOPLE, tick):
        file.row_count += 1
        faults = [*cell_faults, *_row_faults(line, values), *_mentions(file, line, values)]
        for fault in faults:
            problems.add("people", fault)
        if not faults:
            row = _person_row(line, values, shared)
            file.rows[row.number] = row
    return file


def read_events(
    stream: BinaryIO, known_numbers: Collection[str], problems: Problems, tick: Tick
) -> EventsFile:
    """All event rows of known employees. Raises `UnreadableError`."""
    file = EventsFile()
    shared = _Shared()
    for line, values, faults in _parsed(_reader(stream, EVENTS, MAX_EVENTS), EVENTS, tick):
        file.row_count += 1
        number = values.get("employee_number")
        if number and number not in known_numbers:
            faults.append(_unknown_employee(line, number))
        if not faults:
            detail = shared[values.get("detail", "")]
            if first := file.add(
                line, values["employee_number"], values["kind"], values["on"], detail
            ):
                faults.append(_same_event(line, first))
        for fault in faults:
            problems.add("events", fault)
    return file


def _reader(stream: BinaryIO, columns: Sequence[Column], max_rows: int) -> Reader:
    return Reader(
        stream,
        required=[column.name for column in columns if column.required],
        optional=[column.name for column in columns if not column.required],
        max_rows=max_rows,
    )


def _parsed(
    reader: Reader, columns: Sequence[Column], tick: Tick
) -> Iterator[tuple[int, dict[str, Any], list[Fault]]]:
    """Line, values and faults of each row."""
    total = max(reader.line_count, 1)
    present = [column for column in columns if column.name in reader.columns]
    for line in reader:
        if line.number % 1000 == 0:
            tick(line.number / total)
        values: dict[str, Any] = {}
        faults: list[Fault] = [line.fault] if line.fault else []
        if not line.fault:
            for column in present:
                try:
                    values[column.name] = _value(column, line.cells[column.name])
                except CellError as error:
                    faults.append(Fault(line.number, column.name, error.reason, error.mend))
        yield line.number, values, faults


def _value(column: Column, cell: str) -> Any:
    if column.required and not cell:
        raise CellError(_("The cell is empty."), _("Fill it in: this column is needed."))
    return column.parse(cell)


def _row_faults(line: int, values: dict[str, Any]) -> list[Fault]:
    """What is wrong between the cells of one row."""
    faults = []
    hired_on, left_on = values.get("hired_on"), values.get("left_on")
    if hired_on and left_on and left_on < hired_on:
        faults.append(
            Fault(
                line,
                "left_on",
                _("Left on %(left)s, before being hired on %(hired)s.")
                % {"left": left_on.isoformat(), "hired": hired_on.isoformat()},
                _("Correct one of the two dates."),
            )
        )
    if values.get("leave_reason") and "left_on" in values and not left_on:
        faults.append(
            Fault(
                line,
                "leave_reason",
                _("There is a reason for leaving but no date."),
                _("Fill in left_on, or empty the reason."),
            )
        )
    return faults


def _mentions(file: PeopleFile, line: int, values: dict[str, Any]) -> list[Fault]:
    """Remember number and mail of the row; faults where an earlier row has them already."""
    faults = []
    for column, seen in (("employee_number", file.numbers), ("email", file.mails)):
        value = values.get(column)
        if not value:
            continue
        first = seen.setdefault(value, line)
        if first != line:
            faults.append(
                Fault(
                    line,
                    column,
                    _("“%(value)s” is in line %(first)s already.")
                    % {"value": shortened(value), "first": first},
                    _("Keep one of lines %(first)s and %(line)s, or correct the other.")
                    % {"first": first, "line": line},
                )
            )
    return faults


def _person_row(line: int, values: dict[str, Any], shared: _Shared) -> PersonRow:
    kept: dict[str, Any] = {
        name: shared[value] if isinstance(value, str) else value for name, value in values.items()
    }
    kept["number"] = kept.pop("employee_number")
    kept["manager"] = kept.pop("manager_employee_number", "")
    return PersonRow(line=line, **kept)


def _unknown_employee(line: int, number: str) -> Fault:
    return Fault(
        line,
        "employee_number",
        _("Nobody has the number “%(number)s”, neither in the directory nor in the people file.")
        % {"number": shortened(number)},
        _("Correct the number, or bring the people file with this person too."),
    )


def _same_event(line: int, first: int) -> Fault:
    return Fault(
        line,
        "on",
        _("The same kind of event for the same person and day is in line %(first)s already.")
        % {"first": first},
        _("Keep one of lines %(first)s and %(line)s.") % {"first": first, "line": line},
    )
