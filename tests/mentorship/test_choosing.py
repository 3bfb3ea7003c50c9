"""A request accepted: the pairing, the places that hold, and what lapses by it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from history.models import Event
from kit import clock
from matching import rulings, runs
from matching.choosing import requests
from matching.choosing.requests import AlreadyAnswered, NotPossible
from matching.models import Request
from mentorship import choosing
from mentorship.launching import launch
from milestones.models import Milestone
from pairings.models import Pairing, PairingMentee
from participants import barring
from participants.models import Bar, Participant
from people.models import Person
from programs import lifecycle
from programs.models import Program
from tests import cast
from tests.cast import NOW
from tests.conftest import SignIn
from tests.pairings.threads import at_once
from tests.worker import wait_for


@pytest.fixture
def chosen(program: Program) -> Program:
    """Ada's program, in which mentees choose; it runs today."""
    program.way = Program.Way.CHOSEN
    program.starts_on = clock.today() - timedelta(days=10)
    program.ends_on = clock.today() + timedelta(days=150)
    program.save()
    return program


@pytest.fixture
def asked(chosen: Program, mentor: Participant, mentee: Participant) -> Request:
    """Cleo asks Ben, who has two places."""
    return ask(mentee, mentor)


def ask(mentee: Participant, mentor: Participant) -> Request:
    people = Participant.objects.select_related("program", "person")
    return requests.ask(
        people.get(pk=mentee.pk), people.get(pk=mentor.pk), words="Please", at=clock.now()
    )


def others(program: Program, count: int) -> list[Participant]:
    return [
        cast.participant(cast.person(f"Mentee {number}"), program, "mentee")
        for number in range(count)
    ]


def accept(request: Request) -> Pairing:
    return choosing.accept(request, by=request.mentor.person, at=clock.now())


def test_accepting_founds_the_pairing_at_once(asked: Request, cleo: Person, ben: Person) -> None:
    pairing = accept(asked)
    assert {one.pk for one in pairing.people()} == {ben.pk, cleo.pk}
    assert (pairing.state, pairing.founded_by) == ("proposed", ben)
    assert pairing.agreements.count() == 1
    assert Milestone.objects.filter(pairing=pairing).count() == 3
    assert (asked.answer, asked.answered_at) == ("accepted", pairing.founded_at)
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"request.asked", "request.accepted", "pairing.founded"} <= verbs


def test_whom_the_mentee_would_not_have_any_more_has_nothing_to_accept(
    asked: Request, cleo: Person, ben: Person
) -> None:
    before = Event.objects.latest("pk").pk
    barring.bar(cleo, ben, at=clock.now())
    events = Event.objects.filter(pk__gt=before).values_list("verb", "by_id")
    assert list(events) == [("request.withdrawn", cleo.pk)]
    with pytest.raises(AlreadyAnswered, match="has taken this request back"):
        accept(asked)
    assert not Pairing.objects.exists()


def test_nobody_accepts_whom_they_barred_themselves(
    asked: Request, cleo: Person, ben: Person
) -> None:
    barring.bar(ben, cleo, at=clock.now())
    asked.refresh_from_db()
    assert asked.answer == "", "that it lapsed would tell Cleo"
    with pytest.raises(NotPossible, match="cannot be your mentee"):
        accept(asked)
    asked.refresh_from_db()
    assert (asked.answer, Pairing.objects.count()) == ("", 0)


def test_a_run_later_leaves_the_two_alone(asked: Request, ada: Person, chosen: Program) -> None:
    accept(asked)
    others(chosen, 2)
    run = runs.ask(chosen, by=ada, at=clock.now())
    runs.carry_out(run, clock=clock.now)
    run.refresh_from_db()
    assert run.figures["placed"] == 1  # one of two: Ben has one place left
    assert asked.mentee_id not in run.proposals.values_list("mentee", flat=True)


def test_when_the_last_place_goes_the_others_lapse(
    asked: Request, chosen: Program, mentor: Participant
) -> None:
    second, third = (ask(one, mentor) for one in others(chosen, 2))
    accept(asked)
    third.refresh_from_db()
    assert third.answer == ""
    accept(second)
    third.refresh_from_db()
    assert (third.answer, third.lapsed_because) == ("lapsed", "full")
    with pytest.raises(AlreadyAnswered, match="Ben Okafor has no place left"):
        accept(third)


def test_late_it_is_accepted_no_more(asked: Request) -> None:
    late = asked.lapses_at + timedelta(seconds=1)
    with pytest.raises(AlreadyAnswered, match="in time"):
        choosing.accept(asked, by=asked.mentor.person, at=late)
    assert not Pairing.objects.exists()


def test_once_the_program_is_closed_it_is_accepted_no_more(asked: Request, chosen: Program) -> None:
    Program.objects.filter(pk=chosen.pk).update(state="closed")
    with pytest.raises(AlreadyAnswered):
        accept(asked)
    assert not Pairing.objects.exists()


