from __future__ import annotations

import pytest

from history.models import Event
from pairings import agenda, lifecycle
from pairings.models import AgendaItem, Pairing
from pairings.refusals import IsOver
from people.models import Person
from tests.cast import NOW, TODAY
from tests.pairings.threads import at_once


def add(pairing: Pairing, text: str) -> AgendaItem:
    return agenda.add(pairing, by=pairing.mentor.person, at=NOW, text=text)


def order(pairing: Pairing) -> list[str]:
    return [item.text for item in pairing.agenda.open()]


@pytest.fixture
def three(pairing: Pairing) -> list[AgendaItem]:
    return [add(pairing, text) for text in ("budget", "a talk", "the new team")]


def test_a_new_item_stands_at_the_end(pairing: Pairing, three: list[AgendaItem]) -> None:
    add(pairing, "last")
    assert order(pairing) == ["budget", "a talk", "the new team", "last"]


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        (0, ["the new team", "budget", "a talk"]),
        (1, ["budget", "the new team", "a talk"]),
        (2, ["budget", "a talk", "the new team"]),
        (99, ["budget", "a talk", "the new team"]),
        (-5, ["the new team", "budget", "a talk"]),
    ],
)
def test_an_item_moves_to_any_place(
    pairing: Pairing, three: list[AgendaItem], to: int, expected: list[str]
) -> None:
    agenda.move(three[2], to=to)
    assert order(pairing) == expected


def test_another_wording_replaces_the_first(three: list[AgendaItem], ben: Person) -> None:
    edited = agenda.edit(three[0], by=ben, at=NOW, text="the budget of 2027", version=1)
    assert (edited.text, edited.version) == ("the budget of 2027", 2)


def test_a_stale_wording_is_refused_and_both_texts_are_at_hand(
    three: list[AgendaItem], ben: Person, cleo: Person
) -> None:
    agenda.edit(three[0], by=ben, at=NOW, text="Ben's words", version=1)
    with pytest.raises(agenda.Stale) as refusal:
        agenda.edit(three[0], by=cleo, at=NOW, text="Cleo's words", version=1)
    assert (refusal.value.item.text, refusal.value.refused) == ("Ben's words", "Cleo's words")
    three[0].refresh_from_db()
    assert three[0].text == "Ben's words"


def test_what_was_discussed_or_dropped_is_open_no_more(
    pairing: Pairing, three: list[AgendaItem], ben: Person
) -> None:
    agenda.discuss(three[0], by=ben, at=NOW)
    agenda.drop(three[1], by=ben, at=NOW)
    assert order(pairing) == ["the new team"]


def test_what_is_not_open_cannot_be_discussed(three: list[AgendaItem], ben: Person) -> None:
    agenda.drop(three[0], by=ben, at=NOW)
    with pytest.raises(agenda.Stale):
        agenda.discuss(three[0], by=ben, at=NOW)


def test_a_dropped_item_comes_back_at_the_end(
    pairing: Pairing, three: list[AgendaItem], ben: Person
) -> None:
    agenda.drop(three[0], by=ben, at=NOW)
    agenda.reopen(three[0], by=ben, at=NOW)
    assert order(pairing) == ["a talk", "the new team", "budget"]


def test_reopening_an_open_item_changes_nothing(three: list[AgendaItem], ben: Person) -> None:
    agenda.reopen(three[0], by=ben, at=NOW)
    assert not Event.objects.filter(verb="agenda_item.reopened").exists()


def test_an_ended_pairing_adds_nothing(pairing: Pairing, ben: Person) -> None:
    lifecycle.end(pairing, by=ben, at=NOW, on=TODAY, kind="completed")
    with pytest.raises(IsOver):
        add(pairing, "too late")


@pytest.mark.django_db(transaction=True)
def test_many_adding_at_the_same_instant_all_succeed(pairing: Pairing) -> None:
    outcomes = at_once(*(lambda n=n: add(pairing, f"item {n}") for n in range(8)))
    assert all(isinstance(one, AgendaItem) for one in outcomes)
    positions = list(pairing.agenda.open().values_list("position", flat=True))
    assert len(set(positions)) == 8


@pytest.mark.django_db(transaction=True)
def test_two_moving_at_the_same_instant_lose_no_item(
    pairing: Pairing, three: list[AgendaItem]
) -> None:
    outcomes = at_once(
        lambda: agenda.move(three[0], to=2),
        lambda: agenda.move(three[2], to=0),
        lambda: agenda.move(three[1], to=0),
    )
    assert outcomes == [None, None, None]
    assert sorted(order(pairing)) == ["a talk", "budget", "the new team"]
