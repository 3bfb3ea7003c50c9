from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kit.clock import now
from matching import rulings
from matching.models import Ruling, Run
from pairings.founding import found_one
from people.models import Person
from programs.models import Program
from tests import cast
from tests.conftest import SignIn
from tests.matching.conftest import finished, taking_part


def address(program: Program, more: str = "") -> str:
    return f"/programs/{program.ref}/matching/rulings/{more}"


@pytest.fixture
def client(as_person: SignIn, ada: Person) -> Client:
    return as_person(ada)


def two(mentor: Person, mentee: Person, kind: str = "lock", **more: str) -> dict[str, str]:
    refs = {"mentor": taking_part(mentor).ref, "mentee": taking_part(mentee).ref}
    return refs | {"kind": kind} | more


@pytest.mark.parametrize("kind", ["lock", "forbid"])
def test_two_are_ruled_on_and_the_way_leads_back(
    client: Client, pool: Program, ben: Person, cleo: Person, kind: str
) -> None:
    back = f"/programs/{pool.ref}/matching/?page=2"
    answer = client.post(address(pool), two(ben, cleo, kind, back=back))
    assert answer.headers["Location"] == back
    ruling = Ruling.objects.get()
    assert (ruling.kind, ruling.by) == (kind, Person.objects.get(name="Ada Keller"))


def test_the_way_back_leads_nowhere_else(
    client: Client, pool: Program, ben: Person, cleo: Person
) -> None:
    answer = client.post(address(pool), two(ben, cleo, back="https://elsewhere.example/"))
    assert answer.headers["Location"] == address(pool)


def test_a_lock_that_cannot_be_says_why(
    client: Client, pool: Program, ben: Person, cleo: Person
) -> None:
    cast.employment(cleo, manager=cast.employment(ben))
    page = client.post(address(pool), two(ben, cleo), follow=True).content.decode()
    assert "cannot be paired: same reporting line" in page
    assert not Ruling.objects.exists()


@pytest.mark.parametrize("change", [{"kind": "maybe"}, {"mentor": "2222222222"}, {"mentee": ""}])
def test_what_names_nobody_is_not_found(
    client: Client, pool: Program, ben: Person, cleo: Person, change: dict[str, str]
) -> None:
    assert client.post(address(pool), two(ben, cleo) | change).status_code == 404


def test_somebody_of_another_program_is_not_found(
    client: Client, pool: Program, dan: Person, cleo: Person
) -> None:
    assert client.post(address(pool), two(dan, cleo)).status_code == 404


def test_rulings_are_listed_and_lifted(
    client: Client, pool: Program, ada: Person, ben: Person, cleo: Person
) -> None:
    page = client.get(address(pool)).content.decode()
    assert "No pair is locked, none is forbidden." in page
    assert "Nothing ruled by hand" in page
    ruling = rulings.lock(taking_part(ben), taking_part(cleo), by=ada, at=cast.NOW)
    assert "Cleo Martin" in client.get(address(pool)).content.decode()
    client.post(address(pool, f"{ruling.pk}/lifting/"))
    assert not Ruling.objects.exists()


def test_two_mentees_swap_mentors(client: Client, done: Run, pool: Program) -> None:
    one, other = done.proposals.all()
    swap = f"/programs/{pool.ref}/matching/{done.ref}/proposals/{one.pk}/swap/"
    page = client.get(swap).content.decode()
    assert f"{other.mentee.person}, now with {other.mentor.person}" in page
    client.post(swap, {"other": other.pk})
    assert set(Ruling.objects.values_list("mentor", "mentee", "kind")) == {
        (other.mentor_id, one.mentee_id, "lock"),
        (one.mentor_id, other.mentee_id, "lock"),
    }


def test_what_a_swap_would_mean_is_said_before_anything_is_locked(
    client: Client, done: Run, pool: Program
) -> None:
    one, other = done.proposals.all()
    swap = f"/programs/{pool.ref}/matching/{done.ref}/proposals/{one.pk}/swap/"
    page = client.get(swap, {"other": other.pk}).content.decode()
    assert "Together the two would have" in page
    for moved, mentor in ((one, other.mentor), (other, one.mentor)):
        said = re.search(
            rf"{moved.mentee.person}: (\d+) points with {mentor.person}, "
            rf"now {round(moved.score)} with {moved.mentor.person}\.",
            page,
        )
        assert said, page
        assert int(said[1]) < moved.score
    assert "Swap and lock both" in page
    assert not Ruling.objects.exists()


def test_a_swap_that_a_rule_forbids_is_not_offered(
    client: Client, done: Run, pool: Program, dora: Person, ben: Person
) -> None:
    cast.employment(dora, manager=cast.employment(ben))
    one, other = done.proposals.all()
    swap = f"/programs/{pool.ref}/matching/{done.ref}/proposals/{one.pk}/swap/"
    page = client.get(swap, {"other": other.pk}).content.decode()
    assert "This swap is not possible. Choose another mentee." in page
    assert "Dora Lang cannot be with Ben Okafor: same reporting line." in page
    assert "Swap and lock both" not in page


