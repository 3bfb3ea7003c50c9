"""What the files would do to the directory, and what cannot be."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from people.directory import reading
from people.directory.comparing import circles
from people.models import DirectoryImport, Person
from tests import cast
from tests.cast import TODAY
from tests.people.hr_files import (
    applied,
    checked,
    events_csv,
    happened,
    people_csv,
    someone,
)


def reasons(one: DirectoryImport) -> list[tuple[int, str, str]]:
    return [(error["line"], error["column"], error["reason"]) for error in one.errors]


def fields(one: DirectoryImport) -> dict[str, tuple[str, str]]:
    (change,) = (change for change in one.changes if change["sort"] != "missing")
    return {field["column"]: (field["before"], field["after"]) for field in change["fields"]}


def counts(one: DirectoryImport, *words: str) -> dict[str, Any]:
    return {word: one.counts[word] for word in words}


def test_new_people_are_counted_and_those_who_left_already_too(db: None) -> None:
    one = checked(people_csv(someone(1), someone(2, left_on="2025-01-01")))
    assert counts(one, "rows", "added", "added_left", "errors") == {
        "rows": 2,
        "added": 2,
        "added_left": 1,
        "errors": 0,
    }


def test_a_change_says_before_and_after_of_each_field(olga: Person) -> None:
    applied(people_csv(someone(1), someone(2)), by=olga)
    one = checked(
        people_csv(
            someone(1),
            someone(
                2, department="Finance", job_level=3, manager_employee_number=1, annual_salary=60000
            ),
        )
    )
    assert counts(one, "added", "changed", "left", "unchanged") == {
        "added": 0,
        "changed": 1,
        "left": 0,
        "unchanged": 1,
    }
    assert fields(one) == {
        "department": ("Sales", "Finance"),
        "job_level": ("2", "3"),
        "manager_employee_number": ("", "1"),
        "annual_salary": ("50000.00", "60000.00"),
    }


def test_a_column_that_is_not_there_changes_nothing(olga: Person) -> None:
    applied(people_csv(someone(1, gender="female")), by=olga)
    short = b"employee_number,email,name,department,job_title,job_level,hired_on\n"
    one = checked(short + b"1,person1@example.com,Person 1,Sales,Sales Executive,2,2020-01-01\n")
    assert counts(one, "unchanged", "changed", "errors") == {
        "unchanged": 1,
        "changed": 0,
        "errors": 0,
    }


def test_who_leaves_and_who_comes_back_is_told_apart_from_a_change(olga: Person) -> None:
    applied(people_csv(someone(1), someone(2, left_on="2025-01-01"), someone(3)), by=olga)
    one = checked(
        people_csv(someone(1, left_on=TODAY), someone(2), someone(3, left_on=date(2030, 1, 1)))
    )
    assert {change["number"]: change["sort"] for change in one.changes} == {
        "1": "left",
        "2": "returned",
        "3": "changed",
    }


def test_people_who_are_not_in_the_file_are_named_and_left_alone(olga: Person) -> None:
    applied(people_csv(someone(1), someone(2), someone(3, left_on="2025-01-01")), by=olga)
    one = checked(people_csv(someone(1)))
    assert counts(one, "missing", "left", "changed") == {"missing": 1, "left": 0, "changed": 0}
    assert [(change["sort"], change["number"]) for change in one.changes] == [("missing", "2")]
    assert not one.would_change


def test_an_unknown_manager_is_named(db: None) -> None:
    one = checked(people_csv(someone(1, manager_employee_number=9)))
    assert reasons(one) == [
        (
            2,
            "manager_employee_number",
            "Nobody has the number “9”, neither in the file nor in the directory.",
        )
    ]


def test_managers_may_come_later_in_the_file_or_stand_in_the_directory(olga: Person) -> None:
    applied(people_csv(someone(1)), by=olga)
    one = checked(
        people_csv(someone(2, manager_employee_number=3), someone(3, manager_employee_number=1))
    )
    assert not one.errors


def test_a_circle_of_managers_is_shown_whole(db: None) -> None:
    one = checked(
        people_csv(
            someone(1, manager_employee_number=2),
            someone(2, manager_employee_number=3),
            someone(3, manager_employee_number=1),
            someone(4, manager_employee_number=1),
        )
    )
    assert reasons(one) == [
        (
            2,
            "manager_employee_number",
            "The managers go round in a circle: 1 → 2 → 3 → 1.",
        )
    ]


def test_a_circle_through_somebody_outside_of_the_file_is_found(olga: Person) -> None:
    applied(people_csv(someone(1), someone(2, manager_employee_number=1)), by=olga)
    one = checked(people_csv(someone(1, manager_employee_number=2)))
    assert [reason for *_place, reason in reasons(one)] == [
        "The managers go round in a circle: 1 → 2 → 1."
    ]


def test_nobody_manages_themselves(db: None) -> None:
    one = checked(people_csv(someone(1, manager_employee_number=1)))
    assert [reason for *_place, reason in reasons(one)] == ["Employee 1 is their own manager."]


def test_a_long_chain_is_no_circle_and_takes_no_time() -> None:
    chain = {str(number): str(number + 1) for number in range(100_000)}
    assert list(circles({**chain, "100000": None})) == []
    assert len(next(circles({**chain, "100000": "0"}))) == 100_001


def test_an_address_that_somebody_keeps_is_not_given_away(olga: Person) -> None:
    applied(people_csv(someone(1)), by=olga)
    one = checked(people_csv(someone(2, email="person1@example.com")))
    assert reasons(one) == [
        (2, "email", "Employee 1 (Person 1) has the address “person1@example.com” already.")
    ]


def test_an_address_of_an_account_without_a_record_is_not_taken_over(olga: Person) -> None:
    applied(people_csv(someone(1)), by=olga)
    one = checked(people_csv(someone(1, email=olga.email)))
    assert reasons(one) == [
        (2, "email", f"Another account has the address “{olga.email}” already.")
    ]


def test_the_last_administrator_cannot_leave_by_file(olga: Person) -> None:
    cast.employment(olga)
    number = olga.employment.number
    row = someone(number, email=olga.email, name=olga.name, left_on="2026-10-01")
    assert reasons(checked(people_csv(row))) == [
        (2, "left_on", "Olga Root is the last administrator.")
    ]
    cast.person("Otto Root", roles=("administrator",))
    assert not checked(people_csv(row)).errors


@pytest.mark.parametrize("detail", ["", "level 2 to 3"])
def test_events_are_new_changed_or_known(olga: Person, detail: str) -> None:
    applied(people_csv(someone(1)), events_csv(happened(1, detail=detail)), by=olga)
    again = checked(
        events=events_csv(
            happened(1, detail="level 2 to 3"), happened(1, kind="transfer", detail="to Berlin")
        )
    )
    changed = 0 if detail else 1
    assert counts(again, "event_rows", "events_added", "events_changed", "events_unchanged") == {
        "event_rows": 2,
        "events_added": 1,
        "events_changed": changed,
        "events_unchanged": 1 - changed,
    }


def test_an_event_of_a_bad_row_is_not_blamed_too(db: None) -> None:
    one = checked(people_csv(someone(1, job_level="x")), events_csv(happened(1)))
    assert [error["file"] for error in one.errors] == ["people"]


def test_a_file_that_cannot_be_read_is_one_error(db: None) -> None:
    one = checked(people_csv(someone(1, name="Gürcüye")).decode().encode("cp1252"))
    assert one.counts["errors"] == 1
    assert one.errors[0]["reason"].startswith("Line 2 is not UTF-8")


def test_a_file_of_more_rows_than_are_taken_is_refused_whole(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_PEOPLE", 2)
    one = checked(people_csv(someone(1), someone(2), someone(3)))
    assert reasons(one) == [(0, "", "The file has more than 2 rows.")]
    assert one.errors[0]["mend"] == (
        "Split it into files of at most 2 rows and bring them one by one."
    )
    assert not one.may_be_applied
