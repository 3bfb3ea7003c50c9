"""Further aims among thousands: all of them in one table of points, and the gap told.

The exact way (`stages`) solves a dense table for each stage, which takes too long and too much
memory for thousands. Here spread, wishes and fairness become points of the pairs, more of them the
earlier the aim counts, and `large` finds the best of that, coverage first, exactly.
Its prices, taken apart again, bound every aim. The answer need not be the best by all of them, but
the checker says how far from it it may be, since it knows the aims themselves alone.

Smallest groups are no aim but a rule: groups that are too small are closed, the emptiest first.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from math import fsum

import numpy as np

from matching.aims import TOP_LEVEL, Aim
from matching.solver import large
from matching.solver.answers import Assignment, Case, Certificate
from matching.solver.columns import Columns
from matching.solver.settling import NOBODY, Bools, Floats, Ints
from matching.solver.stages import divided

# Mentees times seats. At 4,000 a stage takes 6 seconds and half a gigabyte; fairness has twenty.
MOST_EXACT_CELLS = 4000 * 4000
_POORER = 1.5  # how much worse each level below is, where the worst-off come first
_POOREST = 50  # levels below the best beyond which it is all the same


def is_many(mentees: int, capacity: Ints) -> bool:
    """Whether a problem of several aims is too large for the exact way."""
    return mentees * int(np.minimum(capacity, mentees).sum()) > MOST_EXACT_CELLS


def assign(
    scores: Floats,
    seats: Ints,
    *,
    idle: Bools | None = None,
    wished: Ints | None = None,
    worst_first: bool = False,
    least: Ints | None = None,
    lacking: Ints | None = None,
    tell: Callable[[int], None] = lambda step: None,
) -> Assignment:
    """A good assignment by the aims; `matching.certificate.gap` says how good.

    `idle` says whose first mentee counts where spread is an aim; the others are as for
    `matching.assignment.assign`, `tell` as for `matching.solver.large.assign`.
    """
    begun = np.zeros_like(seats, np.bool_) if lacking is None else lacking > 0
    smallest = np.zeros_like(seats) if least is None else np.where(begun, 0, least)
    seats = np.where(smallest > seats, 0, seats)
    idle = None if idle is None else idle & (seats > 0) & ~begun
    columns = Columns.of(seats, idle, np.empty(0, dtype=np.int64), smallest, lacking)
    points = _fair(scores) if worst_first else scores
    weights, table = _weighed(points, columns, wished)
    mentor_of, relaxed = _in_groups(table, columns, smallest, tell)
    placed = np.flatnonzero(mentor_of != NOBODY)
    own = scores[placed, mentor_of[placed]]
    aim = Aim(True, lacking is not None, idle is not None, wished is not None, worst_first)
    proof = Certificate(
        aim,
        (_case(columns, relaxed, weights, bounded=not worst_first),),
        _bounds(scores, own) if worst_first else (),
    )
    return Assignment(mentor_of, fsum(own.tolist()), proof)


def _in_groups(
    table: Floats, columns: Columns, smallest: Ints, tell: Callable[[int], None]
) -> tuple[Ints, Certificate]:
    """Who has whom, and the proof of the best there would be with groups of any size.

    The emptier half of the groups that are too small is closed until none is.
    """
    room, relaxed, steps = columns.room, None, count()
    while True:
        found = large.assign(table, room, tell=lambda _: tell(next(steps)))
        relaxed = relaxed or found.certificate
        mentor_of = columns.mentors(found.mentor_of)
        used = np.bincount(mentor_of[mentor_of != NOBODY], minlength=smallest.size)
        too_few = np.flatnonzero((used > 0) & (used < smallest))
        if not too_few.size:
            return mentor_of, relaxed
        emptier = too_few[np.argsort(used[too_few], kind="stable")][: (too_few.size + 1) // 2]
        room = np.where(np.isin(columns.mentor, emptier), 0, room)


def _fair(scores: Floats) -> Floats:
    """Points that grow the less the better off one is; the score breaks ties."""
    below = np.minimum(TOP_LEVEL - np.clip(np.rint(scores), 0, TOP_LEVEL), _POOREST)
    fair: Floats = scores / TOP_LEVEL - _POORER**below
    return fair


def _weighed(points: Floats, columns: Columns, wished: Ints | None) -> tuple[list[float], Floats]:
    """What one more of each aim before the points weighs, and all of it together, by column."""
    table = points[:, columns.mentor] if not columns.plain else points.copy()
    allowed = points[~np.isnan(points)]
    widest = float(np.ptp(allowed)) + 1.0 if allowed.size else 1.0
    weights: list[float] = []
    if wished is not None:
        weights.append(2.0 * widest)
        table += weights[0] * wished[:, columns.mentor]
        widest += weights[0] * float(wished.max(initial=0))
    if columns.counts is not None:
        weights.insert(0, 10.0 * widest)
        table += weights[0] * columns.counts
        widest += weights[0] * float(columns.counts.max(initial=0.0))
    if columns.lacking is not None:
        weights.insert(0, 10.0 * widest)
        table += weights[0] * columns.lacking
    return weights, table


def _case(columns: Columns, found: Certificate, weights: list[float], *, bounded: bool) -> Case:
    """The prices taken apart, aim by aim; those of fairness are not known, and nothing then."""
    rest, parts = found.points, [found.places.astype(np.float64)]
    for weight in weights:
        parts.append(np.rint(rest / weight))
        rest = rest - parts[-1] * weight
    if bounded:
        parts.append(rest)
    if columns.lacking is not None:  # comes before coverage, and all of it can be hoped for
        parts = [columns.lacking.astype(np.float64), parts[0], *parts[2:]]
    undecided = np.ones(rest.size, dtype=np.bool_)
    for part in parts:
        part[undecided & (part < 0)] = 0.0
        undecided &= part == 0
    return columns.case(tuple(parts))


def _bounds(scores: Floats, own: Floats) -> tuple[int, ...]:
    """The stages of fairness, from the level of the worst-off on."""
    floor = int(np.clip(np.rint(own.min(initial=TOP_LEVEL)), 0, TOP_LEVEL))
    highest = int(np.clip(np.rint(np.nanmax(scores, initial=0.0)), 0, TOP_LEVEL))
    return divided(floor, highest, scores.shape[0] + 1)
