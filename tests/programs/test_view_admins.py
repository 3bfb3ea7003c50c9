from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from people.models import Person
from programs.admins import appoint
from programs.models import Program
from tests import cast
from tests.cast import NOW
from tests.conftest import SignIn


@pytest.fixture
def client(as_person: SignIn, ada: Person) -> Client:
    return as_person(ada)


def page(program: Program, rest: str = "") -> str:
    return f"/programs/{program.ref}/setup/admins/{rest}"


def test_somebody_is_found_by_name_or_address_and_appointed(
    client: Client, ben: Person, cleo: Person, program: Program
) -> None:
    html = client.get(page(program), {"q": "okaf"}).content.decode()
    appointment = page(program, f"{ben.ref}/appointment/")
    assert appointment in html
    assert "Cleo Martin" not in html
    assert "Ben Okafor runs it too now." in client.post(appointment, follow=True).content.decode()
    assert Program.objects.managed_by(ben).get() == program


def test_a_search_tells_when_it_finds_nobody_new(client: Client, program: Program) -> None:
    assert "Nobody of that name" in client.get(page(program), {"q": "ada keller"}).content.decode()


def test_a_search_for_one_letter_asks_for_more(client: Client, program: Program) -> None:
    answer = client.get(page(program), {"q": "a"})
    assert "q" in answer.context["form"].errors


def test_somebody_without_an_account_to_sign_in_with_is_not_found(
    client: Client, ben: Person, program: Program
) -> None:
    ben.is_active = False
    ben.save()
    assert "Ben Okafor" not in client.get(page(program), {"q": "ben"}).content.decode()
    assert client.post(page(program, f"{ben.ref}/appointment/")).status_code == 404


def test_dismissing_asks_first_and_then_does_it(
    client: Client, ada: Person, ben: Person, program: Program
) -> None:
    appoint(program, ben, by=ada, at=NOW)
    url = page(program, f"{ben.ref}/dismissal/")
    assert "Dismiss Ben Okafor?" in client.get(url).content.decode()
    assert Program.objects.managed_by(ben).exists()
    client.post(url)
    assert not Program.objects.managed_by(ben).exists()


def test_who_dismisses_themselves_is_led_back_to_the_programs(
    client: Client, ada: Person, ben: Person, program: Program
) -> None:
    appoint(program, ben, by=ada, at=NOW)
    answer = client.post(page(program, f"{ada.ref}/dismissal/"))
    assert answer.headers["Location"] == "/programs/"
    assert client.get(page(program)).status_code == 404


def test_the_last_one_cannot_be_dismissed(client: Client, ada: Person, program: Program) -> None:
    answer = client.post(page(program, f"{ada.ref}/dismissal/"), follow=True)
    assert "is the only one who runs" in answer.content.decode()
    assert Program.objects.managed_by(ada).exists()


def test_a_stranger_can_neither_appoint_nor_dismiss(
    as_person: SignIn, ada: Person, dan: Person, program: Program
) -> None:
    client = as_person(dan)
    assert client.post(page(program, f"{dan.ref}/appointment/")).status_code == 404
    assert client.post(page(program, f"{ada.ref}/dismissal/")).status_code == 404
    assert [admin.person for admin in program.admins.all()] == [ada]


def test_appointing_needs_a_post(client: Client, ben: Person, program: Program) -> None:
    assert client.get(page(program, f"{ben.ref}/appointment/")).status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    client: Client,
    ada: Person,
    program: Program,
    rows: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(rows):
        appoint(program, cast.person(f"Team {number}"), by=ada, at=NOW)
        cast.person(f"Found {number}")
    with django_assert_max_num_queries(7):
        client.get(page(program), {"q": "found"})
