from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kit import clock
from matching.choosing import requests
from matching.models import Request
from people.models import Person
from programs.models import Program
from tests import cast
from tests.conftest import SignIn
from tests.matching.conftest import taking_part


@pytest.fixture
def asked(choosing: Program, cleo: Person, ben: Person) -> Request:
    """Cleo asks Ben."""
    return requests.ask(taking_part(cleo), taking_part(ben), words="zebu-words", at=clock.now())


def address(request: Request, page: str = "request") -> str:
    return reverse(page, args=[request.ref])


def read(client: Client, request: Request) -> str:
    answer = client.get(address(request))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_mentor_reads_who_asks_what_they_want_to_learn_and_their_words(
    asked: Request, ben: Person, as_person: SignIn
) -> None:
    page = read(as_person(ben), asked)
    assert "Cleo Martin asks you to be their mentor" in page
    assert "zebu-words" in page
    assert "Finance" in page
    assert "Covers Finance, the first priority" in page
    assert "Accept" in page
    assert "Decline" in page


def test_the_mentee_reads_their_own_request(
    asked: Request, cleo: Person, as_person: SignIn
) -> None:
    page = read(as_person(cleo), asked)
    assert "Your request to Ben Okafor" in page
    assert "zebu-words" in page
    assert "Accept" not in page
    assert "Take it back" in page


def test_ready_made_words_decline(
    asked: Request, cleo: Person, ben: Person, as_person: SignIn
) -> None:
    client = as_person(ben)
    assert (
        "Tell Cleo Martin why not"
        in client.get(address(asked, "request-declining")).content.decode()
    )
    answer = client.post(address(asked, "request-declining"), {"preset": "0"}, follow=True)
    assert "You have declined." in answer.content.decode()
    asked.refresh_from_db()
    assert asked.answer == "declined"
    assert "I do not have the time for one more person" in read(as_person(cleo), asked)


def test_so_do_ones_own(asked: Request, cleo: Person, ben: Person, as_person: SignIn) -> None:
    words = {"preset": "own", "own_words": "gaur-reason"}
    as_person(ben).post(address(asked, "request-declining"), words)
    assert "gaur-reason" in read(as_person(cleo), asked)


@pytest.mark.parametrize(
    ("sent", "told"),
    [({}, "Choose the words"), ({"preset": "own", "own_words": " "}, "Write the reason")],
)
def test_declining_needs_a_reason(
    asked: Request, ben: Person, as_person: SignIn, sent: dict[str, str], told: str
) -> None:
    answer = as_person(ben).post(address(asked, "request-declining"), sent)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    asked.refresh_from_db()
    assert asked.answer == ""


def test_taken_back_the_mentor_reads_the_words_no_more(
    asked: Request, cleo: Person, ben: Person, as_person: SignIn
) -> None:
    answer = as_person(cleo).post(address(asked, "request-withdrawal"), follow=True)
    assert "You have taken your request back." in answer.content.decode()
    page = read(as_person(ben), asked)
    assert "Cleo Martin has taken this request back." in page
    assert "zebu-words" not in page
    assert "zebu-words" in read(as_person(cleo), asked)


@pytest.mark.parametrize("page", ["request-declining", "request-withdrawal"])
def test_what_is_answered_cannot_be_answered_again(
    asked: Request, cleo: Person, ben: Person, as_person: SignIn, page: str
) -> None:
    requests.withdraw(asked, by=cleo, at=clock.now())
    client = as_person(ben if page == "request-declining" else cleo)
    answer = client.post(address(asked, page), {"preset": "0"}, follow=True)
    assert "Cleo Martin has taken this request back." in answer.content.decode()


def test_nobody_else_reads_or_answers_it(
    asked: Request, ada: Person, hana: Person, olga: Person, dan: Person, dora: Person,
    finn: Person, as_person: SignIn,
) -> None:  # fmt: skip
    for stranger in (ada, hana, olga, dan, dora, finn):
        client = as_person(stranger)
        assert client.get(address(asked)).status_code == 404
        assert client.get(address(asked, "request-declining")).status_code == 404
        assert client.post(address(asked, "request-declining")).status_code == 404
        assert client.post(address(asked, "request-withdrawal")).status_code == 404


def test_neither_does_the_others_part(
    asked: Request, cleo: Person, ben: Person, as_person: SignIn
) -> None:
    assert as_person(cleo).get(address(asked, "request-declining")).status_code == 404
    assert as_person(ben).post(address(asked, "request-withdrawal")).status_code == 404


