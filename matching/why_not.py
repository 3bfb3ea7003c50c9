"""Why not another mentor? Which rule forbids it, or what it would cost whom.

The answer is reckoned with the run's settings and the people as they are today: the best matching
that contains the pair asked for, beside the one the run proposes; or, where people have changed,
beside the one that a new run would propose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kit.refusals import Refused
from matching import comparing, criteria, explaining, pool, proofs, reasons, runs, side_by_side
from matching.asked_about import AskedAbout
from matching.comparing import MOST_PAIRS, Change, Comparison, Outcome
from matching.models import Run
from matching.scoring import ALWAYS, Bools, Floats, Pool, Table
from matching.side_by_side import Figure, Row, counted, gain_between, score_said, scored
from matching.solving import LockAgainstRulesError, TooManyLocksError, solve, with_pair
from participants.models import Participant

_NAMED = 3
_WHOM_IT_TOUCHES = gettext_lazy(
    "Whom it touches shows a run: so many people are not matched again while you wait. Lock the "
    "two, run again and compare the runs."
)


class NoAnswer(Refused):
    """It cannot be reckoned: locks and rules contradict each other by now."""


@dataclass(frozen=True)
class Candidate:
    """A mentor who might be asked about, and how they stand to the mentee."""

    mentor: Participant
    score: float | None = None  # None where they cannot be paired
    obstacle: str = ""
    is_proposed: bool = False


@dataclass(frozen=True)
class Beside:
    """One criterion: the most it gives, and its points with the mentor asked for and now."""

    label: str
    most: str
    asked: str
    proposed: str


@dataclass(frozen=True)
class Cost:
    """What changes if the pair is made: the figures, and everybody else who is touched."""

    figures: list[Figure]
    rows: list[Row]


@dataclass(frozen=True)
class Answer:
    """`said` is the whole of it in a sentence or two."""

    said: str
    is_possible: bool = False
    may_be_passed: bool = False  # rules alone stand in the way, which a lock may pass knowingly
    score: float | None = None
    proposed: Participant | None = None
    proposed_score: float | None = None
    reasons: str = ""
    proposed_reasons: str = ""
    parts: Sequence[Beside] = ()
    cost: Cost | None = None
    is_anew: bool = False  # beside what a new run would propose, not what this one does

    @property
    def shown_score(self) -> str:
        return score_said(self.score)

    @property
    def shown_proposed_score(self) -> str:
        return score_said(self.proposed_score)


class Inquiry:
    """A run that is asked about one mentee. Reads the pool, and what the run proposes."""

    def __init__(self, run: Run, mentee: Participant, *, on: date) -> None:
        self.run = run
        self.mentee = mentee
        self.pool: Pool = pool.read(run.program, on=on)
        self.has_changed = pool.fingerprint(self.pool) != run.fingerprint

    @property
    def is_waiting(self) -> bool:
        """Whether the mentee can be matched at all."""
        return self.mentee.pk in self.pool.row_of

    @property
    def is_quick(self) -> bool:
        """Whether it can be tried while somebody waits for the page."""
        return len(self.pool.mentees) * len(self.pool.mentors) <= MOST_PAIRS

    @cached_property
    def table(self) -> Table:
        return Table(self.pool, criteria.of(self.run))

    @property
    def is_anew(self) -> bool:
        """Whether an answer stands beside what a new run would propose today."""
        return self.has_changed and self.is_quick

    @cached_property
    def base(self) -> Outcome:
        """Who has whom without the pair: as the run says, or solved anew if people have changed."""
        if self.is_anew:
            return comparing.of_solution(solve(self.pool, self.table.criteria))
        (stored,), _wishes = comparing.of_stored(self.run)
        return stored

    def candidates(self, mentors: Sequence[Participant]) -> list[Candidate]:
        """Those of `mentors` who could be, the best score first, then those who cannot be."""
        row = self.pool.row_of[self.mentee.pk]
        rows = slice(row, row + 1)
        scores = self.table.block(rows)[0]
        broken = self.table.broken(rows)
        found = [self._candidate(mentor, scores, broken) for mentor in mentors]
        return sorted(found, key=lambda one: (one.score is None, -(one.score or 0.0)))

    def _candidate(
        self,
        mentor: Participant,
        scores: Floats,
        broken: Mapping[str, Bools],
    ) -> Candidate:
        column = self.pool.column_of.get(mentor.pk)
        if column is None:
            return Candidate(mentor, obstacle=_no_place(mentor, in_short=True))
        rules = [name for name, mask in broken.items() if mask[0, column]]
        if rules:
            return Candidate(mentor, obstacle=explaining.rules_in_words(rules))
        is_proposed = mentor.pk == self._proposed_by_run
        return Candidate(mentor, score=float(scores[column]), is_proposed=is_proposed)

    @cached_property
    def _proposed_by_run(self) -> int | None:
        mentors = self.run.proposals.filter(mentee=self.mentee).values_list("mentor", flat=True)
        found: int | None = mentors.first()
        return found

    # --- The answer ---------------------------------------------------------------------------

    def answer(self, mentor: Participant) -> Answer:
        """Why this mentor is not proposed to the mentee. Raises `NoAnswer`."""
        if obstacle := self._obstacle(mentor):
            rules = self._rules(mentor)
            return Answer(obstacle, may_be_passed=bool(rules) and not {*rules} & {*ALWAYS})
        try:
            forced = self._forced(mentor)
        except (TooManyLocksError, LockAgainstRulesError) as error:
            raise NoAnswer(runs.in_words(error)) from error
        return self._compared(mentor, forced)

    def _obstacle(self, mentor: Participant) -> str:
        names = {"mentee": self.mentee.person, "mentor": mentor.person}
        if not self.is_waiting:
            return _("%(mentee)s is not waiting for a mentor any more.") % names
        if mentor.pk not in self.pool.column_of:
            return _no_place(mentor)
        rules = self._rules(mentor)
        if rules == ("barred",):
            return _("%(mentee)s with %(mentor)s is not possible.") % names
        if rules:
            return _("%(mentee)s and %(mentor)s cannot be paired: %(rules)s.") % {
                **names,
                "rules": explaining.rules_in_words(rules),
            }
        return ""

    def _rules(self, mentor: Participant) -> tuple[str, ...]:
        if not self.is_waiting or mentor.pk not in self.pool.column_of:
            return ()
        return reasons.broken_rules(self.table, self.mentee.pk, mentor.pk)

    @property
    def _proposed(self) -> int | None:
        pk = self.base.mentor_of.get(self.mentee.pk)
        return pk if pk in self.pool.column_of else None

    def _forced(self, mentor: Participant) -> Outcome | None:
        if not self.is_quick or self.base.mentor_of.get(self.mentee.pk) == mentor.pk:
            return None
        solution = with_pair(self.pool, self.table.criteria, self.mentee.pk, mentor.pk)
        return None if solution is None else comparing.of_solution(solution)

    def _compared(self, mentor: Participant, forced: Outcome | None) -> Answer:
        by = self.table.criteria
        comparison = comparing.compare_by(by, self.pool, self.base, forced) if forced else None
        touched = comparison.touching_others(self.mentee.pk) if comparison else []
        of_run = self._proposed_by_run if self.is_anew else self.base.mentor_of.get(self.mentee.pk)
        people = side_by_side.people_in(touched, self._proposed, of_run)
        proposed = people.get(self._proposed or 0)
        asked = self._parts(mentor)
        present = self._parts(proposed) if proposed else {}
        is_proposed = proposed is not None and proposed.pk == mentor.pk
        cost = self._cost(comparison, touched, people) if comparison else None
        asked_about = AskedAbout(
            mentee=self.mentee,
            asked=mentor,
            score=sum(asked.values()),
            best=proposed,
            best_score=sum(present.values()) if proposed else None,
            of_run=people.get(of_run or 0),
        )
        said = [asked_about.anew() if self.is_anew else asked_about.as_the_run_says()]
        if not is_proposed:
            said += self._consequences(comparison, cost, mentor)
        return Answer(
            said=" ".join(said),
            is_possible=forced is not None or (not self.is_quick and not is_proposed),
            score=asked_about.score,
            proposed=None if is_proposed else proposed,
            proposed_score=asked_about.best_score,
            reasons=self._reasons(mentor),
            proposed_reasons=self._reasons(proposed) if proposed else "",
            parts=self._beside(asked, present),
            cost=cost,
            is_anew=self.is_anew,
        )

    def _parts(self, mentor: Participant) -> dict[str, float]:
        row = np.array([self.pool.row_of[self.mentee.pk]])
        column = np.array([self.pool.column_of[mentor.pk]])
        return {name: float(points[0]) for name, points in self.table.between(row, column).items()}

    def _reasons(self, mentor: Participant) -> str:
        mentee = self.pool.mentees[self.pool.row_of[self.mentee.pk]]
        other = self.pool.mentors[self.pool.column_of[mentor.pk]]
        return explaining.sentence(reasons.facts(self.table, mentee, other))

    def _beside(self, asked: Mapping[str, float], present: Mapping[str, float]) -> list[Beside]:
        shares = self.table.shares
        return [
            Beside(
                label=str(words.label),
                most=score_said(100 * shares[name]),
                asked=score_said(asked[name]),
                proposed=score_said(present[name]) if present else "",
            )
            for name, words in criteria.words_of(shares).items()
            if shares[name]
        ]

    def _cost(
        self, comparison: Comparison, touched: list[Change], people: Mapping[int, Participant]
    ) -> Cost:
        first, second = comparison.first, comparison.second
        figures = [
            counted(_("Mentees placed"), first.placed, second.placed),
            scored(_("Total score"), _total(first), _total(second)),
            scored(_("Mean score"), first.mean_by_second, second.mean_by_second),
            scored(_("Lowest score"), first.lowest_by_second, second.lowest_by_second),
        ]
        rows = side_by_side.rows_of(touched, comparison, people)
        return Cost(figures, [replace(row, why="") for row in rows])

    # --- In words -----------------------------------------------------------------------------

    def _consequences(
        self, comparison: Comparison | None, cost: Cost | None, mentor: Participant
    ) -> list[str]:
        if comparison is None or cost is None:
            if not self.is_quick:
                return [*self._at_least(mentor), str(_WHOM_IT_TOUCHES)]
            about = {"mentor": mentor.person}
            return [_("But all places of %(mentor)s are locked for others.") % about]
        lost = [row.mentee.person.name for row in cost.rows if row.after is None]
        moved = sum(None not in (row.before, row.after) for row in cost.rows)
        said = []
        if lost:
            said.append(_("%(names)s would have nobody.") % {"names": _names(lost)})
        if gained := [row.mentee.person.name for row in cost.rows if row.before is None]:
            said.append(_("%(names)s would get a mentor.") % {"names": _names(gained)})
        if moved:
            said.append(
                ngettext(
                    "It would give another mentor to %(count)d other mentee.",
                    "It would give another mentor to %(count)d other mentees.",
                    moved,
                )
                % {"count": moved}
            )
        said.append(_change_of_total(comparison))
        return [one for one in said if one]

    def _at_least(self, mentor: Participant) -> list[str]:
        """What it would cost at least, as the prices of the run's proof say."""
        if self.has_changed:
            return []
        told = proofs.least_cost(self.table, self.mentee.pk, mentor.pk, self.run.certificate)
        if told is None:
            return []
        places, points = told
        if places:
            text = ngettext(
                "At least %(count)d other mentee would have nobody.",
                "At least %(count)d other mentees would have nobody.",
                places,
            )
            return [text % {"count": places}]
        if round(points, 1) > 0:
            about = {"points": score_said(points)}
            return [_("The total score would fall by at least %(points)s.") % about]
        return [_("The total score need not fall.")]


