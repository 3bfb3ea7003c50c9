"""The page on which somebody names those they would like to be paired with."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from participants import wishing
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW
from tests.conftest import SignIn


@pytest.fixture
def page(mentee: Participant) -> str:
    return reverse("wishes", args=[mentee.ref])


@pytest.fixture
def client(as_person: SignIn, cleo: Person) -> Client:
    return as_person(cleo)


def a_mentor(program: Program, name: str) -> Participant:
    someone = cast.person(name)
    cast.employment(someone, department="Legal")
    return cast.participant(someone, program, "mentor")


def step(mentee: Participant, wished: Participant, name: str = "wish-place") -> str:
    return reverse(name, args=[mentee.ref, wished.ref])


def test_mentors_are_named_moved_and_taken_away(
    client: Client, page: str, mentee: Participant, program: Program
) -> None:
    uma, vic = a_mentor(program, "Uma One"), a_mentor(program, "Vic Two")
    assert "Name up to 5 people" in client.get(page).content.decode()
    said = client.post(page, {"wished": uma.ref}, follow=True).content.decode()
    assert "Uma One is now number 1 of those you named." in said
    client.post(page, {"wished": vic.ref})
    answer = client.post(step(mentee, vic), {"step": "up"})
    assert answer.headers["Location"] == f"{page}?moved=up-{vic.ref}"
    assert [one.wished for one in mentee.wishes.all()] == [vic, uma]
    moved = client.get(answer.headers["Location"]).content.decode()
    assert moved.count("autofocus") == 1, "the button to press on with"
    said = client.post(step(mentee, uma, "wish-removal"), follow=True).content.decode()
    assert "Uma One is no longer among those you named." in said
    assert mentee.wishes.get().wished == vic


def test_it_says_what_others_see_of_it(client: Client, page: str) -> None:
    said = client.get(page).content.decode()
    assert "Ada Keller can see whom you name, when they match." in said
    assert "the people you name do not see it" in said


def test_whoever_is_named_comes_back_to_the_same_search(
    client: Client, page: str, program: Program
) -> None:
    uma = a_mentor(program, "Uma One")
    a_mentor(program, "Vic Two")
    found = client.get(page, {"q": "uma"}).content.decode()
    assert "Uma One" in found
    assert "Vic Two" not in found
    answer = client.post(page, {"wished": uma.ref, "back": f"{page}?q=legal"})
    assert answer.headers["Location"] == f"{page}?q=legal"


@pytest.mark.parametrize("words", ["nobody", "\0", "%", "x" * 500])
def test_a_search_that_finds_nobody_says_so(
    client: Client, page: str, program: Program, words: str
) -> None:
    a_mentor(program, "Uma One")
    answer = client.get(page, {"q": words})
    assert answer.status_code == 200
    assert ("Nobody fits" in answer.content.decode()) == bool(words.strip("\0"))


def test_an_empty_list_teaches(client: Client, page: str) -> None:
    assert "Nobody to name yet" in client.get(page).content.decode()


def test_a_sixth_is_refused_in_words(
    client: Client, page: str, mentee: Participant, program: Program
) -> None:
    for n in range(5):
        wishing.add(mentee, a_mentor(program, f"Mentor {n}"), at=NOW)
    one_more = a_mentor(program, "Uma One")
    said = client.post(page, {"wished": one_more.ref}, follow=True).content.decode()
    assert "Take one away before you name another." in said
    assert mentee.wishes.count() == 5


def test_who_has_left_is_shown_as_such(
    client: Client, page: str, mentee: Participant, program: Program
) -> None:
    uma = a_mentor(program, "Uma One")
    wishing.add(mentee, uma, at=NOW)
    Participant.objects.filter(pk=uma.pk).update(state="withdrawn")
    assert "this wish does not count" in client.get(page).content.decode()
    client.post(step(mentee, uma, "wish-removal"))
    assert not mentee.wishes.exists()


@pytest.mark.parametrize("wished", ["", "x", "2222222222"])
def test_a_forged_name_is_nobody(client: Client, page: str, wished: str) -> None:
    assert client.post(page, {"wished": wished}).status_code == 404


def test_a_mentor_sees_mentees_only_once_they_are_in(
    as_person: SignIn, mentor: Participant, mentee: Participant, program: Program
) -> None:
    una = cast.participant(cast.person("Una Applies"), program, "mentee", state="applied")
    client, page = as_person(mentor.person), reverse("wishes", args=[mentor.ref])
    said = client.get(page).content.decode()
    assert "Cleo Martin" in said
    assert "Una Applies" not in said
    assert client.post(page, {"wished": una.ref}).status_code == 404


def test_who_is_wished_for_does_not_see_it(
    as_person: SignIn, mentor: Participant, mentee: Participant
) -> None:
    addresses = ["/", reverse("application", args=[mentor.ref])]
    addresses.append(reverse("program", args=[mentor.program.ref]))
    wishing.add(mentee, mentor, at=NOW)
    for address in addresses:
        assert "Cleo Martin" not in as_person(mentor.person).get(address).content.decode()


def test_where_people_ask_each_other_no_wishes_are_taken(
    client: Client, page: str, mentee: Participant, program: Program
) -> None:
    uma = a_mentor(program, "Uma One")
    Program.objects.filter(pk=program.pk).update(way="chosen")
    said = client.get(page).content.decode()
    assert "people ask each other" in said
    assert "You have named nobody" in said
    assert "Uma One" not in said
    said = client.post(page, {"wished": uma.ref}, follow=True).content.decode()
    assert not mentee.wishes.exists()
    application = client.get(reverse("application", args=[mentee.ref])).content.decode()
    assert "Who would you like to work with?" not in application


def test_the_application_leads_there(
    client: Client, page: str, mentee: Participant, program: Program
) -> None:
    application = reverse("application", args=[mentee.ref])
    said = client.get(application).content.decode()
    assert page in said
    assert "You may name up to five people" in said
    wishing.add(mentee, a_mentor(program, "Uma One"), at=NOW)
    assert "You have named 1 person." in client.get(application).content.decode()


@pytest.mark.parametrize(
    ("state", "way", "leads"),
    [
        ("open", "matched", True),
        ("matching", "both", True),
        ("open", "chosen", False),
        ("running", "matched", False),
        ("closed", "matched", False),
    ],
)
def test_the_program_leads_there_until_people_are_matched(
    client: Client, page: str, program: Program, state: str, way: str, leads: bool
) -> None:
    Program.objects.filter(pk=program.pk).update(state=state, way=way)
    said = client.get(reverse("program", args=[program.ref])).content.decode()
    assert (page in said) == leads


@pytest.mark.parametrize("who", ["dan", "ada", "ben", "hana", "olga"])
def test_it_is_nobody_elses(
    as_person: SignIn, mentee: Participant, request: pytest.FixtureRequest, who: str, page: str
) -> None:
    uma = a_mentor(mentee.program, "Uma One")
    wishing.add(mentee, uma, at=NOW)
    client = as_person(request.getfixturevalue(who))
    assert client.get(page).status_code == 404
    for address in (page, step(mentee, uma), step(mentee, uma, "wish-removal")):
        assert client.post(address, {"wished": uma.ref}).status_code == 404
    assert mentee.wishes.count() == 1


def test_it_is_for_who_is_signed_in(page: str) -> None:
    assert "login" in Client().get(page).headers["Location"]


@pytest.mark.parametrize("name", ["wish-place", "wish-removal"])
def test_looking_changes_nothing(
    client: Client, mentee: Participant, mentor: Participant, name: str
) -> None:
    wishing.add(mentee, mentor, at=NOW)
    assert client.get(step(mentee, mentor, name)).status_code == 405


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_is_cheap(
    client: Client,
    page: str,
    mentee: Participant,
    program: Program,
    django_assert_num_queries: DjangoAssertNumQueries,
    many: int,
) -> None:
    for n in range(many):
        wishing.add(mentee, a_mentor(program, f"Mentor {n}"), at=NOW)
        a_mentor(program, f"Further {n}")
    with django_assert_num_queries(9):
        client.get(page)
