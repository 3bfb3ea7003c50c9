"""What it would mean to pair two by hand: the rules passed over, the score, and whom it costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching import comparing, explaining, side_by_side
from matching.comparing import MOST_PAIRS, Change, Comparison
from matching.places import Taken
from matching.reasons import facts
from matching.rulings import Judged, judge
from matching.scoring import Criteria, Pool, Table
from matching.solving import Solution, solve, with_pair
from participants.models import Participant

MOST_COSTS = 5  # told one by one


@dataclass(frozen=True)
class Weighed:
    """Two who could be paired by hand, and what that would mean."""

    mentee: Participant
    mentor: Participant
    broken: tuple[str, ...]  # the names of the rules that would be passed over
    warnings: tuple[str, ...]  # these rules in words
    score: float
    best: float | None  # the best score that is possible for the mentee; None where nobody is
    best_with: str  # with whom
    reasons: str
    is_locked: bool  # whether the two are kept together already
    costs: tuple[str, ...]  # for others, a sentence each
    is_too_large: bool  # too many people to say at once whom it would cost

    @property
    def is_best(self) -> bool:
        return self.best is not None and abs(self.score - self.best) < 0.5

    @property
    def compared(self) -> str:
        """The score against the best that is possible for the mentee."""
        about = {"score": number_format(round(self.score), 0), "name": self.mentee.person}
        if self.best is None:
            return (
                _("%(score)s points of 100. By the rules nobody is possible for %(name)s.") % about
            )
        if self.is_best:
            return _("%(score)s points of 100, the best there is for %(name)s.") % about
        about |= {"best": number_format(round(self.best), 0), "who": self.best_with}
        return (
            _(
                "%(score)s points of 100; by the rules the best for %(name)s is %(best)s, "
                "with %(who)s."
            )
            % about
        )


def weigh(
    mentor: Participant, mentee: Participant, *, on: date, taken: Taken | None = None
) -> Weighed:
    """What pairing the two would mean. Takes and raises what `matching.rulings.judge` does."""
    judged = judge(mentor, mentee, on=on, taken=taken)
    alone = _alone(judged, mentee)
    row = next(one for one in judged.people.mentees if one.id == mentee.pk)
    column = next(at for at, one in enumerate(alone.pool.mentors) if one.id == mentor.pk)
    scores = alone.scores()[0]
    best = int(np.nanargmax(scores)) if np.isfinite(scores).any() else None
    too_large = len(judged.people.mentees) * len(judged.people.mentors) > MOST_PAIRS
    comparison = None if too_large else _compared(judged, mentor, mentee)
    touched = comparison.touching_others(mentee.pk) if comparison else []
    best_mentor = None if best is None else alone.pool.mentors[best].id
    people = side_by_side.people_in(touched, best_mentor)
    return Weighed(
        mentee=mentee,
        mentor=mentor,
        broken=judged.broken,
        warnings=tuple(_warning(rule) for rule in judged.broken),
        score=sum(alone.parts(np.array([column]))[0].values()),
        best=None if best is None else float(scores[best]),
        best_with=str(people[best_mentor].person) if best_mentor else "",
        reasons=explaining.sentence(facts(alone, row, alone.pool.mentors[column])),
        is_locked=(mentee.pk, mentor.pk) in judged.people.locked,
        costs=tuple(_costs(touched, people)),
        is_too_large=too_large,
    )


def _alone(judged: Judged, mentee: Participant) -> Table:
    """The table of this mentee with all mentors who have a place, by the rules as they are."""
    people = judged.people
    only = tuple(one for one in people.mentees if one.id == mentee.pk)
    passed = frozenset(two for two in people.despite if two[0] != mentee.pk)
    return Table(replace(people, mentees=only, despite=passed), judged.criteria)


def _warning(rule: str) -> str:
    if rule == "ruling":
        return _("You have ruled that the two are never to be paired. That ruling would be lifted.")
    return capfirst(explaining.rule(rule)) + "."


def _compared(judged: Judged, mentor: Participant, mentee: Participant) -> Comparison | None:
    """The best matching of all who wait, without these two and with them; None without answer."""
    two = (mentee.pk, mentor.pk)
    people, by = _without_ruling(judged.people, two), judged.criteria
    try:
        before, after = solve(people, by), _with(people, by, two)
    except ValueError:  # other locks that leave no answer; the next run says which
        return None
    if after is None:
        return None
    first, second = comparing.of_solution(before), comparing.of_solution(after)
    return comparing.compare_by(by, people, first, second)


def _without_ruling(people: Pool, two: tuple[int, int]) -> Pool:
    return replace(
        people,
        locked=frozenset(one for one in people.locked if one != two),
        despite=people.despite - {two},
    )


def _with(people: Pool, criteria: Criteria, two: tuple[int, int]) -> Solution | None:
    passing = replace(people, despite=people.despite | {two}, forbidden=people.forbidden - {two})
    return with_pair(passing, criteria, *two)


def _costs(touched: Sequence[Change], people: Mapping[int, Participant]) -> Iterator[str]:
    """Who is left out then, and who gets somebody who suits them less."""
    told = []
    for one in touched:
        name, loss = people[one.mentee].person, -(one.gain or 0.0)
        if one.after is None:
            told.append(_("%(name)s would be left without a mentor.") % {"name": name})
        elif one.before is not None and loss >= 0.5:
            points = round(loss)
            told.append(
                ngettext(
                    "%(name)s would get %(then)s instead of %(was)s: %(points)s point less.",
                    "%(name)s would get %(then)s instead of %(was)s: %(points)s points less.",
                    points,
                )
                % {
                    "name": name,
                    "then": people[one.after].person,
                    "was": people[one.before].person,
                    "points": number_format(points, 0),
                }
            )
    yield from told[:MOST_COSTS]
    if len(told) > MOST_COSTS:
        more = len(told) - MOST_COSTS
        yield ngettext("And %(more)d more.", "And %(more)d more.", more) % {"more": more}
