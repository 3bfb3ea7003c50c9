"""Tables of a report: what the page shows and what the export holds, from one source.

A cell that is hidden is hidden in both, since there is nothing else to write.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext

from kit.svg import percent
from reports.statistics import Interval

NOTHING = "\N{EN DASH}"


@dataclass(frozen=True)
class Cell:
    """One figure: as it is read, and as a spreadsheet wants it."""

    text: str
    value: str | float | int | None = None
    is_hidden: bool = False


@dataclass(frozen=True)
class Table:
    """The first column names the group; the others are figures."""

    name: str
    title: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Cell]]]

    @property
    def has_hidden(self) -> bool:
        return any(cell.is_hidden for _label, cells in self.rows for cell in cells)

    @property
    def places(self) -> int:
        """How many figures a row has."""
        return len(self.columns) - 1

    @property
    def lines(self) -> Iterator[tuple[str, list[tuple[str, Cell]]]]:
        """Each row with its cells beside their column's name."""
        for label, cells in self.rows:
            yield label, list(zip(self.columns[1:], cells, strict=True))

    @property
    def shown_lines(self) -> Iterator[tuple[str, list[tuple[str, Cell]]]]:
        """As `lines`; a row that is hidden as a whole has no cells."""
        for label, cells in self.lines:
            yield label, [] if all(cell.is_hidden for _column, cell in cells) else cells


def hidden() -> Cell:
    why = gettext("hidden: fewer than 5 people, or next to such a group")
    return Cell(why, why, is_hidden=True)


def nothing() -> Cell:
    return Cell(NOTHING)


def count(figure: float | None, digits: int = 0) -> Cell:
    """A figure, or that it is hidden."""
    if figure is None:
        return hidden()
    return Cell(
        number_format(round(figure, digits), digits, use_l10n=True, force_grouping=True),
        round(figure, 2),
    )


def rate(figure: float | None, digits: int = 1) -> Cell:
    """A figure that is not there where nothing can be divided."""
    return nothing() if figure is None else count(figure, digits)


def share(figure: float | None, digits: int = 0) -> Cell:
    return nothing() if figure is None else Cell(percent(figure, digits), round(figure, 4))


def interval(found: Interval | None) -> Cell:
    if found is None:
        return nothing()
    text = (
        f"{percent(found.low)}\N{NO-BREAK SPACE}\N{EN DASH}\N{NO-BREAK SPACE}{percent(found.high)}"
    )
    return Cell(text, f"{found.low:.4f} to {found.high:.4f}")


def between(found: Interval | None) -> Cell:
    """An interval of a figure that is no share, in whole numbers."""
    if found is None:
        return nothing()
    low, high = count(found.low).text, count(found.high).text
    text = f"{low}\N{NO-BREAK SPACE}\N{EN DASH}\N{NO-BREAK SPACE}{high}"
    return Cell(text, f"{found.low:.1f} to {found.high:.1f}")


def export_rows(tables: Sequence[Table]) -> Iterator[list[str | float | int | None]]:
    """The tables one under the other, one figure a line: table, group, figure, value."""
    for table in tables:
        for label, cells in table.lines:
            for column, cell in cells:
                yield [table.title, label, column, cell.value]


def export_heading() -> list[str]:
    return [gettext("table"), gettext("group"), gettext("figure"), gettext("value")]
