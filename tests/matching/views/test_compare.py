from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from matching import criteria, runs
from matching.models import Run
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.conftest import SignIn
from tests.matching.conftest import finished, taking_part


@pytest.fixture
def client(as_person: SignIn, ada: Person) -> Client:
    return as_person(ada)


@pytest.fixture
def other(done: Run, pool: Program, ada: Person) -> Run:
    """A later run, where only working hours count and one more mentee waits."""
    cast.participant(cast.person("Gil Alone"), pool, "mentee", languages=("pt",))
    settings = criteria.as_settings(criteria.of(done))
    settings["weights"] = dict.fromkeys(settings["weights"], 0.0) | {"time_zone": 50.0}
    run = runs.ask(pool, by=ada, at=cast.NOW, settings=settings)
    runs.carry_out(run, clock=lambda: cast.NOW)
    run.refresh_from_db()
    return run


def address(first: Run, second: Run, more: str = "") -> str:
    return f"/programs/{first.program.ref}/matching/{first.ref}/compare/{second.ref}/{more}"


def choosing(*chosen: Run) -> str:
    refs = "&".join(f"run={run.ref}" for run in chosen)
    return f"/programs/{chosen[0].program.ref}/matching/comparing/?{refs}"


def test_two_runs_stand_side_by_side(client: Client, done: Run, other: Run) -> None:
    page = client.get(address(done, other)).content.decode()
    assert "Nothing changes: everybody keeps the mentor they had." in page
    assert "Mean score, both by the second&#x27;s criteria" in page
    assert "Criteria that differ" in page
    assert "100 % of the score" in page


def test_who_is_left_out_is_named_with_the_reason(client: Client, done: Run, other: Run) -> None:
    page = client.get(address(done, other, "?show=left")).content.decode()
    assert "Gil Alone" in page
    assert "No common language." in page


def test_who_was_not_waiting_any_more_is_not_called_left_out(
    client: Client, done: Run, pool: Program, ada: Person, ben: Person, cleo: Person, dora: Person
) -> None:
    """Of the two placed first, Cleo has her mentor when the second runs, and Dora is gone."""
    cast.participant(cast.person("Gil Alone"), pool, "mentee")
    cast.pairing(taking_part(ben), taking_part(cleo))
    Participant.objects.filter(person=dora).update(state="withdrawn")
    second = finished(pool, by=ada)
    page = client.get(address(done, second)).content.decode()
    assert "1 of 1 mentees are placed, 1 more." in page
    assert "2 of those placed before were not waiting for a mentor, and are not counted." in page
    assert "tone-bad" not in page
    page = client.get(address(done, second, "?show=left")).content.decode()
    assert "Nobody is left out." in page
    page = client.get(address(done, second, "?show=gone")).content.decode()
    for name, why in (("Cleo Martin", "Has a mentor by now."), ("Dora Lang", "Does not take part")):
        assert why in page[page.index(name) :].split("</li>")[0]
    assert "no longer placed" not in page


def test_compared_backwards_nobody_is_said_to_be_gone(
    client: Client, done: Run, pool: Program, ada: Person, cleo: Person, ben: Person
) -> None:
    """Gil came after the older run; in it he was not waiting yet."""
    gil = cast.participant(cast.person("Gil Alone"), pool, "mentee", skills=("Finance",))
    cast.participant(cast.person("Hal Third"), pool, "mentor")
    second = finished(pool, by=ada)
    cast.pairing(taking_part(ben), gil)
    page = client.get(address(second, done, "?show=gone")).content.decode()
    assert "Was not waiting for a mentor." in page
    assert "by now" not in page


def test_what_no_part_is_called_shows_the_first_part_that_has_somebody(
    client: Client, done: Run, pool: Program, ada: Person
) -> None:
    page = client.get(address(done, finished(pool, by=ada), "?show=gone")).content.decode()
    assert "Nobody gets another mentor." in page
    assert "Not waiting" not in page


def test_runs_alike_say_that_nothing_changes(
    client: Client, done: Run, pool: Program, ada: Person
) -> None:
    page = client.get(address(done, finished(pool, by=ada))).content.decode()
    assert "Nothing changes" in page
    assert "the same criteria and the same people" in page
    assert "Nobody gets another mentor." in page