def test_two_whom_the_admin_keeps_apart_meanwhile_are_no_pair(
    asked: Request, ada: Person, mentor: Participant, mentee: Participant
) -> None:
    rulings.forbid(mentor, mentee, by=ada, at=clock.now())
    with pytest.raises(NotPossible, match="Decline with a kind word"):
        accept(asked)
    assert not Pairing.objects.exists()
    asked.refresh_from_db()
    assert asked.answer == ""


def test_publishing_lets_the_requests_of_those_placed_lapse(
    asked: Request, ada: Person, chosen: Program, mentor: Participant
) -> None:
    Program.objects.filter(pk=chosen.pk).update(way="both")
    run = runs.ask(chosen, by=ada, at=clock.now())
    runs.carry_out(run, clock=clock.now)
    run.refresh_from_db()
    launch(run, by=ada, at=clock.now())
    asked.refresh_from_db()
    assert (asked.answer, asked.lapsed_because) == ("lapsed", "placed")


@pytest.mark.parametrize(
    ("state", "enrol_until", "starts_in", "runs_then"),
    [
        ("matching", None, -1, True),
        ("open", 5, -1, True),
        ("open", None, -1, False),  # people may apply until somebody closes it
        ("open", 5, 9, False),
    ],
)
def test_a_program_runs_from_its_first_pairing_on_once_its_day_has_come(
    asked: Request, chosen: Program, state: str, enrol_until: int | None, starts_in: int,
    runs_then: bool,
) -> None:  # fmt: skip
    today = clock.today()
    Program.objects.filter(pk=chosen.pk).update(
        state=state,
        starts_on=today + timedelta(days=starts_in),
        enrol_until_on=today + timedelta(days=enrol_until) if enrol_until else None,
    )
    accept(asked)
    chosen.refresh_from_db()
    assert (chosen.state == "running") == runs_then


def test_a_program_whose_day_comes_later_runs_from_that_day_on(
    asked: Request, chosen: Program
) -> None:
    at, today = clock.now(), clock.today()
    Program.objects.filter(pk=chosen.pk).update(
        state="matching", starts_on=today + timedelta(days=9)
    )
    accept(asked)
    choosing.settle(at=at)
    chosen.refresh_from_db()
    assert chosen.state == "matching"
    choosing.settle(at=at + timedelta(days=10))
    chosen.refresh_from_db()
    assert chosen.state == "running"


# --- Through the page -----------------------------------------------------------------------------


def address(request: Request, page: str = "request-acceptance") -> str:
    return reverse(page, args=[request.ref])


def test_the_mentor_accepts_and_comes_to_the_pairing(
    asked: Request, ben: Person, as_person: SignIn
) -> None:
    answer = as_person(ben).post(address(asked))
    assert answer.headers["Location"] == f"/pairings/{Pairing.objects.get().ref}/"


def test_looking_accepts_nothing(asked: Request, ben: Person, as_person: SignIn) -> None:
    assert as_person(ben).get(address(asked)).status_code == 405


def test_nobody_else_accepts(
    asked: Request, cleo: Person, dan: Person, ada: Person, hana: Person, olga: Person,
    as_person: SignIn,
) -> None:  # fmt: skip
    for stranger in (cleo, dan, ada, hana, olga):
        assert as_person(stranger).post(address(asked)).status_code == 404
    assert not Pairing.objects.exists()


def test_who_is_not_signed_in_is_sent_to_sign_in(asked: Request, client: Client) -> None:
    assert client.post(address(asked)).headers["Location"].startswith("/accounts/login/")


# --- At the same instant --------------------------------------------------------------------------


def outcomes(*deeds: Callable[[], object]) -> list[int]:
    """The status of each answer; what was raised fails the test."""
    found = at_once(*deeds)
    for one in found:
        assert isinstance(one, HttpResponseBase), one
    return [one.status_code for one in found if isinstance(one, HttpResponseBase)]


@pytest.mark.django_db(transaction=True)
def test_of_twenty_accepted_at_once_as_many_are_pairs_as_there_are_places(
    chosen: Program, mentor: Participant, as_person: SignIn
) -> None:
    mentor.refresh_from_db()
    asking = [ask(one, mentor) for one in others(chosen, 20)]
    clients = [as_person(mentor.person) for _ in asking]
    statuses = outcomes(
        *(
            lambda client=client, one=one: client.post(address(one))
            for client, one in zip(clients, asking, strict=True)
        )
    )
    assert set(statuses) == {302}
    assert Pairing.objects.count() == mentor.capacity == 2
    assert sorted(PairingMentee.objects.values_list("seat", flat=True)) == [1, 2]
    answers = sorted(Request.objects.values_list("answer", "lapsed_because"))
    assert answers == [("accepted", "")] * 2 + [("lapsed", "full")] * 18
    late = clients[0].post(
        address(Request.objects.filter(answer="lapsed").order_by("pk")[0]), follow=True
    )
    assert "has no place left" in late.content.decode()


