from __future__ import annotations

import pytest

from milestones import timeline
from milestones.models import Milestone
from pairings.models import Pairing
from people.models import Person
from tests.conftest import SignIn


@pytest.fixture
def milestone(pairing: Pairing) -> Milestone:
    timeline.lay_out([pairing])
    return Milestone.objects.get(title="First meeting")


def test_a_milestone_is_ticked_off_and_the_tick_taken_back(
    milestone: Milestone, cleo: Person, as_person: SignIn
) -> None:
    client = as_person(cleo)
    answer = client.post(f"/milestones/{milestone.ref}/done/")
    assert answer["Location"] == f"/pairings/{milestone.pairing.ref}/#milestones"
    assert Milestone.objects.get(pk=milestone.pk).done_by == cleo
    client.post(f"/milestones/{milestone.ref}/reopening/")
    assert Milestone.objects.get(pk=milestone.pk).done_at is None


def test_who_is_not_responsible_is_told_so(
    milestone: Milestone, cleo: Person, as_person: SignIn
) -> None:
    Milestone.objects.update(responsible="mentor")
    answer = as_person(cleo).post(f"/milestones/{milestone.ref}/done/", follow=True)
    assert "for the mentor to tick off" in answer.content.decode()
    assert Milestone.objects.get(pk=milestone.pk).done_at is None


def test_a_stranger_finds_nothing(
    milestone: Milestone, ada: Person, dan: Person, hana: Person, olga: Person, as_person: SignIn
) -> None:
    for stranger in (ada, dan, hana, olga):
        assert as_person(stranger).post(f"/milestones/{milestone.ref}/done/").status_code == 404
    assert Milestone.objects.get(pk=milestone.pk).done_at is None


def test_a_tick_needs_a_post(milestone: Milestone, cleo: Person, as_person: SignIn) -> None:
    assert as_person(cleo).get(f"/milestones/{milestone.ref}/done/").status_code == 405
