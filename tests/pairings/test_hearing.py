"""Who reads a request for help, in every case, and whether both ways to ask agree."""

from __future__ import annotations

import pytest

from pairings import help as helping
from pairings.founding import found_one
from pairings.models import HelpRequest, Pairing
from participants.models import Participant
from people.models import Person
from programs import admins
from programs.models import Program
from tests import cast
from tests.cast import NOW, TODAY


def readers(pairing: Pairing) -> set[str]:
    """By name; whoever is not among them has no such request, and whoever is has it."""
    named = {
        one.name for one in helping.readers_of(Pairing.objects.with_readers().get(pk=pairing.pk))
    }
    asked = HelpRequest.objects.filter(pairing=pairing)
    assert asked.exists()
    assert {one.name for one in Person.objects.all() if asked.managed_by(one).exists()} == named
    return named


@pytest.fixture
def asked(pairing: Pairing, cleo: Person) -> Pairing:
    helping.ask(pairing, by=cleo, at=NOW, message="zebra")
    return pairing


def close(person: Person) -> None:
    person.is_active = False
    person.save(update_fields=["is_active"])


def test_those_who_run_the_program_and_nobody_else(
    asked: Pairing, ada: Person, dan: Person, hana: Person, olga: Person
) -> None:
    assert readers(asked) == {ada.name}


@pytest.mark.parametrize("of_the_pair", ["ben", "cleo"])
def test_not_whoever_is_of_the_pair_although_they_run_the_program(
    asked: Pairing, ada: Person, olga: Person, of_the_pair: str, request: pytest.FixtureRequest
) -> None:
    admins.appoint(asked.program, request.getfixturevalue(of_the_pair), by=ada, at=NOW)
    assert readers(asked) == {ada.name}


def test_nor_who_was_in_the_group_once(
    program: Program, mentor: Participant, ada: Person, olga: Person, cleo: Person
) -> None:
    mentees = [cast.participant(one, program, "mentee") for one in (ada, cleo)]
    group = found_one(mentor, mentees, by=ada, at=NOW)
    group.mentees.filter(mentee=mentees[0]).update(left_on=TODAY)
    helping.ask(group, by=cleo, at=NOW)
    assert readers(group) == {olga.name}


def test_administrators_stand_in_for_the_only_one_who_is_of_the_pair(
    program: Program, ada: Person, mentee: Participant, cleo: Person, olga: Person, dan: Person
) -> None:
    own = cast.pairing(cast.participant(ada, program, "mentor"), mentee)
    helping.ask(own, by=cleo, at=NOW)
    assert readers(own) == {olga.name}
    admins.appoint(program, dan, by=ada, at=NOW)
    assert readers(own) == {dan.name}


def test_and_for_one_who_has_left(asked: Pairing, ada: Person, olga: Person) -> None:
    close(ada)
    assert readers(asked) == {olga.name}


def test_but_no_administrator_who_is_of_the_pair_or_has_left(
    program: Program, ada: Person, mentee: Participant, cleo: Person, olga: Person
) -> None:
    gone = cast.person("Gil Gone", roles=("administrator",))
    close(gone)
    own = cast.pairing(cast.participant(olga, program, "mentor"), mentee)
    helping.ask(own, by=cleo, at=NOW)
    close(ada)
    assert readers(own) == set()
