"""How well two fit, from 0 to 100, and which rules keep two apart.

    score(i, j) = 100 · Σ weight(c) · value(c, i, j) / Σ weight(c)

over the criteria c, each value from 0 to 1:

objectives   Σ fit / priority ÷ Σ 1 / priority over what the mentee wants to learn. `fit` is 0 where
             the mentor does not offer it or stands below the mentee, 0.4 at the same level, 0.8 one
             level above, 1 further above; where the program wants the mentor strictly above, the
             same level counts 0. Who wants nothing in particular has 0 with everybody.
level_gap    1 where the mentor's job level is `gap_from` to `gap_to` above the mentee's, half for
             one level outside of that, 0 from two; half where a level is not known.
department   1 where the two departments are as wished (same or different), else 0. Where the
             program does not mind, it has no weight.
hours        the hours a month that the mentor has ÷ those the mentee hopes for, at most 1.
time_zone    the hours in which both work (9 to 17 by their own clocks) ÷ 4, at most 1.

Everything is done on rows of mentees at once, a block at a time, so that memory stays at one table
of scores whatever the number of criteria. Pure: numpy alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]

CRITERIA = ("objectives", "level_gap", "department", "hours", "time_zone")
RULES = ("oneself", "reporting_line", "common_language", "wanted_skill", "ruling")

LEVELS = (1, 2, 3, 4)
FIT_BY_LEVELS_ABOVE = {0: 0.4, 1: 0.8, 2: 1.0, 3: 1.0}
WORKING_MINUTES = 8 * 60
ENOUGH_OVERLAP_MINUTES = 4 * 60
_DAY = 24 * 60
_ROWS_AT_ONCE = 512


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
    locked: frozenset[tuple[int, int]] = frozenset()
    forbidden: frozenset[tuple[int, int]] = frozenset()
    despite: frozenset[tuple[int, int]] = frozenset()
    barred: frozenset[tuple[int, int]] = frozenset()
    ended: frozenset[tuple[int, int]] = frozenset()
    met: frozenset[tuple[int, int]] = frozenset()
    questions: tuple[Asked, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "mentees", tuple(sorted(self.mentees, key=lambda one: one.id)))
        object.__setattr__(self, "mentors", tuple(sorted(self.mentors, key=lambda one: one.id)))

    @property
    def seats(self) -> Ints:
        return np.array([mentor.seats for mentor in self.mentors], dtype=np.int64)


@dataclass(frozen=True)
class Criteria:
    """What counts how much, and which hard rules are on. Weights only count in proportion."""

    weights: Mapping[str, float] = field(
        default_factory=lambda: {
            "objectives": 50.0,
            "level_gap": 15.0,
            "department": 10.0,
            "hours": 10.0,
            "time_zone": 15.0,
        }
    )
    gap_from: int = 1
    gap_to: int = 3
    department: str = "any"  # "same", "different" or "any"
    strictly_above: bool = False
    reporting_line: bool = True
    common_language: bool = True
    wanted_skill: bool = False
    location: str = "any"  # "same", "different" or "any"
    other_department: bool = False  # never two of the same department
    least_levels: int | None = None  # the mentor's job level above the mentee's, at least
    most_levels: int | None = None  # and at most
    least_overlap: int | None = None  # minutes of common working time
    met_before: bool = False  # never two who were a pair in an earlier program
    spread: bool = False  # nobody gets a second mentee while another able mentor has none
    wishes_first: bool = False  # as many wishes met as possible, before the score
    worst_first: bool = False  # raise the worst-off first, then the total

    @property
    def shares(self) -> dict[str, float]:
        """The share of each criterion in the score; they add up to 1."""
        weights = {name: max(0.0, float(self.weights.get(name, 0.0))) for name in CRITERIA}
        if self.department == "any":
            weights["department"] = 0.0
        total = sum(weights.values())
        if not total:
            raise ValueError("At least one criterion that applies needs a weight above 0.")
        return {name: weight / total for name, weight in weights.items()}

    @property
    def rules(self) -> tuple[str, ...]:
        """The hard rules that are on. Oneself and the admin's rulings always are."""
        optional = {
            "reporting_line": self.reporting_line,
            "common_language": self.common_language,
            "wanted_skill": self.wanted_skill,
        }
        return tuple(rule for rule in RULES if optional.get(rule, True))


