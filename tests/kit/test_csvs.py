from __future__ import annotations

import io

import pytest

from kit.csvs import CsvResponse, Line, Reader, UnreadableError, safe


def lines(data: bytes, *, max_rows: int = 10) -> list[Line]:
    return list(
        Reader(
            io.BytesIO(data), required=("number", "name"), optional=("manager",), max_rows=max_rows
        )
    )


def refusal(data: bytes, *, max_rows: int = 10) -> str:
    with pytest.raises(UnreadableError) as caught:
        lines(data, max_rows=max_rows)
    return str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        "number,name\n7,Gürcüye\n".encode(),
        "\ufeffnumber,name\n7,Gürcüye\n".encode(),
        "number;name\r\n7;Gürcüye\r\n".encode(),
        "number\tname\n7\tGürcüye".encode(),
        "number,name\n7,Gürcüye\n".encode("utf-16"),
        ' Number , NAME \n7," Gürcüye "\n'.encode(),
    ],
    ids=["plain", "mark", "semicolons", "tabs", "utf-16", "loose heading"],
)
def test_the_same_row_is_read_however_it_was_saved(data: bytes) -> None:
    assert lines(data) == [Line(2, {"number": "7", "name": "Gürcüye"})]


def test_an_older_encoding_is_refused_with_its_line_and_what_it_seems_to_say() -> None:
    assert refusal("number,name\n7,Ann\n8,Gürcüye\n".encode("cp1252")) == (
        "Line 3 is not UTF-8 near “8,Gürcüye”: it looks like an older Windows encoding. "
        "Save it as “CSV UTF-8”, so that names keep their letters."
    )


@pytest.mark.parametrize("data", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest"])
def test_a_workbook_is_refused(data: bytes) -> None:
    assert refusal(data) == (
        "This is a spreadsheet file, not CSV. Save it as “CSV UTF-8” and bring that file."
    )


def test_utf_16_without_its_mark_is_refused() -> None:
    assert "not a text file" in refusal("number,name\n7,Ann\n".encode("utf-16-le"))


def test_an_empty_file_is_refused() -> None:
    assert (
        refusal(b"") == "The file is empty, or its first line is. The first line names the columns."
    )


def test_a_misspelt_column_is_named_with_the_one_it_is_like() -> None:
    assert refusal(b"number,nmae\n") == (
        "The column “nmae” is not known. Is it “name”? Rename it, or remove it. "
        "The column “name” is missing. Rename “nmae” to “name”."
    )


def test_a_missing_and_a_foreign_column_are_named() -> None:
    assert refusal(b"number,shoe size\n") == (
        "The column “shoe_size” is not known. Remove it. Known columns: number, name, manager. "
        "The column “name” is missing. Add it to the first line."
    )


def test_a_column_that_is_there_twice_is_named() -> None:
    assert refusal(b"number,name,Name\n") == "The column “name” is there twice. Remove one."


def test_more_rows_than_allowed_end_the_reading() -> None:
    assert refusal(b"number,name\n" + b"1,A\n" * 4, max_rows=3).startswith(
        "The file has more than 3 rows."
    )


def test_an_open_quotation_mark_is_named_with_its_line() -> None:
    data = b'number,name\n1,A\n2,"B\n' + b"3,C\n" * 60_000
    assert refusal(data, max_rows=100_000).startswith(
        "From line 3 on the quotation marks do not close."
    )


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-cmd|x", "@SUM(A1)", "-"])
def test_a_formula_is_a_fault_of_its_cell(cell: str) -> None:
    (line,) = lines(f"number,name\n7,{cell}\n".encode())
    assert line.fault
    assert (line.fault.line, line.fault.column) == (2, "name")
    assert line.fault.reason == (
        f"“{cell}” starts with “{cell[0]}”: a spreadsheet would run it as a formula."
    )


def test_a_signed_number_is_no_formula() -> None:
    assert lines(b"number,name\n7,-12.5 %\n")[0].fault is None


def test_a_row_of_another_width_is_a_fault_of_its_line() -> None:
    (line,) = lines(b"number,name\n7,Ann,x\n")
    assert line.fault
    assert line.fault.reason == "This row has 3 cells, the heading has 2."


def test_a_line_break_in_a_cell_is_a_fault_and_lines_are_counted_on_after_it() -> None:
    first, second = lines(b'number,name\n7,"A\nB"\n8,C\n')
    assert first.fault
    assert "line break" in first.fault.reason
    assert second == Line(4, {"number": "8", "name": "C"})


def test_empty_rows_are_passed_over() -> None:
    assert [line.number for line in lines(b"number,name\n\n,\n7,Ann\n")] == [4]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx"])
def test_what_starts_like_a_formula_is_written_as_text(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


def test_numbers_stay_numbers_and_nothing_stays_empty() -> None:
    response = CsvResponse("figures", ["=a", "b"], [[-1, None]])
    assert response.getvalue().decode() == "\ufeff'=a,b\r\n-1,\r\n"


def test_a_response_is_a_file_to_keep() -> None:
    response = CsvResponse("audit", ["what"], [["=x"], ["Gürcüye"]])
    assert response.getvalue().decode() == "\ufeffwhat\r\n'=x\r\nGürcüye\r\n"
    assert response["Content-Disposition"] == 'attachment; filename="audit.csv"'
