"""Fifty people at the same instant: one publishes, nobody sees an error, no mentor has too many.

`RACES=200 pytest tests/mentorship/test_races.py` runs as many rounds of each; see CONTRIBUTING.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count, cycle, islice

import pytest
from django.db.models import Count, QuerySet
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from history.models import Event
from kit import clock
from kit.refusals import Refused
from matching import publication, rulings, runs
from matching.choosing import requests
from matching.models import Proposal, Publication, Request, Ruling, Run
from mentorship.launching import launch
from pairings import lifecycle
from pairings.founding import found_one
from pairings.models import Pairing, PairingMentee
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW
from tests.conftest import SignIn
from tests.pairings.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = int(os.environ.get("RACES", "2"))
PEOPLE = 50
Deed = Callable[[], object]

_names = count(1)


@pytest.fixture
def admins(ada: Person) -> list[Person]:
    """Ada, and Eve who runs every program with her."""
    return [ada, cast.person("Eve Second", roles=("program_admin",))]


@pytest.fixture
def browsers(as_person: SignIn, admins: list[Person]) -> list[Client]:
    """Fifty of them, every other one Eve's."""
    return [as_person(one) for one in islice(cycle(admins), PEOPLE)]


def made(
    admins: list[Person],
    *,
    mentors: int = 3,
    mentees: int = 5,
    capacity: int = 2,
    state: str = "matching",
) -> Program:
    """A new program with people to match; more places than mentees, so runs may differ."""
    program = cast.program(admins[0], name=f"Race {next(_names)}", state=state)
    program.admins.create(person=admins[1], appointed_at=NOW)
    for role, number in (("mentor", mentors), ("mentee", mentees)):
        for _number in range(number):
            joins(program, role, capacity=capacity)
    return program


def joins(program: Program, role: str, *, capacity: int = 1) -> Participant:
    someone = cast.person(f"Racer {next(_names)}")
    return cast.participant(someone, program, role, capacity=capacity)


def finished(program: Program) -> Run:
    run = runs.ask(program, by=None, at=NOW)
    runs.carry_out(run, clock=ticking(NOW).__next__)
    run.refresh_from_db()
    return run


def ticking(at: datetime) -> Iterator[datetime]:
    while True:
        at += timedelta(seconds=1)
        yield at


def publishing(browser: Client, run: Run) -> Deed:
    address = f"/programs/{run.program.ref}/matching/{run.ref}/publish/"
    return lambda: browser.post(address)


def where(answers: list[object]) -> list[str]:
    """Where each answer leads; whatever is no redirect is shown as it is."""
    return [getattr(one, "headers", {}).get("Location", repr(one)) for one in answers]


def refuse_surprises(outcomes: list[object]) -> None:
    """Each page has answered: with where to go on, or with the form and what is wrong in it."""
    assert not [one for one in outcomes if getattr(one, "status_code", None) not in (302, 422)]


def refuse_crashes(outcomes: list[object]) -> None:
    """Each verb has worked or refused in words; a deadlock or a crash is neither."""
    wrong = (Exception, HttpResponseBase)
    assert not [one for one in outcomes if isinstance(one, wrong) and not isinstance(one, Refused)]


def refuse_crowds(program: Program) -> None:
    """Nobody has two mentors, and no mentor more mentees than places."""
    live = PairingMentee.objects.filter(pairing__program=program, left_on=None)
    held = live.values("mentor", "mentor__capacity").annotate(held=Count("pk")).order_by()
    for mentor in held:
        assert mentor["held"] <= program.seats_for(mentor["mentor__capacity"])
    assert live.count() == live.values("mentee").distinct().count()


@pytest.mark.parametrize("race", range(ROUNDS))
def test_of_fifty_who_publish_a_run_at_once_one_does_and_the_others_read_why(
    admins: list[Person], browsers: list[Client], race: int
) -> None:
    run = finished(made(admins))
    program = run.program
    answers = at_once(*(publishing(browser, run) for browser in browsers))
    refuse_surprises(answers)
    led = where(answers)
    assert led.count(f"/programs/{program.ref}/pairings/") == 1
    assert led.count(f"/programs/{program.ref}/matching/{run.ref}/publish/") == PEOPLE - 1
    assert Publication.objects.get(program=program).run == run
    assert Pairing.objects.of(program).count() == run.figures["placed"] == 5
    refuse_crowds(program)
    by = Publication.objects.get(program=program).by
    loser = browsers[next(at for at, one in enumerate(led) if one.endswith("/publish/"))]
    page = loser.get(f"/programs/{program.ref}/matching/{run.ref}/publish/").content.decode()
    assert f"{by} has published this round already." in page


@pytest.mark.parametrize("race", range(ROUNDS))
def test_of_two_runs_of_a_round_one_is_published(
    admins: list[Person], browsers: list[Client], race: int
) -> None:
    program = made(admins)
    one, other = finished(program), finished(program)
    pairs = zip(browsers, cycle([one, other]), strict=False)
    answers = at_once(*(publishing(browser, run) for browser, run in pairs))
    refuse_surprises(answers)
    assert where(answers).count(f"/programs/{program.ref}/pairings/") == 1
    winner = Publication.objects.get(program=program).run
    assert set(Pairing.objects.of(program).values_list("run", flat=True)) == {winner.pk}
    assert Pairing.objects.of(program).count() == 5
    refuse_crowds(program)


