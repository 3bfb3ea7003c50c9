"""Matching without a database: the exact assignment with its proof, and the whole core."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment

from matching.assignment import Floats, Ints, assign
from matching.certificate import gap
from matching.scoring import Criteria, Table
from matching.solving import solve
from tests.bench.measuring import Measure, in_turn, peak_memory
from tests.matching.problems import random_pool

SIZES = (500, 2000)
POOL = 500
_SOLVER = "scipy linear_sum_assignment"

T = TypeVar("T")


def measure_core(sizes: tuple[int, ...] = SIZES, pool: int = POOL) -> Iterator[Measure]:
    for size in sizes:
        yield from _assigning(size)
    yield from _aiming(pool)
    yield _core(pool)


def _assigning(size: int) -> Iterator[Measure]:
    scores = np.random.default_rng(size).random((size, size)) * 100
    seats = np.ones(size, dtype=np.int64)
    times = 7 if size <= 500 else 3  # the large one takes seconds

    def bare() -> object:
        return linear_sum_assignment(scores, maximize=True)

    def all_of_it() -> object:
        return assign(scores, seats)

    _, bare_peak = _with_peak(bare)
    found, peak = _with_peak(lambda: assign(scores, seats))
    runs, floor = in_turn(all_of_it, bare, times=times)
    facts = {"MB": peak, "MB of the floor": bare_peak}
    yield Measure(
        "matching",
        f"assign, {size:,} \N{MULTIPLICATION SIGN} {size:,}",
        runs,
        floor,
        _SOLVER,
        facts,
    )
    runs, floor = in_turn(lambda: gap(scores, seats, found), bare, times=times)
    yield Measure(
        "matching",
        f"check the proof, {size:,} \N{MULTIPLICATION SIGN} {size:,}",
        runs,
        floor,
        _SOLVER,
    )


def _aiming(size: int) -> Iterator[Measure]:
    """Further aims, and groups of three to six, in what comes of a pool's criteria."""
    scores = Table(random_pool(1, size, size), Criteria()).scores()
    alone, groups = np.ones(size, dtype=np.int64), size // 4
    wished = (np.random.default_rng(size).random(scores.shape) < 3 / size).astype(np.int64)
    least = {"least": np.full(groups, 3)}
    asked: list[tuple[str, Floats, Ints, dict[str, Any], dict[str, Any]]] = [
        ("spread over mentors with two places", scores, 2 * alone, {"spread": True}, {}),
        ("wishes first", scores, alone, {"wished": wished}, {}),
        ("worst first", scores, alone, {}, {"worst_first": True}),
        ("in groups of three to six", scores[:, :groups], np.full(groups, 6), least, {}),
    ]
    for name, table, seats, given, aims in asked:
        found = assign(table, seats, **given, **aims)
        proven = gap(table, seats, found, **given)

        def all_of_it(
            table: Floats = table, seats: Ints = seats, asked: dict[str, Any] = given | aims
        ) -> object:
            return assign(table, seats, **asked)

        runs, floor = in_turn(
            all_of_it, lambda: linear_sum_assignment(np.nan_to_num(scores), maximize=True), times=3
        )
        yield Measure(
            "matching",
            f"assign, {name}, {size:,}",
            runs,
            floor,
            _SOLVER,
            {"gap %": round(100 * proven, 3)},
        )


def _core(size: int) -> Measure:
    pool = random_pool(1, size, size)
    solution, peak = _with_peak(lambda: solve(pool, Criteria()))
    assert solution.gap == 0.0
    scores = np.random.default_rng(size).random((size, size)) * 100
    runs, floor = in_turn(
        lambda: solve(pool, Criteria()),
        lambda: linear_sum_assignment(scores, maximize=True),
        times=5,
    )
    name = f"score, assign, prove, explain, {size:,} \N{MULTIPLICATION SIGN} {size:,}"
    return Measure("matching", name, runs, floor, _SOLVER, {"MB": peak})


def _with_peak(act: Callable[[], T]) -> tuple[T, float | None]:
    gc.collect()
    with peak_memory() as peak:
        return act(), peak()
