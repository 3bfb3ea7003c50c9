"""The roster, its filters, its export, and the page of one person."""

from __future__ import annotations

import csv

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from participants import admission, answering, intake
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW
from tests.conftest import SignIn
from tests.participants.conftest import applied


@pytest.fixture
def client(as_person: SignIn, ada: Person) -> Client:
    return as_person(ada)


@pytest.fixture
def page(open_program: Program) -> str:
    return reverse("roster", args=[open_program.ref])


def somebody(program: Program, name: str, *, department: str = "Sales") -> Participant:
    who = cast.person(name)
    cast.employment(who, department=department)
    return applied(program, who)


def test_it_says_how_many_are_in_and_how_many_wait(
    client: Client, page: str, open_program: Program, ada: Person
) -> None:
    one, _other = somebody(open_program, "Uma One"), somebody(open_program, "Vic Two")
    admission.admit([one], by=ada, at=NOW)
    said = client.get(page).content.decode()
    assert "<strong>1</strong> admitted" in said
    assert "<strong>1</strong> waiting for you." in said
    assert said.index("Vic Two") < said.index("Uma One"), "who waits stands first"


def test_when_nobody_waits_any_more_it_does_not_blame_the_filter(
    client: Client, page: str, open_program: Program, ada: Person
) -> None:
    admission.admit([somebody(open_program, "Uma One")], by=ada, at=NOW)
    said = client.get(page, {"state": "applied"}).content.decode()
    assert "Everybody who applied has an answer." in said
    assert "Nobody matches these filters" not in said


def test_an_empty_roster_teaches(client: Client, page: str) -> None:
    assert "Nobody has applied yet" in client.get(page).content.decode()


def test_drafts_are_not_shown(client: Client, page: str, draft: Participant) -> None:
    assert "Cleo Martin" not in client.get(page).content.decode()
    person = reverse("roster-person", args=[draft.program.ref, draft.ref])
    assert client.get(person).status_code == 404


@pytest.mark.parametrize("who", ["dan", "cleo", "hana", "olga"])
@pytest.mark.parametrize("name", ["roster", "roster-export", "roster-import"])
def test_it_is_for_those_who_run_the_program(
    as_person: SignIn,
    open_program: Program,
    request: pytest.FixtureRequest,
    who: str,
    name: str,
) -> None:
    somebody(open_program, "Uma One")
    client = as_person(request.getfixturevalue(who))
    assert client.get(reverse(name, args=[open_program.ref])).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=uma", ["Uma One"]),
        ("?q=one+example", ["Uma One"]),
        ("?department=Legal", ["Vic Two"]),
        ("?state=admitted", ["Vic Two"]),
        ("?role=mentor", []),
        ("?role=nonsense&state=draft&department=%00", ["Uma One", "Vic Two"]),
        ("?page=99&q=", ["Uma One", "Vic Two"]),
    ],
)
def test_the_address_says_what_is_shown(
    client: Client, page: str, open_program: Program, ada: Person, query: str, found: list[str]
) -> None:
    somebody(open_program, "Uma One")
    vic = somebody(open_program, "Vic Two", department="Legal")
    admission.admit([vic], by=ada, at=NOW)
    said = client.get(f"{page}{query}").content.decode()
    assert [name for name in ("Uma One", "Vic Two") if name in said] == found


@pytest.mark.parametrize("people", [1, 3])
def test_the_roster_costs_the_same_whatever_the_rows(
    client: Client,
    page: str,
    open_program: Program,
    people: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(people):
        somebody(open_program, f"Person {number}")
    with django_assert_num_queries(8):
        client.get(page)


def test_a_page_holds_twenty_five(client: Client, page: str, open_program: Program) -> None:
    for number in range(26):
        somebody(open_program, f"Person {number:02}")
    assert "Person 25" not in client.get(page).content.decode()
    assert "Person 25" in client.get(f"{page}?page=2").content.decode()


def test_the_export_holds_no_hopes_and_no_reasons_and_runs_no_formula(
    client: Client, open_program: Program, ada: Person
) -> None:
    one = somebody(open_program, "=HYPERLINK(evil)")
    somebody(open_program, "Vic Two")
    admission.decline([one], by=ada, at=NOW, reason="Between us: no.")
    answer = client.get(reverse("roster-export", args=[open_program.ref]))
    said = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "balance sheet" not in said
    assert "Between us" not in said
    assert "'=HYPERLINK" in said
    assert "Finance; Writing" in said
    answer = client.get(reverse("roster-export", args=[open_program.ref]) + "?state=declined")
    assert "Vic Two" not in b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_the_export_has_a_column_for_each_question(
    client: Client, open_program: Program, request: pytest.FixtureRequest
) -> None:
    one = somebody(open_program, "Uma One")
    somebody(open_program, "Vic Two")
    questions = request.getfixturevalue("questions")
    some, text = questions["some"].pk, questions["text"].pk
    answering.write(one, {some: ["Lunch", "Evenings"], text: ["=1+1"]})
    answer = client.get(reverse("roster-export", args=[open_program.ref]))
    said = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(said.splitlines()))
    assert [row["When do you have time?"] for row in rows] == ["Lunch; Evenings", ""]
    assert [row["What should we know?"] for row in rows] == ["'=1+1", ""]


def test_the_page_of_one_person_shows_what_they_answered(
    client: Client, open_program: Program, request: pytest.FixtureRequest
) -> None:
    one = somebody(open_program, "Uma One")
    questions = request.getfixturevalue("questions")
    answering.write(one, {questions["scale"].pk: ["4"]})
    said = client.get(reverse("roster-person", args=[open_program.ref, one.ref])).content.decode()
    assert "How much structure do you like?" in said
    assert "4 of 5" in said
    assert "not answered" in said


def test_the_page_of_one_shows_the_application_and_what_happened(
    client: Client, open_program: Program, ada: Person
) -> None:
    one = somebody(open_program, "Uma One")
    admission.decline([one], by=ada, at=NOW, reason="No place left.")
    said = client.get(reverse("roster-person", args=[open_program.ref, one.ref])).content.decode()
    for words in ("I hope to read a balance sheet.", "Declined by Ada Keller", "No place left."):
        assert words in said


def test_the_page_of_one_belongs_to_its_program(client: Client, ada: Person, page: str) -> None:
    other = cast.program(ada, name="Other", state="open")
    one = somebody(other, "Uma One")
    program = Program.objects.get(name="Open doors")
    address = reverse("roster-person", args=[program.ref, one.ref])
    assert client.get(address).status_code == 404


def test_the_page_of_one_is_cheap(
    client: Client,
    open_program: Program,
    ada: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    one = somebody(open_program, "Uma One")
    intake.start(open_program, one.person, "mentor", at=NOW)
    for _time in range(3):
        admission.waitlist([one], by=ada, at=NOW)
        admission.admit([one], by=ada, at=NOW)
    with django_assert_num_queries(10):
        client.get(reverse("roster-person", args=[open_program.ref, one.ref]))
