from __future__ import annotations

from pytest_django import DjangoAssertNumQueries

from matching import pool as pools
from matching.scoring import Topic
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.matching.conftest import taking_part


def test_a_member_is_read_with_what_counts(pool: Program, ben: Person, cleo: Person) -> None:
    boss = cast.employment(ben, level=4, department="Sales")
    cast.employment(cleo, level=1, manager=boss)
    read = pools.read(pool, on=cast.TODAY)
    mentee = next(one for one in read.mentees if one.person == cleo.pk)
    assert mentee.topics == (Topic("Finance", 1, 1), Topic("Art", 1, 2))
    assert mentee.line == {ben.pk}
    assert (mentee.job_level, mentee.offset, mentee.languages) == (1, 120, frozenset({"en"}))
    mentor = next(one for one in read.mentors if one.person == ben.pk)
    assert (mentor.department, mentor.seats) == ("Sales", 1)


def test_only_the_admitted_who_may_sign_in_are_read(pool: Program, dan: Person) -> None:
    for state in ("applied", "waitlisted", "declined", "withdrawn"):
        cast.participant(cast.person(f"Nobody {state}"), pool, "mentee", state=state)
    gone = cast.person("Gone Person")
    cast.participant(gone, pool, "mentee")
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    read = pools.read(pool, on=cast.TODAY)
    assert (len(read.mentees), len(read.mentors)) == (2, 2)


def test_who_has_a_pairing_and_full_mentors_are_not_read(
    pool: Program, ben: Person, cleo: Person
) -> None:
    cast.pairing(taking_part(ben), taking_part(cleo))
    read = pools.read(pool, on=cast.TODAY)
    assert cleo.pk not in {one.person for one in read.mentees}
    assert ben.pk not in {one.person for one in read.mentors}


def test_a_mentor_with_one_of_two_places_taken_has_one(
    pool: Program, ben: Person, cleo: Person
) -> None:
    mentor = taking_part(ben)
    mentor.capacity = 2
    mentor.save(update_fields=["capacity"])
    cast.pairing(mentor, taking_part(cleo))
    read = pools.read(pool, on=cast.TODAY)
    assert {one.person: one.seats for one in read.mentors}[ben.pk] == 1


def test_in_a_program_of_pairs_a_mentor_has_one_place(pool: Program, ben: Person) -> None:
    Participant.objects.filter(person=ben).update(capacity=4)
    Program.objects.filter(pk=pool.pk).update(shape="pairs")
    pool.refresh_from_db()
    assert [one.seats for one in pools.read(pool, on=cast.TODAY).mentors] == [1, 1]
    assert pools.standing(pool).seats == 2


def test_whose_group_is_formed_has_no_place(pool: Program, ben: Person, cleo: Person) -> None:
    Participant.objects.filter(person=ben).update(capacity=4)
    Program.objects.filter(pk=pool.pk).update(shape="groups")
    cast.pairing(taking_part(ben), taking_part(cleo))
    pool.refresh_from_db()
    assert ben.pk not in {one.person for one in pools.read(pool, on=cast.TODAY).mentors}


def test_the_fingerprint_changes_with_an_answer(pool: Program, cleo: Person) -> None:
    before = pools.fingerprint(pools.read(pool, on=cast.TODAY))
    assert before == pools.fingerprint(pools.read(pool, on=cast.TODAY))
    one = taking_part(cleo)
    one.hours_per_month += 1
    one.save(update_fields=["hours_per_month"])
    assert before != pools.fingerprint(pools.read(pool, on=cast.TODAY))


def test_more_people_take_no_more_queries(
    pool: Program, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        someone = cast.person(f"Mentee {number}")
        cast.employment(someone)
        cast.participant(someone, pool, "mentee")
    with django_assert_num_queries(8):
        pools.read(pool, on=cast.TODAY)
