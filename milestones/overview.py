"""The milestones of a pairing as one of the pair sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from milestones.models import Milestone
from milestones.timeline import may_tick
from pairings.models import Pairing
from people.models import Person


@dataclass(frozen=True)
class Point:
    """A milestone and what the viewer may do with it."""

    milestone: Milestone
    may_tick: bool
    is_overdue: bool
    is_next: bool


def of(pairing: Pairing, person: Person, *, today: date) -> list[Point]:
    """The pairing's milestones in the order of their dates; one query."""
    milestones = list(Milestone.objects.filter(pairing=pairing).select_related("done_by"))
    upcoming = next((one for one in milestones if one.done_at is None), None)
    for milestone in milestones:
        milestone.pairing = pairing  # its people are loaded there
    return [
        Point(
            milestone=milestone,
            may_tick=pairing.is_live and may_tick(milestone, person),
            is_overdue=pairing.is_live and milestone.is_overdue(on=today),
            is_next=pairing.is_live and milestone is upcoming,
        )
        for milestone in milestones
    ]


def due_for(person: Person, *, until: date) -> list[Milestone]:
    """Open milestones due by `until` in the live pairings of `person`; one query."""
    return list(
        Milestone.objects.visible_to(person)
        .open()
        .filter(due_on__lte=until, pairing__state="active")
        .select_related("pairing__mentor")
        .order_by("due_on", "id")[:25]
    )
