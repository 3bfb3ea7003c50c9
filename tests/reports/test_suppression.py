"""Nothing hidden comes back, not even to somebody who knows the rule.

The exhaustive tests publish every small table there is, put those together that look the same, and
ask whether a hidden group of one to four has one possible size only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reports.suppression import Hidden, hide_groups, hide_splits, is_small, tells

Table = tuple[tuple[int, int], ...]


def test_one_to_four_people_are_small_and_nobody_is_not() -> None:
    assert [count for count in range(7) if is_small(count)] == [1, 2, 3, 4]


def test_a_split_tells_when_a_side_is_small_or_all_are_on_the_bad_one() -> None:
    assert tells((30, 3))
    assert tells((3, 30))
    assert tells((0, 12))
    assert not tells((12, 0))
    assert not tells((30, 5))
    assert not tells((0, 0))


def test_nothing_is_hidden_where_every_group_is_large() -> None:
    assert hide_groups({"a": 5, "b": 90, "c": 0}) == Hidden(frozenset())


def test_a_single_small_group_takes_the_next_one_with_it() -> None:
    assert hide_groups({"a": 50, "b": 3, "c": 20}).rows == {"a", "b"}


def test_the_total_goes_where_it_would_be_the_group_itself() -> None:
    assert hide_groups({"a": 3}) == Hidden(frozenset("a"), total=True)
    assert hide_groups({"a": 3, "b": 1}) == Hidden(frozenset("ab"), total=True)


def test_two_small_groups_hide_each_other() -> None:
    assert hide_groups({"a": 3, "b": 4, "c": 20}) == Hidden(frozenset("ab"))


def test_a_split_is_hidden_on_both_sides_of_the_program() -> None:
    rows = {
        "a": ((20, 6), (80, 9)),
        "b": ((20, 6), (80, 2)),  # two outside left: what is inside gives them away
        "c": ((20, 6), (80, 9)),
    }
    assert hide_splits(rows).rows == {"a", "b"}


def test_a_hidden_size_hides_the_split_too() -> None:
    rows = {"a": ((4, 0),), "b": ((9, 9),), "c": ((30, 30),)}
    assert hide_splits(rows, already={"a"}).rows >= {"a", "b"}


def published(sizes: tuple[int, ...]) -> object:
    hidden = hide_groups(dict(enumerate(sizes)))
    cells = tuple("hidden" if row in hidden else size for row, size in enumerate(sizes))
    return cells, None if hidden.total else sum(sizes)


@pytest.mark.parametrize(("rows", "up_to"), [(1, 20), (2, 30), (3, 28), (4, 21)])
def test_no_small_group_has_one_possible_size_only(rows: int, up_to: int) -> None:
    alike = defaultdict(list)
    for sizes in product(range(up_to + 1), repeat=rows):
        if sum(sizes) <= up_to:
            alike[published(sizes)].append(sizes)
    for tables in alike.values():
        hidden = hide_groups(dict(enumerate(tables[0])))
        for row in hidden.rows:
            possible = {sizes[row] for sizes in tables}
            assert not (len(possible) == 1 and is_small(min(possible))), tables


def splits_of(rows: int, *, up_to: int) -> Iterator[Table]:
    one = [(good, size - good) for size in range(up_to + 1) for good in range(size + 1)]
    return product(one, repeat=rows)


def hidden_in(table: Table) -> tuple[Hidden[int], Hidden[int]]:
    groups = hide_groups({row: sum(split) for row, split in enumerate(table)})
    rows = {row: (split,) for row, split in enumerate(table)}
    return groups, hide_splits(rows, already=groups.rows)


def published_splits(table: Table) -> object:
    groups, splits = hidden_in(table)
    good, bad = (sum(side) for side in zip(*table, strict=True))
    return (
        tuple(
            ("hidden" if row in groups else sum(split), "hidden" if row in splits else split)
            for row, split in enumerate(table)
        ),
        None if groups.total else good + bad,
        None if splits.total else (good, bad),
    )


@pytest.mark.parametrize(("rows", "up_to"), [(1, 14), (2, 15), (3, 9)])
def test_no_side_of_a_split_has_one_possible_size_only(rows: int, up_to: int) -> None:
    alike = defaultdict(list)
    for table in splits_of(rows, up_to=up_to):
        groups, splits = hidden_in(table)
        if splits.rows and not groups.rows:
            alike[published_splits(table)].append(table)
    for tables in alike.values():
        for row in hidden_in(tables[0])[1].rows:
            for side in (0, 1):
                possible = {table[row][side] for table in tables}
                known = min(possible)
                assert not (len(possible) == 1 and (is_small(known) or side == known == 0)), tables


sizes = st.lists(st.integers(0, 40), min_size=1, max_size=8)


@given(sizes)
def test_whatever_is_taken_from_the_total_leaves_two_groups_and_five_people(
    counts: list[int],
) -> None:
    rows = dict(enumerate(counts))
    hidden = hide_groups(rows)
    assert {row for row, size in rows.items() if is_small(size)} <= hidden.rows
    if hidden.rows and not hidden.total:
        assert len(hidden.rows) > 1
        assert sum(rows[row] for row in hidden.rows) >= 5


@given(sizes)
def test_what_is_hidden_second_does_not_depend_on_how_large_it_is(
    counts: list[int],
) -> None:
    assume(sum(counts) > 20)
    rows = dict(enumerate(counts))
    hidden = hide_groups(rows)
    larger = {
        row: size + 7 if size >= 5 and row not in hidden else size for row, size in rows.items()
    }
    assert hide_groups(larger) == hidden


@given(st.lists(st.tuples(*[st.integers(0, 30)] * 4), min_size=1, max_size=6))
def test_hidden_splits_add_up_to_no_small_number(counts: list[tuple[int, int, int, int]]) -> None:
    rows = {row: ((a, b), (c, d)) for row, (a, b, c, d) in enumerate(counts)}
    hidden = hide_splits(rows)
    if hidden.rows and not hidden.total:
        assert len(hidden.rows) > 1
        for which in (0, 1):
            together = [sum(rows[row][which][side] for row in hidden.rows) for side in (0, 1)]
            assert not any(map(is_small, together))
            assert together[0] >= 5 or sum(together) == 0
