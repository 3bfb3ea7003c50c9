from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from history.models import Event
from milestones import timeline
from milestones.models import Milestone
from pairings.models import Pairing
from pairings.refusals import IsOver
from people.models import Person
from programs.models import PlannedMilestone
from tests import cast
from tests.cast import NOW


@pytest.fixture
def milestones(pairing: Pairing) -> list[Milestone]:
    timeline.lay_out([pairing])
    return list(Milestone.objects.filter(pairing=pairing))


def test_each_row_of_the_plan_is_due_so_many_weeks_after_the_start(
    pairing: Pairing, milestones: list[Milestone]
) -> None:
    assert [(one.title, (one.due_on - pairing.starts_on).days) for one in milestones] == [
        ("First meeting", 7),
        ("Goals agreed", 28),
        ("Half-time review", 91),
    ]


def test_a_milestone_past_the_end_is_due_on_the_last_day(pairing: Pairing) -> None:
    Pairing.objects.filter(pk=pairing.pk).update(ends_on=pairing.starts_on + timedelta(days=50))
    pairing.refresh_from_db()
    timeline.lay_out([pairing])
    last = Milestone.objects.get(title="Half-time review")
    assert last.due_on == pairing.ends_on


def test_laying_out_twice_adds_nothing(pairing: Pairing, milestones: list[Milestone]) -> None:
    timeline.lay_out([pairing])
    assert Milestone.objects.count() == len(milestones)


def test_the_database_refuses_a_date_outside_of_the_pairing(
    pairing: Pairing, milestones: list[Milestone]
) -> None:
    with pytest.raises(IntegrityError, match="a milestone is due between"), transaction.atomic():
        Milestone.objects.filter(pk=milestones[0].pk).update(
            due_on=pairing.ends_on + timedelta(days=1)
        )


def test_ticking_off_says_who_and_when(milestones: list[Milestone], cleo: Person) -> None:
    timeline.mark_done(milestones[0], by=cleo, at=NOW)
    done = Milestone.objects.get(pk=milestones[0].pk)
    assert (done.done_by, done.done_at) == (cleo, NOW)
    event = Event.objects.get(verb="milestone.done")
    assert event.facts == {"due_on": done.due_on.isoformat()}
    assert event.pairing_id == done.pairing_id


def test_only_whoever_is_responsible_ticks_it_off(
    pairing: Pairing, ben: Person, cleo: Person
) -> None:
    PlannedMilestone.objects.filter(title="First meeting").update(responsible="mentor")
    timeline.lay_out([pairing])
    first = Milestone.objects.get(title="First meeting")
    with pytest.raises(timeline.NotYours, match="for the mentor"):
        timeline.mark_done(first, by=cleo, at=NOW)
    timeline.mark_done(first, by=ben, at=NOW)
    with pytest.raises(timeline.NotYours):
        timeline.reopen(first, by=cleo, at=NOW)


def test_a_second_tick_is_told_that_it_is_done(
    milestones: list[Milestone], ben: Person, cleo: Person
) -> None:
    timeline.mark_done(milestones[0], by=cleo, at=NOW)
    with pytest.raises(timeline.AlreadyDone):
        timeline.mark_done(milestones[0], by=ben, at=NOW)
    assert Milestone.objects.get(pk=milestones[0].pk).done_by == cleo


def test_a_tick_can_be_taken_back(milestones: list[Milestone], cleo: Person) -> None:
    timeline.mark_done(milestones[0], by=cleo, at=NOW)
    timeline.reopen(milestones[0], by=cleo, at=NOW)
    assert Milestone.objects.get(pk=milestones[0].pk).done_at is None
    timeline.reopen(milestones[0], by=cleo, at=NOW)
    assert Event.objects.filter(verb="milestone.reopened").count() == 1


def test_nothing_is_ticked_off_once_the_pairing_has_ended(
    pairing: Pairing, milestones: list[Milestone], cleo: Person
) -> None:
    Pairing.objects.filter(pk=pairing.pk).update(state="ended")
    with pytest.raises(IsOver):
        timeline.mark_done(milestones[0], by=cleo, at=NOW)


def test_a_milestone_is_overdue_from_the_day_after(milestones: list[Milestone]) -> None:
    first = milestones[0]
    assert not first.is_overdue(on=first.due_on)
    assert first.is_overdue(on=first.due_on + timedelta(days=1))
    assert list(Milestone.objects.overdue(on=first.due_on)) == []
    assert list(Milestone.objects.overdue(on=first.due_on + timedelta(days=1))) == [first]


def test_milestones_are_seen_by_the_pair_alone(
    milestones: list[Milestone], ada: Person, ben: Person, dan: Person, hana: Person
) -> None:
    assert Milestone.objects.visible_to(ben).count() == len(milestones)
    for stranger in (ada, dan, hana, cast.person("Fay Other")):
        assert not Milestone.objects.visible_to(stranger).exists()
