"""The value of each criterion, from 0 to 1, for any mentee with any mentor.

Each value is a sum of products of something about the mentee with something about the mentor, and
most of what is about a mentee is nothing: a few skills of all there are, one department. So the
values of some mentees with all mentors are a sparse matrix times a dense one, those of all criteria
together too (`Table` does that), and what stands in a row does not hang on the rows around it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.sparse import csr_array

from matching.scoring.arrays import Floats, Ints
from matching.scoring.criteria import Criteria, of_question
from matching.scoring.people import Asked, Member, Pool
from matching.scoring.sets import UNKNOWN, Sets

LEVELS = (1, 2, 3, 4)
FIT_BY_LEVELS_ABOVE = {0: 0.4, 1: 0.8, 2: 1.0, 3: 1.0}
WORKING_MINUTES = 8 * 60
ENOUGH_OVERLAP_MINUTES = 4 * 60
NOT_KNOWN = 0.5
WISHES = 5
_DAY = 24 * 60
_SCALE = 4.0  # from 1 to 5

Worth = Callable[[Floats, Floats], Floats]


class Value(Protocol):
    """The values of one criterion."""

    def factors(self, rows: slice) -> tuple[csr_array, Floats]:
        """What of a block of mentees (sparse) times what of all mentors makes their values."""

    def besides(self, rows: slice) -> tuple[Ints, Ints, Floats]:
        """Row in the block, column and value of what is added to that product at single pairs."""

    def between(self, rows: Ints, columns: Ints) -> Floats:
        """The value of each mentee (row) with the mentor of the same place in `columns`."""


@dataclass(frozen=True)
class ByTrait:
    """It hangs on one trait of each side, a number, such as that of the department.

    `worth` of the traits of mentees and those of mentors, arrays that it broadcasts over.
    """

    of_mentees: Floats
    of_mentors: Floats
    worth: Worth

    def factors(self, rows: slice) -> tuple[csr_array, Floats]:
        wanted, at = np.unique(self.of_mentees[rows], return_inverse=True)
        given, mentor_at = np.unique(self.of_mentors, return_inverse=True)
        one_each = np.ones(at.size), at.ravel(), np.arange(at.size + 1)
        picks = csr_array(one_each, shape=(at.size, wanted.size))
        return picks, self.worth(wanted[:, None], given[None, :])[:, mentor_at.ravel()]

    def besides(self, rows: slice) -> tuple[Ints, Ints, Floats]:
        return _NOTHING

    def between(self, rows: Ints, columns: Ints) -> Floats:
        return self.worth(self.of_mentees[rows], self.of_mentors[columns])


@dataclass(frozen=True)
class BySkill:
    """What mentees want to learn (a share of each, sparse) times how well mentors teach it."""

    wanted: csr_array  # mentees by what can be wanted: a skill from where the mentee starts
    taught: Floats  # what can be wanted by mentors

    def factors(self, rows: slice) -> tuple[csr_array, Floats]:
        return self.wanted[rows], self.taught

    def besides(self, rows: slice) -> tuple[Ints, Ints, Floats]:
        return _NOTHING

    def between(self, rows: Ints, columns: Ints) -> Floats:
        wanted = self.wanted[rows]
        counts = np.diff(wanted.indptr)
        each = wanted.data * self.taught[wanted.indices, np.repeat(columns, counts)]
        at = np.repeat(np.arange(rows.size), counts)
        summed: Floats = np.bincount(at, weights=each, minlength=rows.size).astype(np.float64)
        return summed


@dataclass(frozen=True)
class ByWish:
    """What was wished for at single pairs; elsewhere what is said of each mentee or mentor."""

    of_mentees: Floats
    of_mentors: Floats
    rows: Ints  # in ascending order
    columns: Ints
    points: Floats

    @classmethod
    def of(
        cls, of_mentees: Floats, of_mentors: Floats, wishes: Iterable[tuple[int, int, float]]
    ) -> ByWish:
        ordered = np.array(sorted(wishes), dtype=np.float64).reshape(-1, 3)
        rows, columns = ordered[:, 0].astype(np.int64), ordered[:, 1].astype(np.int64)
        return cls(of_mentees, of_mentors, rows, columns, ordered[:, 2])

    def factors(self, rows: slice) -> tuple[csr_array, Floats]:
        of_mentees = np.column_stack([self.of_mentees[rows], np.ones(rows.stop - rows.start)])
        return csr_array(of_mentees), np.vstack([np.ones(self.of_mentors.size), self.of_mentors])

    def besides(self, rows: slice) -> tuple[Ints, Ints, Floats]:
        start, stop = np.searchsorted(self.rows, [rows.start, rows.stop])
        here = slice(start, stop)
        return self.rows[here] - rows.start, self.columns[here], self.points[here]

    def between(self, rows: Ints, columns: Ints) -> Floats:
        wished = dict(zip(zip(self.rows, self.columns, strict=True), self.points, strict=True))
        pairs = zip(rows, columns, strict=True)
        points = np.array([wished.get(pair, 0.0) for pair in pairs], dtype=np.float64)
        return self.of_mentees[rows] + self.of_mentors[columns] + points


_NOTHING: tuple[Ints, Ints, Floats] = (
    np.empty(0, dtype=np.int64),
    np.empty(0, dtype=np.int64),
    np.empty(0),
)


def value_of(criterion: str, pool: Pool, criteria: Criteria) -> Value:
    """The values of one criterion for all of a pool."""
    if criterion in _VALUES:
        return _VALUES[criterion](pool, criteria)
    (asked,) = (one for one in pool.questions if of_question(one.id) == criterion)
    return _answers(pool, asked)


# --- Objectives ---------------------------------------------------------------------------------


def fit(levels_above: int, criteria: Criteria) -> float:
    """How well a mentor so many levels above teaches a skill, from 0 to 1."""
    if levels_above == 0 and criteria.strictly_above:
        return 0.0
    return FIT_BY_LEVELS_ABOVE.get(levels_above, 0.0)


def objectives(pool: Pool, criteria: Criteria) -> BySkill:
    """Each mentee's objectives, weighed by 1 / priority, times how well each mentor teaches it."""
    found = sorted({(topic.skill, topic.level) for one in pool.mentees for topic in one.topics})
    number = {wanted: at for at, wanted in enumerate(found)}
    starts: dict[str, list[int]] = {}
    for skill, level in found:
        starts.setdefault(skill, []).append(level)
    data: list[float] = []
    indices: list[int] = []
    indptr = [0]
    for mentee in pool.mentees:
        whole = sum(1.0 / topic.priority for topic in mentee.topics)
        data += [1.0 / topic.priority / whole for topic in mentee.topics]
        indices += [number[topic.skill, topic.level] for topic in mentee.topics]
        indptr.append(len(data))
    wanted = csr_array((data, indices, indptr), shape=(len(pool.mentees), len(found)), dtype=float)
    taught = np.zeros((len(found), len(pool.mentors)))
    fits = {(level, start): fit(level - start, criteria) for level in LEVELS for start in LEVELS}
    for column, mentor in enumerate(pool.mentors):
        for topic in mentor.topics:
            for start in starts.get(topic.skill, ()):
                taught[number[topic.skill, start], column] = fits[topic.level, start]
    return BySkill(wanted, taught)


