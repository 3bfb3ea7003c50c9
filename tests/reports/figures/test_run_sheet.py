from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reports.figures.run_sheet import DIMENSIONS, Group, Mentee, Sheet, published, split_by_gender


def mentees(
    count: int, *, score: float | None = 70.0, gender: str = "", department: str = "Research"
) -> list[Mentee]:
    groups = {"department": department, "location": "Bergen", "gender": gender}
    return [Mentee(groups, score) for _ in range(count)]


def of(people: list[Mentee]) -> Sheet:
    return published(people, by_gender=split_by_gender(people))


def group(found: Sheet, dimension: str, label: str) -> Group:
    return next(one for one in found.by[dimension] if one.label == label)


def test_a_group_shows_who_is_placed_and_how_well() -> None:
    found = of([*mentees(6, score=80), *mentees(2, score=50), *mentees(4, score=None)])
    row = group(found, "department", "Research")
    assert (row.mentees, row.placed, row.share) == (12, 8, 8 / 12)
    assert row.mean == 72.5
    assert row.spread is not None
    assert row.spread.low < 72.5 < row.spread.high
    assert found.lowest == 50


def test_a_group_under_five_is_hidden_with_another_one() -> None:
    found = of(
        [
            *mentees(3, department="Art"),
            *mentees(8, department="Law"),
            *mentees(9, department="Sales"),
        ]
    )
    assert group(found, "department", "Art").mentees is None
    assert group(found, "department", "Law").mentees is None
    assert group(found, "department", "Law").mean is None
    assert group(found, "department", "Sales").mentees == 9


def test_by_department_two_left_out_are_shown_since_they_stand_in_the_run_by_name() -> None:
    found = of([*mentees(20), *mentees(2, score=None)])
    assert group(found, "department", "Research").placed == 20


def test_by_gender_two_left_out_would_tell_their_gender() -> None:
    found = of(
        [
            *mentees(20, gender="female"),
            *mentees(2, gender="female", score=None),
            *mentees(25, gender="male"),
        ]
    )
    for label in ("Female", "Male"):
        row = group(found, "gender", label)
        assert row.mentees is not None
        assert row.placed is None
        assert row.share is None
        assert row.mean == 70


def test_by_gender_those_left_out_are_not_all_of_one() -> None:
    found = of(
        [
            *mentees(20, gender="female"),
            *mentees(15, gender="male"),
            *mentees(9, gender="male", score=None),
        ]
    )
    assert [row.placed for row in found.by["gender"]] == [None, None]


def test_a_gender_that_all_have_is_not_told() -> None:
    assert "gender" not in of(mentees(30, gender="female")).by


def test_only_where_it_is_asked_for_there_is_a_table_by_gender() -> None:
    people = [*mentees(20, gender="female"), *mentees(20, gender="male")]
    assert set(published(people).by) == {"department", "location"}


def test_a_mean_by_gender_is_rounded_and_of_many() -> None:
    women = [*mentees(10, gender="female", score=71.3), *mentees(10, gender="female", score=80.6)]
    for men, mean in ((19, None), (20, 76)):
        found = of([*women, *mentees(men, gender="male")])
        row = group(found, "gender", "Female")
        assert row.mean == mean
        assert row.spread is None or (row.spread.low, row.spread.high) == (74, 78)


def test_a_dimension_of_which_nothing_is_known_is_left_out() -> None:
    assert set(of(mentees(7)).by) == {"department", "location"}


def test_nobody_in_the_pool_has_no_figures() -> None:
    found = of([])
    assert found.everybody.mentees == 0
    assert found.everybody.share is None
    assert found.by == {}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "female", "male"]),
            st.sampled_from(["Art", "Law", "Sales"]),
            st.booleans(),
        ),
        max_size=40,
    )
)
def test_no_small_group_is_ever_shown_nor_the_rest_of_the_total(
    people: list[tuple[str, str, bool]],
) -> None:
    found = of(
        [
            Mentee(
                {"department": department, "location": "Bergen", "gender": gender},
                70.0 if is_placed else None,
            )
            for gender, department, is_placed in people
        ]
    )
    for dimension in DIMENSIONS:
        rows = found.by.get(dimension, [])
        shown = [row.mentees for row in rows if row.mentees is not None]
        assert all(size >= 5 for size in shown)
        assert not shown or not 0 < len(people) - sum(shown) < 5
    for row in found.by.get("gender", []):
        if row.mentees is not None and row.placed is not None:
            assert row.placed == 0 or row.placed >= 5
            assert row.mentees - row.placed == 0 or row.mentees - row.placed >= 5
            placed = sum(is_placed for _gender, _department, is_placed in people)
            assert row.placed > 0 or placed == 0
            assert row.placed < row.mentees or placed == len(people)