def _no_place(mentor: Participant, *, in_short: bool = False) -> str:
    """Why a mentor of the program is not in its pool."""
    if pool.is_too_small(mentor.program, mentor.capacity):
        if in_short:
            return _("room for fewer than a group")
        return _("%(mentor)s has room for fewer mentees than make a group.") % {
            "mentor": mentor.person
        }
    if in_short:
        return _("no place free")
    return _("%(mentor)s has no place free.") % {"mentor": mentor.person}


def _total(side: comparing.Side) -> float:
    return (side.mean_by_second or 0.0) * side.placed


def _change_of_total(comparison: Comparison) -> str:
    """Where as many are placed; else the totals do not compare."""
    if comparison.first.placed != comparison.second.placed:
        return ""
    gain = gain_between(_total(comparison.first), _total(comparison.second))
    if gain < 0:
        return _("The total score would fall by %(points)s.") % {"points": score_said(-gain)}
    if gain > 0:
        return _("The total score would rise by %(points)s.") % {"points": score_said(gain)}
    return _("The total score would stay the same.")


def _names(names: Sequence[str]) -> str:
    if len(names) <= _NAMED:
        return get_text_list(list(names), _("and"))
    more = len(names) - _NAMED
    others = ngettext("%(count)d more", "%(count)d more", more) % {"count": more}
    return get_text_list([*names[:_NAMED], others], _("and"))
