from __future__ import annotations

import pytest
from django.urls import reverse

from goals import acting, setting
from goals.models import Action, Goal
from goals.refusals import NotInThePairing, WrongState
from history.models import Event
from pairings.models import Pairing
from people.models import Person
from tests.cast import NOW, TODAY
from tests.conftest import SignIn


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


def test_an_action_is_put_in_other_words(
    action: Action, cleo: Person, dan: Person, as_person: SignIn
) -> None:
    url = reverse("action-edit", args=[action.ref])
    client = as_person(cleo)
    assert "Invite Cleo" in client.get(url).text
    sent = {"text": "Invite Cleo to the board", "owner": action.owner_id, "due_on": ""}
    assert client.post(url, sent | {"text": ""}).status_code == 422
    client.post(url, sent)
    action.refresh_from_db()
    assert (action.text, action.due_on) == ("Invite Cleo to the board", None)
    assert Event.objects.filter(verb="action.changed", facts={}).count() == 1
    assert as_person(dan).get(url).status_code == 404


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
