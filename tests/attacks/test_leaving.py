"""Who has left reads no more of what the others write, and what is over is changed by nobody."""

from __future__ import annotations

import pytest
from django.urls import reverse

from goals import acting, setting
from goals.models import Action, Goal
from milestones import timeline
from milestones.models import Milestone
from pairings import agenda, lifecycle, sessions
from pairings.models import AgendaItem, Note, Pairing
from tests.attacks.house import House
from tests.cast import NOW, TODAY
from tests.conftest import SignIn


def test_who_left_a_group_finds_nothing_of_it_any_more(house: House, as_person: SignIn) -> None:
    mia, gus, kim = house["mia"], house["gus"], house["kim"]
    goal = setting.write(house.group, owner=kim, by=kim, at=NOW, text="ibex-goal")
    action = acting.write(goal, owner=kim, by=kim, at=NOW, text="ibex-action")
    Action.objects.filter(pk=action.pk).update(owner=gus)  # promised before he left
    sessions.log(
        house.group, by=mia, at=NOW, starts_at=NOW, minutes=60, how="video", note="ibex-note"
    )
    timeline.lay_out([house.group])
    for rows in (Pairing, Goal, Action, Milestone, Note):
        assert not rows.objects.visible_to(gus).exists(), rows
        assert rows.objects.visible_to(kim).exists(), rows
    client = as_person(gus)
    assert client.get(reverse("pairing", args=[house.group.ref])).status_code == 404
    assert "ibex" not in client.get("/").content.decode()
    assert house["mia"].name not in client.get("/search/?q=mia").content.decode()


def test_who_left_a_group_stays_out_once_the_rest_have_ended_it(house: House) -> None:
    lifecycle.end(house.group, by=house["mia"], at=NOW, on=TODAY, kind="completed")
    assert not Pairing.objects.visible_to(house["gus"]).exists()
    assert Pairing.objects.visible_to(house["kim"]).get() == house.group


def test_who_was_there_to_the_end_reads_on(house: House, as_person: SignIn) -> None:
    client = as_person(house["finn"])
    assert client.get(reverse("pairing", args=[house.ended.ref])).status_code == 200


@pytest.mark.parametrize(
    "route", ["agenda-place", "agenda-discussion", "agenda-dropping", "agenda-reopening"]
)
def test_the_agenda_of_what_is_over_stays_as_it_is(
    route: str, house: House, as_person: SignIn
) -> None:
    for text in ("one", "two"):
        agenda.add(house.pairing, by=house["ben"], at=NOW, text=text)
    lifecycle.end(house.pairing, by=house["ben"], at=NOW, on=TODAY, kind="completed")
    before = list(AgendaItem.objects.values_list("pk", "position", "state"))
    address = reverse(route, args=[house.pairing.ref, house.item.ref])
    assert as_person(house["cleo"]).post(address).status_code == 302
    assert list(AgendaItem.objects.values_list("pk", "position", "state")) == before
