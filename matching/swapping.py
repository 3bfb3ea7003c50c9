"""What it would mean for two mentees of a run to swap mentors, before anything is locked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching import explaining, pool
from matching.models import Proposal
from matching.prospects import criteria_now
from matching.reasons import broken_rules
from matching.scoring import Table
from participants.models import Participant


@dataclass(frozen=True)
class Moved:
    """A mentee with another mentor: the points now and then, and the rules that forbid it."""

    mentee: Participant
    own: Participant
    mentor: Participant
    now: float
    then: float
    broken: tuple[str, ...]

    @property
    def words(self) -> str:
        about = {
            "mentee": self.mentee.person,
            "mentor": self.mentor.person,
            "own": self.own.person,
            "now": number_format(round(self.now), 0),
            "then": number_format(round(self.then), 0),
            "rules": explaining.rules_in_words(self.broken),
        }
        if self.broken:
            return _("%(mentee)s cannot be with %(mentor)s: %(rules)s.") % about
        return _("%(mentee)s: %(then)s points with %(mentor)s, now %(now)s with %(own)s.") % about


@dataclass(frozen=True)
class Swap:
    """Two mentees who would have each other's mentor, reckoned as a run would be now."""

    moved: tuple[Moved, Moved]

    @property
    def is_possible(self) -> bool:
        return not any(one.broken for one in self.moved)

    @property
    def words(self) -> str:
        """What the two gain or lose together."""
        if not self.is_possible:
            return _("This swap is not possible. Choose another mentee.")
        gain = sum(round(one.then) - round(one.now) for one in self.moved)
        if not gain:
            return _("Together the two would have as many points as now.")
        said = (
            ngettext(
                "Together the two would have %(points)s point more.",
                "Together the two would have %(points)s points more.",
                gain,
            )
            if gain > 0
            else ngettext(
                "Together the two would have %(points)s point less.",
                "Together the two would have %(points)s points less.",
                -gain,
            )
        )
        return said % {"points": number_format(abs(gain), 0)}


def swap_of(one: Proposal, other: Proposal, *, on: date) -> Swap | None:
    """What it would mean, by the rules of the latest run; None where one of the four is placed.

    A ban on a pair counts as none: whoever swaps lifts it.
    """
    people = pool.read(one.run.program, on=on)
    mentees, mentors = (one.mentee, other.mentee), (other.mentor, one.mentor)
    if any(person.pk not in people.row_of for person in mentees) or any(
        person.pk not in people.column_of for person in mentors
    ):
        return None
    table = Table(people, criteria_now(one.run.program))
    rows = [people.row_of[person.pk] for person in mentees]
    columns = [people.column_of[person.pk] for person in mentors]
    then, now = _points(table, rows, columns), _points(table, rows, columns[::-1])
    first, second = (
        Moved(
            mentee,
            own=mentors[1 - at],
            mentor=mentor,
            now=now[at],
            then=then[at],
            broken=_broken(table, mentee, mentor),
        )
        for at, (mentee, mentor) in enumerate(zip(mentees, mentors, strict=True))
    )
    return Swap((first, second))


def _points(table: Table, rows: list[int], columns: list[int]) -> list[float]:
    found = table.between(np.array(rows), np.array(columns))
    points: list[float] = np.sum([*found.values(), np.zeros(len(rows))], axis=0).tolist()
    return points


def _broken(table: Table, mentee: Participant, mentor: Participant) -> tuple[str, ...]:
    return tuple(rule for rule in broken_rules(table, mentee.pk, mentor.pk) if rule != "ruling")
