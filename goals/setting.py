"""Setting goals: the mentee writes them; a mentor may propose one, which the mentee takes on."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from goals.models import Goal, ProgressStep
from goals.refusals import NotInThePairing, NotTheOwner, WrongState
from pairings.models import Pairing
from pairings.telling import tell
from people.models import Person

State = Goal.State


@transaction.atomic
def write(
    pairing: Pairing,
    *,
    owner: Person,
    by: Person,
    at: datetime,
    text: str,
    reached_when: str = "",
    due_on: date | None = None,
) -> Goal:
    """A new goal of `owner`, a mentee of the pairing; only proposed where somebody else writes it.

    Raises `NotInThePairing` where the owner is no mentee of it, `IsOver` once it has ended.
    """
    pairing.lock_live()
    if owner not in pairing.people()[1:]:
        raise NotInThePairing(_("Goals are the mentee's. Choose a mentee of this pairing."))
    goal = Goal.objects.create(
        pairing=pairing,
        owner=owner,
        text=text,
        reached_when=reached_when,
        due_on=due_on,
        state=State.OPEN if by == owner else State.PROPOSED,
        written_by=by,
        written_at=at,
    )
    tell("goal.written" if by == owner else "goal.proposed", goal, pairing, by=by, at=at)
    return goal


@transaction.atomic
def edit(
    goal: Goal, *, by: Person, at: datetime, text: str, reached_when: str, due_on: date | None
) -> None:
    """Other words or another date. Raises `NotTheOwner`, `WrongState`, `IsOver`."""
    _lock(goal, by=by, among={State.OPEN, State.PROPOSED})
    goal.text, goal.reached_when, goal.due_on = text, reached_when, due_on
    goal.save(update_fields=["text", "reached_when", "due_on"])
    tell("goal.edited", goal, goal.pairing, by=by, at=at)


@transaction.atomic
def accept(goal: Goal, *, by: Person, at: datetime) -> None:
    """The mentee takes a proposed goal on. Raises `NotTheOwner`, `WrongState`, `IsOver`."""
    _lock(goal, by=by, among={State.PROPOSED})
    goal.state = State.OPEN
    goal.save(update_fields=["state"])
    tell("goal.accepted", goal, goal.pairing, by=by, at=at)


@transaction.atomic
def progress(goal: Goal, *, by: Person, at: datetime, to: int, note: str = "") -> ProgressStep:
    """Say how far the goal is, `to` per cent from 0 to 100; each step is kept.

    100 % does not close it: reaching a goal is said in so many words. Raises `NotTheOwner`,
    `WrongState`, `IsOver`, and ValueError outside of 0 to 100.
    """
    if not 0 <= to <= 100:
        raise ValueError(_("Progress is a number from 0 to 100, not %(to)s.") % {"to": to})
    _lock(goal, by=by, among={State.OPEN})
    step = ProgressStep.objects.create(goal=goal, progress=to, note=note, by=by, at=at)
    goal.progress = to
    goal.save(update_fields=["progress"])
    tell("goal.progressed", goal, goal.pairing, by=by, at=at, progress=to)
    return step


@transaction.atomic
def reach(goal: Goal, *, by: Person, at: datetime) -> None:
    """The goal is reached. Raises `NotTheOwner`, `WrongState`, `IsOver`."""
    _lock(goal, by=by, among={State.OPEN})
    if goal.progress < 100:
        ProgressStep.objects.create(goal=goal, progress=100, by=by, at=at)
    goal.state, goal.progress, goal.closed_at = State.REACHED, 100, at
    goal.save(update_fields=["state", "progress", "closed_at"])
    tell("goal.reached", goal, goal.pairing, by=by, at=at)


@transaction.atomic
def drop(goal: Goal, *, by: Person, at: datetime) -> None:
    """Let the goal go, or decline a proposed one. Raises `NotTheOwner`, `WrongState`, `IsOver`."""
    _lock(goal, by=by, among={State.OPEN, State.PROPOSED})
    goal.state, goal.closed_at = State.DROPPED, at
    goal.save(update_fields=["state", "closed_at"])
    tell("goal.dropped", goal, goal.pairing, by=by, at=at)


@transaction.atomic
def reopen(goal: Goal, *, by: Person, at: datetime) -> None:
    """Take up a goal that was reached or let go. Raises `NotTheOwner`, `WrongState`, `IsOver`."""
    _lock(goal, by=by, among={State.REACHED, State.DROPPED})
    goal.state, goal.closed_at = State.OPEN, None
    goal.save(update_fields=["state", "closed_at"])
    tell("goal.reopened", goal, goal.pairing, by=by, at=at)


def _lock(goal: Goal, *, by: Person, among: set[Goal.State]) -> None:
    """Hold the pairing, read the goal anew, and see that `by` may decide on it as it stands."""
    goal.pairing.lock_live()
    goal.refresh_from_db(fields=["state", "progress", "owner"])
    if goal.owner_id != by.pk:
        raise NotTheOwner(_("This goal is the mentee's own, so only they can change it."))
    if goal.state not in among:
        raise WrongState(
            _("This goal is %(state)s, so that cannot be done now.")
            % {"state": goal.get_state_display()}
        )
