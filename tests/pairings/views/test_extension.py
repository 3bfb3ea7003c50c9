from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from pairings import extending, lifecycle
from pairings.founding import found_one
from pairings.models import ExtensionRequest, Pairing
from participants.models import Participant
from people.models import Person
from tests import cast
from tests.cast import NOW, TODAY
from tests.conftest import SignIn

DAY = timedelta(days=1)
TO_ON = "2027-08-01"


@pytest.fixture
def client(as_person: SignIn, cleo: Person) -> Client:
    return as_person(cleo)


@pytest.fixture
def asked(pairing: Pairing, cleo: Person) -> ExtensionRequest:
    """Cleo would like three more months."""
    return extending.ask(pairing, by=cleo, at=NOW, to_on=pairing.ends_on + 91 * DAY)


def shown(client: Client, name: str, *refs: str) -> str:
    answer = client.get(reverse(name, args=refs))
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, name: str, *refs: str, **fields: object) -> str:
    return client.post(reverse(name, args=refs), fields, follow=True).content.decode()


def test_asking_says_whom_one_asks_and_moves_nothing(client: Client, pairing: Pairing) -> None:
    page = shown(client, "pairing-extend", pairing.ref)
    assert "You ask Ben." in page
    assert "You may go on after it; that is noted." in page
    assert "Ask Ben" in page
    told = send(client, "pairing-extend", pairing.ref, to_on=TO_ON)
    assert "Asked. The end date moves with a yes of Ben." in told
    assert "You asked to go on until" in told
    before = pairing.ends_on
    pairing.refresh_from_db()
    assert pairing.ends_on == before
    assert pairing.extension_requests.get().to_on.isoformat() == TO_ON


@pytest.mark.parametrize("to_on", ["2026-12-01", "", "soon"])
def test_only_a_later_day_is_asked_for(client: Client, pairing: Pairing, to_on: str) -> None:
    assert "There is a problem" in send(client, "pairing-extend", pairing.ref, to_on=to_on)
    assert not pairing.extension_requests.exists()


def test_it_proposes_a_quarter_of_a_year_from_the_end_or_from_today(
    client: Client, pairing: Pairing
) -> None:
    for ends_on, proposed in ((pairing.ends_on, pairing.ends_on), (TODAY - 20 * DAY, TODAY)):
        Pairing.objects.update(ends_on=ends_on)
        day = (proposed + 91 * DAY).isoformat()
        assert f'value="{day}"' in shown(client, "pairing-extend", pairing.ref)


@pytest.mark.parametrize("page", ["pairing", "pairing-extend"])
def test_the_other_reads_the_question_with_its_two_answers(
    page: str, as_person: SignIn, ben: Person, asked: ExtensionRequest, pairing: Pairing
) -> None:
    text = shown(as_person(ben), page, pairing.ref)
    assert "<strong>Cleo</strong> would like to go on until" in text
    for name in ("granting", "declining"):
        assert reverse(f"extension-{name}", args=[pairing.ref, asked.ref]) in text
    assert "Take it back" not in text


@pytest.mark.parametrize("page", ["pairing", "pairing-extend"])
def test_who_asked_reads_that_it_waits(
    page: str, client: Client, asked: ExtensionRequest, pairing: Pairing
) -> None:
    text = shown(client, page, pairing.ref)
    assert "It waits for the answer of Ben." in text
    assert reverse("extension-taking-back", args=[pairing.ref, asked.ref]) in text
    assert "Yes, go on" not in text


def test_the_question_stands_on_the_home_page(
    as_person: SignIn, ben: Person, asked: ExtensionRequest, pairing: Pairing
) -> None:
    home = as_person(ben).get("/").content.decode()
    assert "<strong>Cleo</strong> would like to go on until" in home
    assert reverse("extension-granting", args=[pairing.ref, asked.ref]) in home


def test_a_yes_moves_the_end_date(
    as_person: SignIn, ben: Person, asked: ExtensionRequest, pairing: Pairing
) -> None:
    told = send(as_person(ben), "extension-granting", pairing.ref, asked.ref)
    assert "Extended until" in told
    assert "would like to go on" not in told
    pairing.refresh_from_db()
    assert pairing.ends_on == asked.to_on


def test_a_no_leaves_it(
    as_person: SignIn, ben: Person, asked: ExtensionRequest, pairing: Pairing
) -> None:
    told = send(as_person(ben), "extension-declining", pairing.ref, asked.ref)
    assert "Declined. Your pairing still ends on" in told
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by) == ("declined", ben)


def test_who_asked_takes_it_back(client: Client, asked: ExtensionRequest, pairing: Pairing) -> None:
    assert "Taken back." in send(client, "extension-taking-back", pairing.ref, asked.ref)
    asked.refresh_from_db()
    assert asked.answer == "taken_back"