@pytest.mark.django_db(transaction=True)
def test_twenty_who_ask_at_once_all_ask(
    chosen: Program, mentor: Participant, as_person: SignIn
) -> None:
    mentees = others(chosen, 10)
    page = reverse("asking", args=[chosen.ref, mentor.ref])
    clients = [as_person(one.person) for one in mentees]
    statuses = outcomes(
        *(lambda client=client: client.post(page, {"words": "Please"}) for client in clients * 2)
    )
    assert sorted(statuses) == [302] * 10 + [422] * 10  # each sent it twice
    assert Request.objects.filter(answer="").count() == 10


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", range(5))
def test_taken_back_while_it_is_accepted_one_of_the_two_holds(
    asked: Request, cleo: Person, ben: Person, as_person: SignIn, number: int
) -> None:
    mentee, mentor = as_person(cleo), as_person(ben)
    statuses = outcomes(
        lambda: mentor.post(address(asked)),
        lambda: mentee.post(address(asked, "request-withdrawal")),
    )
    assert statuses == [302, 302]
    asked.refresh_from_db()
    assert asked.answer in ("accepted", "withdrawn")
    assert Pairing.objects.exists() == (asked.answer == "accepted")


@pytest.mark.django_db(transaction=True)
def test_a_mentee_accepted_by_two_is_in_one_pairing(
    asked: Request, chosen: Program, mentee: Participant, ben: Person, as_person: SignIn
) -> None:
    """Two cannot be open at once; so the first is taken back as its mentor's answer comes."""
    finn = cast.participant(cast.person("Finn Moser"), chosen, "mentor")
    Request.objects.filter(pk=asked.pk).update(answer="withdrawn", answered_at=NOW)
    second = ask(mentee, finn)
    first, other = as_person(ben), as_person(finn.person)
    statuses = outcomes(lambda: first.post(address(asked)), lambda: other.post(address(second)))
    assert statuses == [302, 302]
    assert Pairing.objects.get().mentor == finn


@pytest.mark.django_db(transaction=True)
def test_accepted_and_published_at_once_the_mentee_has_one_mentor(
    asked: Request, ada: Person, chosen: Program, mentor: Participant, as_person: SignIn
) -> None:
    cast.participant(cast.person("Finn Moser"), chosen, "mentor")
    Program.objects.filter(pk=chosen.pk).update(way="both")
    run = runs.ask(chosen, by=ada, at=clock.now())
    runs.carry_out(run, clock=clock.now)
    ben, admin = as_person(mentor.person), as_person(ada)
    publishing = reverse("launch", args=[chosen.ref, run.ref])
    statuses = outcomes(lambda: ben.post(address(asked)), lambda: admin.post(publishing))
    assert statuses == [302, 302]
    assert PairingMentee.objects.filter(mentee=asked.mentee).count() == 1
    asked.refresh_from_db()
    assert asked.answer in ("accepted", "lapsed")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kept_apart", ["by the admin", "by the mentor", "by the mentee"])
def test_who_are_kept_apart_while_the_mentor_accepts_are_no_pair(
    asked: Request, ada: Person, mentor: Participant, mentee: Participant, kept_apart: str
) -> None:
    """The mentor's yes has seen nothing of it yet, and waits for the program."""
    by, against = (mentor, mentee) if kept_apart == "by the mentor" else (mentee, mentor)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            lifecycle.hold(asked.program_id)
            if kept_apart == "by the admin":
                rulings.forbid(mentor, mentee, by=ada, at=clock.now())
            else:
                Bar.objects.create(by=by.person, against=against.person, at=clock.now())
            answer = pool.submit(at_once, lambda: accept(asked))
            wait_for(somebody_waits, "the yes to wait for the program")
        (outcome,) = answer.result(60)
    assert isinstance(outcome, NotPossible)
    assert "Decline with a kind word" in str(outcome)
    assert not Pairing.objects.exists()
    asked.refresh_from_db()
    assert asked.answer == ""


def somebody_waits() -> bool:
    """Whether a transaction waits for another one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_of_many_who_look_at_once_one_makes_the_suggestions_for_all(
    chosen: Program, mentor: Participant, as_person: SignIn
) -> None:
    clients = [as_person(one.person) for one in others(chosen, 8)]
    page = reverse("choosing", args=[chosen.ref])
    assert set(outcomes(*(lambda client=client: client.get(page) for client in clients))) == {200}
    assert chosen.suggestions.count() == 8
    assert len(set(chosen.suggestions.values_list("at", flat=True))) == 1
