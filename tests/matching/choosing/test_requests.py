from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from history.models import Event
from matching import rulings
from matching.choosing import requests
from matching.choosing.requests import (
    AlreadyAnswered,
    AlreadyAsking,
    NotAMentee,
    NotChosenHere,
    NotPossible,
)
from matching.models import Request
from participants.models import Bar, Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW
from tests.matching.conftest import taking_part

WORDS = "zebu-words"


@pytest.fixture
def asked(choosing: Program, cleo: Person, ben: Person) -> Request:
    """Cleo asks Ben."""
    return ask(cleo, ben)


def ask(mentee: Person, mentor: Person, *, at: datetime = NOW) -> Request:
    return requests.ask(taking_part(mentee), taking_part(mentor), words=WORDS, at=at)


def verbs() -> list[str]:
    found = Event.objects.filter(verb__startswith="request.").order_by("pk")
    return list(found.values_list("verb", flat=True))


def test_asking_writes_the_request_and_tells_the_history_that_there_is_one(asked: Request) -> None:
    assert (asked.answer, asked.words, asked.asked_at) == ("", WORDS, NOW)
    assert verbs() == ["request.asked"]


def test_what_is_written_is_ciphertext_and_in_no_event(asked: Request, ben: Person) -> None:
    requests.decline(asked, by=ben, at=NOW, reason="gaur-reason")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, reason FROM matching_request")
        words, reason = cursor.fetchone()
    assert words.startswith("gAAAA")
    assert reason.startswith("gAAAA")
    told = json.dumps(list(Event.objects.values("verb", "facts")))
    assert WORDS not in told
    assert "gaur" not in told
    kept = Request.objects.get()
    assert (kept.words, kept.reason) == (WORDS, "gaur-reason")


def test_no_event_says_who_asked_whom(asked: Request) -> None:
    event = Event.objects.get(verb="request.asked")
    assert event.facts == {}
    assert event.subject_id == asked.pk


@pytest.mark.parametrize(
    ("way", "state"),
    [("matched", "running"), ("chosen", "closed"), ("chosen", "draft"), ("both", "closed")],
)
def test_where_nobody_is_asked_it_is_refused(
    choosing: Program, cleo: Person, ben: Person, way: str, state: str
) -> None:
    Program.objects.filter(pk=choosing.pk).update(way=way, state=state)
    with pytest.raises(NotChosenHere):
        ask(cleo, ben)


def test_a_group_is_not_asked_for(choosing: Program, cleo: Person, ben: Person) -> None:
    Program.objects.filter(pk=choosing.pk).update(shape="groups")
    with pytest.raises(NotChosenHere):
        ask(cleo, ben)


def test_one_at_a_time(asked: Request, cleo: Person, finn: Person) -> None:
    with pytest.raises(AlreadyAsking, match="take that request back"):
        ask(cleo, finn)


def test_the_database_too_keeps_it_at_one(asked: Request) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.create(
            program=asked.program, mentor=asked.mentor, mentee=asked.mentee, asked_at=NOW
        )


def test_who_has_a_mentor_asks_nobody(
    choosing: Program, cleo: Person, ben: Person, finn: Person
) -> None:
    cast.pairing(taking_part(finn), taking_part(cleo))
    with pytest.raises(NotAMentee, match="have a mentor"):
        ask(cleo, ben)


def test_who_is_not_admitted_asks_nobody(choosing: Program, cleo: Person, ben: Person) -> None:
    Participant.objects.filter(person=cleo).update(state="waitlisted")
    with pytest.raises(NotAMentee, match="admitted"):
        ask(cleo, ben)


def test_a_mentor_without_a_place_is_not_asked(
    choosing: Program, cleo: Person, dora: Person, ben: Person
) -> None:
    cast.pairing(taking_part(ben), taking_part(dora))
    with pytest.raises(NotPossible, match="Ben Okafor cannot be asked at the moment"):
        ask(cleo, ben)


def test_whom_one_cannot_ask_is_not_told_apart_while_asking_another(
    asked: Request, cleo: Person, finn: Person
) -> None:
    Bar.objects.create(by=finn, against=cleo, at=NOW)
    with pytest.raises(AlreadyAsking):
        ask(cleo, finn)


def test_a_mentor_who_has_left_the_program_is_not_asked(
    choosing: Program, cleo: Person, ben: Person
) -> None:
    Participant.objects.filter(person=ben).update(state="withdrawn")
    with pytest.raises(NotPossible):
        ask(cleo, ben)


