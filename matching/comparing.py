"""Two ways of matching one program: who moves, who is left out, and the figures.

A score belongs to the settings it was reckoned with. So each side's figures are kept twice: by its
own settings, and both by those of the second one, where the people are still there to be reckoned.
`matching.side_by_side` puts them in words.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np

from kit.gathering import gathered, rows
from matching import criteria, places, pool
from matching.models import LeftOut, Proposal, Run
from matching.places import Taken
from matching.scoring import Criteria, Pool, Table
from matching.solving import Solution
from participants.models import Wish
from programs.models import Program, Role

Two = tuple[int, int]  # mentee, mentor: ids of participants

MOST_PAIRS = 1_000_000  # of mentees with mentors that are reckoned while somebody waits for a page


@dataclass(frozen=True)
class Outcome:
    """One way to match, by ids of participants; scores are by its own settings."""

    mentor_of: dict[int, int]
    score_of: dict[int, float]
    left_out: dict[int, tuple[str, Mapping[str, Any]]]  # the reason and its facts

    @property
    def mentees(self) -> int:
        return len(self.mentor_of) + len(self.left_out)


def of_stored(*runs: Run) -> tuple[list[Outcome], dict[int, set[int]]]:
    """What each of these finished runs of one program came to, and the mentors mentees wished for.

    One query.
    """
    program = runs[0].program_id
    proposed = Proposal.objects.filter(run__in=runs).order_by()
    left = LeftOut.objects.filter(run__in=runs).order_by()
    wishes = Wish.objects.filter(participant__program=program, participant__role=Role.MENTEE)
    told = gathered(
        proposed=rows(proposed, "run", "mentee", "mentor", "score"),
        left=rows(left, "run", "mentee", "reason", "facts"),
        wishes=rows(wishes.order_by(), "participant", "wished"),
    )
    stored = Program.objects.values_list(told, flat=True).get(pk=program)
    found = {run.pk: Outcome({}, {}, {}) for run in runs}
    for run, mentee, mentor, score in stored["proposed"]:
        found[run].mentor_of[mentee] = mentor
        found[run].score_of[mentee] = score
    for run, mentee, reason, facts in stored["left"]:
        found[run].left_out[mentee] = (reason, facts)
    wished: dict[int, set[int]] = {}
    for mentee, mentor in stored["wishes"]:
        wished.setdefault(mentee, set()).add(mentor)
    return [found[run.pk] for run in runs], wished


def of_solution(solution: Solution) -> Outcome:
    return Outcome(
        mentor_of={one.mentee: one.mentor for one in solution.matches},
        score_of={one.mentee: one.score for one in solution.matches},
        left_out={one.mentee: (one.reason, one.facts) for one in solution.left_out},
    )


@dataclass(frozen=True)
class Change:
    """What becomes of one mentee. Scores are by the second settings where they can be reckoned."""

    mentee: int
    before: int | None
    after: int | None
    gain: float | None = None


@dataclass(frozen=True)
class Side:
    """The figures of one of the two."""

    mentees: int
    placed: int
    mean: float | None
    lowest: float | None
    mentors: int  # who get at least one mentee
    wishes_met: int
    mean_by_second: float | None = None
    lowest_by_second: float | None = None


@dataclass(frozen=True)
class Comparison:
    """The first way, the second, and all that differs."""

    first: Side
    second: Side
    moved: tuple[Change, ...] = ()
    newly_placed: tuple[Change, ...] = ()
    left_out: tuple[Change, ...] = ()  # by the second, those placed by the first before others
    are_reckoned: bool = True  # whether pairs were scored by the settings of the second
    gone: tuple[Change, ...] = ()  # placed by the first, and not there to be placed by the second
    have_mentor: Collection[int] = ()  # mentees who have a mentor by now
    unchanged: int = 0
    wishing: int = 0  # mentees who named at least one wish
    why_left: Mapping[int, tuple[str, Mapping[str, Any]]] = field(default_factory=dict)

    @property
    def no_longer_placed(self) -> int:
        return sum(one.before is not None for one in self.left_out)

    @property
    def is_same(self) -> bool:
        return not (self.moved or self.newly_placed or self.no_longer_placed)

    def touching_others(self, mentee: int) -> list[Change]:
        """What becomes of all but this mentee: those first who lose their mentor."""
        lost = [one for one in self.left_out if one.before is not None]
        touched = [*lost, *self.moved, *self.newly_placed]
        return [one for one in touched if one.mentee != mentee]

    @property
    def is_by_one_yardstick(self) -> bool:
        """Whether both could be reckoned by the settings of the second."""
        return None not in (self.first.mean_by_second, self.second.mean_by_second)


def compare(
    first: Outcome,
    second: Outcome,
    *,
    wishes: Mapping[int, Collection[int]],
    by_second: Mapping[Two, float] | None = None,
) -> Comparison:
    """What changes from the first to the second; `by_second` is the score of pairs by the second.

    Changes come with the greatest loss first. Whoever came only for the second counts as not placed
    by the first; whoever was placed by the first and not there for the second is `gone`, and in the
    figures of neither.
    """
    scores = by_second or {}
    there = {*second.mentor_of, *second.left_out}
    gone = sorted({*first.mentor_of} - there)
    first, placed_before = _without(first, gone), first.mentor_of
    changes = [
        _change(mentee, first.mentor_of.get(mentee), second.mentor_of.get(mentee), scores)
        for mentee in sorted(there)
    ]
    placed = [one for one in changes if one.after is not None]
    moved = [one for one in placed if one.before not in (None, one.after)]
    left = [one for one in changes if one.after is None]
    return Comparison(
        first=_side(first, wishes, scores),
        second=_side(second, wishes, scores),
        moved=tuple(sorted(moved, key=lambda one: (one.gain or 0.0, one.mentee))),
        newly_placed=tuple(one for one in placed if one.before is None),
        left_out=tuple(sorted(left, key=lambda one: (one.before is None, one.mentee))),
        are_reckoned=by_second is not None,
        gone=tuple(Change(mentee, placed_before[mentee], None) for mentee in gone),
        unchanged=sum(one.before == one.after for one in placed),
        wishing=sum(bool(named) for named in wishes.values()),
        why_left=second.left_out,
    )


def _without(one: Outcome, gone: Collection[int]) -> Outcome:
    """The outcome for all but these mentees."""
    if not gone:
        return one
    left = set(gone)
    return replace(
        one,
        mentor_of={pk: mentor for pk, mentor in one.mentor_of.items() if pk not in left},
        score_of={pk: score for pk, score in one.score_of.items() if pk not in left},
    )


def _change(
    mentee: int, before: int | None, after: int | None, scores: Mapping[Two, float]
) -> Change:
    gain = None
    if before is not None and after is not None:
        known = (scores.get((mentee, before)), scores.get((mentee, after)))
        gain = None if known[0] is None or known[1] is None else known[1] - known[0]
    return Change(mentee, before, after, gain)


def _side(one: Outcome, wishes: Mapping[int, Collection[int]], scores: Mapping[Two, float]) -> Side:
    own = list(one.score_of.values())
    common = [scores[pair] for pair in one.mentor_of.items() if pair in scores]
    return Side(
        mentees=one.mentees,
        placed=len(one.mentor_of),
        mean=_mean(own),
        lowest=min(own, default=None),
        mentors=len(set(one.mentor_of.values())),
        wishes_met=sum(mentor in wishes.get(pk, ()) for pk, mentor in one.mentor_of.items()),
        mean_by_second=_mean(common),
        lowest_by_second=min(common, default=None),
    )


def _mean(scores: list[float]) -> float | None:
    return sum(scores) / len(scores) if scores else None


# --- What it takes from the database and the pool -------------------------------------------------


def scores_by(criteria: Criteria, people: Pool, *outcomes: Outcome) -> dict[Two, float]:
    """The score by `criteria` of all pairs in the outcomes whose two are in the pool.

    Rules that would keep a pair apart are passed over: it is the worth of the pair that is asked.
    """
    table = Table(people, criteria)
    found: dict[Two, float] = {}
    for outcome in outcomes:
        mentors = [outcome.mentor_of.get(mentee.id, 0) for mentee in people.mentees]
        columns = np.array([people.column_of.get(mentor, -1) for mentor in mentors], dtype=np.int64)
        parts = table.parts(columns)
        for row in np.flatnonzero(columns >= 0):
            found[people.mentees[row].id, mentors[row]] = sum(parts[row].values())
    return found


def compare_by(
    criteria: Criteria,
    people: Pool,
    first: Outcome,
    second: Outcome,
    *,
    wishes: Mapping[int, Collection[int]] | None = None,
) -> Comparison:
    """What changes from the first to the second, both reckoned by `criteria` for these people."""
    scores = scores_by(criteria, people, first, second)
    return compare(first, second, wishes=wishes or {}, by_second=scores)


# --- Two runs that are kept -----------------------------------------------------------------------


def is_quick(run: Run) -> bool:
    """Whether as many people as the run had are matched, or scored anew, in about a second."""
    pairs: int = run.figures["mentees"] * run.figures["mentors"]
    return pairs <= MOST_PAIRS


def of_runs(first: Run, second: Run, *, on: date) -> Comparison:
    """Two finished runs of one program.

    Both are reckoned by the second's settings with what people say on the day `on`, unless they
    are too many for a page that somebody waits for.
    """
    (before, after), wishes = of_stored(first, second)
    comparison = compare(
        before,
        after,
        wishes=wishes,
        by_second=_scores_today(second, before, after, on=on) if is_quick(second) else None,
    )
    if comparison.gone and first.pk < second.pk:
        return replace(comparison, have_mentor=places.taken(second.program).placed)
    return comparison


def _scores_today(run: Run, *outcomes: Outcome, on: date) -> dict[Two, float]:
    everybody = pool.read(run.program, on=on, taken=Taken())
    return scores_by(criteria.of(run), everybody, *outcomes)