class Table:
    """Scores and rules of a whole pool; rows are mentees, columns mentors."""

    def __init__(self, pool: Pool, criteria: Criteria) -> None:
        self.pool = pool
        self.criteria = criteria
        self._shares = criteria.shares
        skills = sorted({t.skill for m in (*pool.mentees, *pool.mentors) for t in m.topics})
        self._skill_at = {skill: at for at, skill in enumerate(skills)}

    # --- The whole table -------------------------------------------------------------------

    def scores(self) -> Floats:
        """The score of each two, NaN where a rule keeps them apart."""
        table = np.empty((len(self.pool.mentees), len(self.pool.mentors)))
        for rows in self.blocks():
            block = np.zeros((rows.stop - rows.start, table.shape[1]))
            for name, values in self.values(rows).items():
                block += (100.0 * self._shares[name]) * values
            for broken in self.broken(rows).values():
                block[broken] = np.nan
            table[rows] = block
        return table

    def blocks(self) -> Iterator[slice]:
        count = len(self.pool.mentees)
        for start in range(0, count, _ROWS_AT_ONCE):
            yield slice(start, min(start + _ROWS_AT_ONCE, count))

    def values(self, rows: slice) -> dict[str, Floats]:
        """The value (0 to 1) of each criterion that has weight, for a block of mentees."""
        reckon = {
            "objectives": self._objectives,
            "level_gap": self._level_gap,
            "department": self._department,
            "hours": self._hours,
            "time_zone": self._time_zone,
        }
        return {name: reckon[name](rows) for name, share in self._shares.items() if share}

    def broken(self, rows: slice) -> dict[str, Bools]:
        """For each hard rule that is on, where it keeps two apart."""
        reckon = {
            "oneself": self._oneself,
            "reporting_line": self._reporting_line,
            "common_language": self._common_language,
            "wanted_skill": self._wanted_skill,
            "ruling": self._ruling,
        }
        return {rule: reckon[rule](rows) for rule in self.criteria.rules}

    def parts(self, mentor_of: Ints) -> list[dict[str, float]]:
        """The points of each criterion for each mentee with the mentor given (-1: none)."""
        found: list[dict[str, float]] = []
        for rows in self.blocks():
            placed = np.flatnonzero(mentor_of[rows] >= 0)
            mentors = mentor_of[rows][placed]
            points = {
                name: (100.0 * self._shares[name] * block[placed, mentors]).tolist()
                for name, block in self.values(rows).items()
            }
            block_parts: list[dict[str, float]] = [{} for _ in range(rows.stop - rows.start)]
            for at, row in enumerate(placed):
                block_parts[row] = {name: values[at] for name, values in points.items()}
            found += block_parts
        return found

    # --- Criteria ---------------------------------------------------------------------------

    @cached_property
    def _wanted(self) -> dict[int, Floats]:
        """By the level where mentees start: mentees by skills, weights that add up to 1 each."""
        wanted = {
            level: np.zeros((len(self.pool.mentees), len(self._skill_at))) for level in LEVELS
        }
        for row, mentee in enumerate(self.pool.mentees):
            whole = sum(1.0 / topic.priority for topic in mentee.topics)
            for topic in mentee.topics:
                wanted[topic.level][row, self._skill_at[topic.skill]] = 1 / topic.priority / whole
        return wanted

    @cached_property
    def _offered(self) -> dict[int, Floats]:
        """By the level where a mentee starts: skills by mentors, how well each is taught."""
        offered = {
            level: np.zeros((len(self._skill_at), len(self.pool.mentors))) for level in LEVELS
        }
        for column, mentor in enumerate(self.pool.mentors):
            for topic in mentor.topics:
                for start in LEVELS:
                    fit = self.fit(topic.level - start)
                    offered[start][self._skill_at[topic.skill], column] = fit
        return offered

    def fit(self, levels_above: int) -> float:
        """How well a mentor so many levels above teaches a skill, from 0 to 1."""
        if levels_above == 0 and self.criteria.strictly_above:
            return 0.0
        return FIT_BY_LEVELS_ABOVE.get(levels_above, 0.0)

    def _objectives(self, rows: slice) -> Floats:
        found = np.zeros((rows.stop - rows.start, len(self.pool.mentors)))
        for level in LEVELS:
            found += self._wanted[level][rows] @ self._offered[level]
        return found

    def _level_gap(self, rows: slice) -> Floats:
        mentees = _levels(self.pool.mentees[rows])[:, None]
        mentors = _levels(self.pool.mentors)[None, :]
        levels_above = mentors - mentees
        outside = np.maximum(
            np.maximum(self.criteria.gap_from - levels_above, levels_above - self.criteria.gap_to),
            0.0,
        )
        value: Floats = np.maximum(0.0, 1.0 - 0.5 * outside)
        value[np.isnan(levels_above)] = 0.5
        return value

    def _department(self, rows: slice) -> Floats:
        names: dict[str, int] = {}
        mentees = _numbered((one.department for one in self.pool.mentees[rows]), names)
        mentors = _numbered((one.department for one in self.pool.mentors), names)
        same = mentees[:, None] == mentors[None, :]
        wished = same if self.criteria.department == "same" else ~same
        value: Floats = wished.astype(np.float64)
        return value

    def _hours(self, rows: slice) -> Floats:
        hoped = np.array([max(1, one.hours) for one in self.pool.mentees[rows]], dtype=np.float64)
        given = np.array([one.hours for one in self.pool.mentors], dtype=np.float64)
        value: Floats = np.minimum(1.0, given[None, :] / hoped[:, None])
        return value

    def _time_zone(self, rows: slice) -> Floats:
        mentees = np.array([one.offset for one in self.pool.mentees[rows]], dtype=np.int64)
        mentors = np.array([one.offset for one in self.pool.mentors], dtype=np.int64)
        minutes = common_minutes(mentees[:, None] - mentors[None, :])
        value: Floats = np.minimum(1.0, minutes / ENOUGH_OVERLAP_MINUTES)
        return value

    # --- Hard rules ---------------------------------------------------------------------------

    @cached_property
    def _column_of_person(self) -> dict[int, int]:
        return {mentor.person: column for column, mentor in enumerate(self.pool.mentors)}

    @cached_property
    def _columns_below(self) -> dict[int, list[int]]:
        """The mentors' columns below each person in the reporting line."""
        below: dict[int, list[int]] = {}
        for column, mentor in enumerate(self.pool.mentors):
            for person in mentor.line:
                below.setdefault(person, []).append(column)
        return below

    def _none(self, rows: slice) -> Bools:
        return np.zeros((rows.stop - rows.start, len(self.pool.mentors)), dtype=np.bool_)

    def _oneself(self, rows: slice) -> Bools:
        mask = self._none(rows)
        for at, mentee in enumerate(self.pool.mentees[rows]):
            column = self._column_of_person.get(mentee.person)
            if column is not None:
                mask[at, column] = True
        return mask

    def _reporting_line(self, rows: slice) -> Bools:
        mask = self._none(rows)
        for at, mentee in enumerate(self.pool.mentees[rows]):
            above = [self._column_of_person.get(person) for person in mentee.line]
            columns = [column for column in above if column is not None]
            columns += self._columns_below.get(mentee.person, [])
            if columns:
                mask[at, columns] = True
        return mask

    def _common_language(self, rows: slice) -> Bools:
        names: dict[str, int] = {}
        for one in (*self.pool.mentees, *self.pool.mentors):
            for language in sorted(one.languages):
                names.setdefault(language, len(names))
        mentees = _spoken(self.pool.mentees[rows], names)
        mentors = _spoken(self.pool.mentors, names)
        apart: Bools = (mentees @ mentors.T) == 0
        return apart

    def _wanted_skill(self, rows: slice) -> Bools:
        apart: Bools = self._objectives(rows) == 0
        return apart

    @cached_property
    def _forbidden_columns(self) -> dict[int, list[int]]:
        column_of = {mentor.id: column for column, mentor in enumerate(self.pool.mentors)}
        columns: dict[int, list[int]] = {}
        for mentee, mentor in self.pool.forbidden:
            if mentor in column_of:
                columns.setdefault(mentee, []).append(column_of[mentor])
        return columns

    def _ruling(self, rows: slice) -> Bools:
        mask = self._none(rows)
        for at, mentee in enumerate(self.pool.mentees[rows]):
            if columns := self._forbidden_columns.get(mentee.id):
                mask[at, columns] = True
        return mask


def common_minutes(apart: Ints) -> Ints:
    """Minutes of a working day (9 to 17) that two share whose clocks are so many minutes apart."""
    shift = np.abs(apart) % _DAY
    shared: Ints = np.maximum(0, WORKING_MINUTES - np.minimum(shift, _DAY - shift))
    return shared


def _levels(members: Iterable[Member]) -> Floats:
    return np.array(
        [np.nan if one.job_level is None else float(one.job_level) for one in members],
        dtype=np.float64,
    )


def _numbered(names: Iterable[str], known: dict[str, int]) -> Ints:
    return np.array([known.setdefault(name, len(known)) for name in names], dtype=np.int64)


def _spoken(members: Iterable[Member], names: Mapping[str, int]) -> Floats:
    rows = list(members)
    spoken = np.zeros((len(rows), len(names)))
    for at, one in enumerate(rows):
        spoken[at, [names[language] for language in one.languages]] = 1.0
    return spoken
