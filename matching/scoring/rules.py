"""The hard rules: which two are kept apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from matching.scoring import values
from matching.scoring.arrays import Bools, Floats, Ints
from matching.scoring.criteria import Criteria
from matching.scoring.people import Pool
from matching.scoring.sets import UNKNOWN


class Rule(Protocol):
    """Who is kept apart by one rule."""

    def mark(self, mask: Bools, rows: slice) -> None:
        """Set `mask`, a block of mentees by all mentors, where the rule keeps two apart."""


@dataclass(frozen=True)
class Pairs:
    """Single pairs, row by row."""

    rows: Ints  # in ascending order
    columns: Ints

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int]]) -> Pairs:
        """From (row, column)."""
        ordered = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
        return cls(ordered[:, 0], ordered[:, 1])

    def within(self, rows: slice) -> tuple[Ints, Ints]:
        """Those of a block: row in the block, and column."""
        start, stop = np.searchsorted(self.rows, [rows.start, rows.stop])
        return self.rows[start:stop] - rows.start, self.columns[start:stop]

    def mark(self, mask: Bools, rows: slice) -> None:
        mask[self.within(rows)] = True


@dataclass(frozen=True)
class ByTrait:
    """It hangs on one trait of each side; `apart` says which two traits never go together."""

    of_mentees: Floats
    of_mentors: Floats
    apart: Callable[[Floats, Floats], Bools]

    def mark(self, mask: Bools, rows: slice) -> None:
        wanted, at = np.unique(self.of_mentees[rows], return_inverse=True)
        given, mentor_at = np.unique(self.of_mentors, return_inverse=True)
        apart = self.apart(wanted[:, None], given[None, :])
        if apart.any():
            mask |= apart[:, mentor_at.ravel()][at.ravel()]


@dataclass(frozen=True)
class NothingTaught:
    """Two of whom the one teaches nothing that the other wants to learn."""

    value: values.BySkill

    def mark(self, mask: Bools, rows: slice) -> None:
        wanted, taught = self.value.factors(rows)
        mask |= (wanted @ taught) == 0.0


def rule_of(name: str, pool: Pool, criteria: Criteria) -> Rule:
    """One hard rule for all of a pool."""
    return _RULES[name](pool, criteria)


def _oneself(pool: Pool, _criteria: Criteria) -> Rule:
    row_of = {mentee.person: row for row, mentee in enumerate(pool.mentees)}
    return Pairs.of(
        (row_of[mentor.person], column)
        for column, mentor in enumerate(pool.mentors)
        if mentor.person in row_of
    )


def _reporting_line(pool: Pool, _criteria: Criteria) -> Rule:
    row_of = {mentee.person: row for row, mentee in enumerate(pool.mentees)}
    column_of = {mentor.person: column for column, mentor in enumerate(pool.mentors)}
    above = {
        (row, column_of[person])
        for row, mentee in enumerate(pool.mentees)
        for person in mentee.line
        if person in column_of
    }
    below = {
        (row_of[person], column)
        for column, mentor in enumerate(pool.mentors)
        for person in mentor.line
        if person in row_of
    }
    return Pairs.of(above | below)


def _common_language(pool: Pool, _criteria: Criteria) -> Rule:
    spoken = values.languages(pool)
    return ByTrait(
        spoken.of_mentees,
        spoken.of_mentors,
        lambda mentee, mentor: spoken.shared(mentee, mentor) == 0.0,
    )


def _wanted_skill(pool: Pool, criteria: Criteria) -> Rule:
    return NothingTaught(values.objectives(pool, criteria))


def _other_department(pool: Pool, _criteria: Criteria) -> Rule:
    return ByTrait(
        *values.departments(pool),
        lambda mentee, mentor: (mentee == mentor) & (mentee != UNKNOWN),
    )


def _same_department(pool: Pool, _criteria: Criteria) -> Rule:
    return ByTrait(
        *values.departments(pool),
        lambda mentee, mentor: (mentee != mentor) & (mentee != UNKNOWN) & (mentor != UNKNOWN),
    )


def _least_levels(pool: Pool, criteria: Criteria) -> Rule:
    least = criteria.least_levels
    assert least is not None
    return ByTrait(*values.levels(pool), lambda mentee, mentor: mentor - mentee < least)


def _most_levels(pool: Pool, criteria: Criteria) -> Rule:
    most = criteria.most_levels
    assert most is not None
    return ByTrait(*values.levels(pool), lambda mentee, mentor: mentor - mentee > most)


def _least_overlap(pool: Pool, criteria: Criteria) -> Rule:
    least = criteria.least_overlap
    assert least is not None
    return ByTrait(
        *values.offsets(pool),
        lambda mentee, mentor: values.common_minutes(mentor - mentee) < least,
    )


_RULES: dict[str, Callable[[Pool, Criteria], Rule]] = {
    "oneself": _oneself,
    "barred": lambda pool, _criteria: Pairs.of(pool.at(pool.barred)),
    "ended": lambda pool, _criteria: Pairs.of(pool.at(pool.ended)),
    "reporting_line": _reporting_line,
    "common_language": _common_language,
    "wanted_skill": _wanted_skill,
    "other_department": _other_department,
    "same_department": _same_department,
    "least_levels": _least_levels,
    "most_levels": _most_levels,
    "least_overlap": _least_overlap,
    "met_before": lambda pool, _criteria: Pairs.of(pool.at(pool.met)),
    "ruling": lambda pool, _criteria: Pairs.of(pool.at(pool.forbidden)),
}
