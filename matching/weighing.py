"""What it would mean to pair two by hand: the rules passed over, the score, and whom it costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching import explaining
from matching.models import Proposal
from matching.places import Taken
from matching.reasons import facts
from matching.rulings import Judged, judge
from matching.scoring import Criteria, Pool, Table
from matching.solving import Solution, solve, with_pair
from participants.models import Participant

MOST_PAIRS = 1_000_000  # of mentees with mentors that are matched while somebody waits for a page
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
    costs = None if too_large else _solutions(judged, mentor, mentee)
    names = _names(alone, best, costs)
    return Weighed(
        mentee=mentee,
        mentor=mentor,
        broken=judged.broken,
        warnings=tuple(_warning(rule) for rule in judged.broken),
        score=sum(alone.parts(np.array([column]))[0].values()),
        best=None if best is None else float(scores[best]),
        best_with="" if best is None else names[alone.pool.mentors[best].id],
        reasons=explaining.sentence_of(
            Proposal(reasons=list(facts(alone, row, alone.pool.mentors[column])))
        ),
        is_locked=(mentee.pk, mentor.pk) in judged.people.locked,
        costs=tuple(_costs(*costs, mentee, names)) if costs else (),
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


def _solutions(
    judged: Judged, mentor: Participant, mentee: Participant
) -> tuple[Solution, Solution] | None:
    """The best matching of all who wait, without these two and with them; None without answer."""
    two = (mentee.pk, mentor.pk)
    people = _without_ruling(judged.people, two)
    try:
        before, after = solve(people, judged.criteria), _with(people, judged.criteria, two)
    except ValueError:  # other locks that leave no answer; the next run says which
        return None
    return (before, after) if after else None


def _without_ruling(people: Pool, two: tuple[int, int]) -> Pool:
    return replace(
        people,
        locked=frozenset(one for one in people.locked if one != two),
        despite=people.despite - {two},
    )


def _with(people: Pool, criteria: Criteria, two: tuple[int, int]) -> Solution | None:
    passing = replace(people, despite=people.despite | {two}, forbidden=people.forbidden - {two})
    return with_pair(passing, criteria, *two)


def _names(
    alone: Table, best: int | None, solutions: tuple[Solution, Solution] | None
) -> dict[int, str]:
    """The names of all who may be spoken of. One query."""
    asked = set() if best is None else {alone.pool.mentors[best].id}
    for solution in solutions or ():
        asked |= {person for one in solution.matches for person in (one.mentee, one.mentor)}
        asked |= {one.mentee for one in solution.left_out}
    rows = Participant.objects.filter(pk__in=asked).values_list("pk", "person__name")
    return dict(rows)


def _costs(
    before: Solution, after: Solution, mentee: Participant, names: Mapping[int, str]
) -> Iterator[str]:
    """Who is left out then, and who gets somebody who suits them less."""
    was = {one.mentee: one for one in before.matches if one.mentee != mentee.pk}
    then = {one.mentee: one for one in after.matches}
    told = [
        _("%(name)s would be left without a mentor.") % {"name": names[pk]}
        for pk in was
        if pk not in then
    ]
    losses = sorted(
        ((was[pk].score - then[pk].score, pk) for pk in was if pk in then), reverse=True
    )
    for loss, pk in losses:
        if loss < 0.5:
            break
        told.append(
            _("%(name)s would get %(then)s instead of %(was)s: %(points)s points less.")
            % {
                "name": names[pk],
                "then": names[then[pk].mentor],
                "was": names[was[pk].mentor],
                "points": number_format(round(loss), 0),
            }
        )
    yield from told[:MOST_COSTS]
    if len(told) > MOST_COSTS:
        more = len(told) - MOST_COSTS
        yield ngettext("And %(more)d more.", "And %(more)d more.", more) % {"more": more}
