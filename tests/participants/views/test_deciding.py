"""Admitting, waitlisting and declining from the roster, and undoing it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from participants import admission
from participants.models import Decision, Participant
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
    return reverse("roster-decision", args=[open_program.ref])


@pytest.fixture
def uma(open_program: Program) -> Participant:
    return applied(open_program, cast.person("Uma One"))


@pytest.fixture
def vic(open_program: Program) -> Participant:
    return applied(open_program, cast.person("Vic Two"))


def states() -> dict[str, str]:
    return dict(Participant.objects.values_list("person__name", "state"))


def test_the_chosen_are_admitted_and_the_filters_stay(
    client: Client, page: str, uma: Participant, vic: Participant
) -> None:
    answer = client.post(
        page, {"decision": "admit", "chosen": [uma.ref], "filters": "state=applied&q="}
    )
    assert states() == {"Uma One": "admitted", "Vic Two": "applied"}
    assert "state=applied" in answer.headers["Location"]
    said = client.get(answer.headers["Location"]).content.decode()
    assert "1 person admitted." in said
    assert "Undo" in said


def test_everybody_who_matches_is_decided_on(
    client: Client, page: str, uma: Participant, vic: Participant
) -> None:
    client.post(page, {"decision": "waitlist", "everyone": "1", "filters": "q=vic"})
    assert states() == {"Uma One": "applied", "Vic Two": "waitlisted"}
    client.post(page, {"decision": "admit", "everyone": "1", "filters": ""})
    assert set(states().values()) == {"admitted"}


def test_declining_asks_why_and_lists_whom(
    client: Client, page: str, uma: Participant, vic: Participant
) -> None:
    answer = client.post(page, {"decision": "decline", "chosen": [uma.ref]})
    said = answer.content.decode()
    assert "Decline 1 person?" in said
    assert "Uma One" in said
    assert "Vic Two" not in said
    assert "There is a problem" not in said
    assert states()["Uma One"] == "applied"


def test_declining_needs_words(client: Client, page: str, uma: Participant) -> None:
    asked = {"decision": "decline", "refs": uma.ref, "asked": "1"}
    assert client.post(page, asked).status_code == 422
    answer = client.post(page, asked | {"preset": "own", "own_words": " "})
    assert answer.status_code == 422
    assert "Write the reason" in answer.content.decode()
    client.post(page, asked | {"preset": "own", "own_words": "No place left."})
    assert Participant.objects.get().decision_reason == "No place left."


def test_kind_words_are_ready_made(client: Client, page: str, uma: Participant) -> None:
    client.post(page, {"decision": "decline", "refs": uma.ref, "asked": "1", "preset": "0"})
    assert "more applicants than places" in Participant.objects.get().decision_reason


def test_who_was_left_out_is_told(
    client: Client, page: str, uma: Participant, vic: Participant
) -> None:
    admission.withdraw(uma, by=uma.person, at=NOW)
    answer = client.post(page, {"decision": "admit", "chosen": [uma.ref, vic.ref]}, follow=True)
    assert "Uma One was left as before: has withdrawn." in answer.content.decode()


@pytest.mark.parametrize(
    "forged",
    [
        {"decision": "admit"},
        {"decision": "admit", "chosen": ["nobody2345"]},
        {"decision": "promote", "everyone": "1"},
        {"everyone": "1"},
    ],
)
def test_forged_choices_do_nothing(
    client: Client, page: str, uma: Participant, forged: dict[str, str]
) -> None:
    answer = client.post(page, forged, follow=True)
    assert "Choose at least one person" in answer.content.decode()
    assert states() == {"Uma One": "applied"}


def test_people_of_another_program_are_not_reached(
    client: Client, page: str, uma: Participant
) -> None:
    eve = cast.person("Eve Other", roles=("program_admin",))
    theirs = applied(cast.program(eve, name="Another", state="open"), cast.person("Wes Three"))
    client.post(page, {"decision": "admit", "chosen": [theirs.ref, uma.ref]})
    assert states() == {"Uma One": "admitted", "Wes Three": "applied"}


def test_a_draft_is_not_reached(client: Client, page: str, draft: Participant) -> None:
    client.post(page, {"decision": "admit", "chosen": [draft.ref]})
    assert states() == {"Cleo Martin": "draft"}


@pytest.mark.parametrize("who", ["dan", "cleo", "hana", "olga"])
def test_only_those_who_run_the_program_decide(
    as_person: SignIn, page: str, uma: Participant, request: pytest.FixtureRequest, who: str
) -> None:
    client = as_person(request.getfixturevalue(who))
    answer = client.post(page, {"decision": "admit", "chosen": [uma.ref]})
    assert answer.status_code == 404
    assert states()["Uma One"] == "applied"


def test_looking_decides_nothing(client: Client, page: str) -> None:
    assert client.get(page).status_code == 405


def test_from_the_page_of_one_it_goes_back_there(
    client: Client, page: str, uma: Participant
) -> None:
    answer = client.post(
        page, {"decision": "admit", "chosen": [uma.ref], "person": uma.ref}, follow=True
    )
    assert answer.redirect_chain[0][0].startswith(
        reverse("roster-person", args=[uma.program.ref, uma.ref])
    )
    assert "1 person admitted." in answer.content.decode()


def test_undo_takes_it_back_once(
    client: Client, page: str, uma: Participant, vic: Participant
) -> None:
    client.post(page, {"decision": "admit", "everyone": "1"})
    batch = Decision.objects.first().batch  # type: ignore[union-attr]
    undo = reverse("roster-undo", args=[uma.program.ref, batch])
    assert client.get(undo).status_code == 405
    answer = client.post(undo, {"filters": "q=v"}, follow=True)
    assert "Undone: 2 people are where they were." in answer.content.decode()
    assert set(states().values()) == {"applied"}
    assert "nothing to undo" in client.post(undo, follow=True).content.decode()


def test_nobody_else_undoes(as_person: SignIn, dan: Person, ada: Person, uma: Participant) -> None:
    batch = admission.admit([uma], by=ada, at=NOW).batch
    undo = reverse("roster-undo", args=[uma.program.ref, batch])
    assert as_person(dan).post(undo).status_code == 404
    assert states()["Uma One"] == "admitted"