@pytest.mark.parametrize("race", range(ROUNDS))
def test_of_the_runs_of_two_rounds_each_round_has_one(
    admins: list[Person], browsers: list[Client], race: int
) -> None:
    program = made(admins)
    first, never = finished(program), finished(program)
    launch(first, by=admins[0], at=NOW)
    joins(program, "mentee")
    second, too = finished(program), finished(program)
    runs_of_all = cycle([first, never, second, too])
    pairs = zip(browsers, runs_of_all, strict=False)
    answers = at_once(*(publishing(browser, run) for browser, run in pairs))
    refuse_surprises(answers)
    assert where(answers).count(f"/programs/{program.ref}/pairings/") == 1
    published = Publication.objects.filter(program=program).order_by("round")
    assert [one.round for one in published] == [1, 2]
    assert published[1].run in (second, too)
    assert Pairing.objects.of(program).count() == 6
    refuse_crowds(program)


@pytest.mark.parametrize("race", range(ROUNDS))
def test_publishing_and_pairing_by_hand_at_once_leave_no_mentor_with_too_many(
    admins: list[Person], browsers: list[Client], race: int
) -> None:
    """Half of them publish, half pair single people by hand on the same few places."""
    program = made(admins, mentors=2, mentees=6, capacity=2)
    run = finished(program)
    mentors = list(Participant.objects.filter(program=program, role="mentor"))
    mentees = list(Participant.objects.filter(program=program, role="mentee"))
    by_hand = [
        lambda mentor=mentor, mentee=mentee: found_one(mentor, [mentee], by=None, at=NOW)
        for mentor, mentee in zip(cycle(mentors), islice(cycle(mentees), PEOPLE // 2), strict=False)
    ]
    deeds: list[Deed] = [publishing(one, run) for one in browsers[: PEOPLE // 2]]
    outcomes = at_once(*(deed for two in zip(deeds, by_hand, strict=True) for deed in two))
    refuse_surprises(outcomes[::2])
    refuse_crashes(outcomes[1::2])
    refuse_crowds(program)
    published = Publication.objects.filter(program=program).count()
    founded = sum(isinstance(one, Pairing) for one in outcomes)
    assert (published, Pairing.objects.of(program).count()) in [(1, 4), (0, founded)]
    assert Pairing.objects.of(program).live().count() == 4


@pytest.mark.parametrize("race", range(max(1, ROUNDS // 2)))  # each takes as long as two others
def test_all_ways_into_a_pairing_at_once_leave_no_mentor_with_too_many(
    admins: list[Person], as_person: SignIn, race: int
) -> None:
    """Two runs published, requests accepted, ended pairings rematched, and pairs made by hand."""
    program = made(admins, state="running", mentors=3, mentees=3, capacity=2)
    Program.objects.filter(pk=program.pk).update(way=Program.Way.BOTH)
    mentors = list(Participant.objects.filter(program=program, role="mentor"))
    over = [ended(program, as_person) for _number in range(3)]
    asking = [asked(mentor, joins(program, "mentee")) for mentor in mentors * 2]
    waiting = list(Participant.objects.filter(program=program, role="mentee"))
    one, other = finished(program), finished(program)
    ada = admins[0]
    deeds = [
        *(publishing(as_person(ada), run) for run in (one, other) * 6),
        *(accepting(as_person(request.mentor.person), request) for request in asking * 2),
        *(rematching(as_person(ada), pairing) for pairing in over * 4),
        *(
            by_hand(as_person(ada), mentor, mentee)
            for mentor, mentee in zip(mentors * 5, waiting * 5, strict=False)
        ),
    ]
    answers = at_once(*deeds[:PEOPLE])
    refuse_surprises(answers)
    refuse_crowds(program)
    assert Publication.objects.filter(program=program).count() <= 1
    live = Pairing.objects.of(program).live()
    assert live.filter(run=None).count() + live.exclude(run=None).count() == 6  # all the places
    accepted = Request.objects.of(program).filter(answer="accepted")
    for request in accepted:
        assert live.filter(mentor=request.mentor, mentees__mentee=request.mentee).exists()
    assert not pairs_of(live) & {(pair.mentor_id, pair.mentees.get().mentee_id) for pair in over}


def ended(program: Program, as_person: SignIn) -> Pairing:
    """A pairing of the program that is over; the mentor has left, the mentee waits."""
    pairing = found_one(joins(program, "mentor"), [joins(program, "mentee")], by=None, at=NOW)
    lifecycle.end(pairing, by=None, at=NOW, on=NOW.date(), kind="no_time")
    Participant.objects.filter(pk=pairing.mentor_id).update(state="withdrawn")
    return pairing


def asked(mentor: Participant, mentee: Participant) -> Request:
    return requests.ask(mentee, mentor, words="", at=clock.now())


def accepting(browser: Client, request: Request) -> Deed:
    return lambda: browser.post(reverse("request-acceptance", args=[request.ref]))


def rematching(browser: Client, pairing: Pairing) -> Deed:
    address = reverse("rematch", args=[pairing.program.ref, pairing.ref])
    return lambda: browser.post(address)


def by_hand(browser: Client, mentor: Participant, mentee: Participant) -> Deed:
    sent = {"mentor": mentor.ref, "mentee": mentee.ref, "deed": "pair"}
    return lambda: browser.post(reverse("by-hand", args=[mentor.program.ref]), sent)


def pairs_of(pairings: QuerySet[Pairing]) -> set[tuple[int, int]]:
    return set(pairings.values_list("mentor", "mentees__mentee"))


@pytest.mark.parametrize("race", range(ROUNDS))
def test_publishing_while_people_leave_and_the_program_closes_pairs_nobody_who_left(
    admins: list[Person], as_person: SignIn, race: int
) -> None:
    """Every other round nobody closes it, so that something is published."""
    program = made(admins)
    one, other = finished(program), finished(program)
    people = Participant.objects.filter(program=program).select_related("person")
    leaving = list(people)[race % 3 :: 3]
    ada, closes = admins[0], 3 * (race % 2)
    deeds: list[Deed] = [
        *(publishing(as_person(ada), run) for run in (one, other) * 10),
        *(withdrawing(as_person(someone.person), someone) for someone in leaving * 8),
        *(closing(as_person(ada), program) for _number in range(closes)),
    ]
    answers = at_once(*deeds)
    refuse_surprises(answers)
    refuse_crowds(program)
    published = Publication.objects.filter(program=program).count()
    assert published <= 1
    assert published or closes or publication.obstacles(one, on=clock.today())
    assert Pairing.objects.of(program).exists() == bool(published)
    for pairing in Pairing.objects.of(program).select_related("mentor"):
        assert pairing.mentor.state == "admitted"
        assert pairing.mentees.get().mentee.state == "admitted"


def closing(browser: Client, program: Program) -> Deed:
    return lambda: browser.post(reverse("program-closing", args=[program.ref]))


def withdrawing(browser: Client, someone: Participant) -> Deed:
    address = reverse("application-withdrawal", args=[someone.ref])
    return lambda: browser.post(address)


@pytest.mark.parametrize("race", range(ROUNDS))
def test_fifty_who_rule_on_the_same_few_at_once_all_read_what_became_of_it(
    admins: list[Person], browsers: list[Client], race: int
) -> None:
    """Some swap two mentees who are locked, the others lock, forbid or free the same ones."""
    program = made(admins, mentors=2, mentees=2, capacity=1)
    first = finished(program)
    one, other = first.proposals.all()
    held = [rulings.lock(two.mentor, two.mentee, by=None, at=NOW) for two in (one, other)]
    ways: list[Callable[[Client], Deed]] = [
        lambda browser: swapping(browser, one, other),
        lambda browser: ruling(browser, one, "lock"),
        lambda browser: swapping(browser, other, one),
        lambda browser: ruling(browser, other, "forbid"),
        lambda browser: freeing(browser, held[race % 2]),
    ]
    deeds = (way(browser) for way, browser in zip(cycle(ways), browsers, strict=False))
    answers = at_once(*deeds)
    free = [answer for at, answer in enumerate(answers) if at % 5 == 4]
    refuse_surprises([answer for at, answer in enumerate(answers) if at % 5 != 4])
    assert {getattr(answer, "status_code", answer) for answer in free} <= {302, 404}
    kept = Ruling.objects.filter(program=program, kind="lock")
    assert kept.count() == kept.values("mentor").distinct().count() <= 2
    lifted = Event.objects.filter(verb="ruling.lifted", program_id=program.pk)
    assert lifted.count() == lifted.values("subject_id").distinct().count()
    finished(program)


def swapping(browser: Client, one: Proposal, other: Proposal) -> Deed:
    address = reverse("proposal-swap", args=[one.run.program.ref, one.run.ref, one.pk])
    return lambda: browser.post(address, {"other": other.pk})


def ruling(browser: Client, on: Proposal, kind: str) -> Deed:
    sent = {"mentor": on.mentor.ref, "mentee": on.mentee.ref, "kind": kind}
    return lambda: browser.post(reverse("rulings", args=[on.run.program.ref]), sent)


def freeing(browser: Client, held: Ruling) -> Deed:
    address = reverse("ruling-lifting", args=[held.program.ref, held.pk])
    return lambda: browser.post(address)


@pytest.mark.parametrize("race", range(ROUNDS))
def test_the_same_holds_past_the_pages(admins: list[Person], race: int) -> None:
    """The verbs themselves, without a view that would soften anything."""
    program = made(admins)
    one, other = finished(program), finished(program)
    chosen = islice(cycle([one, other]), PEOPLE)
    outcomes = at_once(*(lambda run=run: launch(run, by=admins[0], at=NOW) for run in chosen))
    refuse_crashes(outcomes)
    lost = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert {type(outcome) for outcome in lost} == {publication.AlreadyPublished}
    assert len(lost) == PEOPLE - 1
    refuse_crowds(program)
