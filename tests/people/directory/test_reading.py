"""Every bad cell is named with line, column, reason and mend."""

from __future__ import annotations

import io
from typing import Any

import pytest

from people.directory.problems import KEPT, Problems
from people.directory.reading import PeopleFile, read_events, read_people
from tests.people.hr_files import events_csv, happened, people_csv, someone


def still(_done: float) -> None:
    """Nobody watches the progress."""


def read(*rows: dict[str, str]) -> tuple[PeopleFile, list[dict[str, Any]]]:
    problems = Problems()
    file = read_people(io.BytesIO(people_csv(*rows)), problems, still)
    return file, problems.in_order()


def test_a_good_row_is_read_in_full() -> None:
    file, problems = read(
        someone(
            7,
            email="Ann@Example.com",
            name="Ann Ünal",
            manager_employee_number=3,
            left_on="31.12.2025",
            leave_reason="voluntary",
            gender="female",
            annual_salary="51234,50",
        )
    )
    row = file.rows["7"]
    assert not problems
    assert (row.line, row.email, row.name, row.manager) == (2, "ann@example.com", "Ann Ünal", "3")
    assert (str(row.hired_on), str(row.left_on)) == ("2020-01-01", "2025-12-31")
    assert str(row.annual_salary) == "51234.50"


@pytest.mark.parametrize(
    ("cells", "column", "reason", "mend"),
    [
        (
            {"email": "nobody"},
            "email",
            "“nobody” is not an e-mail address.",
            "Write it like name@example.com.",
        ),
        (
            {"name": ""},
            "name",
            "The cell is empty.",
            "Fill it in: this column is needed.",
        ),
        (
            {"department": "x" * 101},
            "department",
            "“" + "x" * 39 + "…” is longer than 100 characters.",
            "Shorten it.",
        ),
        (
            {"job_level": "two"},
            "job_level",
            "“two” is not a level.",
            "Write a whole number from 0 to 99.",
        ),
        (
            {"job_level": "100"},
            "job_level",
            "“100” is not a level.",
            "Write a whole number from 0 to 99.",
        ),
        (
            {"hired_on": "03/04/2020"},
            "hired_on",
            "“03/04/2020” is not a date that can be read for sure.",
            "Write it as year-month-day, like 2026-11-30.",
        ),
        (
            {"hired_on": "2021-02-29"},
            "hired_on",
            "“2021-02-29” is not a day of the calendar.",
            "Check the date.",
        ),
        (
            {"hired_on": "0202-01-01"},
            "hired_on",
            "The year 202 cannot be right.",
            "Check the date.",
        ),
        (
            {"left_on": "2019-12-31"},
            "left_on",
            "Left on 2019-12-31, before being hired on 2020-01-01.",
            "Correct one of the two dates.",
        ),
        (
            {"leave_reason": "voluntary"},
            "leave_reason",
            "There is a reason for leaving but no date.",
            "Fill in left_on, or empty the reason.",
        ),
        (
            {"left_on": "2025-01-01", "leave_reason": "volantary"},
            "leave_reason",
            "“volantary” is not known.",
            "Is it “voluntary”?",
        ),
        (
            {"time_zone": "Europe/Berlim"},
            "time_zone",
            "“Europe/Berlim” is not a time zone.",
            "Is it “Europe/Berlin”?",
        ),
        (
            {"time_zone": "qqqqqq"},
            "time_zone",
            "“qqqqqq” is not a time zone.",
            "Write it like Europe/Berlin.",
        ),
        (
            {"annual_salary": "€ 50.000"},
            "annual_salary",
            "“€ 50.000” is not an amount.",
            "Write digits alone, without currency or thousands signs, like 51234.50.",
        ),
        (
            {"annual_salary": "-5"},
            "annual_salary",
            "“-5” is not an amount.",
            "Write digits alone, without currency or thousands signs, like 51234.50.",
        ),
        (
            {"name": "=HYPERLINK(1)"},
            "name",
            "“=HYPERLINK(1)” starts with “=”: a spreadsheet would run it as a formula.",
            "Write plain text, without the sign in front.",
        ),
    ],
)
def test_a_bad_cell_is_named_with_its_mend(
    cells: dict[str, str], column: str, reason: str, mend: str
) -> None:
    file, problems = read(someone(1), someone(2, **cells))
    assert problems == [
        {"file": "people", "line": 3, "column": column, "reason": reason, "mend": mend}
    ]
    assert list(file.rows) == ["1"]


@pytest.mark.parametrize(
    ("cells", "column", "value"),
    [
        ({"employee_number": "1"}, "employee_number", "1"),
        ({"email": "PERSON1@example.com"}, "email", "person1@example.com"),
    ],
)
def test_a_number_or_address_that_is_there_twice_is_named_with_both_lines(
    cells: dict[str, str], column: str, value: str
) -> None:
    _file, (problem,) = read(someone(1), someone(2), someone(3, **cells))
    assert (problem["line"], problem["column"]) == (4, column)
    assert problem["reason"] == f"“{value}” is in line 2 already."
    assert problem["mend"] == "Keep one of lines 2 and 4, or correct the other."


def test_one_row_may_have_several_faults() -> None:
    _file, problems = read(someone(1, job_level="x", hired_on="y"))
    assert [problem["column"] for problem in problems] == ["job_level", "hired_on"]


def test_errors_are_counted_in_full_and_kept_up_to_a_limit() -> None:
    problems = Problems()
    rows = (someone(number, job_level="x") for number in range(KEPT + 5))
    read_people(io.BytesIO(people_csv(*rows)), problems, still)
    assert (problems.count, len(problems.kept)) == (KEPT + 5, KEPT)


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        (
            {"employee_number": "99"},
            "employee_number",
            "Nobody has the number “99”, neither in the directory nor in the people file.",
        ),
        ({"kind": "promotoin"}, "kind", "“promotoin” is not known."),
        ({"on": "soon"}, "on", "“soon” is not a date that can be read for sure."),
        (
            {"detail": "again"},
            "on",
            "The same kind of event for the same person and day is in line 2 already.",
        ),
    ],
)
def test_a_bad_event_is_named(cells: dict[str, str], column: str, reason: str) -> None:
    problems = Problems()
    data = events_csv(happened(1), happened(1, **{"kind": "promotion", **cells}))
    file = read_events(io.BytesIO(data), {"1"}, problems, still)
    (problem,) = problems.in_order()
    assert (problem["file"], problem["line"], problem["column"]) == ("events", 3, column)
    assert problem["reason"] == reason
    assert len(file) == 1


def test_events_come_out_as_they_went_in() -> None:
    data = events_csv(
        happened(1, detail="level 1 to 2"),
        happened(2, kind="Pay change", on="2.5.2024", detail="+5 %"),
    )
    file = read_events(io.BytesIO(data), {"1", "2"}, Problems(), still)
    assert [(line, number, kind, str(on), detail) for line, number, kind, on, detail in file] == [
        (2, "1", "promotion", "2024-05-01", "level 1 to 2"),
        (3, "2", "pay_change", "2024-05-02", "+5 %"),
    ]
