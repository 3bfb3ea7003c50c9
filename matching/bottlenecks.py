"""What is short: which skill, offered by one more mentor, would place how many more mentees.

The mentor imagined offers the skill at the highest level, breaks no rule and has so many seats.
How many more would be placed is a maximum flow: each further mentee is a way from somebody left out
to the new seats, on which everybody moves on to the next mentor they may have (augmenting paths:
Berge 1957; Ford and Fulkerson 1956). The last on the way wants the skill. Those who are locked to
their mentor do not move, and a chain never empties a group. Where groups have a smallest size, the
new one must reach it as well, be it with mentees whom other groups can spare.

Pure: a pool, which pairs are allowed, and who has whom.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from matching.assignment import NOBODY
from matching.scoring import Criteria, Mentee, Pool
from matching.scoring.values import LEVELS, fit
from matching.solver.settling import Bools, Ints

_SHOWN = 3


@dataclass(frozen=True)
class Bottleneck:
    """One more mentor for `skill` with room for `seats` would place `more` more mentees.

    With room for one it would be one. `wanted` says how many of those left out want the skill.
    """

    skill: str
    seats: int
    more: int
    wanted: int


def bottlenecks(
    pool: Pool,
    criteria: Criteria,
    allowed: Bools,
    mentor_of: Ints,
    *,
    seats: int | None = None,
    most: int = _SHOWN,
) -> tuple[Bottleneck, ...]:
    """The skills that would place most, the best first; none where everybody is placed.

    `allowed` says of mentees by mentors who may be paired, `mentor_of` is as in
    `matching.assignment.Assignment`. `seats` is what most mentors have, if not given; where nobody
    has any, those of a largest group, or one.
    """
    left_out = np.flatnonzero(mentor_of == NOBODY)
    wanted = Counter(topic.skill for row in left_out for topic in {*pool.mentees[row].topics})
    if not wanted:
        return ()
    usual = seats or _usual(pool)
    least = pool.groups[0] if pool.groups else 0
    reach = _Reach.of(pool, allowed, mentor_of)
    found = []
    for skill in sorted(wanted):
        takers = np.array([_learns(mentee, skill, criteria) for mentee in pool.mentees])
        more, others = reach.placed(takers, usual)
        spared = reach.spared(others, least) if 0 < more < least <= usual else 0
        if more and more + spared >= least:
            found.append(Bottleneck(skill, usual, more, wanted[skill]))
    found.sort(key=lambda one: (-one.more, -one.wanted, one.skill))
    return tuple(found[:most])


def _usual(pool: Pool) -> int:
    """The number of seats that most mentors have; the smaller of two as frequent."""
    counts = Counter(mentor.seats for mentor in pool.mentors if mentor.seats)
    alone = pool.groups[1] if pool.groups else 1
    return min(counts, key=lambda seats: (-counts[seats], seats), default=alone)


def _learns(mentee: Mentee, skill: str, criteria: Criteria) -> bool:
    """Whether an expert in `skill` covers what this mentee wants to learn of it."""
    return any(
        topic.skill == skill and fit(max(LEVELS) - topic.level, criteria) > 0
        for topic in mentee.topics
    )


@dataclass(frozen=True)
class _Reach:
    """The part of the table that chains from those left out can touch at all.

    Rows and columns of `allowed` are the mentees and mentors of that part; `mentor_of` of it.
    `group_of` and `free` are of all: who has whom, and who is not held to that by a lock.
    """

    allowed: Bools
    mentor_of: Ints
    mentees: Ints
    mentors: Ints
    group_of: Ints
    free: Bools

    @classmethod
    def of(cls, pool: Pool, allowed: Bools, mentor_of: Ints) -> _Reach:
        held = {mentee for mentee, _ in pool.locked}
        free = np.array([mentee.id not in held for mentee in pool.mentees], dtype=np.bool_)
        rows, columns = mentor_of == NOBODY, np.zeros(allowed.shape[1], dtype=np.bool_)
        frontier = np.flatnonzero(rows)
        while frontier.size:
            reached = allowed[frontier].any(axis=0) & ~columns
            columns |= reached
            fresh = free & ~rows & (mentor_of != NOBODY)
            fresh[fresh] = reached[mentor_of[fresh]]
            rows |= fresh
            frontier = np.flatnonzero(fresh)
        mentees, mentors = np.flatnonzero(rows), np.flatnonzero(columns)
        at = np.full(allowed.shape[1] + 1, NOBODY)
        at[mentors] = np.arange(mentors.size)
        of_them = allowed[np.ix_(mentees, mentors)], at[mentor_of[mentees]]
        return cls(*of_them, mentees, mentors, mentor_of, free)

    def placed(self, takers: Bools, seats: int) -> tuple[int, Ints]:
        """How many more are placed where `takers` may have one of `seats` new seats.

        And of whom each of the other takers is a mentee then; NOBODY where they are none of these.
        """
        able = takers[self.mentees]
        mentor_of, alone = self.mentor_of.copy(), self.mentor_of == NOBODY
        at_once = np.flatnonzero(alone & able)[:seats]
        alone[at_once] = able[at_once] = False
        placed = at_once.size
        while placed < seats and self._move(mentor_of, alone, able):
            placed += 1
        others = np.where(takers & self.free, self.group_of, NOBODY)
        column = np.append(self.mentors, NOBODY)[mentor_of]
        others[self.mentees] = np.where(able & self.free[self.mentees], column, NOBODY)
        return placed, others

    def spared(self, others: Ints, least: int) -> int:
        """How many of the `others` may leave their groups without making one smaller than `least`.

        Chains leave the size of each group as it was.
        """
        sizes, willing = (
            np.bincount(groups[groups != NOBODY], minlength=self.group_of.max(initial=0) + 1)
            for groups in (self.group_of, others)
        )
        return int(np.minimum(np.maximum(0, sizes - least), willing).sum())

    def _move(self, mentor_of: Ints, alone: Bools, able: Bools) -> bool:
        """Place one more of those alone by a chain that ends with one who is able, if there is one.

        Breadth first: `came_by[row]` is the mentee who takes the place of `row`.
        """
        came_by = np.full(mentor_of.size, NOBODY)
        seen = np.zeros(self.allowed.shape[1], dtype=np.bool_)
        frontier = np.flatnonzero(alone)
        while frontier.size and seen.size:
            block = self.allowed[frontier]
            reached = block.any(axis=0) & ~seen
            seen |= reached
            follows = np.flatnonzero(reached[mentor_of] & (mentor_of != NOBODY))
            came_by[follows] = frontier[block[:, mentor_of[follows]].argmax(axis=0)]
            ends = follows[able[follows]]
            if ends.size:
                _shift(int(ends[0]), came_by, mentor_of, alone, able)
                return True
            frontier = follows
        return False


def _shift(end: int, came_by: Ints, mentor_of: Ints, alone: Bools, able: Bools) -> None:
    """Everybody on the chain moves up; `end` has a new seat and stays there."""
    row, left = end, mentor_of[end]
    able[end], mentor_of[end] = False, NOBODY
    while not alone[row]:
        row = came_by[row]
        left, mentor_of[row] = mentor_of[row], left
    alone[row] = False
