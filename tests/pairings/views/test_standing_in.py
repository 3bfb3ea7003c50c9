"""Help that is asked about somebody who runs the program: nobody of the pair learns of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from pairings import help as helping
from pairings.models import HelpRequest, Pairing
from participants.models import Participant
from people.models import Person
from programs import admins
from programs.models import Program
from tests import cast
from tests.cast import NOW
from tests.conftest import SignIn

SENTINEL = "zebra-help"


@pytest.fixture
def own(program: Program, ada: Person, mentee: Participant) -> Pairing:
    """Ada's own, in the program that she runs."""
    return cast.pairing(cast.participant(ada, program, "mentor"), mentee)


@pytest.fixture
def asked(own: Pairing, cleo: Person) -> HelpRequest:
    return helping.ask(own, by=cleo, at=NOW, message=SENTINEL)


def said(as_person: SignIn, person: Person, name: str, *args: object) -> str:
    answer = as_person(person).get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_help_page_names_who_reads_it(
    as_person: SignIn, own: Pairing, ada: Person, cleo: Person, olga: Person, dan: Person
) -> None:
    def readers() -> str:
        page = said(as_person, cleo, "pairing-help", own.ref)
        assert "Ada does not see that you wrote, nor what." in page
        return page[page.index('<p class="readers">') :].partition("</p>")[0]

    assert olga.name in readers()
    assert ada.name not in readers()
    admins.appoint(own.program, dan, by=ada, at=NOW)
    assert dan.name in readers()
    assert olga.name not in readers()
    assert ada.name not in readers()


def test_the_help_page_does_not_name_somebody_who_has_left(
    as_person: SignIn, pairing: Pairing, ada: Person, cleo: Person
) -> None:
    ada.is_active = False
    ada.save()
    page = said(as_person, cleo, "pairing-help", pairing.ref)
    assert ada.name not in page
    assert "Nobody can read it yet." in page


def test_whoever_is_of_the_pair_sees_their_programs_pages_as_if_nobody_had_asked(
    as_person: SignIn, own: Pairing, ada: Person, cleo: Person, olga: Person
) -> None:
    program = own.program
    addresses = (
        ("program-pairings", program.ref),
        ("program-pairing", program.ref, own.ref),
        ("desk",),
        ("pairing", own.ref),
        ("pairing-help", own.ref),
    )
    asked = helping.ask(own, by=cleo, at=NOW, message=SENTINEL)
    for address in addresses:
        page = said(as_person, ada, *address)
        assert SENTINEL not in page
        assert "sked for help" not in page
    url = reverse("help-settlement", args=[program.ref, own.ref, asked.pk])
    assert as_person(ada).post(url).status_code == 404
    page = said(as_person, ada, "program-pairings", program.ref)
    assert "?standing=help" not in page
    asked.refresh_from_db()
    assert asked.settled_at is None


def test_another_who_runs_the_program_reads_and_settles_it(
    as_person: SignIn, own: Pairing, asked: HelpRequest, ada: Person, dan: Person
) -> None:
    admins.appoint(own.program, dan, by=ada, at=NOW)
    refs = (own.program.ref, own.ref)
    assert SENTINEL in said(as_person, dan, "program-pairings", own.program.ref)
    shown = said(as_person, dan, "program-pairing", *refs)
    assert SENTINEL in shown
    assert "Asked for help" in shown
    assert "One pair asked for help." in said(as_person, dan, "desk")
    as_person(dan).post(reverse("help-settlement", args=[*refs, asked.pk]))
    asked.refresh_from_db()
    assert asked.settled_by == dan


def test_without_another_an_administrator_does(
    as_person: SignIn, asked: HelpRequest, olga: Person
) -> None:
    assert SENTINEL in said(as_person, olga, "help-requests")
    as_person(olga).post(reverse("help-request-settlement", args=[asked.pk]))
    asked.refresh_from_db()
    assert asked.settled_by == olga
    assert SENTINEL not in said(as_person, olga, "help-requests")


def test_an_administrator_reads_nothing_that_somebody_else_may(
    as_person: SignIn, own: Pairing, asked: HelpRequest, ada: Person, dan: Person, olga: Person
) -> None:
    admins.appoint(own.program, dan, by=ada, at=NOW)
    assert SENTINEL not in said(as_person, olga, "help-requests")
    url = reverse("help-request-settlement", args=[asked.pk])
    assert as_person(olga).post(url).status_code == 404


def test_an_administrator_who_is_of_the_pair_reads_nothing(
    as_person: SignIn, program: Program, ada: Person, olga: Person, mentee: Participant
) -> None:
    own = cast.pairing(cast.participant(olga, program, "mentor"), mentee)
    asked = helping.ask(own, by=mentee.person, at=NOW, message=SENTINEL)
    ada.is_active = False
    ada.save()
    assert SENTINEL not in said(as_person, olga, "help-requests")
    url = reverse("help-request-settlement", args=[asked.pk])
    assert as_person(olga).post(url).status_code == 404


def test_the_administrators_page_does_not_exist_for_others(
    as_person: SignIn, asked: HelpRequest, ada: Person, ben: Person, dan: Person, hana: Person
) -> None:
    for person in (ada, ben, dan, hana):
        client = as_person(person)
        assert client.get(reverse("help-requests")).status_code == 404
        url = reverse("help-request-settlement", args=[asked.pk])
        assert client.post(url).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_administrators_page_costs_the_same_however_many_ask(
    as_person: SignIn,
    program: Program,
    ada: Person,
    olga: Person,
    number: int,
    django_assert_num_queries: Callable[[int], object],
) -> None:
    own = cast.participant(ada, program, "mentor", capacity=3)
    for index in range(number):
        mentee = cast.participant(cast.person(f"Mentee {index}"), program, "mentee")
        helping.ask(cast.pairing(own, mentee), by=mentee.person, at=NOW)
    client = as_person(olga)
    with django_assert_num_queries(8):  # type: ignore[attr-defined]
        client.get(reverse("help-requests"))