# --- One trait of each side ---------------------------------------------------------------------


def levels(pool: Pool) -> tuple[Floats, Floats]:
    """The job level of each; NaN where it is not known."""
    return _each(pool, lambda one: np.nan if one.job_level is None else float(one.job_level))


def departments(pool: Pool) -> tuple[Floats, Floats]:
    """A number for the department of each."""
    return _numbers(pool, lambda one: one.department or None)


def offsets(pool: Pool) -> tuple[Floats, Floats]:
    return _each(pool, lambda one: float(one.offset))


def common_minutes(apart: Floats) -> Floats:
    """Minutes of a working day (9 to 17) that two share whose clocks are so many minutes apart."""
    shift = np.abs(apart) % _DAY
    shared: Floats = np.maximum(0.0, WORKING_MINUTES - np.minimum(shift, _DAY - shift))
    return shared


def _level_gap(pool: Pool, criteria: Criteria) -> Value:
    def worth(mentee: Floats, mentor: Floats) -> Floats:
        above = mentor - mentee
        beside = np.maximum(criteria.gap_from - above, above - criteria.gap_to)
        value = np.maximum(0.0, 1.0 - 0.5 * np.maximum(0.0, beside))
        return np.where(np.isnan(above), NOT_KNOWN, value)

    return ByTrait(*levels(pool), worth)


def _department(pool: Pool, criteria: Criteria) -> Value:
    return ByTrait(*departments(pool), _alike(criteria.department))


def _location(pool: Pool, criteria: Criteria) -> Value:
    places = _numbers(pool, lambda one: one.location or None)
    return ByTrait(*places, _alike(criteria.location))


def _hours(pool: Pool, _criteria: Criteria) -> Value:
    def worth(hoped: Floats, given: Floats) -> Floats:
        return np.minimum(1.0, given / np.maximum(1.0, hoped))

    return ByTrait(*_each(pool, lambda one: float(one.hours)), worth)


def _time_zone(pool: Pool, _criteria: Criteria) -> Value:
    def worth(mentee: Floats, mentor: Floats) -> Floats:
        return np.minimum(1.0, common_minutes(mentor - mentee) / ENOUGH_OVERLAP_MINUTES)

    return ByTrait(*offsets(pool), worth)


def languages(pool: Pool) -> Sets:
    return Sets.of(pool, lambda one: one.languages)


