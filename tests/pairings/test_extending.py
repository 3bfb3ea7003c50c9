from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from history.models import Event
from pairings import extending, lifecycle
from pairings.founding import found_one
from pairings.models import ExtensionRequest, Pairing
from pairings.refusals import IsOver
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW, TODAY
from tests.pairings.threads import at_once

DAY = timedelta(days=1)


@pytest.fixture
def to_on(pairing: Pairing) -> date:
    return pairing.ends_on + 91 * DAY


@pytest.fixture
def asked(pairing: Pairing, cleo: Person, to_on: date) -> ExtensionRequest:
    """Cleo would like more time."""
    return extending.ask(pairing, by=cleo, at=NOW, to_on=to_on)


def test_asking_moves_nothing_and_is_recorded(
    asked: ExtensionRequest, pairing: Pairing, cleo: Person, to_on: date
) -> None:
    pairing.refresh_from_db()
    assert (asked.is_open, asked.asked_by, asked.from_on) == (True, cleo, pairing.ends_on)
    assert not pairing.extensions.exists()
    event = Event.objects.about(asked).get()
    assert (event.verb, event.by_id, event.pairing_id) == ("extension.asked", cleo.pk, pairing.pk)
    assert event.facts == {"from_on": asked.from_on.isoformat(), "to_on": to_on.isoformat()}


def test_the_other_grants_it_and_the_end_moves(
    asked: ExtensionRequest, pairing: Pairing, ben: Person, to_on: date
) -> None:
    extension = extending.grant(asked, by=ben, at=NOW + DAY)
    pairing.refresh_from_db()
    assert pairing.ends_on == extension.to_on == to_on
    assert (asked.answer, asked.answered_by, asked.answered_at) == ("granted", ben, NOW + DAY)
    told = set(Event.objects.filter(at=NOW + DAY).values_list("verb", flat=True))
    assert told == {"extension.granted", "pairing.extended"}


def test_the_other_declines_it_and_the_end_stays(
    asked: ExtensionRequest, pairing: Pairing, ben: Person
) -> None:
    extending.decline(asked, by=ben, at=NOW)
    asked.refresh_from_db()
    pairing.refresh_from_db()
    assert (asked.answer, asked.answered_by) == ("declined", ben)
    assert pairing.ends_on == asked.from_on
    assert Event.objects.about(asked).filter(verb="extension.declined").exists()


def test_who_asked_takes_it_back_and_may_ask_again(
    asked: ExtensionRequest, pairing: Pairing, cleo: Person, to_on: date
) -> None:
    extending.take_back(asked, by=cleo, at=NOW)
    again = extending.ask(pairing, by=cleo, at=NOW, to_on=to_on - DAY)
    asked.refresh_from_db()
    assert (asked.answer, again.is_open) == ("taken_back", True)
    assert Event.objects.about(asked).filter(verb="extension.taken_back").exists()


def test_nobody_answers_themselves_or_takes_back_what_another_asked(
    asked: ExtensionRequest, ben: Person, cleo: Person, dan: Person
) -> None:
    for deed, by in (
        (extending.grant, cleo),
        (extending.decline, cleo),
        (extending.grant, dan),
        (extending.take_back, ben),
    ):
        with pytest.raises(extending.NotYours):
            deed(asked, by=by, at=NOW)
    asked.refresh_from_db()
    assert asked.is_open


def test_any_of_the_mentees_now_in_a_group_answers_the_mentor(
    program: Program, ben: Person
) -> None:
    mentor = cast.participant(ben, program, "mentor", capacity=3)
    people = [cast.person(name) for name in ("Gus Gone", "Kim Kept", "Liv Left")]
    mentees = [cast.participant(one, program, "mentee") for one in people]
    group = found_one(mentor, mentees, by=None, at=NOW)
    group.mentees.filter(mentee=mentees[0]).update(left_on=group.starts_on)
    asked = extending.ask(group, by=ben, at=NOW, to_on=group.ends_on + DAY)
    with pytest.raises(extending.NotYours, match="It is for Kim and Liv to answer this"):
        extending.grant(asked, by=people[0], at=NOW)
    extending.grant(asked, by=people[1], at=NOW)
    assert asked.answered_by == people[1]


def test_a_mentee_of_a_group_is_answered_by_the_mentor_alone(program: Program, ben: Person) -> None:
    mentor = cast.participant(ben, program, "mentor", capacity=2)
    people = [cast.person(name) for name in ("Kim Kept", "Liv Left")]
    mentees = [cast.participant(one, program, "mentee") for one in people]
    group = found_one(mentor, mentees, by=None, at=NOW)
    asked = extending.ask(group, by=people[0], at=NOW, to_on=group.ends_on + DAY)
    with pytest.raises(extending.NotYours):
        extending.grant(asked, by=people[1], at=NOW)
    extending.grant(asked, by=ben, at=NOW)
    assert asked.answer == "granted"


def test_only_a_later_day_is_asked_for(pairing: Pairing, cleo: Person) -> None:
    with pytest.raises(lifecycle.NotLater):
        extending.ask(pairing, by=cleo, at=NOW, to_on=pairing.ends_on)


