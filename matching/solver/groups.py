"""Small groups: a mentor takes nobody, or at least as many as a group has to have.

That is no linear program any more: who has a group at all must be decided. Branch and bound (Land
and Doig, 1960) does it exactly. Without the smallest groups the problem is an assignment; its best
answer is a bound. Where it gives a mentor too few, there are two cases: this mentor is closed, or
held to at least the smallest group, whose seats are due before anything else counts. Each case is
an assignment again, with prices that prove its bound. The case with the best bound comes first; one
that can be no better than the best answer known is done with. What remains in the end, the leaves
of the tree, covers everything, and together they are the proof.

Steps, never the clock, say when to give up, so that the same question has the same answer
everywhere.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from matching.aims import TOP_LEVEL, Aim
from matching.solver.answers import Case, Certificate
from matching.solver.columns import Columns
from matching.solver.settling import NOBODY, Bools, Floats, Ints
from matching.solver.stages import best, digits, divided

Value: TypeAlias = tuple[float, ...]  # part by part, the larger the better

_TOO_CLOSE = 2e-10  # of the largest score, for each mentee: no difference
_CELLS = 50_000_000  # mentees times seats times steps; some seconds
_FEWEST_STEPS, _MOST_STEPS = 40, 2000


@dataclass(frozen=True)
class Node:
    """A case with the best that may be in it. `too_few` are the mentors whose group is too small.

    `done` where it is known to hold nothing better.
    """

    mentor_of: Ints
    value: Value
    case: Case
    too_few: Ints
    used: Ints
    done: bool


@dataclass
class Groups:
    """A problem with smallest groups, and the best answer known."""

    scores: Floats
    seats: Ints
    aim: Aim
    idle: Bools | None
    wished: Floats | None
    least: Ints
    lacking: Ints | None = None
    steps: int = 0
    mentor_of: Ints = field(init=False)
    value: Value = field(init=False)
    tell: Callable[[int], None] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.seats = np.where(self.least > self.seats, 0, self.seats)
        if self.idle is not None:
            self.idle = self.idle & (self.seats > 0)
        self.levels = np.clip(np.rint(np.nan_to_num(self.scores)), 0, TOP_LEVEL).astype(np.int64)
        allowed = ~np.isnan(self.scores)
        highest = int(self.levels[allowed].max(initial=0))
        self.base = self.scores.shape[0] + 1
        self.bounds = divided(0, highest, self.base) if self.aim.worst_first else ()
        self.same = _TOO_CLOSE * float(np.abs(self.scores[allowed]).max(initial=0.0)) * self.base
        self.mentor_of = np.full(self.scores.shape[0], NOBODY, dtype=np.int64)
        self.value = self._value(self.mentor_of)

    def search(
        self, steps: int | None = None, tell: Callable[[int], None] = lambda step: None
    ) -> tuple[Ints, Certificate]:
        """The best answer, or the best found within so many `steps`, and its certificate."""
        self.tell = tell
        if steps is None:
            cells = self.scores.shape[0] * int(self.seats.sum())
            steps = min(max(_CELLS // max(1, cells), _FEWEST_STEPS), _MOST_STEPS)
        root = self._look(frozenset(), frozenset())
        self._dive(root)
        cases = [leaf.case for leaf in self._branch(root, steps)]
        cases.sort(key=lambda case: not self._is_in(case))
        return self.mentor_of, Certificate(self.aim, tuple(cases), self.bounds)

    def _is_in(self, case: Case) -> bool:
        """Whether the best answer known belongs to this case."""
        with_somebody = set(self.mentor_of.tolist())
        return case.held <= with_somebody and not case.closed & with_somebody

    # --- The tree ---------------------------------------------------------------------------------

    def _branch(self, root: Node, steps: int) -> list[Node]:
        """Divide the most promising case until none promises more; the leaves."""
        leaves: list[Node] = []
        waiting = [(self._order(root), 0, root)]
        count = 0
        while waiting:
            _, _, node = heapq.heappop(waiting)
            if node.done or not node.too_few.size or not self._promises(node) or self.steps > steps:
                leaves.append(node)
                continue
            column = int(node.too_few[np.argmax(node.used[node.too_few])])
            held, closed = node.case.held, node.case.closed
            for child in (
                self._look(held | {column}, closed),
                self._look(held, closed | {column}),
            ):
                count += 1
                heapq.heappush(waiting, (self._order(child), count, child))
        return leaves

    def _order(self, node: Node) -> Value:
        return tuple(-part for part in node.value)

    def _promises(self, node: Node) -> bool:
        return not node.done and self._compare(node.value) > 0

    def _look(self, held: frozenset[int], closed: frozenset[int]) -> Node:
        """The best of a case, or enough of it to know that it is no better; remembered if kept."""
        seats = self.seats.copy()
        seats[sorted(closed)] = 0
        which = np.array(sorted(held), dtype=np.int64)
        columns = Columns.of(seats, self.idle, which, self.least, self.lacking)
        due = int(self.least[sorted(held)].sum())
        done = False

        def stop(names: Sequence[str], column_of: Ints) -> bool:
            nonlocal done
            if columns.due is not None:
                filled = np.count_nonzero(columns.due[column_of[column_of != NOBODY]])
                done = int(filled) < due
            parts = len(names) - (columns.due is not None)
            done = done or self._compare(self._value(columns.mentors(column_of))[:parts]) < 0
            return done

        self.tell(self.steps + 1)
        found = best(columns.problem(self.scores, self.wished, self.aim, self.bounds), stop)
        self.steps += found.steps
        mentor_of = columns.mentors(found.column_of)
        case = columns.case(found.prices)
        case = Case(case.first, case.further, held, closed)
        used = np.bincount(mentor_of[mentor_of != NOBODY], minlength=self.seats.size)
        too_few = np.flatnonzero((used > 0) & (used < self.least))
        node = Node(mentor_of, self._value(mentor_of), case, too_few, used, done)
        if not done and not too_few.size:
            self._keep(mentor_of, node.value)
        return node

    def _keep(self, mentor_of: Ints, value: Value) -> None:
        if self._compare(value) > 0:
            self.mentor_of, self.value = mentor_of, value

    # --- A first answer ---------------------------------------------------------------------------

    def _dive(self, root: Node) -> None:
        """Close the emptier half of the groups that are too small until none is; the same again
        with the fuller half held."""
        for hold in (False, True):
            node = root
            while node.too_few.size and not node.done:
                fuller = sorted(node.too_few.tolist(), key=lambda one: (-node.used[one], one))
                half = len(fuller) // 2
                held, closed = node.case.held, node.case.closed | set(fuller[half:])
                following = self._look(held | set(fuller[:half]), closed) if hold else None
                if following is None or following.done:
                    following = self._look(held, closed)
                node = following

    # --- What an answer is worth ------------------------------------------------------------------

    def _compare(self, value: Value) -> int:
        """1 where `value`, or as many parts as it has, is better than the best known; 0, -1."""
        for part, (one, other) in enumerate(zip(value, self.value, strict=False)):
            same = self.same if part == len(self.value) - 1 else 0.0
            if abs(one - other) > same:
                return 1 if one > other else -1
        return 0

    def _value(self, mentor_of: Ints) -> Value:
        placed = np.flatnonzero(mentor_of != NOBODY)
        mentors = mentor_of[placed]
        used = np.bincount(mentors, minlength=self.seats.size)
        value: list[float] = []
        if self.lacking is not None:
            value.append(int(np.minimum(used, self.lacking).sum()))
        if self.aim.coverage_first:
            value.append(placed.size)
        if self.idle is not None:
            value.append(int(np.count_nonzero(self.idle & (used > 0))))
        if self.wished is not None:
            value.append(float(self.wished[placed, mentors].sum()))
        reached = self.levels[placed, mentors].tolist()
        for low, high in pairwise(self.bounds):
            weights = digits(low, high, self.base).tolist()
            value.append(-sum(int(weights[level]) for level in reached))
        value.append(float(self.scores[placed, mentors].sum()))
        return tuple(value)