def _languages(pool: Pool, _criteria: Criteria) -> Value:
    spoken = languages(pool)

    def worth(mentee: Floats, mentor: Floats) -> Floats:
        share = spoken.shared(mentee, mentor) / spoken.size(mentee)
        return _unless_unknown(mentee, mentor, share)

    return ByTrait(spoken.of_mentees, spoken.of_mentors, worth)


# --- Answers to the program's own questions -----------------------------------------------------


def _answers(pool: Pool, asked: Asked) -> Value:
    if asked.kind == "some":
        return _some(pool, asked)
    if asked.kind == "scale":
        return _scale(pool, asked)
    answers = _numbers(pool, lambda one: next(iter(one.answers.get(asked.id, ())), None))
    return ByTrait(*answers, _alike(asked.counts))


def _some(pool: Pool, asked: Asked) -> Value:
    chosen = Sets.of(pool, lambda one: one.answers.get(asked.id, ()))

    def worth(mentee: Floats, mentor: Floats) -> Floats:
        common = chosen.shared(mentee, mentor)
        alike = common / (chosen.size(mentee) + chosen.size(mentor) - common)
        value = alike if asked.counts == "same" else 1.0 - alike
        return _unless_unknown(mentee, mentor, value)

    return ByTrait(chosen.of_mentees, chosen.of_mentors, worth)


def _scale(pool: Pool, asked: Asked) -> Value:
    def worth(mentee: Floats, mentor: Floats) -> Floats:
        apart = np.clip(np.abs(mentor - mentee) / _SCALE, 0.0, 1.0)
        value = 1.0 - apart if asked.counts == "same" else apart
        return np.where(np.isnan(apart), NOT_KNOWN, value)

    return ByTrait(*_each(pool, lambda one: on_the_scale(one.answers.get(asked.id, ()))), worth)


def on_the_scale(answer: Sequence[str]) -> float:
    """The number from 1 to 5 that was answered, NaN where none was."""
    return float(answer[0]) if answer and answer[0].isdecimal() else np.nan


# --- Wishes ---------------------------------------------------------------------------------------


def _mentee_wishes(pool: Pool, _criteria: Criteria) -> Value:
    wishes = [
        (row, pool.column_of[wished], _by_rank(rank))
        for row, one in enumerate(pool.mentees)
        for wished, rank in one.wishes.items()
        if wished in pool.column_of
    ]
    minded = np.zeros(len(pool.mentees), dtype=np.bool_)
    minded[[row for row, _column, _points in wishes]] = True
    return ByWish.of(np.where(minded, 0.0, NOT_KNOWN), np.zeros(len(pool.mentors)), wishes)


def _mentor_wishes(pool: Pool, _criteria: Criteria) -> Value:
    wishes = [
        (pool.row_of[wished], column, _by_rank(rank))
        for column, one in enumerate(pool.mentors)
        for wished, rank in one.wishes.items()
        if wished in pool.row_of
    ]
    minded = np.zeros(len(pool.mentors), dtype=np.bool_)
    minded[[column for _row, column, _points in wishes]] = True
    return ByWish.of(np.zeros(len(pool.mentees)), np.where(minded, 0.0, NOT_KNOWN), wishes)


def _by_rank(rank: int) -> float:
    return max(0.0, (WISHES + 1 - rank) / WISHES)


# --- The sides of a pool --------------------------------------------------------------------------


def _each(pool: Pool, about: Callable[[Member], float]) -> tuple[Floats, Floats]:
    """A number for each mentee and for each mentor."""
    return (
        np.array([about(one) for one in pool.mentees], dtype=np.float64),
        np.array([about(one) for one in pool.mentors], dtype=np.float64),
    )


def _numbers(pool: Pool, about: Callable[[Member], str | None]) -> tuple[Floats, Floats]:
    """The same number for the same word; UNKNOWN for none."""
    known: dict[str, int] = {}

    def number(one: Member) -> float:
        word = about(one)
        return UNKNOWN if word is None else known.setdefault(word, len(known))

    return _each(pool, number)


def _alike(wish: str) -> Worth:
    """1 where two are the same, or where they differ if that is wished; half if not known."""

    def worth(mentee: Floats, mentor: Floats) -> Floats:
        same = mentee == mentor
        value = (same if wish == "same" else ~same).astype(np.float64)
        return _unless_unknown(mentee, mentor, value)

    return worth


def _unless_unknown(mentee: Floats, mentor: Floats, value: Floats) -> Floats:
    return np.where((mentee < 0) | (mentor < 0), NOT_KNOWN, value)


_VALUES: dict[str, Callable[[Pool, Criteria], Value]] = {
    "objectives": objectives,
    "level_gap": _level_gap,
    "department": _department,
    "location": _location,
    "hours": _hours,
    "time_zone": _time_zone,
    "languages": _languages,
    "mentee_wishes": _mentee_wishes,
    "mentor_wishes": _mentor_wishes,
}
