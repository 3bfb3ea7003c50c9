from __future__ import annotations

import pytest

from goals import acting, setting
from goals.models import Action, Goal
from goals.refusals import NotInThePairing, WrongState
from history.models import Event
from pairings.models import Pairing
from people.models import Person
from tests.cast import NOW, TODAY


@pytest.fixture
def goal(pairing: Pairing, cleo: Person) -> Goal:
    return setting.write(pairing, owner=cleo, by=cleo, at=NOW, text="Speak up in meetings")


@pytest.fixture
def action(goal: Goal, ben: Person) -> Action:
    return acting.write(goal, owner=ben, by=ben, at=NOW, text="Invite Cleo", due_on=TODAY)


def test_either_of_the_pair_may_own_an_action(goal: Goal, ben: Person, cleo: Person) -> None:
    for owner in (ben, cleo):
        acting.write(goal, owner=owner, by=cleo, at=NOW, text="Something")
    assert {action.owner for action in Action.objects.all()} == {ben, cleo}


def test_nobody_else_may(goal: Goal, cleo: Person, dan: Person) -> None:
    with pytest.raises(NotInThePairing):
        acting.write(goal, owner=dan, by=cleo, at=NOW, text="Something")


def test_actions_belong_to_a_goal_under_way(goal: Goal, cleo: Person) -> None:
    setting.drop(goal, by=cleo, at=NOW)
    with pytest.raises(WrongState):
        acting.write(goal, owner=cleo, by=cleo, at=NOW, text="Something")


def test_finishing_twice_is_told_once(action: Action, ben: Person, cleo: Person) -> None:
    acting.finish(action, by=ben, at=NOW)
    acting.finish(action, by=cleo, at=NOW)
    assert Action.objects.get().done_by == ben
    assert Event.objects.filter(verb="action.done").count() == 1


def test_a_tick_can_be_taken_back(action: Action, ben: Person) -> None:
    acting.finish(action, by=ben, at=NOW)
    assert not Action.objects.open().exists()
    acting.take_up_again(action, by=ben, at=NOW)
    assert Action.objects.open().get() == action


def test_a_removed_action_leaves_only_the_event(action: Action, ben: Person) -> None:
    acting.remove(action, by=ben, at=NOW)
    assert not Action.objects.exists()
    assert Event.objects.filter(verb="action.removed").count() == 1
