from __future__ import annotations

import pytest

from history.models import Event
from pairings import help as helping
from pairings.models import Pairing
from people.models import Person
from tests.cast import NOW


def test_asking_for_help_tells_those_who_run_the_program(pairing: Pairing, cleo: Person) -> None:
    request = helping.ask(pairing, by=cleo, at=NOW, message="We never find a time.")
    assert (request.asked_by, request.message) == (cleo, "We never find a time.")
    assert Event.objects.get(verb="help.asked").program_id == pairing.program_id


def test_each_of_the_two_asks_once_at_a_time(pairing: Pairing, ben: Person, cleo: Person) -> None:
    helping.ask(pairing, by=cleo, at=NOW)
    helping.ask(pairing, by=ben, at=NOW)
    with pytest.raises(helping.AskedAlready):
        helping.ask(pairing, by=cleo, at=NOW)


def test_a_settled_request_makes_room_for_another(
    pairing: Pairing, ada: Person, cleo: Person
) -> None:
    request = helping.ask(pairing, by=cleo, at=NOW)
    helping.settle(request, by=ada, at=NOW)
    helping.settle(request, by=ada, at=NOW)
    assert request.settled_by == ada
    assert Event.objects.filter(verb="help.settled").count() == 1
    helping.ask(pairing, by=cleo, at=NOW)