def test_two_whom_a_rule_keeps_apart_are_told_only_that_it_is_not_possible(
    choosing: Program, cleo: Person, ben: Person, ada: Person
) -> None:
    rulings.forbid(taking_part(ben), taking_part(cleo), by=ada, at=NOW)
    with pytest.raises(NotPossible) as refused:
        ask(cleo, ben)
    by_hand = str(refused.value)
    rulings.lift(choosing.rulings.get(), by=ada, at=NOW)
    Participant.objects.filter(person=ben).update(languages=["fr"])
    with pytest.raises(NotPossible) as refused:
        ask(cleo, ben)
    assert str(refused.value) == by_hand
    assert by_hand == "Ben Okafor cannot be asked at the moment. Choose somebody else."


def test_a_mentor_who_declined_is_not_asked_again(
    asked: Request, cleo: Person, ben: Person, finn: Person
) -> None:
    requests.decline(asked, by=ben, at=NOW, reason="Not now.")
    with pytest.raises(NotPossible):
        ask(cleo, ben)
    assert ask(cleo, finn).mentor.person == finn


def test_taken_back_it_can_be_asked_again(asked: Request, cleo: Person, ben: Person) -> None:
    requests.withdraw(asked, by=cleo, at=NOW)
    assert asked.answer == "withdrawn"
    ask(cleo, ben)
    assert verbs() == ["request.asked", "request.withdrawn", "request.asked"]


def test_what_is_answered_is_not_answered_again(asked: Request, cleo: Person, ben: Person) -> None:
    requests.withdraw(asked, by=cleo, at=NOW)
    with pytest.raises(AlreadyAnswered, match="Cleo Martin has taken this request back"):
        requests.decline(asked, by=ben, at=NOW, reason="Too late.")
    assert Request.objects.get().reason == ""


def test_after_seven_days_it_is_open_no_more_whether_or_not_that_was_noted(
    asked: Request, ben: Person
) -> None:
    late = NOW + Request.LASTS
    assert Request.objects.open(now=late - timedelta(seconds=1)).exists()
    assert not Request.objects.open(now=late).exists()
    with pytest.raises(AlreadyAnswered, match="not answered in time"):
        requests.decline(asked, by=ben, at=late, reason="Too late.")


def test_after_seven_days_somebody_else_can_be_asked(
    asked: Request, cleo: Person, finn: Person
) -> None:
    ask(cleo, finn, at=NOW + Request.LASTS)
    asked.refresh_from_db()
    assert (asked.answer, asked.lapsed_because) == ("lapsed", "time")


def lapsed(request: Request) -> str:
    requests.sweep(at=NOW + timedelta(hours=1))
    request.refresh_from_db()
    return request.lapsed_because


def test_what_can_still_be_answered_is_left_alone(asked: Request) -> None:
    assert lapsed(asked) == ""
    assert asked.answer == ""


def test_it_lapses_when_the_mentee_has_got_a_mentor(
    asked: Request, cleo: Person, finn: Person
) -> None:
    cast.pairing(taking_part(finn), taking_part(cleo))
    assert lapsed(asked) == "placed"
    assert verbs()[-1] == "request.lapsed"


def test_it_lapses_when_the_mentor_is_full(asked: Request, dora: Person, ben: Person) -> None:
    cast.pairing(taking_part(ben), taking_part(dora))
    assert lapsed(asked) == "full"


def test_it_lapses_when_one_of_the_two_has_gone(asked: Request, ben: Person) -> None:
    Person.objects.filter(pk=ben.pk).update(is_active=False)
    assert lapsed(asked) == "gone"


def test_it_lapses_when_the_program_is_closed(asked: Request) -> None:
    Program.objects.filter(pk=asked.program_id).update(state="closed")
    assert lapsed(asked) == "over"


def test_a_second_sweep_finds_nothing(asked: Request) -> None:
    assert requests.sweep(at=NOW + Request.LASTS) == 1
    assert requests.sweep(at=NOW + Request.LASTS) == 0


def test_it_is_read_by_the_two_alone(
    asked: Request, cleo: Person, ben: Person, ada: Person, dora: Person, finn: Person, dan: Person
) -> None:
    readers = [
        one for one in (cleo, ben, ada, dora, finn, dan) if Request.objects.visible_to(one).exists()
    ]
    assert readers == [cleo, ben]
