"""The aims as stages in whole numbers, solved one after the other on what the earlier ones leave.

Each stage knows `chain`, more than any chain of exchanges can win or lose in it. What belongs to a
mentee or to a seat counts once however long the chain, since everybody between its ends only
changes places; what belongs to a pair counts at every link.

The first stages are solved together where their numbers fit into one, as digits of which each
weighs more than twice what all behind it can make up, so that a price, being the worth of one
chain, can be read digit by digit again. Later ones, whose prices hold rewards, come one by one.

Fairness takes several levels of the score at a time: the number of mentees at each is a digit to
the base mentees + 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from matching.aims import TOP_LEVEL, Aim
from matching.solver.settling import EXACT, NOBODY, Bools, Face, Floats, Ints, settle

Stop: TypeAlias = Callable[[Sequence[str], Ints], bool]

_FINE = 2.0**30  # steps across the range of the scores, at least, where the total is solved
_ROUGH = 2.0**36  # the weight of a level in the rough answer that finds the floor, at most


@dataclass(frozen=True)
class Problem:
    """What is to be decided: columns of seats rather than mentors."""

    scores: Floats  # mentees by columns, NaN where not allowed
    room: Ints  # seats of each column
    aim: Aim
    counts: Floats | None = None  # what a seat of each column adds to the mentors with somebody
    due: Bools | None = None  # columns that must be filled
    lacking: Bools | None = None  # columns that should be filled before all others
    wished: Floats | None = None  # mentees by columns
    bounds: tuple[int, ...] = ()  # of the stages of fairness, where they are given

    @property
    def links(self) -> int:
        """More than the number of pairs that a chain of exchanges makes, or breaks."""
        return int(min(self.scores.shape[0], self.room.sum())) + 1

    @cached_property
    def levels(self) -> Ints:
        """Scores in whole points; where two may not be paired, any."""
        points = np.nan_to_num(self.scores, nan=0.0)
        return np.clip(np.rint(points), 0, TOP_LEVEL).astype(np.int64)


@dataclass(frozen=True)
class Stage:
    """`worth` is a number, one for each column or a table, in whole numbers of 1 / `scale`."""

    name: str
    worth: Floats | float
    chain: float
    scale: float = 1.0
    lowest: float = 0.0  # the score that counts as 0


@dataclass(frozen=True)
class Best:
    """A column for each mentee (-1: nobody), and the prices that prove it, stage by stage.

    Stages are missing where `stop` said that it need not be looked at any further.

    `bounds` divides the levels of fairness into the stages called "worst"; nobody is below the
    first of them.
    """

    column_of: Ints
    names: tuple[str, ...]
    prices: tuple[Floats, ...]
    steps: int
    bounds: tuple[int, ...] = ()


def best(problem: Problem, stop: Stop = lambda names, column_of: False) -> Best:
    """The best answer by all aims in their order.

    `stop` is told the names of the stages settled and the answer so far, after each, and may say
    that the rest does not matter.
    """
    way = _Way(problem)
    for _ in way.stages():
        if stop(way.names, way.column_of):
            break
    return way.answer()


class _Way:
    """From stage to stage."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.face = Face.whole(~np.isnan(problem.scores) & (problem.room > 0))
        self.column_of = np.full(problem.scores.shape[0], NOBODY, dtype=np.int64)
        self.names: list[str] = []
        self.prices: list[Floats] = []
        self.bounds: tuple[int, ...] = ()
        self.steps = 0

    def stages(self) -> Iterator[None]:
        """Settle one after the other; a pause after each."""
        problem = self.problem
        counted = _counted(problem)
        points = None if problem.aim.worst_first else _points(problem, counted)
        if points is not None:
            self._settle([*counted, points], last=True)
            yield
            return
        for stages in _fitting(counted):
            self._settle(stages)
            yield
        if problem.aim.worst_first:
            yield from self._raise_the_worst()
        last = _points(problem, [], bound=True)
        assert last is not None
        self._settle([last], last=True)
        yield

    def answer(self) -> Best:
        return Best(self.column_of, tuple(self.names), tuple(self.prices), self.steps, self.bounds)

    def _settle(self, stages: Sequence[Stage], *, last: bool = False) -> None:
        weights, chain = _weights(stages)
        worth = _sum(stages, weights, self.problem.scores.shape)
        self.column_of, prices = settle(worth, self.problem.room, self.face, chain, narrow=not last)
        self.steps += 1
        for stage, weight in zip(stages, weights, strict=True):
            digit = np.rint(prices / weight)
            prices = prices - digit * weight
            self._keep(stage, digit)

    def _keep(self, stage: Stage, digit: Floats) -> None:
        own = digit / stage.scale
        if stage.lowest:  # each place was worth `lowest` less
            own = own + self.prices[self.names.index("places")] * stage.lowest
        self.names.append(stage.name)
        self.prices.append(own)

    # --- Lexicographic fairness -------------------------------------------------------------------

    def _raise_the_worst(self) -> Iterator[None]:
        levels, allowed = self.problem.levels, ~np.isnan(self.problem.scores)
        base = self.problem.scores.shape[0] + 1
        highest = int(levels[allowed].max(initial=0))
        self.bounds = self.problem.bounds or divided(self._floor(), highest, base)
        self.face.open = self.face.open & (levels >= self.bounds[0])
        for low, high in pairwise(self.bounds):
            if not (self.face.open & (levels >= low) & (levels < high)).any():
                self.names.append("worst")
                self.prices.append(np.zeros(levels.shape[1]))
                continue
            worth = -digits(low, high, base)[levels]
            self._settle([Stage("worst", worth, float(base ** (high - low)))])
            yield

    def _floor(self) -> int:
        """The level of the worst-off in a fair enough answer; the fairest is no worse."""
        levels, places = self.problem.levels, self.face.open
        served = places & (self.face.mentees[:, None] | self.face.columns)
        if not served.any():
            return TOP_LEVEL
        highest = np.where(places, levels, -1).max(axis=1)
        aspired = int(highest[self.face.mentees].min(initial=TOP_LEVEL))
        weight = np.minimum(4.0 ** np.clip(aspired - np.arange(TOP_LEVEL + 1), -1, 30), _ROUGH)
        links = float(self.problem.links)
        column_of, _ = settle(
            -np.floor(weight)[levels], self.problem.room, self.face, links * _ROUGH, narrow=False
        )
        self.steps += 1
        placed = np.flatnonzero(column_of != NOBODY)
        return int(levels[placed, column_of[placed]].min(initial=TOP_LEVEL))


