"""From a pool to explained, proven proposals: scores, locks, assignment, proof, reasons.

Pure: the pool in, the proposals out; the same pool gives the same proposals whatever the order in
which its rows came, since `Pool` sorts by id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from matching.aims import Aim
from matching.assignment import NOBODY, Floats, Ints
from matching.bottlenecks import Bottleneck, bottlenecks
from matching.deciding import Question, decided
from matching.reasons import broken_rules, facts, why_left_out
from matching.scoring import Criteria, Pool, Table
from matching.solver.answers import Certificate
from matching.stability import Blocking, Wishes, blocking_pairs, wishes_met

_TELLS_APART = 0.05  # points
Tell = Callable[[str, int], None]
_TOLD_EACH = 40


class TooManyLocksError(ValueError):
    """A mentor is locked to more mentees than there are free places."""

    def __init__(self, mentor: int) -> None:
        super().__init__(f"Mentor {mentor} is locked to more mentees than there are free places.")
        self.mentor = mentor


class LockAgainstRulesError(ValueError):
    """Two are locked together whom a hard rule that is on keeps apart."""

    def __init__(self, mentee: int, mentor: int, rules: tuple[str, ...]) -> None:
        super().__init__(f"Mentee {mentee} is locked to mentor {mentor} against {rules}.")
        self.mentee, self.mentor, self.rules = mentee, mentor, rules


@dataclass(frozen=True)
class Match:
    """A mentor for a mentee: the score, the points of each criterion, and facts for the words."""

    mentee: int
    mentor: int
    score: float
    parts: Mapping[str, float]
    facts: tuple[dict[str, Any], ...]
    locked: bool


@dataclass(frozen=True)
class Unplaced:
    """A mentee without a mentor, and why: a key of `matching.explaining.LEFT_OUT`."""

    mentee: int
    reason: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class Solution:
    """What a run proposes. `gap` 0.0 means proven best; `prices` are (places, points) by mentor."""

    matches: tuple[Match, ...]
    left_out: tuple[Unplaced, ...]
    gap: float
    prices: Mapping[int, tuple[int, float]]
    aim: Aim
    wishes: Wishes
    blocking: Blocking
    shares: Mapping[str, float]  # of each criterion in the scores
    bottlenecks: tuple[Bottleneck, ...]
    certificate: Certificate = field(compare=False, repr=False)
    is_flat: bool = False  # all who may be paired fit each other equally well

    @property
    def total(self) -> float:
        return sum(match.score for match in self.matches)


def solve(pool: Pool, criteria: Criteria, *, tell: Tell = lambda step, percent: None) -> Solution:
    """The best proposals for `pool`. `tell(step, per cent)` hears of each step, and may raise.

    Raises `TooManyLocksError` or `LockAgainstRulesError`, and `ValueError` where no criterion has
    a weight.
    """
    tell("scoring", 10)
    table = Table(pool, criteria)
    scores = table.scores()
    locked_of = locked_columns(table, scores)
    question = Question.of(pool, criteria, scores, locked_of)
    tell("assigning", 40)
    found = question.answer(tell=_assigning(tell))
    tell("proving", 80)
    decision = decided(pool, found, question.gap(found), locked_of)
    tell("explaining", 85)
    mentor_of = decision.mentor_of
    matches = _matches(table, mentor_of, locked_of)
    own = np.zeros(len(pool.mentees))
    own[mentor_of != NOBODY] = [match.score for match in matches]
    blocks = ((rows, scores[rows]) for rows in table.blocks())
    return Solution(
        matches=matches,
        left_out=_left_out(table, scores, mentor_of),
        gap=decision.gap,
        prices=decision.prices,
        aim=decision.aim,
        wishes=wishes_met(pool, mentor_of),
        blocking=blocking_pairs(pool, blocks, mentor_of, own),
        shares=table.shares,
        bottlenecks=bottlenecks(pool, criteria, ~np.isnan(scores), mentor_of),
        certificate=found.certificate,
        is_flat=_is_flat(scores, mentor_of),
    )


def _is_flat(scores: Floats, mentor_of: Ints) -> bool:
    """Whether all possible pairs have one score although somebody could have had another mentor.

    Where nobody has a choice, or nobody is placed, better criteria would change nothing.
    """
    choices = np.count_nonzero(~np.isnan(scores), axis=1)[mentor_of != NOBODY]
    if choices.max(initial=0) < 2:
        return False
    return bool(np.nanmax(scores) - np.nanmin(scores) < _TELLS_APART)


def _assigning(tell: Tell) -> Callable[[int], None]:
    """Hears of each step, tells of the first ones and then of a few: telling takes time."""

    def hear(step: int) -> None:
        if step < _TOLD_EACH or step % _TOLD_EACH == 0:
            tell("assigning", min(40 + step, 79))

    return hear


def with_pair(pool: Pool, criteria: Criteria, mentee_id: int, mentor_id: int) -> Solution | None:
    """The best there is if these two are a pair: beside `solve`'s it says what that costs whom.

    None where it cannot be: one of them is not in the pool, a rule that is on keeps them apart, or
    locks fill the mentor's places. Other locks are kept; one of the mentee's own gives way.
    """
    if mentee_id not in pool.row_of or mentor_id not in pool.column_of:
        return None
    others = frozenset(lock for lock in pool.locked if lock[0] != mentee_id)
    asked = replace(pool, locked=others | {(mentee_id, mentor_id)})
    try:
        return solve(asked, criteria)
    except LockAgainstRulesError as error:
        if (error.mentee, error.mentor) != (mentee_id, mentor_id):
            raise
    except TooManyLocksError as error:
        if error.mentor != mentor_id:
            raise
    return None


def locked_columns(table: Table, scores: Floats) -> Ints:
    """The column of the mentor each mentee is locked to, or -1; locks on strangers do not count."""
    pool = table.pool
    row_of, column_of = pool.row_of, pool.column_of
    locked = np.full(len(pool.mentees), NOBODY, dtype=np.int64)
    for mentee, mentor in sorted(pool.locked):
        if mentee not in row_of or mentor not in column_of:
            continue
        locked[row_of[mentee]] = column_of[mentor]
        if np.isnan(scores[row_of[mentee], column_of[mentor]]):
            raise LockAgainstRulesError(mentee, mentor, broken_rules(table, mentee, mentor))
    used = np.bincount(locked[locked != NOBODY], minlength=len(pool.mentors))
    for column in np.flatnonzero(used > pool.seats):
        raise TooManyLocksError(pool.mentors[column].id)
    return locked


def _matches(table: Table, mentor_of: Ints, locked_of: Ints) -> tuple[Match, ...]:
    pool = table.pool
    parts = table.parts(mentor_of)
    return tuple(
        Match(
            mentee=mentee.id,
            mentor=pool.mentors[mentor_of[row]].id,
            score=sum(parts[row].values()),
            parts=parts[row],
            facts=facts(table, mentee, pool.mentors[mentor_of[row]]),
            locked=bool(locked_of[row] != NOBODY),
        )
        for row, mentee in enumerate(pool.mentees)
        if mentor_of[row] != NOBODY
    )


def _waiting_for_a_group(pool: Pool, mentor_of: Ints) -> Ints:
    """Of each mentor who has nobody, and room: the smallest group; 0 of all others."""
    used = np.bincount(mentor_of[mentor_of != NOBODY], minlength=len(pool.mentors))
    least = np.array([mentor.least for mentor in pool.mentors], dtype=np.int64)
    return np.where((used == 0) & (least > 1) & (pool.seats >= least), least, 0)


def _left_out(table: Table, scores: Floats, mentor_of: Ints) -> tuple[Unplaced, ...]:
    found: list[Unplaced] = []
    allowed = ~np.isnan(scores)
    possible = np.count_nonzero(allowed, axis=1)
    waiting = _waiting_for_a_group(table.pool, mentor_of)
    for row in np.flatnonzero(mentor_of == NOBODY):
        least = int(waiting[allowed[row]].max(initial=0))
        reason, about = why_left_out(table, int(row), int(possible[row]), least)
        found.append(Unplaced(table.pool.mentees[row].id, reason, about))
    return tuple(found)
