"""CSV: files that people bring, read with care, and files handed out, safe to open.

Reading takes UTF-8 (with or without a byte order mark) and UTF-16 with one; commas, semicolons or
tabs. Other encodings are refused rather than guessed: a wrong guess would damage names in silence.
"""

from __future__ import annotations

import codecs
import csv
import difflib
import io
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DELIMITERS = (",", ";", "\t")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_SIGNED_NUMBER = re.compile(r"[+-]\d+([.,]\d+)?\s?%?")
_LONGEST_LINE = 100_000  # characters; beyond it a quotation mark was left open


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file, where, and the mend. Line 0 speaks of the file as a whole."""

    line: int
    column: str
    reason: str
    mend: str


class UnreadableError(Exception):
    """The file as a whole cannot be read; `faults` say why."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(" ".join(f"{fault.reason} {fault.mend}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its line in the file (the heading is line 1), cells by column, and a fault."""

    number: int
    cells: dict[str, str]
    fault: Fault | None = None


def _refuse(reason: str, mend: str, *, line: int = 0, column: str = "") -> UnreadableError:
    return UnreadableError(Fault(line, column, reason, mend))


# --- Reading --------------------------------------------------------------------------------


class Reader:
    """The rows of a CSV file, one at a time; iterate over it once.

    Raises `UnreadableError` at once for a wrong encoding or heading, and while iterating where the
    file has more than `max_rows` rows or its quotation marks do not close.
    """

    def __init__(
        self,
        stream: BinaryIO,
        *,
        required: Collection[str],
        optional: Collection[str] = (),
        max_rows: int,
    ) -> None:
        self.encoding, self.line_count = _encoding_of(stream)
        self.max_rows = max_rows
        stream.seek(0)
        text = io.TextIOWrapper(stream, encoding=self.encoding, newline="")
        heading = text.readline(_LONGEST_LINE)
        self.delimiter = _delimiter_of(heading)
        names = next(csv.reader([heading], delimiter=self.delimiter), [])
        self.columns = _columns_of(names, required, optional)
        self._rows = csv.reader(text, delimiter=self.delimiter)
        self._text = text  # kept open as long as this reader

    def __iter__(self) -> Iterator[Line]:
        seen, first = 0, 2
        try:
            for row in self._rows:
                number, first = first, self._rows.line_num + 2
                if not any(cell.strip() for cell in row):
                    continue
                seen += 1
                if seen > self.max_rows:
                    raise self._too_many()
                yield self._line(number, row)
        except csv.Error as error:
            raise _refuse(
                _("From line %(line)s on the quotation marks do not close.") % {"line": first},
                _("Close the quotation mark in this line, or double it inside a cell."),
                line=first,
            ) from error

    def _too_many(self) -> UnreadableError:
        return _refuse(
            _("The file has more than %(count)s rows.") % {"count": f"{self.max_rows:,}"},
            _("Split it into files of at most %(count)s rows and bring them one by one.")
            % {"count": f"{self.max_rows:,}"},
        )

    def _line(self, number: int, row: list[str]) -> Line:
        cells = dict(zip(self.columns, (cell.strip() for cell in row), strict=False))
        if len(row) != len(self.columns):
            reason = ngettext(
                "This row has %(cells)s cell, the heading has %(columns)s.",
                "This row has %(cells)s cells, the heading has %(columns)s.",
                len(row),
            ) % {"cells": len(row), "columns": len(self.columns)}
            mend = _("Put text that holds a separator in quotation marks.")
            return Line(number, cells, Fault(number, "", reason, mend))
        for column, cell in cells.items():
            if cell and (fault := _cell_fault(number, column, cell)):
                return Line(number, cells, fault)
        return Line(number, cells)


def _cell_fault(line: int, column: str, cell: str) -> Fault | None:
    if is_formula(cell):
        return Fault(
            line,
            column,
            _("“%(cell)s” starts with “%(sign)s”: a spreadsheet would run it as a formula.")
            % {"cell": shortened(cell), "sign": cell[0]},
            _("Write plain text, without the sign in front."),
        )
    if any(unicodedata.category(sign) == "Cc" for sign in cell):
        return Fault(
            line,
            column,
            _("There is a line break or another control character in the cell."),
            _("Write it on one line; see whether a quotation mark was left open."),
        )
    return None


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would run the cell; a signed number is only a number."""
    return cell.startswith(FORMULA_STARTS) and not _SIGNED_NUMBER.fullmatch(cell)


