from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from matching import criteria, pool
from matching.reasons import broken_among
from matching.scoring import Table
from mentorship import rematching
from mentorship.rematching import NobodyPossible, NobodyWaits
from pairings import lifecycle
from pairings.founding import found_one
from pairings.models import Pairing
from pairings.seating import places_taken
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW, TODAY


def test_a_live_pairing_takes_a_seat(
    pairing: Pairing, program: Program, mentor: Participant, mentee: Participant
) -> None:
    taken = places_taken(program)
    assert taken.seats == {mentor.pk: 1}
    assert taken.placed == {mentee.pk}
    assert not taken.ended
    assert not taken.met


def test_a_pairing_that_has_ended_is_remembered(
    pairing: Pairing, program: Program, mentor: Participant, mentee: Participant
) -> None:
    lifecycle.end(pairing, by=mentor.person, at=NOW, on=TODAY, kind="not_a_fit")
    taken = places_taken(program)
    assert taken.ended == {(mentee.pk, mentor.pk)}
    assert not taken.seats


def test_who_left_a_group_is_remembered_and_the_others_keep_their_seats(
    program: Program, mentor: Participant, mentee: Participant
) -> None:
    other = cast.participant(cast.person("Dora Lang"), program, "mentee")
    found_one(mentor, [mentee, other], by=None, at=NOW).mentees.filter(mentee=other).update(
        left_on=TODAY
    )
    taken = places_taken(program)
    assert taken.ended == {(other.pk, mentor.pk)}
    assert taken.placed == {mentee.pk}


@pytest.mark.parametrize("is_over", [False, True])
def test_a_pair_is_none_the_other_way_round_where_both_take_both_roles(
    pairing: Pairing,
    program: Program,
    mentor: Participant,
    mentee: Participant,
    ada: Person,
    is_over: bool,
) -> None:
    other_mentor = cast.participant(mentee.person, program, "mentor")
    other_mentee = cast.participant(mentor.person, program, "mentee")
    cast.participant(cast.person("Dora Lang"), program, "mentee")
    if is_over:
        lifecycle.end(pairing, by=mentor.person, at=NOW, on=TODAY, kind="not_a_fit")
    round_about = (other_mentee.pk, other_mentor.pk)
    directly = {(mentee.pk, mentor.pk)} if is_over else set()
    assert places_taken(program).ended == {round_about, *directly}
    people = pool.read(program, on=TODAY)
    broken = broken_among(Table(people, criteria.default_for(program)), frozenset({round_about}))
    assert "ended" in broken[round_about]
    with pytest.raises(NobodyPossible if is_over else NobodyWaits):
        rematching.find_new_mentor(pairing, by=ada, at=NOW)


def test_a_match_taken_back_is_as_if_never_made(
    program: Program, mentor: Participant, mentee: Participant, ada: Person
) -> None:
    made = found_one(mentor, [mentee], by=ada, at=NOW)
    lifecycle.take_back(made, by=ada, at=NOW, on=TODAY)
    assert places_taken(program) == places_taken(cast.program(ada, name="Empty"))
    assert found_one(mentor, [mentee], by=ada, at=NOW)


@pytest.mark.parametrize(("state", "met"), [("ended", True), ("active", True), ("proposed", False)])
def test_who_agreed_on_a_pairing_in_another_program_has_met(
    pairing: Pairing,
    program: Program,
    ada: Person,
    ben: Person,
    cleo: Person,
    state: str,
    met: bool,
) -> None:
    other = cast.program(ada, name="The year before")
    cast.pairing(
        cast.participant(ben, other, "mentor"),
        cast.participant(cleo, other, "mentee"),
        state=state,
    )
    stranger = cast.participant(cast.person("Not Here"), other, "mentee")
    cast.pairing(cast.participant(cast.person("Nor Here"), other, "mentor"), stranger)
    assert places_taken(program).met == ({(cleo.pk, ben.pk)} if met else set())
    assert places_taken(other).met == {(cleo.pk, ben.pk)}  # from the pairing in the first program


def test_it_takes_one_query(
    pairing: Pairing, program: Program, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        places_taken(program)
