"""Actions under a goal: either of the pair writes them, for either of the pair."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from goals.models import Action, Goal
from goals.refusals import NotInThePairing, WrongState
from pairings.telling import tell
from people.models import Person


@transaction.atomic
def write(
    goal: Goal, *, owner: Person, by: Person, at: datetime, text: str, due_on: date | None = None
) -> Action:
    """A new action under an open goal.

    Raises `WrongState` under a goal that is not under way, `NotInThePairing` where the owner is
    not one of the pair, `IsOver` once the pairing has ended.
    """
    goal.pairing.lock_live()
    goal.refresh_from_db(fields=["state"])
    if goal.state != Goal.State.OPEN:
        raise WrongState(_("Actions belong to a goal that is under way; this one is not."))
    if owner not in goal.pairing.people():
        raise NotInThePairing(_("An action is for one of the pair."))
    action = Action.objects.create(goal=goal, owner=owner, text=text, due_on=due_on, written_at=at)
    tell("action.written", action, goal.pairing, by=by, at=at)
    return action


@transaction.atomic
def edit(
    action: Action, *, owner: Person, by: Person, at: datetime, text: str, due_on: date | None
) -> None:
    """Put the action in other words, or give it to the other. Raises as `write` does."""
    action.goal.pairing.lock_live()
    if owner not in action.goal.pairing.people():
        raise NotInThePairing(_("An action is for one of the pair."))
    there = Action.objects.filter(pk=action.pk)
    if there.update(owner=owner, text=text, due_on=due_on):
        tell("action.changed", action, action.goal.pairing, by=by, at=at)


@transaction.atomic
def finish(action: Action, *, by: Person, at: datetime) -> None:
    """Tick the action off; nothing happens where it is done already. Raises `IsOver`."""
    action.goal.pairing.lock_live()
    if Action.objects.filter(pk=action.pk, done_at__isnull=True).update(done_at=at, done_by=by):
        tell("action.done", action, action.goal.pairing, by=by, at=at)
    action.refresh_from_db(fields=["done_at", "done_by"])


@transaction.atomic
def take_up_again(action: Action, *, by: Person, at: datetime) -> None:
    """Take the tick back; nothing happens where there is none. Raises `IsOver`."""
    action.goal.pairing.lock_live()
    done = Action.objects.filter(pk=action.pk, done_at__isnull=False)
    if done.update(done_at=None, done_by=None):
        tell("action.reopened", action, action.goal.pairing, by=by, at=at)
    action.refresh_from_db(fields=["done_at", "done_by"])


@transaction.atomic
def remove(action: Action, *, by: Person, at: datetime) -> None:
    """Take an action away that was written by mistake. Raises `IsOver`."""
    action.goal.pairing.lock_live()
    tell("action.removed", action, action.goal.pairing, by=by, at=at)
    action.delete()
