from __future__ import annotations

from reports import tables
from reports.statistics import Interval
from reports.tables import Table, export_rows


def table(*rows: tuple[str, list[tables.Cell]]) -> Table:
    return Table("t", "By group", ["Group", "People", "Share"], list(rows))


def test_the_export_holds_what_the_page_shows() -> None:
    one = table(("A", [tables.count(1240), tables.share(0.9234)]), ("B", [tables.hidden()] * 2))
    assert list(export_rows([one])) == [
        ["By group", "A", "People", 1240],
        ["By group", "A", "Share", 0.9234],
        ["By group", "B", "People", tables.hidden().value],
        ["By group", "B", "Share", tables.hidden().value],
    ]


def test_a_row_hidden_as_a_whole_says_it_once() -> None:
    one = table(("A", [tables.count(12), tables.hidden()]), ("B", [tables.hidden()] * 2))
    assert [len(cells) for _label, cells in one.shown_lines] == [2, 0]
    assert one.has_hidden


def test_figures_are_rounded_and_not_cut() -> None:
    assert tables.share(0.1852).text == "19\N{NO-BREAK SPACE}%"
    assert tables.rate(1.96).text == "2.0"
    assert tables.count(1240).text == "1,240"


def test_what_cannot_be_reckoned_is_a_dash_and_not_hidden() -> None:
    for cell in (tables.share(None), tables.rate(None), tables.interval(None)):
        assert cell.text == tables.NOTHING
        assert not cell.is_hidden


def test_an_interval_names_both_ends() -> None:
    cell = tables.interval(Interval(0.881, 0.952))
    assert cell.text == "88 % \N{EN DASH} 95 %".replace(" ", "\N{NO-BREAK SPACE}")
    assert cell.value == "0.8810 to 0.9520"
