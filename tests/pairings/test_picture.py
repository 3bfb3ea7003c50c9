from __future__ import annotations

from datetime import date, timedelta

import pytest

from pairings.picture import LEFT, RIGHT, Mark, draw

START, END = date(2026, 1, 1), date(2026, 4, 11)  # a hundred days


@pytest.mark.parametrize(
    ("day", "x"), [(0, LEFT), (50, 50.0), (100, RIGHT), (-9, LEFT), (300, RIGHT)]
)
def test_a_mark_stands_where_its_day_is_and_never_outside(day: int, x: float) -> None:
    mark = Mark("held", START + timedelta(days=day), "a session")
    picture = draw(START, END, [mark], today=START)
    assert picture.marks[0].x == f"{x}%"


@pytest.mark.parametrize(
    ("day", "anchor", "under_way"),
    [(0, "start", True), (50, "middle", True), (99, "end", True), (120, "end", False)],
)
def test_the_word_below_today_stays_inside(day: int, anchor: str, under_way: bool) -> None:
    picture = draw(START, END, [], today=START + timedelta(days=day))
    assert (picture.anchor, picture.is_under_way) == (anchor, under_way)


def test_marks_stand_in_the_order_of_their_days() -> None:
    late, early = Mark("held", END, "late"), Mark("due", START, "early")
    assert [one.mark for one in draw(START, END, [late, early], today=START).marks] == [early, late]
