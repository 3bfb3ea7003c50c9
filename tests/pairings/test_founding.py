from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from history.models import Event
from matching.models import Proposal, Publication, Run
from pairings.founding import (
    AlreadyPaired,
    NoSeatFree,
    NotAdmitted,
    NotPublished,
    ProgramOver,
    found,
    found_one,
)
from pairings.models import Pairing, PairingMentee
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW, TODAY
from tests.pairings.threads import at_once


def run_of(program: Program, pairs: list[tuple[Participant, Participant]]) -> Run:
    """A finished run of the program, proposing `pairs`."""
    run = Run.objects.create(program=program, state="done", asked_at=NOW, finished_at=NOW)
    for mentor, mentee in pairs:
        Proposal.objects.create(run=run, mentor=mentor, mentee=mentee, score=1.0)
    return run


def publish(run: Run) -> Run:
    Publication.objects.create(run=run, program=run.program, round=1, at=NOW)
    return run


def several(program: Program, role: str, number: int, *, capacity: int = 1) -> list[Participant]:
    return [
        cast.participant(
            cast.person(f"{role.title()} {index}"), program, role, capacity=capacity, skills=()
        )
        for index in range(number)
    ]


def test_each_proposal_becomes_a_pairing_until_the_end_of_the_program(
    program: Program, mentor: Participant, mentee: Participant, ada: Person
) -> None:
    run = publish(run_of(program, [(mentor, mentee)]))
    (pairing,) = found(run, by=ada, at=NOW)
    assert (pairing.starts_on, pairing.ends_on) == (TODAY, program.ends_on)
    assert (pairing.state, pairing.run, pairing.founded_by) == ("proposed", run, ada)
    assert [person.name for person in pairing.people()] == ["Ben Okafor", "Cleo Martin"]


def test_before_the_program_has_begun_pairings_begin_with_it(
    program: Program, mentor: Participant, mentee: Participant, ada: Person
) -> None:
    early = NOW - timedelta(days=60)
    (pairing,) = found(publish(run_of(program, [(mentor, mentee)])), by=ada, at=early)
    assert pairing.starts_on == program.starts_on


def test_the_first_agreement_is_drafted_from_the_program(
    program: Program, mentor: Participant, mentee: Participant
) -> None:
    Program.objects.filter(pk=program.pk).update(cadence_days=10, session_minutes=45)
    mentor.refresh_from_db()
    agreement = found_one(mentor, [mentee], by=None, at=NOW).agreements.get()
    assert (agreement.version, agreement.cadence_days, agreement.minutes) == (1, 10, 45)
    assert "stays between us" in agreement.confidentiality
    assert "without giving a reason" in agreement.ending
    assert not agreement.acceptances.exists()


def test_founding_twice_founds_once(
    program: Program, mentor: Participant, mentee: Participant, ada: Person
) -> None:
    run = publish(run_of(program, [(mentor, mentee)]))
    assert found(run, by=ada, at=NOW) == found(run, by=ada, at=NOW)
    assert Event.objects.filter(verb="pairing.founded").count() == 1


def test_a_run_that_is_not_published_founds_nothing(
    program: Program, mentor: Participant, mentee: Participant, ada: Person
) -> None:
    with pytest.raises(NotPublished):
        found(run_of(program, [(mentor, mentee)]), by=ada, at=NOW)
    assert not Pairing.objects.exists()


def test_a_mentee_in_a_live_pairing_is_named_and_nothing_is_founded(
    pairing: Pairing, program: Program, mentor: Participant, mentee: Participant
) -> None:
    (other,) = several(program, "mentee", 1)
    run = publish(run_of(program, [(mentor, other), (mentor, mentee)]))
    with pytest.raises(AlreadyPaired, match="Cleo Martin is in a pairing"):
        found(run, by=None, at=NOW)
    assert Pairing.objects.count() == 1


