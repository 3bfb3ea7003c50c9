"""The goals of a pairing as one of the pair sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from goals.models import Action, Goal
from pairings.models import Pairing
from people.models import Person


@dataclass(frozen=True)
class Board:
    """Goals by how they stand. `viewer_is_mentee` decides who may write and who may propose."""

    pairing: Pairing
    proposed: list[Goal]
    under_way: list[Goal]
    closed: list[Goal]
    viewer_is_mentee: bool
    today: date

    @property
    def is_empty(self) -> bool:
        return not (self.proposed or self.under_way or self.closed)


def of(pairing: Pairing, person: Person, *, today: date) -> Board:
    """All goals of the pairing with their actions, in two queries."""
    actions = Action.objects.select_related("owner").order_by("done_at", "due_on", "id")
    goals = list(
        Goal.objects.filter(pairing=pairing)
        .select_related("owner")
        .prefetch_related(Prefetch("actions", queryset=actions))
    )
    state = Goal.State
    return Board(
        pairing=pairing,
        proposed=[goal for goal in goals if goal.state == state.PROPOSED],
        under_way=[goal for goal in goals if goal.state == state.OPEN],
        closed=[goal for goal in goals if goal.state in (state.REACHED, state.DROPPED)],
        viewer_is_mentee=pairing.mentor.person_id != person.pk,
        today=today,
    )


def open_actions_of(person: Person) -> list[Action]:
    """What `person` has promised and not done yet, the soonest first; one query."""
    return list(
        Action.objects.visible_to(person)
        .open()
        .filter(owner=person)
        .exclude(goal__pairing__state="ended")
        .select_related("owner", "goal__pairing")
        .order_by("due_on", "id")[:25]
    )
