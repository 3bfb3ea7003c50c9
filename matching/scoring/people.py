"""The people of a pool, as far as the matching knows them, and what was ruled on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from matching.scoring.arrays import Ints

Pairs = frozenset[tuple[int, int]]  # (mentee id, mentor id)


@dataclass(frozen=True)
class Topic:
    """A skill that is wanted or offered; `level` 1 to 4, `priority` from 1, which matters most."""

    skill: str
    level: int
    priority: int = 1


@dataclass(frozen=True)
class Member:
    """What the matching knows of somebody. Age and gender are not here, and must not come."""

    id: int
    person: int
    topics: tuple[Topic, ...] = ()
    job_level: int | None = None
    department: str = ""
    hours: int = 0
    languages: frozenset[str] = frozenset()
    offset: int = 0  # minutes ahead of UTC
    line: frozenset[int] = frozenset()  # the people above, up the reporting line
    location: str = ""
    wishes: Mapping[int, int] = field(default_factory=dict)  # participant id -> rank from 1
    answers: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # by question id


@dataclass(frozen=True)
class Mentee(Member):
    pass


@dataclass(frozen=True)
class Mentor(Member):
    seats: int = 1  # free ones
    has: int = 0  # mentees already
    least: int = 0  # the smallest group of mentees together; 0 where groups are not the point


@dataclass(frozen=True)
class Asked:
    """A question of the program's own form whose answers may count."""

    id: int
    text: str
    kind: str  # "one", "some" or "scale"
    counts: str  # "same" or "different"


@dataclass(frozen=True)
class Pool:
    """Who is to be matched, in the order of their ids, and what was ruled by hand.

    The pairs are (mentee id, mentor id): `locked` and `forbidden` by the admin, `despite` those
    locked although a rule keeps them apart, `barred` by one of the two, `ended` those whose pairing
    in this program is over, `met` those who were a pair in another one.
    """

    mentees: tuple[Mentee, ...]
    mentors: tuple[Mentor, ...]
    locked: Pairs = frozenset()
    forbidden: Pairs = frozenset()
    despite: Pairs = frozenset()
    barred: Pairs = frozenset()
    ended: Pairs = frozenset()
    met: Pairs = frozenset()
    questions: tuple[Asked, ...] = ()
    groups: tuple[int, int] | None = None  # the smallest and the largest, where they are the point

    def __post_init__(self) -> None:
        object.__setattr__(self, "mentees", tuple(sorted(self.mentees, key=lambda one: one.id)))
        object.__setattr__(self, "mentors", tuple(sorted(self.mentors, key=lambda one: one.id)))
        object.__setattr__(self, "questions", tuple(sorted(self.questions, key=lambda q: q.id)))

    @property
    def seats(self) -> Ints:
        return np.array([mentor.seats for mentor in self.mentors], dtype=np.int64)

    @cached_property
    def row_of(self) -> Mapping[int, int]:
        """The row of each mentee, by id."""
        return {mentee.id: row for row, mentee in enumerate(self.mentees)}

    @cached_property
    def column_of(self) -> Mapping[int, int]:
        """The column of each mentor, by id."""
        return {mentor.id: column for column, mentor in enumerate(self.mentors)}

    def at(self, pairs: Pairs) -> list[tuple[int, int]]:
        """Row and column of those pairs of whom both are here."""
        return [
            (self.row_of[mentee], self.column_of[mentor])
            for mentee, mentor in pairs
            if mentee in self.row_of and mentor in self.column_of
        ]
