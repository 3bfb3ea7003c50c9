from __future__ import annotations

from datetime import date

from reports.periods import Period, months_before, years_back


def test_a_year_ends_with_the_last_full_month() -> None:
    (newest,) = years_back(today=date(2026, 11, 2), count=1)
    assert newest == Period(date(2025, 11, 1), date(2026, 10, 31))
    assert newest.days == 365
    assert newest.eve == date(2025, 10, 31)


def test_the_last_day_of_a_month_does_not_finish_it() -> None:
    (newest,) = years_back(today=date(2026, 10, 31), count=1)
    assert newest.last_on == date(2026, 9, 30)


def test_years_do_not_overlap() -> None:
    newest, before = years_back(today=date(2026, 1, 1), count=2)
    assert before.last_on == newest.eve
    assert newest.last_on == date(2025, 12, 31)


def test_months_go_back_over_the_turn_of_the_year() -> None:
    assert months_before(date(2026, 2, 1), 3) == date(2025, 11, 1)
    assert months_before(date(2026, 12, 1), 12) == date(2025, 12, 1)
