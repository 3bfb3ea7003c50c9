"""Assignment problems for the tests: from hypothesis, by brute force, and as a whole program."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from matching.scoring import Mentee, Mentor, Pool, Topic

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_SCORES = st.one_of(
    st.just(float("nan")),
    st.integers(-5, 5).map(float),  # many ties
    st.floats(-100, 100, width=32),
)


@st.composite
def problems(draw: st.DrawFn, most: int = 9) -> tuple[Floats, Ints]:
    mentees, mentors = draw(st.integers(0, most)), draw(st.integers(0, most))
    scores = draw(arrays.arrays(np.float64, (mentees, mentors), elements=_SCORES))
    capacity = draw(arrays.arrays(np.int64, mentors, elements=st.integers(0, 4)))
    return scores, capacity


def random_problem(
    seed: int, mentees: int, mentors: int, *, allowed: float = 0.5, most_seats: int = 3
) -> tuple[Floats, Ints]:
    dice = np.random.default_rng(seed)
    scores = dice.random((mentees, mentors)) * 100
    scores[dice.random((mentees, mentors)) > allowed] = np.nan
    return scores, dice.integers(0, most_seats + 1, mentors)


def best_by_trying_all(scores: Floats, capacity: Ints) -> tuple[int, float]:
    """(most placed, best total) of a small problem."""
    best = (0, 0.0)
    choices = [[-1, *np.flatnonzero(~np.isnan(row))] for row in scores]
    for columns in product(*choices):
        used = [column for column in columns if column >= 0]
        if any(used.count(column) > capacity[column] for column in set(used)):
            continue
        total = sum(float(scores[i, j]) for i, j in enumerate(columns) if j >= 0)
        best = max(best, (len(used), total))
    return best


def most_placed(scores: Floats, capacity: Ints) -> int:
    """How many can be placed at all: a maximum flow from mentees to seats."""
    mentees, mentors = scores.shape
    source, sink = mentees + mentors, mentees + mentors + 1
    flow = np.zeros((sink + 1, sink + 1), dtype=np.int32)
    flow[source, :mentees] = 1
    flow[:mentees, mentees:source] = ~np.isnan(scores)
    flow[mentees:source, sink] = capacity
    return int(maximum_flow(csr_array(flow), source, sink).flow_value)


def best_by_highs(scores: Floats, capacity: Ints, least: Ints | None = None) -> tuple[int, float]:
    """(most placed, best total) by two integer programs: coverage, then the total.

    With `least`, a variable for each mentor says whether there is a group at all.
    """
    rows, columns = np.nonzero(~np.isnan(scores))
    (mentees, mentors), edges = scores.shape, np.arange(rows.size)
    size = rows.size + mentors
    once = csr_array((np.ones(rows.size), (rows, edges)), (mentees, size))
    group = csr_array((np.ones(rows.size), (columns, edges)), (mentors, size))
    there = csr_array(
        (np.ones(mentors), (np.arange(mentors), rows.size + np.arange(mentors))), (mentors, size)
    )
    limits = [
        LinearConstraint(once, ub=np.ones(mentees)),
        LinearConstraint(group - there.multiply(capacity[:, None]), ub=np.zeros(mentors)),
    ]
    if least is not None:
        smallest = group - there.multiply(least[:, None])
        limits.append(LinearConstraint(smallest, lb=np.zeros(mentors)))
    ones = np.r_[np.ones(rows.size), np.zeros(mentors)]
    points = np.r_[scores[rows, columns], np.zeros(mentors)]
    whole, bounds = np.ones(size, dtype=np.int64), Bounds(0, 1)
    widest = milp(-ones, constraints=limits, integrality=whole, bounds=bounds)
    assert widest.fun is not None
    most = round(-widest.fun)
    limits.append(LinearConstraint(ones[None, :], lb=most))
    best = milp(
        -points,
        constraints=limits,
        integrality=whole,
        bounds=bounds,
        options={"mip_rel_gap": 0.0},
    )
    assert best.fun is not None
    return most, -float(best.fun)


def random_pool(seed: int, mentees: int, mentors: int, *, seats: int = 1) -> Pool:
    """A pool of people who differ in everything that counts."""
    dice = random.Random(seed)
    skills = [f"Skill {n}" for n in range(12)]

    def about(number: int) -> dict[str, object]:
        return {
            "id": number,
            "person": number,
            "topics": tuple(
                Topic(skill, dice.randint(1, 4), priority)
                for priority, skill in enumerate(dice.sample(skills, 3), start=1)
            ),
            "job_level": dice.choice([None, 1, 2, 3, 4, 5]),
            "department": dice.choice(["Sales", "Research", "People"]),
            "hours": dice.randint(1, 5),
            "languages": frozenset(dice.sample(["en", "de", "fr", "tr"], 2)),
            "offset": dice.choice([0, 60, 330, -300]),
            "line": frozenset(dice.sample(range(mentees + mentors), 2)),
        }

    return Pool(
        tuple(Mentee(**about(n)) for n in range(mentees)),  # type: ignore[arg-type]
        tuple(
            Mentor(**about(n), seats=seats)  # type: ignore[arg-type]
            for n in range(mentees, mentees + mentors)
        ),
    )


# --- Several aims ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    """A problem with all that may be asked of it; as little code as possible says what is best."""

    scores: Floats
    capacity: Ints
    spread: Bools | bool = False
    wished: Ints | None = None
    worst_first: bool = False
    least: Ints | None = None
    lacking: Ints | None = None
    coverage_first: bool = True

    @property
    def asked(self) -> dict[str, Any]:
        """For the checker; the solver takes `aims` as well."""
        asked: dict[str, Any] = {"spread": self.spread, "wished": self.wished}
        if self.lacking is not None:
            asked["lacking"] = self.lacking
        return asked if self.least is None else asked | {"least": self.least}

    @property
    def aims(self) -> dict[str, Any]:
        return self.asked | {
            "worst_first": self.worst_first,
            "coverage_first": self.coverage_first,
        }

    def value(self, mentor_of: Sequence[int]) -> tuple[float, ...]:
        """What counts, in order; the larger the better."""
        pairs = [(row, column) for row, column in enumerate(mentor_of) if column >= 0]
        mentors = {column for _, column in pairs}
        value: list[float] = []
        if self.lacking is not None:
            filled = np.minimum(self._used(mentor_of), self.lacking)
            value.append(int(filled.sum()))
            mentors -= set(np.flatnonzero(self.lacking).tolist())
        if self.coverage_first:
            value.append(len(pairs))
        if not isinstance(self.spread, bool):
            mentors &= set(np.flatnonzero(self.spread).tolist())
        if self.spread is not False:
            value.append(len(mentors))
        if self.wished is not None:
            value.append(sum(int(self.wished[pair]) for pair in pairs))
        if self.worst_first:
            levels = sorted(min(100, max(0, round(self.scores[pair]))) for pair in pairs)
            value += levels
        return (*value, float(round(sum(self.scores[pair] for pair in pairs), 6)))

    def _used(self, mentor_of: Sequence[int]) -> Ints:
        used = np.zeros(self.capacity.size, dtype=np.int64)
        for column in mentor_of:
            if column >= 0:
                used[column] += 1
        return used

    def kept(self, mentor_of: Sequence[int]) -> bool:
        """Whether everybody has room for their group and nobody has too small a one."""
        used = self._used(mentor_of)
        small = (used > 0) & (used < self.least) if self.least is not None else used < 0
        if self.lacking is not None:
            small &= self.lacking == 0
        return not (used > self.capacity).any() and not small.any()

    def every(self) -> Iterator[tuple[int, ...]]:
        """All assignments that keep the rules."""
        choices = [[-1, *np.flatnonzero(~np.isnan(row)).tolist()] for row in self.scores]
        return (one for one in product(*choices) if self.kept(one))

    def best(self) -> tuple[float, ...]:
        return max(self.value(one) for one in self.every())


@st.composite
def wanted(draw: st.DrawFn, most: int = 5, *, groups: bool = False) -> Wanted:
    """Anything that may be asked of a small problem."""
    mentees, mentors = draw(st.integers(0, most)), draw(st.integers(0, 3 if groups else most - 1))
    tied = st.one_of(st.just(float("nan")), st.sampled_from([0.0, 1.0, 2.0, 50.4, 50.0, 99.0]))
    scores = draw(
        arrays.arrays(
            np.float64,
            (mentees, mentors),
            elements=draw(st.sampled_from([tied, _SCORES])),
        )
    )
    capacity = draw(arrays.arrays(np.int64, mentors, elements=st.integers(0, 3)))
    spread: Bools | bool = draw(
        st.one_of(st.booleans(), arrays.arrays(np.bool_, mentors, elements=st.booleans()))
    )
    wished = draw(
        st.one_of(
            st.none(), arrays.arrays(np.int64, (mentees, mentors), elements=st.integers(0, 3))
        )
    )
    coverage_first = draw(st.booleans())
    return Wanted(
        scores,
        capacity,
        spread,
        wished,
        worst_first=coverage_first and draw(st.booleans()),
        least=draw(arrays.arrays(np.int64, mentors, elements=st.integers(0, 3)))
        if groups
        else None,
        lacking=draw(
            st.one_of(
                st.none(), arrays.arrays(np.int64, mentors, elements=st.sampled_from([0, 0, 1, 2]))
            )
        ),
        coverage_first=coverage_first,
    )


def best_by_programs(asked: Wanted) -> list[float]:
    """What `Wanted.value` is at best, but with the number at each level, by an integer program
    for each aim, the ones before held to what they reached."""
    rows, columns = np.nonzero(~np.isnan(asked.scores))
    (mentees, mentors), edges = asked.scores.shape, np.arange(rows.size)
    size = rows.size + mentors  # whether these two are a pair; whether this mentor has somebody
    group = csr_array((np.ones(rows.size), (columns, edges)), (mentors, size))
    somebody = csr_array(
        (np.ones(mentors), (np.arange(mentors), rows.size + np.arange(mentors))), (mentors, size)
    )
    limits = [
        LinearConstraint(
            csr_array((np.ones(rows.size), (rows, edges)), (mentees, size)), ub=np.ones(mentees)
        ),
        LinearConstraint(group, ub=asked.capacity),
        LinearConstraint(somebody - group, ub=np.zeros(mentors)),
    ]
    nobody = np.zeros(mentors)
    aims = [np.r_[np.ones(rows.size), nobody]]
    if asked.spread:
        aims.append(np.r_[np.zeros(rows.size), nobody + 1.0])
    if asked.wished is not None:
        aims.append(np.r_[asked.wished[rows, columns], nobody])
    points = asked.scores[rows, columns]
    if asked.worst_first:
        levels = np.rint(points)
        aims += [np.r_[-(levels == level).astype(float), nobody] for level in np.unique(levels)]
    reached: list[float] = []
    for aim in [*aims, np.r_[points, nobody]]:
        best = milp(
            -aim,
            constraints=limits,
            integrality=np.ones(size, dtype=np.int64),
            bounds=Bounds(0, 1),
            options={"mip_rel_gap": 0.0},
        )
        assert best.fun is not None
        reached.append(-best.fun)
        limits.append(LinearConstraint(aim[None, :], lb=-best.fun - 1e-6))
    return reached