def test_nobody_says_yes_to_themselves(
    client: Client, asked: ExtensionRequest, pairing: Pairing
) -> None:
    told = send(client, "extension-granting", pairing.ref, asked.ref)
    assert "It is for Ben to answer this." in told
    asked.refresh_from_db()
    assert asked.is_open


def test_what_is_answered_is_told_kindly(
    as_person: SignIn, ben: Person, cleo: Person, asked: ExtensionRequest, pairing: Pairing
) -> None:
    extending.take_back(asked, by=cleo, at=NOW)
    told = send(as_person(ben), "extension-granting", pairing.ref, asked.ref)
    assert "nobody asks for more time any more" in told
    assert not pairing.extensions.exists()


def test_a_second_question_leads_to_the_first(
    as_person: SignIn, ben: Person, asked: ExtensionRequest, pairing: Pairing
) -> None:
    told = send(as_person(ben), "pairing-extend", pairing.ref, to_on=TO_ON)
    assert "Cleo has asked for more time already" in told
    assert "Yes, go on" in told


def test_what_is_over_is_not_extended(client: Client, pairing: Pairing, ben: Person) -> None:
    lifecycle.end(pairing, by=ben, at=NOW, on=TODAY, kind="completed")
    told = send(client, "pairing-extend", pairing.ref, to_on=TO_ON)
    assert "This pairing has ended" in told


def test_it_is_looked_at_without_changing_anything(
    as_person: SignIn, ben: Person, asked: ExtensionRequest, pairing: Pairing
) -> None:
    for name in ("granting", "declining", "taking-back"):
        url = reverse(f"extension-{name}", args=[pairing.ref, asked.ref])
        assert as_person(ben).get(url).status_code == 405
    asked.refresh_from_db()
    assert asked.is_open


def test_strangers_and_whoever_is_in_another_pair_find_nothing(
    as_person: SignIn,
    strangers: list[Person],
    asked: ExtensionRequest,
    pairing: Pairing,
    mentor: Participant,
) -> None:
    kim = cast.participant(cast.person("Kim Other"), mentor.program, "mentee")
    other = cast.pairing(mentor, kim)
    for name in ("granting", "declining", "taking-back"):
        for stranger in [*strangers, kim.person]:
            url = reverse(f"extension-{name}", args=[pairing.ref, asked.ref])
            assert as_person(stranger).post(url).status_code == 404
        crossed = reverse(f"extension-{name}", args=[other.ref, asked.ref])
        assert as_person(kim.person).post(crossed).status_code == 404
    asked.refresh_from_db()
    assert asked.is_open


def test_in_a_group_the_answer_of_one_is_enough(
    as_person: SignIn, ben: Person, cleo: Person, mentor: Participant, mentee: Participant
) -> None:
    dora = cast.participant(cast.person("Dora Lang"), mentor.program, "mentee")
    group = found_one(mentor, [mentee, dora], by=None, at=NOW)
    asked = extending.ask(group, by=ben, at=NOW, to_on=group.ends_on + DAY)
    for_ben = shown(as_person(ben), "pairing", group.ref)
    assert "It waits for the answer of Cleo and Dora." in for_ben
    assert "The answer of one of them is enough." in for_ben
    assert "Your answer counts for all of the group." in shown(
        as_person(cleo), "pairing", group.ref
    )
    extending.take_back(asked, by=ben, at=NOW)
    extending.ask(group, by=cleo, at=NOW, to_on=group.ends_on + DAY)
    for_dora = shown(as_person(dora.person), "pairing", group.ref)
    assert "It waits for the answer of Ben." in for_dora
    assert "Yes, go on" not in for_dora


def test_who_runs_the_program_sees_the_date_alone(
    as_person: SignIn, ada: Person, asked: ExtensionRequest, pairing: Pairing
) -> None:
    refs = (pairing.program.ref, pairing.ref)
    page = shown(as_person(ada), "program-pairing", *refs)
    assert "more time is asked for, until" in page
    assert f"→ {asked.to_on.isoformat()}" in page
    form = shown(as_person(ada), "program-pairing-extend", *refs)
    assert "They are talking about going on until" in form
    assert f'value="{asked.to_on.isoformat()}"' in form
    send(as_person(ada), "program-pairing-extend", *refs, to_on=asked.to_on.isoformat())
    asked.refresh_from_db()
    assert asked.answer == "granted"
    assert "more time is asked for" not in shown(as_person(ada), "program-pairing", *refs)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_with_many_questions_before(
    number: int,
    client: Client,
    cleo: Person,
    pairing: Pairing,
    django_assert_num_queries: Callable[[int], object],
) -> None:
    for days in range(number):
        asked = extending.ask(pairing, by=cleo, at=NOW, to_on=pairing.ends_on + (days + 1) * DAY)
        extending.take_back(asked, by=cleo, at=NOW)
    with django_assert_num_queries(5):  # type: ignore[attr-defined]
        shown(client, "pairing-extend", pairing.ref)