def shortened(cell: str, length: int = 40) -> str:
    return cell if len(cell) <= length else cell[: length - 1] + "…"


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like `word`, or nothing where none is alike."""
    by_plain = {one.casefold(): one for one in known}
    found = difflib.get_close_matches(word.casefold(), by_plain, n=1, cutoff=0.6)
    return by_plain[found[0]] if found else ""


def _encoding_of(stream: BinaryIO) -> tuple[str, int]:
    """The encoding and the number of lines."""
    stream.seek(0)
    start = stream.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        stream.seek(0)
        return "utf-16", _lines_decoded(stream, "utf-16")
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise _refuse(
            _("This is a spreadsheet file, not CSV."),
            _("Save it as “CSV UTF-8” and bring that file."),
        )
    stream.seek(0)
    return "utf-8-sig", _lines_decoded(stream, "utf-8")


def _lines_decoded(stream: BinaryIO, encoding: str) -> int:
    if encoding == "utf-16":
        try:
            decoded = codecs.iterdecode(stream, encoding)
            return sum(text.count("\n") for text in decoded) + 1
        except UnicodeError as error:
            raise _not_text() from error
    number = 0
    for number, line in enumerate(stream, start=1):
        if b"\0" in line:
            raise _not_text()
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise _not_utf8(number, line, error) from error
    return number


def _not_text() -> UnreadableError:
    return _refuse(
        _("This is not a text file, or it is UTF-16 without its mark."),
        _("Save it as “CSV UTF-8” and bring that file."),
    )


def _not_utf8(number: int, line: bytes, error: UnicodeDecodeError) -> UnreadableError:
    around = line[max(0, error.start - 12) : error.start + 12].decode("cp1252", "replace").strip()
    return _refuse(
        _("Line %(line)s is not UTF-8 near “%(text)s”: it looks like an older Windows encoding.")
        % {"line": number, "text": around},
        _("Save it as “CSV UTF-8”, so that names keep their letters."),
        line=number,
    )


def _delimiter_of(heading: str) -> str:
    if not heading.strip():
        raise _refuse(
            _("The file is empty, or its first line is."),
            _("The first line names the columns."),
        )
    unquoted = re.sub(r'"[^"]*"', "", heading)
    return max(DELIMITERS, key=unquoted.count)


def _columns_of(
    names: Sequence[str], required: Collection[str], optional: Collection[str]
) -> list[str]:
    """The columns under their own names; "Employee Number" is taken for employee_number."""
    known = [*required, *optional]
    columns = [re.sub(r"[\s-]+", "_", name.strip()).lower() for name in names]
    faults = [_unknown(name, known) for name in columns if name not in known]
    faults += [
        Fault(
            1,
            name,
            _("The column “%(name)s” is there twice.") % {"name": name},
            _("Remove one."),
        )
        for name in known
        if columns.count(name) > 1
    ]
    faults += [_missing(name, columns, known) for name in required if name not in columns]
    if faults:
        raise UnreadableError(*faults)
    return columns


def _unknown(name: str, known: Collection[str]) -> Fault:
    like = nearest(name, known)
    return Fault(
        1,
        name,
        _("The column “%(name)s” is not known.") % {"name": shortened(name)},
        _("Is it “%(like)s”? Rename it, or remove it.") % {"like": like}
        if like
        else _("Remove it. Known columns: %(known)s.") % {"known": ", ".join(known)},
    )


def _missing(name: str, columns: Collection[str], known: Collection[str]) -> Fault:
    like = nearest(name, [column for column in columns if column not in known])
    return Fault(
        1,
        name,
        _("The column “%(name)s” is missing.") % {"name": name},
        _("Rename “%(like)s” to “%(name)s”.") % {"like": like, "name": name}
        if like
        else _("Add it to the first line."),
    )


# --- Writing --------------------------------------------------------------------------------


def safe(cell: Any) -> Any:
    """The cell so that no spreadsheet runs it: text that starts like a formula gets a quote."""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return "" if cell is None else cell


class _Echo:
    def write(self, text: str) -> str:
        return text


def _lines(heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([safe(cell) for cell in heading])
    for row in rows:
        yield writer.writerow([safe(cell) for cell in row])


class CsvResponse(StreamingHttpResponse):
    """A CSV file to keep, written row by row: UTF-8 with the mark that spreadsheets look for.

    `CsvResponse("audit", ["at", "what"], rows)` is saved as audit.csv. In tests, `getvalue()`.
    """

    def __init__(self, name: str, heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        super().__init__(
            _lines(heading, rows),
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="{name}.csv"',
                "Cache-Control": "no-store",
            },
        )
