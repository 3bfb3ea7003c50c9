"""One's own application: how it stands, withdrawing, acknowledging anew."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from participants import admission, intake, standing
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests.cast import NOW
from tests.conftest import SignIn
from tests.participants.conftest import applied
from tests.participants.test_acknowledging import rewritten


@pytest.fixture
def sent(timeless: Program, cleo: Person) -> Participant:
    return applied(timeless, cleo)


@pytest.fixture
def client(as_person: SignIn, cleo: Person) -> Client:
    return as_person(cleo)


def address(name: str, participant: Participant) -> str:
    return reverse(name, args=[participant.ref])


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("applied", "The people who run the program will decide"),
        ("admitted", "You are in."),
        ("waitlisted", "You are on the waiting list."),
        ("declined", "It did not work out this time."),
        ("withdrawn", "You have withdrawn."),
    ],
)
def test_it_says_in_words_how_it_stands(
    client: Client, sent: Participant, state: str, words: str
) -> None:
    Participant.objects.update(state=state, decided_at=NOW)
    said = client.get(address("application", sent)).content.decode()
    assert words in said
    assert "I hope to read a balance sheet." in said


def test_a_decision_comes_with_its_reason(client: Client, sent: Participant, ada: Person) -> None:
    admission.decline([sent], by=ada, at=NOW, reason="No place left; please come again.")
    assert (
        "No place left; please come again."
        in client.get(address("application", sent)).content.decode()
    )


@pytest.mark.parametrize("who", ["dan", "ada", "hana", "olga"])
@pytest.mark.parametrize("page", ["application", "application-withdrawal", "acknowledgement"])
def test_it_is_nobody_elses(
    as_person: SignIn, sent: Participant, request: pytest.FixtureRequest, who: str, page: str
) -> None:
    client = as_person(request.getfixturevalue(who))
    assert client.get(address(page, sent)).status_code == 404


@pytest.mark.parametrize(
    "page",
    ["application-withdrawal", "application-removal", "application-reopening", "acknowledgement"],
)
def test_nobody_else_changes_it(
    as_person: SignIn, sent: Participant, dan: Person, page: str
) -> None:
    assert as_person(dan).post(address(page, sent)).status_code == 404
    assert Participant.objects.get(pk=sent.pk).state == "applied"


def test_withdrawing_asks_first(client: Client, sent: Participant) -> None:
    page = address("application-withdrawal", sent)
    assert "Withdraw from Open doors?" in client.get(page).content.decode()
    assert Participant.objects.get(pk=sent.pk).state == "applied"
    client.post(page)
    assert Participant.objects.get(pk=sent.pk).state == "withdrawn"
    answer = client.post(page, follow=True)
    assert "There is nothing to withdraw." in answer.content.decode()


def test_who_withdrew_may_apply_again(client: Client, sent: Participant) -> None:
    admission.withdraw(sent, by=sent.person, at=NOW)
    assert "Apply again" in client.get(address("application", sent)).content.decode()
    client.post(address("application-reopening", sent))
    assert Participant.objects.get(pk=sent.pk).state == "draft"
    assert client.post(address("application-reopening", sent)).status_code == 302


def test_a_draft_is_thrown_away_and_an_application_is_not(
    client: Client, sent: Participant
) -> None:
    client.post(address("application-removal", sent))
    assert Participant.objects.filter(pk=sent.pk).exists()
    mine = intake.start(sent.program, sent.person, "mentor", at=NOW)
    client.post(address("application-removal", mine))
    assert not Participant.objects.filter(pk=mine.pk).exists()


@pytest.mark.parametrize("page", ["application-removal", "application-reopening"])
def test_looking_changes_nothing(client: Client, sent: Participant, page: str) -> None:
    assert client.get(address(page, sent)).status_code == 405


def test_new_expectations_are_acknowledged(client: Client, sent: Participant) -> None:
    new = rewritten(sent.program, "mentee")
    assert "has changed" in client.get(address("application", sent)).content.decode()
    page = address("acknowledgement", sent)
    assert "Something new." in client.get(page).content.decode()
    assert client.post(page, {"expectations": new.pk}).status_code == 422
    client.post(page, {"expectations": new.pk, "acknowledged": "on"})
    assert sent.acknowledgements.filter(expectations=new).exists()
    assert "has changed" not in client.get(address("application", sent)).content.decode()


def test_an_older_version_cannot_be_acknowledged(client: Client, sent: Participant) -> None:
    old = sent.program.expectations.get(role="mentee", replaced_at=None)
    new = rewritten(sent.program, "mentee")
    answer = client.post(
        address("acknowledgement", sent), {"expectations": old.pk, "acknowledged": "on"}
    )
    assert "has changed since" in answer.content.decode()
    assert not sent.acknowledgements.filter(expectations=new).exists()


def test_the_standing_piece_renders_every_state(sent: Participant, client: Client) -> None:
    rewritten(sent.program, "mentee")
    intake.start(sent.program, sent.person, "mentor", at=NOW)
    standings = standing.of(sent.person, today=NOW.date())
    said = render_to_string("participants/_standing.html", {"standings": standings})
    assert "Read it" in said
    assert "Continue" in said
