from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from goals import setting
from goals.models import Goal, ProgressStep
from goals.refusals import NotInThePairing, NotTheOwner, WrongState
from history.models import Event
from pairings.models import Pairing
from pairings.refusals import IsOver
from people.models import Person
from tests.cast import NOW


@pytest.fixture
def goal(pairing: Pairing, cleo: Person) -> Goal:
    return setting.write(pairing, owner=cleo, by=cleo, at=NOW, text="Speak up in meetings")


def test_what_the_mentee_writes_is_a_goal_at_once(goal: Goal) -> None:
    assert Goal.objects.get().state == Goal.State.OPEN
    assert Event.objects.filter(verb="goal.written", pairing_id=goal.pairing_id).count() == 1


def test_what_the_mentor_writes_is_a_proposal_until_the_mentee_takes_it_on(
    pairing: Pairing, ben: Person, cleo: Person
) -> None:
    goal = setting.write(pairing, owner=cleo, by=ben, at=NOW, text="Lead the review")
    assert goal.state == Goal.State.PROPOSED
    with pytest.raises(NotTheOwner):
        setting.accept(goal, by=ben, at=NOW)
    setting.accept(goal, by=cleo, at=NOW)
    assert Goal.objects.get().state == Goal.State.OPEN


def test_a_goal_is_a_mentees_of_the_pairing(pairing: Pairing, ben: Person, dan: Person) -> None:
    for nobody in (ben, dan):
        with pytest.raises(NotInThePairing):
            setting.write(pairing, owner=nobody, by=ben, at=NOW, text="Something")
    assert not Goal.objects.exists()


def test_each_step_of_progress_is_kept(goal: Goal, cleo: Person) -> None:
    setting.progress(goal, by=cleo, at=NOW, to=20, note="Asked a question")
    setting.progress(goal, by=cleo, at=NOW, to=10)
    assert [step.progress for step in ProgressStep.objects.all()] == [10, 20]
    assert Goal.objects.get().progress == 10


@pytest.mark.parametrize("to", [-1, 101])
def test_progress_outside_of_its_range_is_refused(goal: Goal, cleo: Person, to: int) -> None:
    with pytest.raises(ValueError, match="from 0 to 100"):
        setting.progress(goal, by=cleo, at=NOW, to=to)


Verb = Callable[..., object]


@pytest.mark.parametrize("verb", [setting.reach, setting.drop])
def test_only_the_mentee_decides(goal: Goal, ben: Person, verb: Verb) -> None:
    with pytest.raises(NotTheOwner, match="the mentee's own"):
        verb(goal, by=ben, at=NOW)
    assert Goal.objects.get().state == Goal.State.OPEN


def test_a_reached_goal_stands_at_100_and_can_be_taken_up_again(goal: Goal, cleo: Person) -> None:
    setting.reach(goal, by=cleo, at=NOW)
    reached = Goal.objects.get()
    assert (reached.state, reached.progress, reached.closed_at) == ("reached", 100, NOW)
    with pytest.raises(WrongState, match="reached"):
        setting.progress(goal, by=cleo, at=NOW, to=50)
    setting.reopen(goal, by=cleo, at=NOW)
    assert Goal.objects.get().closed_at is None


def test_nothing_changes_once_the_pairing_has_ended(
    goal: Goal, pairing: Pairing, cleo: Person
) -> None:
    Pairing.objects.filter(pk=pairing.pk).update(state="ended")
    with pytest.raises(IsOver):
        setting.reach(goal, by=cleo, at=NOW)
    with pytest.raises(IsOver):
        setting.write(pairing, owner=cleo, by=cleo, at=NOW, text="Another")


def test_the_database_holds_ciphertext_and_history_no_word_of_it(goal: Goal, cleo: Person) -> None:
    setting.edit(goal, by=cleo, at=NOW, text="Speak up loudly", reached_when="Twice", due_on=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text || reached_when FROM goals_goal")
        (kept,) = cursor.fetchone()
    assert "Speak" not in kept
    assert "Twice" not in kept
    assert "Speak" not in str(list(Event.objects.values()))
    assert Goal.objects.get().text == "Speak up loudly"


def test_goals_are_seen_by_the_pair_alone(
    goal: Goal, ada: Person, ben: Person, cleo: Person, dan: Person, hana: Person, olga: Person
) -> None:
    for insider in (ben, cleo):
        assert Goal.objects.visible_to(insider).get() == goal
    for stranger in (ada, dan, hana, olga):
        assert not Goal.objects.visible_to(stranger).exists()
