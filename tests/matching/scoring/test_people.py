from __future__ import annotations

from dataclasses import fields

from matching.scoring import Member, Mentee, Mentor, Pool

KNOWN = {
    "id",
    "person",
    "topics",
    "job_level",
    "department",
    "hours",
    "languages",
    "offset",
    "line",
    "location",
    "wishes",
    "answers",
}


def test_the_matching_knows_nothing_else_of_anybody() -> None:
    """Neither age nor gender, nor what would stand for them, may enter a score."""
    assert {field.name for field in fields(Member)} == KNOWN
    assert {field.name for field in fields(Mentee)} == KNOWN
    assert {field.name for field in fields(Mentor)} == KNOWN | {"seats", "has", "least"}


def test_people_stand_in_the_order_of_their_ids() -> None:
    pool = Pool(
        tuple(Mentee(id=number, person=number) for number in (3, 1)),
        tuple(Mentor(id=number, person=number) for number in (9, 7)),
    )
    assert pool.row_of == {1: 0, 3: 1}
    assert pool.column_of == {7: 0, 9: 1}
    assert pool.at(frozenset({(3, 7), (3, 8), (2, 7)})) == [(1, 0)]
