from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from matching import runs
from matching.models import Ruling, Run
from mentorship.launching import launch
from participants.models import Bar, Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.conftest import SignIn
from tests.matching.conftest import finished, taking_part


@pytest.fixture
def client(as_person: SignIn, ada: Person) -> Client:
    return as_person(ada)


def address(run: Run, mentee: Person, mentor: Person | None = None) -> str:
    base = f"/programs/{run.program.ref}/matching/{run.ref}/why-not/{taking_part(mentee).ref}/"
    return f"{base}?mentor={taking_part(mentor).ref}" if mentor else base


def shown(client: Client, run: Run, mentee: Person, mentor: Person | None = None) -> str:
    return client.get(address(run, mentee, mentor)).content.decode()


def test_all_mentors_can_be_asked_about(client: Client, done: Run, cleo: Person) -> None:
    page = shown(client, done, cleo)
    assert "Why not another mentor for Cleo Martin?" in page
    assert page.index("Ben Okafor") < page.index("Finn Moser")
    assert page.count("Why not?<span") == 1
    assert page.count("Why?<span") == 1


def test_mentors_are_found_by_name(client: Client, done: Run, cleo: Person) -> None:
    page = client.get(address(done, cleo), {"q": "finn"}).content.decode()
    assert "Finn Moser" in page
    assert "Ben Okafor" not in page
    page = client.get(address(done, cleo), {"q": "nobody"}).content.decode()
    assert "No mentor of this name is admitted." in page


def test_what_another_mentor_would_cost_is_shown(
    client: Client, done: Run, cleo: Person, finn: Person
) -> None:
    page = shown(client, done, cleo, finn)
    assert "Why not Finn Moser for Cleo Martin?" in page
    assert "Ben Okafor is proposed, with" in page
    assert "Who else is touched" in page
    assert "Dora Lang" in page
    assert "Lock these two" in page
    assert "Something has changed" not in page


def test_a_pair_can_be_locked_from_here(
    client: Client, done: Run, cleo: Person, finn: Person
) -> None:
    data = {"mentor": taking_part(finn).ref, "mentee": taking_part(cleo).ref, "kind": "lock"}
    back = address(done, cleo, finn)
    answer = client.post(f"/programs/{done.program.ref}/matching/rulings/", {**data, "back": back})
    assert answer.headers["Location"] == back
    assert Ruling.objects.get().kind == "lock"
    page = shown(client, done, cleo, finn)
    assert "Lift" in page
    assert "Lock these two" not in page


def test_a_rule_that_forbids_it_is_told_and_nothing_offered(
    client: Client, pool: Program, ada: Person, cleo: Person, finn: Person
) -> None:
    Participant.objects.filter(person=finn).update(languages=["fr"])
    page = shown(client, finished(pool, by=ada), cleo, finn)
    assert "cannot be paired: no common language." in page
    assert "Lock these two" not in page
    assert "Ben Okafor" in page  # to ask about instead
    by_hand = f"?mentee={taking_part(cleo).ref}&amp;mentor={taking_part(finn).ref}"
    assert by_hand in page


def test_a_bar_is_nowhere_told(
    client: Client, pool: Program, ada: Person, cleo: Person, finn: Person
) -> None:
    Bar.objects.create(by=cleo, against=finn, at=cast.NOW)
    run = finished(pool, by=ada)
    for page in (shown(client, run, cleo), shown(client, run, cleo, finn)):
        assert "ot possible" in page
        assert "barred" not in page.lower()
        assert "private" not in page.lower()


def test_it_says_that_people_have_changed_since(
    client: Client, done: Run, cleo: Person, finn: Person
) -> None:
    Participant.objects.filter(person=finn).update(hours_per_month=9)
    page = shown(client, done, cleo, finn)
    assert "Something has changed since this run" in page
    assert "A new run would propose the same today" in page
    assert "Ben Okafor is proposed, with" not in page


def test_after_publishing_there_is_nothing_to_ask(
    client: Client, done: Run, ada: Person, cleo: Person
) -> None:
    launch(done, by=ada, at=cast.NOW)
    page = shown(client, done, cleo)
    assert "is not waiting for a mentor any more" in page
    assert "Nothing to ask" in page


def test_contradicting_locks_are_told(
    client: Client, done: Run, cleo: Person, dora: Person, ben: Person, finn: Person
) -> None:
    Ruling.objects.create(
        program=done.program,
        mentor=taking_part(finn),
        mentee=taking_part(dora),
        kind="lock",
        at=cast.NOW,
    )
    Participant.objects.filter(person=dora).update(languages=["fr"])
    for mentor in (None, ben):
        answer = client.get(address(done, cleo, mentor))
        assert answer.status_code == 200
    assert "are locked together, but a rule keeps them apart" in answer.content.decode()


def test_a_run_under_way_shows_its_own_page(
    client: Client, pool: Program, ada: Person, cleo: Person
) -> None:
    run = runs.ask(pool, by=ada, at=cast.NOW)
    answer = client.get(address(run, cleo))
    assert answer.headers["Location"] == f"/programs/{pool.ref}/matching/{run.ref}/"


def test_proposals_and_the_left_out_lead_here(
    client: Client, pool: Program, ada: Person, cleo: Person
) -> None:
    left = cast.person("Gus Third")
    cast.participant(left, pool, "mentee", languages=("pt",))
    run = finished(pool, by=ada)
    base = f"/programs/{pool.ref}/matching/{run.ref}/"
    assert address(run, cleo) in client.get(base).content.decode()
    assert address(run, left) in client.get(f"{base}?show=left").content.decode()


@pytest.mark.parametrize("which", ["mentee", "mentor"])
def test_nobody_of_another_program_can_be_asked_about(
    client: Client, done: Run, cleo: Person, ada: Person, which: str
) -> None:
    elsewhere = cast.program(ada, name="Second program")
    stranger = cast.participant(cast.person("Eve Else"), elsewhere, which)
    own = address(done, cleo)
    asked = own.replace(taking_part(cleo).ref, stranger.ref)
    path = asked if which == "mentee" else f"{own}?mentor={stranger.ref}"
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("who", ["dan", "hana", "olga", "ben", "cleo"])
def test_who_does_not_run_the_program_sees_nothing(
    as_person: SignIn,
    request: pytest.FixtureRequest,
    done: Run,
    cleo: Person,
    finn: Person,
    who: str,
) -> None:
    stranger = as_person(request.getfixturevalue(who))
    assert stranger.get(address(done, cleo)).status_code == 404
    assert stranger.get(address(done, cleo, finn)).status_code == 404


def test_who_is_not_signed_in_is_asked_to(db: None, done: Run, cleo: Person) -> None:
    assert Client().get(address(done, cleo)).status_code == 302


def test_asking_changes_nothing(client: Client, done: Run, cleo: Person) -> None:
    assert client.post(address(done, cleo)).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_more_mentors_take_no_more_queries(
    client: Client,
    pool: Program,
    ada: Person,
    cleo: Person,
    finn: Person,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        cast.participant(cast.person(f"Mentor {number}"), pool, "mentor")
    run = finished(pool, by=ada)
    mentors, answer = address(run, cleo), address(run, cleo, finn)
    with django_assert_num_queries(10):
        client.get(mentors)
    with django_assert_num_queries(10):
        client.get(answer)
    Participant.objects.filter(person=finn).update(hours_per_month=9)
    with django_assert_num_queries(10):
        client.get(answer)