def test_the_two_chosen_are_compared_the_older_one_first(
    client: Client, done: Run, other: Run
) -> None:
    Run.objects.filter(pk=done.pk).update(asked_at=cast.NOW.replace(hour=1))
    for chosen in ((done, other), (other, done)):
        assert client.get(choosing(*chosen)).headers["Location"] == address(done, other)


def test_choosing_one_run_only_says_to_choose_two(client: Client, done: Run) -> None:
    assert "Choose two finished runs" in client.get(choosing(done), follow=True).content.decode()


def test_what_cannot_be_a_run_is_passed_by(client: Client, done: Run) -> None:
    path = f"/programs/{done.program.ref}/matching/comparing/"
    for nonsense in ("?run=%00&run=%00", "?run=1&run=2", "", f"?run={done.ref}&run={done.ref}"):
        answer = client.get(f"{path}{nonsense}", follow=True)
        assert "Choose two finished runs" in answer.content.decode()


def test_the_list_of_runs_offers_to_compare_once_there_are_two(
    client: Client, done: Run, pool: Program, ada: Person
) -> None:
    list_of_runs = f"/programs/{pool.ref}/matching/"
    assert "Compare the two chosen" not in client.get(list_of_runs).content.decode()
    finished(pool, by=ada)
    assert "Compare the two chosen" in client.get(list_of_runs).content.decode()


def test_a_run_under_way_is_not_compared(
    client: Client, done: Run, pool: Program, ada: Person
) -> None:
    waiting = runs.ask(pool, by=ada, at=cast.NOW)
    answer = client.get(address(done, waiting), follow=True)
    assert "Only finished runs" in answer.content.decode()


def test_more_than_a_page_of_movers_comes_in_pages(
    client: Client, program: Program, ada: Person
) -> None:
    for name in ("Ben Okafor", "Finn Moser", "Gus Third"):
        cast.participant(cast.person(name), program, "mentor", capacity=10)
    first = finished(program, by=ada)
    for number in range(30):
        cast.participant(cast.person(f"Mentee {number:02}"), program, "mentee")
    second = finished(program, by=ada)
    page = client.get(address(first, second)).content.decode()
    assert page.count('class="change"') == 25
    assert "1 to 25 of 30" in page
    assert client.get(address(first, second, "?page=2")).content.decode().count("change-way") == 5


@pytest.mark.parametrize("who", ["dan", "hana", "olga", "ben"])
def test_who_does_not_run_the_program_sees_nothing(
    as_person: SignIn, request: pytest.FixtureRequest, done: Run, other: Run, who: str
) -> None:
    stranger = as_person(request.getfixturevalue(who))
    assert stranger.get(address(done, other)).status_code == 404
    assert stranger.get(choosing(done, other)).status_code == 404


def test_who_is_not_signed_in_is_asked_to(db: None, done: Run, other: Run) -> None:
    assert Client().get(address(done, other)).status_code == 302


def test_comparing_changes_nothing(client: Client, done: Run, other: Run) -> None:
    assert client.post(address(done, other)).status_code == 405


def test_a_run_of_another_program_is_not_found(client: Client, done: Run, ada: Person) -> None:
    elsewhere = finished(cast.program(ada, name="Second program"), by=ada)
    assert client.get(address(done, elsewhere)).status_code == 404
    answer = client.get(choosing(done, elsewhere), follow=True)
    assert "Choose two finished runs" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_more_movers_take_no_more_queries(
    client: Client,
    program: Program,
    ada: Person,
    ben: Person,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    cast.participant(ben, program, "mentor", capacity=count)
    first = finished(program, by=ada)
    for number in range(count):
        cast.participant(cast.person(f"Mentee {number}"), program, "mentee")
    second = finished(program, by=ada)
    there = address(first, second)
    with django_assert_num_queries(8):
        client.get(there)
    Participant.objects.filter(program=program, role="mentee").update(state="withdrawn")
    there = address(second, finished(program, by=ada))
    with django_assert_num_queries(9):
        client.get(there)