def test_only_a_day_to_come_is_asked_for(pairing: Pairing, cleo: Person) -> None:
    long_after = NOW + 400 * DAY
    with pytest.raises(extending.NotAhead, match="That day has passed"):
        extending.ask(pairing, by=cleo, at=long_after, to_on=pairing.ends_on + DAY)
    assert extending.ask(pairing, by=cleo, at=long_after, to_on=long_after.date() + DAY).is_open


def test_one_question_at_a_time(
    asked: ExtensionRequest, pairing: Pairing, ben: Person, to_on: date
) -> None:
    with pytest.raises(extending.AskedAlready, match="Cleo has asked for more time already"):
        extending.ask(pairing, by=ben, at=NOW, to_on=to_on)


@pytest.mark.parametrize("answer", ["granted", "declined", "taken_back", "lapsed"])
def test_an_answer_is_final(
    answer: str, asked: ExtensionRequest, pairing: Pairing, ben: Person, cleo: Person
) -> None:
    match answer:
        case "granted":
            extending.grant(asked, by=ben, at=NOW)
        case "declined":
            extending.decline(asked, by=ben, at=NOW)
        case "taken_back":
            extending.take_back(asked, by=cleo, at=NOW)
        case _:
            lifecycle.end(pairing, by=ben, at=NOW, on=TODAY, kind="completed")
    for deed, by in ((extending.grant, ben), (extending.decline, ben), (extending.take_back, cleo)):
        with pytest.raises(extending.AnsweredAlready, match=answer.replace("_", " ")):
            deed(asked, by=by, at=NOW)
    asked.refresh_from_db()
    assert asked.answer == answer


def test_it_lapses_with_the_end_of_the_pairing(
    asked: ExtensionRequest, pairing: Pairing, ben: Person
) -> None:
    lifecycle.end(pairing, by=ben, at=NOW, on=TODAY, kind="completed")
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by, asked.answered_at) == ("lapsed", None, NOW)
    with pytest.raises(IsOver):
        extending.ask(pairing, by=ben, at=NOW, to_on=asked.to_on)


@pytest.mark.parametrize(("days", "answer"), [(91, "granted"), (100, "granted"), (30, "lapsed")])
def test_who_runs_the_program_settles_it_by_moving_the_end(
    days: int, answer: str, asked: ExtensionRequest, pairing: Pairing, ada: Person
) -> None:
    lifecycle.extend(pairing, by=ada, at=NOW, to_on=asked.from_on + days * DAY)
    asked.refresh_from_db()
    assert asked.answer == answer
    assert Event.objects.about(asked).filter(verb=f"extension.{answer}").count() == 1


def test_the_table_takes_no_question_without_its_sense(
    asked: ExtensionRequest, pairing: Pairing, ben: Person
) -> None:
    fields = {"pairing": pairing, "asked_by": ben, "asked_at": NOW, "from_on": TODAY}
    answered = {"answer": "declined", "answered_at": NOW}
    for wrong in (
        {"to_on": TODAY + DAY},  # a second open one
        {"to_on": TODAY} | answered,  # no later day
        {"to_on": TODAY + DAY, "answer": "declined"},  # no moment
        {"to_on": TODAY + DAY, "answer": "maybe", "answered_at": NOW},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ExtensionRequest.objects.create(**(fields | wrong))
    with pytest.raises(IntegrityError), transaction.atomic():
        ExtensionRequest.objects.filter(pk=asked.pk).update(answered_at=NOW)
    assert ExtensionRequest.objects.create(**(fields | {"to_on": TODAY + DAY} | answered)).pk


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_at_once_one_is_told_that_it_is_answered(
    asked: ExtensionRequest, pairing: Pairing, ben: Person
) -> None:
    one, other = (ExtensionRequest.objects.get(pk=asked.pk) for _ in range(2))
    outcomes = at_once(
        lambda: extending.grant(one, by=ben, at=NOW),
        lambda: extending.grant(other, by=ben, at=NOW),
    )
    refused = [one for one in outcomes if isinstance(one, extending.AnsweredAlready)]
    assert len(refused) == 1, outcomes
    assert pairing.extensions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_ask_at_once_one_is_told_of_the_other(
    pairing: Pairing, ben: Person, cleo: Person, to_on: date
) -> None:
    one, other = (Pairing.objects.get(pk=pairing.pk) for _ in range(2))
    outcomes = at_once(
        lambda: extending.ask(one, by=ben, at=NOW, to_on=to_on),
        lambda: extending.ask(other, by=cleo, at=NOW, to_on=to_on),
    )
    assert len([one for one in outcomes if isinstance(one, extending.AskedAlready)]) == 1, outcomes
    assert pairing.extension_requests.count() == 1


@pytest.mark.django_db(transaction=True)
def test_granting_and_ending_at_once_leave_no_open_question(
    asked: ExtensionRequest, pairing: Pairing, ben: Person, cleo: Person
) -> None:
    other = Pairing.objects.get(pk=pairing.pk)
    at_once(
        lambda: extending.grant(asked, by=ben, at=NOW),
        lambda: lifecycle.end(other, by=cleo, at=NOW, on=TODAY, kind="no_time"),
    )
    settled = ExtensionRequest.objects.get(pk=asked.pk)
    pairing.refresh_from_db()
    assert pairing.state == "ended"
    assert settled.answer in ("granted", "lapsed")
    assert pairing.extensions.exists() == (settled.answer == "granted")