def test_who_is_not_signed_in_is_sent_to_sign_in(asked: Request, client: Client) -> None:
    for page in ("request", "request-declining"):
        assert client.get(address(asked, page)).headers["Location"].startswith("/accounts/login/")
    assert client.get("/requests/").headers["Location"].startswith("/accounts/login/")


def test_only_sending_takes_it_back(asked: Request, cleo: Person, as_person: SignIn) -> None:
    client = as_person(cleo)
    assert client.get(address(asked, "request-withdrawal")).status_code == 405
    assert client.post(address(asked)).status_code == 405


# --- The list -------------------------------------------------------------------------------------


def test_what_waits_stands_first(asked: Request, ben: Person, as_person: SignIn) -> None:
    page = as_person(ben).get("/requests/").content.decode()
    assert "Cleo Martin" in page
    assert "Read and answer" in page
    assert "zebu" not in page


def test_each_side_reads_first_who_waits_for_whom(
    asked: Request, ben: Person, cleo: Person, as_person: SignIn
) -> None:
    assert "<strong>1</strong> request waits for your answer." in read_mine(as_person(ben))
    assert "You have asked, and wait for the answer." in read_mine(as_person(cleo))
    requests.decline(asked, by=ben, at=clock.now(), reason="No time.")
    assert "Nothing waits for an answer." in read_mine(as_person(ben))


def read_mine(client: Client) -> str:
    return client.get("/requests/").content.decode()


def test_without_requests_it_says_what_will_stand_there(dan: Person, as_person: SignIn) -> None:
    page = as_person(dan).get("/requests/").content.decode()
    assert "Nobody has asked you, and you have asked nobody." in page


@pytest.mark.parametrize("many", [1, 3])
def test_more_requests_take_no_more_queries(
    program: Program, ben: Person, as_person: SignIn, many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    Program.objects.filter(pk=program.pk).update(way="chosen")
    cast.employment(ben)
    mentor = cast.participant(ben, program, "mentor", capacity=5)
    for number in range(many):
        someone = cast.person(f"Mentee {number}")
        cast.employment(someone)
        mentee = cast.participant(someone, program, "mentee")
        mentee.program.refresh_from_db()
        made = requests.ask(mentee, mentor, words="Please", at=clock.now())
    client = as_person(ben)
    with django_assert_num_queries(5):
        client.get("/requests/")
    with django_assert_num_queries(6):
        client.get(address(made))


# --- For those who run the program ----------------------------------------------------------------


def test_the_admin_reads_counts_and_who_has_asked_nobody(
    asked: Request, ada: Person, as_person: SignIn
) -> None:
    page = as_person(ada).get(reverse("program-requests", args=[asked.program.ref]))
    text = page.content.decode()
    assert "<strong>2</strong> mentees have no mentor yet." in text
    assert text.index("Dora Lang") < text.index("Cleo Martin")
    assert "waits for an answer" in text
    assert "has asked nobody" in text
    assert "Ben Okafor" not in text
    assert "zebu" not in text


def test_the_matching_page_counts_them(
    asked: Request, ada: Person, cleo: Person, as_person: SignIn
) -> None:
    address = reverse("matching", args=[asked.program.ref])
    text = as_person(ada).get(address).content.decode()
    assert "Wait for an answer" in text
    assert "See who has asked nobody" in text
    assert "can ask one. A run places" in text
    Program.objects.filter(pk=asked.program_id).update(way="matched")
    text = as_person(ada).get(address).content.decode()
    assert "Wait for an answer" not in text
    assert "can ask one" not in text


def test_nobody_else_reads_how_it_stands(
    asked: Request, cleo: Person, ben: Person, dan: Person, hana: Person, as_person: SignIn
) -> None:
    for stranger in (cleo, ben, dan, hana):
        page = as_person(stranger).get(reverse("program-requests", args=[asked.program.ref]))
        assert page.status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_more_mentees_take_the_admin_no_more_queries(
    program: Program, ada: Person, as_person: SignIn, many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for number in range(many):
        someone = cast.person(f"Mentee {number}")
        cast.employment(someone)
        cast.participant(someone, program, "mentee")
    client = as_person(ada)
    with django_assert_num_queries(8):
        client.get(reverse("program-requests", args=[program.ref]))