def divided(floor: int, highest: int, base: int) -> tuple[int, ...]:
    """Bounds of stages with as many levels each as one number holds; the highest needs none."""
    width = max(1, int(np.log(EXACT / 8.0) / np.log(max(2, base))))
    return (*range(floor, max(floor, highest), width), max(floor, highest))


def digits(low: int, high: int, base: int) -> Floats:
    """For each level from `low` to below `high` what a mentee there weighs, the lowest most."""
    weights = np.zeros(TOP_LEVEL + 1)
    weights[low:high] = [float(base ** (high - 1 - level)) for level in range(low, high)]
    return weights


def _counted(problem: Problem) -> list[Stage]:
    """The aims before fairness and the total."""
    stages: list[Stage] = []
    if problem.due is not None:
        stages.append(Stage("due", problem.due.astype(np.float64), 1.0))
    if problem.lacking is not None:
        stages.append(Stage("groups", problem.lacking.astype(np.float64), 1.0))
    if problem.aim.coverage_first:
        stages.append(Stage("places", 1.0, 1.0))
    if problem.counts is not None:
        most = float(problem.counts.max(initial=0.0))
        stages.append(Stage("mentors", problem.counts, most))
    if problem.wished is not None:
        most = float(np.abs(problem.wished).max(initial=0.0))
        stages.append(Stage("wishes", problem.wished.copy(), problem.links * most))
    return stages


def _fitting(stages: Sequence[Stage]) -> Iterator[list[Stage]]:
    """The first as many as fit into one number; then one by one."""
    together = len(stages)
    while together > 1 and _room_below(stages[:together]) < 1.0:
        together -= 1
    if stages:
        yield list(stages[:together])
    for stage in stages[together:]:
        if 8.0 * stage.chain > EXACT:
            raise ValueError("The numbers of the wishes are too large.")
        yield [stage]


def _room_below(stages: Sequence[Stage]) -> float:
    """How large a chain of a stage behind these may be."""
    room = EXACT
    for stage in stages:
        room /= 2.0 * stage.chain + 2.0
    return room


def _points(problem: Problem, before: Sequence[Stage], *, bound: bool = False) -> Stage | None:
    """The total score; None where it does not fit behind the stages before."""
    scores, covering = problem.scores, problem.aim.coverage_first
    allowed = ~np.isnan(scores)
    if not allowed.any():
        return Stage("points", np.zeros_like(scores), 1.0)
    low, high = float(np.nanmin(scores)), float(np.nanmax(scores))
    lowest = low if covering else 0.0
    widest = high - low if covering else max(high, -low if bound or before else 0.0, 0.0)
    room = EXACT / 8.0 if bound else _room_below(before)
    finest = room / problem.links
    if before and finest < _FINE:
        return None
    scale = 2.0 ** np.floor(np.log2(finest / widest)) if widest > 0 else 1.0
    worth = np.subtract(scores, lowest)
    np.multiply(worth, scale, out=worth)
    np.rint(worth, out=worth)
    worth[~allowed] = 0.0
    chain = problem.links * (np.rint(widest * scale) + 1.0)
    return Stage("points", worth, float(chain), float(scale), lowest)


def _weights(stages: Sequence[Stage]) -> tuple[list[float], float]:
    """What each stage's numbers are multiplied by, and the chain of their sum."""
    weights: list[float] = []
    chain = 0.0
    for stage in reversed(stages):
        weights.append(2.0 * chain + 1.0 if weights else 1.0)
        chain += stage.chain * weights[-1]
    return weights[::-1], chain


def _sum(stages: Sequence[Stage], weights: Sequence[float], shape: tuple[int, int]) -> Floats:
    """One table of all; that of the last stage is used up."""
    last = stages[-1].worth
    table = last if isinstance(last, np.ndarray) and last.ndim == 2 else np.zeros(shape) + last
    for stage, weight in zip(stages[:-1], weights[:-1], strict=True):
        table += stage.worth * weight
    return table