def test_a_mentor_without_a_free_seat_is_named(pairing: Pairing, program: Program) -> None:
    others = several(program, "mentee", 2)
    with pytest.raises(NoSeatFree, match="Ben Okafor has room for 2"):
        found_one(pairing.mentor, others, by=None, at=NOW)
    assert PairingMentee.objects.count() == 1


def test_an_ended_pairing_frees_its_seat(
    program: Program, mentor: Participant, mentee: Participant
) -> None:
    cast.pairing(mentor, mentee, state="ended")
    others = several(program, "mentee", 2)
    again = found_one(mentor, others, by=None, at=NOW + timedelta(days=1))
    assert [place.seat for place in again.mentees.all()] == [1, 2]


def test_after_the_end_of_the_program_nothing_is_founded(
    program: Program, mentor: Participant, mentee: Participant
) -> None:
    with pytest.raises(ProgramOver, match="ends on"):
        found_one(mentor, [mentee], by=None, at=NOW + timedelta(days=400))


def test_many_pairings_cost_as_many_statements_as_one(program: Program, ada: Person) -> None:
    mentors = several(program, "mentor", 6)
    mentees = several(program, "mentee", 6)
    one = publish(run_of(program, [(mentors[0], mentees[0])]))
    with CaptureQueriesContext(connection) as few:
        found(one, by=ada, at=NOW)
    five = run_of(program, list(zip(mentors[1:], mentees[1:], strict=True)))
    Publication.objects.create(run=five, program=program, round=2, at=NOW)
    with CaptureQueriesContext(connection) as many:
        assert len(found(five, by=ada, at=NOW)) == 5
    assert len(many) == len(few)


@pytest.mark.django_db(transaction=True)
def test_capacity_holds_when_two_found_at_the_same_instant(program: Program) -> None:
    (mentor,) = several(program, "mentor", 1, capacity=2)
    mentees = several(program, "mentee", 5)
    outcomes = at_once(
        *(lambda mentee=mentee: found_one(mentor, [mentee], by=None, at=NOW) for mentee in mentees)
    )
    assert sum(isinstance(one, Pairing) for one in outcomes) == 2
    assert sum(isinstance(one, NoSeatFree) for one in outcomes) == 3
    assert sorted(PairingMentee.objects.values_list("seat", flat=True)) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_a_run_founded_twice_at_the_same_instant_is_founded_once(
    program: Program, mentor: Participant, mentee: Participant
) -> None:
    run = publish(run_of(program, [(mentor, mentee)]))
    first, second = at_once(*[lambda: found(run, by=None, at=NOW)] * 2)
    assert first == second
    assert Pairing.objects.count() == 1


def in_shape(program: Program, shape: str) -> Program:
    Program.objects.filter(pk=program.pk).update(shape=shape, group_from=2, group_to=3)
    program.refresh_from_db()
    return program


def test_in_a_program_of_pairs_a_mentor_has_one_at_a_time_whatever_the_capacity(
    program: Program, mentor: Participant, mentee: Participant
) -> None:
    in_shape(program, "pairs")
    (other,) = several(program, "mentee", 1)
    found_one(mentor, [mentee], by=None, at=NOW)
    with pytest.raises(NoSeatFree, match="Ben Okafor has room for 1"):
        found_one(mentor, [other], by=None, at=NOW)


def test_in_a_program_of_groups_each_mentor_has_one_pairing_with_all_proposed(
    program: Program, ada: Person
) -> None:
    in_shape(program, "groups")
    first, second = several(program, "mentor", 2, capacity=3)
    mentees = several(program, "mentee", 5)
    led = [(first, one) for one in mentees[:3]] + [(second, one) for one in mentees[3:]]
    pairings = found(publish(run_of(program, led)), by=ada, at=NOW)
    assert {one.mentor: one.mentees.count() for one in pairings} == {first: 3, second: 2}
    assert [one.agreements.count() for one in pairings] == [1, 1]
    facts = Event.objects.filter(verb="pairing.founded").values_list("facts__mentees", flat=True)
    assert sorted(facts) == [2, 3]


