from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from matching import pool as pools
from matching.models import Ruling
from matching.scoring import Asked, Mentee, Mentor, Pool, Topic, applying_to
from participants.models import Answer, Bar, Participant, Wish
from people.models import Person
from programs.models import Program, Question
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
    with django_assert_num_queries(3):
        pools.read(pool, on=cast.TODAY)


def test_wishes_answers_and_the_location_are_read(pool: Program, ben: Person, cleo: Person) -> None:
    cast.employment(cleo, location="Oslo")
    mentor, mentee = taking_part(ben), taking_part(cleo)
    Wish.objects.create(participant=mentee, wished=mentor, rank=2)
    counting = _asked(pool, "How do you work?", counts="same")
    for question in (counting, _asked(pool, "Where did you hear of us?", counts="")):
        Answer.objects.create(participant=mentee, question=question, values=["Alone"])
    read = pools.read(pool, on=cast.TODAY)
    found = read.mentees[read.row_of[mentee.pk]]
    assert (found.location, found.wishes) == ("Oslo", {mentor.pk: 2})
    assert found.answers == {counting.pk: ("Alone",)}
    assert read.questions == (Asked(counting.pk, "How do you work?", "one", "same"),)


def test_what_has_a_share_is_known_without_reading_everything(
    pool: Program,
    ben: Person,
    finn: Person,
    cleo: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    mentor, mentee = taking_part(ben), taking_part(cleo)
    Wish.objects.create(participant=mentee, wished=mentor, rank=1)
    question = _asked(pool, "How do you work?", counts="same")
    _asked(pool, "What do you read?", counts="same")  # nobody answers
    Answer.objects.create(participant=mentee, question=question, values=["Alone"])
    with django_assert_num_queries(2):
        applying = pools.standing(pool).applying
    assert {"mentee_wishes", f"question-{question.pk}"} < {*applying}
    assert "mentor_wishes" not in applying
    assert applying == applying_to(pools.read(pool, on=cast.TODAY))
    cast.pairing(taking_part(finn), mentee)  # she waits no more, and what she said is idle
    applying = pools.standing(pool).applying
    assert not {"mentee_wishes", f"question-{question.pk}"} & {*applying}
    assert applying == applying_to(pools.read(pool, on=cast.TODAY))


@pytest.mark.parametrize("by_mentee", [True, False])
def test_a_bar_keeps_two_apart_whoever_set_it(
    pool: Program, ben: Person, cleo: Person, dan: Person, by_mentee: bool
) -> None:
    by, against = (cleo, ben) if by_mentee else (ben, cleo)
    Bar.objects.create(by=by, against=against, at=cast.NOW)
    Bar.objects.create(by=by, against=dan, at=cast.NOW)
    read = pools.read(pool, on=cast.TODAY)
    assert read.barred == {(taking_part(cleo).pk, taking_part(ben).pk)}


def test_who_was_a_pair_in_another_program_has_met(
    pool: Program, ada: Person, ben: Person, cleo: Person
) -> None:
    before = cast.program(ada, name="Last year", state="running")
    # Cleo mentored Ben then.
    cast.pairing(cast.participant(cleo, before, "mentor"), cast.participant(ben, before, "mentee"))
    here = Participant.objects.filter(program=pool)
    read = pools.read(pool, on=cast.TODAY)
    assert read.met == {(here.get(person=cleo).pk, here.get(person=ben).pk)}


def test_a_lock_despite_a_rule_is_read_as_one(pool: Program, ben: Person, cleo: Person) -> None:
    mentor, mentee = taking_part(ben), taking_part(cleo)
    ruling = Ruling.objects.create(
        program=pool, mentor=mentor, mentee=mentee, kind="lock", at=cast.NOW
    )
    assert pools.read(pool, on=cast.TODAY).despite == frozenset()
    ruling.despite = ["common_language"]
    ruling.save()
    read = pools.read(pool, on=cast.TODAY)
    assert read.despite == read.locked == {(mentee.pk, mentor.pk)}


def test_a_mentor_without_room_for_a_group_has_no_place(
    pool: Program, ben: Person, finn: Person
) -> None:
    Program.objects.filter(pk=pool.pk).update(shape="groups", group_from=3, group_to=5)
    Participant.objects.filter(person=ben).update(capacity=2)
    Participant.objects.filter(person=finn).update(capacity=9)
    pool.refresh_from_db()
    read = pools.read(pool, on=cast.TODAY)
    (mentor,) = read.mentors
    assert read.groups == (3, 5)
    assert (mentor.person, mentor.seats, mentor.least) == (finn.pk, 5, 3)
    standing = pools.standing(pool)
    assert (standing.mentors, standing.seats, standing.too_small) == (1, 5, 1)


def test_the_fingerprint_changes_with_all_that_can_change_the_result() -> None:
    two = frozenset({(1, 2)})
    bare = Pool((Mentee(id=1, person=1),), (Mentor(id=2, person=2),))
    changed: list[dict[str, Any]] = [
        {name: two} for name in ("locked", "forbidden", "despite", "barred", "ended", "met")
    ]
    changed += [
        {"questions": (Asked(1, "How?", "one", "same"),)},
        {"questions": (Asked(1, "How?", "one", "different"),)},
        {"mentees": (Mentee(id=1, person=1, wishes={2: 1}),)},
        {"mentees": (Mentee(id=1, person=1, wishes={2: 2}),)},
        {"mentees": (Mentee(id=1, person=1, answers={1: ("A",)}),)},
        {"mentees": (Mentee(id=1, person=1, location="Oslo"),)},
        {"mentors": (Mentor(id=2, person=2, seats=2),)},
        {"mentors": (Mentor(id=2, person=2, least=2),)},
    ]
    prints = {pools.fingerprint(replace(bare, **change)) for change in [{}, *changed]}
    assert len(prints) == len(changed) + 1


def _asked(program: Program, text: str, *, counts: str) -> Question:
    return Question.objects.create(
        program=program, text=text, kind="one", options=["Alone", "Together"], counts=counts
    )