def test_a_swap_of_who_is_placed_by_now_says_so_when_sent(
    client: Client, done: Run, pool: Program
) -> None:
    one, other = done.proposals.all()
    found_one(one.mentor, [one.mentee], by=None, at=now())
    swap = f"/programs/{pool.ref}/matching/{done.ref}/proposals/{one.pk}/swap/"
    assert "What it would mean" not in client.get(swap, {"other": other.pk}).content.decode()
    answer = client.post(swap, {"other": other.pk})
    assert answer.status_code == 422
    assert "has a mentor already" in answer.content.decode()


@pytest.mark.parametrize("count", [2, 4])
def test_a_swap_among_more_takes_no_more_queries(
    client: Client,
    program: Program,
    ada: Person,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        cast.participant(cast.person(f"Mentor {number}"), program, "mentor")
        cast.participant(cast.person(f"Mentee {number}"), program, "mentee")
    run = finished(program, by=ada)
    one, other = run.proposals.all()[:2]
    swap = f"/programs/{program.ref}/matching/{run.ref}/proposals/{one.pk}/swap/"
    with django_assert_num_queries(10):
        client.get(swap, {"other": other.pk})


@pytest.mark.parametrize(("chosen", "says"), [("", "Choose whose mentor"), ("0", "Choose another")])
def test_a_swap_with_nobody_says_what_to_do(
    client: Client, done: Run, pool: Program, chosen: str, says: str
) -> None:
    one = done.proposals.first()
    assert one
    swap = f"/programs/{pool.ref}/matching/{done.ref}/proposals/{one.pk}/swap/"
    answer = client.post(swap, {"other": chosen})
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_a_swap_against_a_rule_says_why(
    client: Client, done: Run, pool: Program, ben: Person, dora: Person
) -> None:
    cast.employment(dora, manager=cast.employment(ben))
    one, other = done.proposals.all()
    swap = f"/programs/{pool.ref}/matching/{done.ref}/proposals/{one.pk}/swap/"
    answer = client.post(swap, {"other": other.pk})
    assert "same reporting line" in answer.content.decode()
    assert not Ruling.objects.exists()


@pytest.mark.parametrize("who", ["dan", "hana", "olga", "ben"])
def test_who_does_not_run_the_program_rules_on_nobody(
    as_person: SignIn,
    request: pytest.FixtureRequest,
    done: Run,
    pool: Program,
    ada: Person,
    finn: Person,
    cleo: Person,
    who: str,
) -> None:
    ruling = rulings.forbid(taking_part(finn), taking_part(cleo), by=ada, at=cast.NOW)
    one = done.proposals.first()
    assert one
    stranger = as_person(request.getfixturevalue(who))
    assert stranger.get(address(pool)).status_code == 404
    assert stranger.post(address(pool), two(finn, cleo)).status_code == 404
    assert stranger.post(address(pool, f"{ruling.pk}/lifting/")).status_code == 404
    swap = f"/programs/{pool.ref}/matching/{done.ref}/proposals/{one.pk}/swap/"
    assert stranger.get(swap).status_code == 404
    assert Ruling.objects.get().kind == "forbid"


@pytest.mark.parametrize("count", [1, 3])
def test_more_rulings_take_no_more_queries(
    client: Client,
    pool: Program,
    ada: Person,
    ben: Person,
    finn: Person,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        someone = cast.participant(cast.person(f"Mentee {number}"), pool, "mentee")
        rulings.forbid(taking_part(ben), someone, by=ada, at=cast.NOW)
        rulings.forbid(taking_part(finn), someone, by=ada, at=cast.NOW)
    for lifted in Ruling.objects.filter(mentor__person=finn):
        rulings.lift(lifted, by=ada, at=cast.NOW)
    with django_assert_num_queries(9):
        client.get(address(pool))


def test_it_shows_what_a_lock_passes_over_and_what_was_lifted_by_whom(
    client: Client, pool: Program, ada: Person, ben: Person, finn: Person, cleo: Person
) -> None:
    rulings.lift(
        rulings.forbid(taking_part(ben), taking_part(cleo), by=ada, at=cast.NOW),
        by=ada,
        at=cast.NOW,
    )
    rulings.lift(
        rulings.lock(taking_part(finn), taking_part(cleo), by=ada, at=cast.NOW), by=ada, at=cast.NOW
    )
    cast.employment(cleo, manager=cast.employment(ben))
    rulings.lock(
        taking_part(ben), taking_part(cleo), by=ada, at=cast.NOW, despite=["reporting_line"]
    )
    page = client.get(address(pool)).content.decode()
    assert "despite: same reporting line" in page
    assert "Ada Keller lifted the ban on Cleo Martin with Ben Okafor." in page
    assert "Ada Keller lifted the lock of Cleo Martin with Finn Moser." in page