def test_a_group_is_no_larger_than_the_program_says(program: Program) -> None:
    in_shape(program, "groups")
    (mentor,) = several(program, "mentor", 1, capacity=9)
    with pytest.raises(NoSeatFree, match="Mentor 0 has room for 3"):
        found_one(mentor, several(program, "mentee", 4), by=None, at=NOW)


def test_a_group_that_is_formed_stays_as_it_is(program: Program) -> None:
    in_shape(program, "groups")
    (mentor,) = several(program, "mentor", 1, capacity=3)
    *group, late = several(program, "mentee", 3)
    found_one(mentor, group, by=None, at=NOW)
    with pytest.raises(NoSeatFree, match="Mentor 0 has a group already"):
        found_one(mentor, [late], by=None, at=NOW)


def test_nobody_is_paired_who_has_left_the_program(
    program: Program, mentor: Participant, mentee: Participant
) -> None:
    Participant.objects.filter(pk=mentee.pk).update(state="withdrawn")
    with pytest.raises(NotAdmitted, match="Cleo Martin does not take part"):
        found_one(mentor, [mentee], by=None, at=NOW)


def test_the_capacity_is_what_it_is_at_the_moment_of_founding(
    program: Program, mentor: Participant, mentee: Participant
) -> None:
    Participant.objects.filter(pk=mentor.pk).update(capacity=0)
    assert mentor.capacity == 2
    with pytest.raises(NoSeatFree):
        found_one(mentor, [mentee], by=None, at=NOW)


@pytest.mark.parametrize(
    ("shape", "capacity", "most"), [("pairs", 5, 1), ("several", 5, 5), ("groups", 5, 3)]
)
def test_the_database_holds_the_seats_to_the_shape_and_the_capacity(
    program: Program, shape: str, capacity: int, most: int
) -> None:
    in_shape(program, shape)
    (mentor,) = several(program, "mentor", 1, capacity=capacity)
    mentees = several(program, "mentee", most + 1)
    pairing = found_one(mentor, mentees[:1], by=None, at=NOW)
    for seat, mentee in enumerate(mentees[1:most], start=2):
        take_seat(pairing, mentee, seat=seat, seats=most)
    with pytest.raises(IntegrityError, match=f"has {most} seats, not {most + 1}"):
        take_seat(pairing, mentees[most], seat=most + 1, seats=most + 1)


def take_seat(pairing: Pairing, mentee: Participant, *, seat: int, seats: int) -> None:
    """A row written past all of Python."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO pairings_pairingmentee"
            " (pairing_id, mentee_id, mentor_id, seat, seats, joined_on)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            [pairing.pk, mentee.pk, pairing.mentor_id, seat, seats, TODAY],
        )


@pytest.mark.django_db(transaction=True)
def test_the_database_alone_keeps_the_capacity_against_many_at_the_same_instant(
    program: Program,
) -> None:
    (mentor,) = several(program, "mentor", 1, capacity=3)
    mentees = several(program, "mentee", 13)
    pairing = found_one(mentor, mentees[:1], by=None, at=NOW)
    wild = [
        lambda mentee=mentee, seat=seat: take_seat(pairing, mentee, seat=seat, seats=max(seat, 3))
        for mentee, seat in zip(mentees[1:], [1, 2, 3, 4] * 3, strict=True)
    ]
    outcomes = at_once(*wild)
    assert sum(one is None for one in outcomes) == 2
    assert all(one is None or isinstance(one, IntegrityError) for one in outcomes)
    assert PairingMentee.objects.filter(left_on=None).count() == 3


def test_the_database_refuses_a_seat_above_the_capacity(pairing: Pairing) -> None:
    with pytest.raises(IntegrityError, match="mentor_seat_within_capacity"):
        pairing.mentees.update(seat=3)
