"""Who could be whose mentor at this moment: for a few mentees alone, nobody else being moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kit.refusals import Refused
from matching import criteria, pool
from matching.models import Run
from matching.scoring import Criteria, Pool, Table
from matching.solving import LockAgainstRulesError, Solution, TooManyLocksError, solve
from programs.models import Program


class LockInTheWay(Refused):
    """What was locked by hand leaves no answer."""


class NobodyForAll(Refused):
    """No mentor can take all of a group."""


def criteria_now(program: Program) -> Criteria:
    """What the latest run went by, or what suits the program's kind before the first."""
    latest = Run.objects.of(program).first()
    return criteria.of(latest) if latest else criteria.default_for(program)


def beside_weights_now(program: Program) -> Criteria:
    """The same without the weights of a program that has no run yet; one query."""
    latest = Run.objects.of(program).first()
    return (
        criteria.of(latest)
        if latest and latest.settings
        else criteria.default_beside_weights(program)
    )


def match_now(program: Program, mentees: Collection[int], *, on: date) -> Solution:
    """The best mentors for these mentees (participant ids), on the places that are free now.

    Places locked for others are left to them. In a program of groups all of these mentees come to
    one mentor. Whoever does not wait for a mentor is passed by. Raises `LockInTheWay` or, in a
    program of groups, `NobodyForAll`.
    """
    people, by = only(pool.read(program, on=on), mentees), criteria_now(program)
    if program.shape == Program.Shape.GROUPS:
        people = _with_one_mentor(people, by)
    try:
        return solve(people, by)
    except (TooManyLocksError, LockAgainstRulesError) as error:
        raise LockInTheWay(
            _("A lock by hand stands in the way. Lift it first, or assign by hand.")
        ) from error


def only(people: Pool, mentees: Collection[int]) -> Pool:
    """The pool with these mentees alone, less the places that are locked for others."""
    asked = set(mentees)
    waiting = {one.id for one in people.mentees}
    kept = Counter(
        mentor for mentee, mentor in people.locked if mentee in waiting and mentee not in asked
    )
    return replace(
        people,
        mentees=tuple(one for one in people.mentees if one.id in asked),
        mentors=tuple(
            replace(one, seats=one.seats - kept[one.id])
            for one in people.mentors
            if one.seats > kept[one.id]
        ),
    )


def _with_one_mentor(people: Pool, by: Criteria) -> Pool:
    """The pool with the one mentor who has room for all its mentees and suits them best."""
    size = len(people.mentees)
    roomy = replace(people, mentors=tuple(one for one in people.mentors if one.seats >= size))
    totals = Table(roomy, by).scores().sum(axis=0)  # NaN with whoever is not possible for all
    if not np.isfinite(totals).any():
        raise NobodyForAll(
            ngettext(
                "No mentor has a place free and is possible for this mentee.",
                "No mentor has %(size)d places free and is possible for all of these mentees.",
                size,
            )
            % {"size": size}
        )
    best = roomy.mentors[int(np.nanargmax(totals))]
    return replace(roomy, mentors=(replace(best, least=size),))
