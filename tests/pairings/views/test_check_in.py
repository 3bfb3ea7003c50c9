from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from pairings import checking_in, lifecycle
from pairings.models import CheckIn, Pairing
from people.models import Person
from programs.models import Program
from tests.cast import NOW, TODAY
from tests.conftest import SignIn

DAY = timedelta(days=1)
ASKED = "How is it going with Ben?"


@pytest.fixture
def client(as_person: SignIn, cleo: Person) -> Client:
    return as_person(cleo)


@pytest.fixture
def due(pairing: Pairing) -> Pairing:
    """Everybody is asked today."""
    Program.objects.update(checkin_weeks=4)
    pairing.refresh_from_db()
    return pairing


def shown(client: Client, name: str, *refs: str) -> str:
    answer = client.get(reverse(name, args=refs))
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, pairing: Pairing, **fields: object) -> str:
    url = reverse("check-in", args=[pairing.ref])
    return client.post(url, fields, follow=True).content.decode()


def test_it_says_who_reads_what_before_one_types(client: Client, due: Pairing) -> None:
    page = shown(client, "check-in", due.ref)
    readers = (
        "The answer you choose is seen by Ben and by those who run the program.",
        "What you write is read by you and Ben alone.",
    )
    for told in readers:
        assert page.index(told) < page.index('name="answer"')
    for answer in CheckIn.Answer.labels:
        assert str(answer) in page


def test_one_click_is_enough(client: Client, due: Pairing, cleo: Person) -> None:
    told = send(client, due, answer="well")
    assert "Thank you for saying how it goes." in told
    assert "Back to Ben" not in told  # on the page of the pairing
    said = due.checkins.get()
    assert (said.person, said.due_on, said.answer, said.comment) == (cleo, TODAY, "well", "")


@pytest.mark.parametrize("page", ["pairing", "home", "my-pairings"])
def test_it_is_asked_until_it_is_answered(page: str, client: Client, due: Pairing) -> None:
    refs = [due.ref] if page == "pairing" else []
    assert ASKED in shown(client, page, *refs)
    send(client, due, answer="well")
    assert ASKED not in shown(client, page, *refs)


def test_the_other_is_asked_all_the_same(
    client: Client, as_person: SignIn, ben: Person, due: Pairing
) -> None:
    send(client, due, answer="well")
    assert "How is it going with Cleo?" in shown(as_person(ben), "pairing", due.ref)


def test_without_a_round_nothing_is_asked(client: Client, pairing: Pairing) -> None:
    assert ASKED not in shown(client, "pairing", pairing.ref)
    page = shown(client, "check-in", pairing.ref)
    assert "Nothing is asked at the moment." in page
    assert "you are asked every 6 weeks" in page
    assert 'name="answer"' not in page
    assert "You can ask for help at any time." in send(client, pairing, answer="well")
    assert not CheckIn.objects.exists()


def test_whom_it_does_not_work_for_is_led_to_help(client: Client, due: Pairing) -> None:
    told = send(client, due, answer="badly", comment="zebra-comment")
    assert "You are not alone with this" in told
    assert reverse("pairing-help", args=[due.ref]) in told


def test_an_answer_can_be_changed_and_nothing_typed_is_lost(client: Client, due: Pairing) -> None:
    send(client, due, answer="so_so", comment="zebra-comment")
    page = shown(client, "check-in", due.ref)
    assert "You can still change it." in page
    assert 'value="zebra-comment"' in page
    assert "Choose one of the three answers." in send(client, due, comment="zebra-typed")
    assert "zebra-typed" in send(client, due, comment="zebra-typed")
    send(client, due, answer="well", comment="zebra-changed")
    said = due.checkins.get()
    assert (said.answer, said.comment) == ("well", "zebra-changed")


def test_the_pair_reads_the_line_and_who_runs_the_program_the_answer_alone(
    client: Client, as_person: SignIn, ben: Person, ada: Person, due: Pairing
) -> None:
    send(client, due, answer="so_so", comment="zebra-comment")
    assert "zebra-comment" in shown(as_person(ben), "check-in", due.ref)
    for name, refs in (
        ("program-pairing", [due.program.ref, due.ref]),
        ("program-pairings", [due.program.ref]),
        ("desk", []),
    ):
        page = shown(as_person(ada), name, *refs)
        assert "zebra" not in page
        if name == "program-pairing":
            assert page.count("It could go better") == 2  # as a state, and in what happened


def test_strangers_find_nothing(as_person: SignIn, strangers: list[Person], due: Pairing) -> None:
    url = reverse("check-in", args=[due.ref])
    for stranger in strangers:
        assert as_person(stranger).get(url).status_code == 404
        assert as_person(stranger).post(url, {"answer": "well"}).status_code == 404
    assert not CheckIn.objects.exists()


def test_what_was_said_is_read_after_the_end(client: Client, due: Pairing, ben: Person) -> None:
    send(client, due, answer="well", comment="zebra-comment")
    lifecycle.end(due, by=ben, at=NOW, on=TODAY, kind="completed")
    page = shown(client, "check-in", due.ref)
    assert "zebra-comment" in page
    assert 'name="answer"' not in page
    assert "This pairing has ended" in send(client, due, answer="well")


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_cost_the_same_with_many_answers(
    number: int,
    client: Client,
    as_person: SignIn,
    ada: Person,
    due: Pairing,
    django_assert_num_queries: Callable[[int], object],
) -> None:
    for weeks in range(number):
        on, at = TODAY + weeks * 28 * DAY, NOW + weeks * 28 * DAY
        for person in due.people():
            checking_in.answer(due, by=person, at=at, on=on, answer="well", comment="zebra")
    with django_assert_num_queries(6):  # type: ignore[attr-defined]
        shown(client, "check-in", due.ref)
    watching = as_person(ada)
    with django_assert_num_queries(10):  # type: ignore[attr-defined]
        shown(watching, "program-pairing", due.program.ref, due.ref)
