from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from history.recording import record
from pairings.models import Pairing
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests.conftest import SignIn

URL = reverse("audit")
EXPORT = reverse("audit-export")


@pytest.fixture
def happened(
    ada: Person, ben: Person, program: Program, mentee: Participant, pairing: Pairing
) -> None:
    just_now = datetime.now(UTC)
    ids = {"program_id": program.pk}
    with transaction.atomic():
        record("participant.admitted", mentee, by=ada, at=just_now, **ids)
        record(
            "session.held",
            pairing,
            by=ben,
            at=just_now - timedelta(days=3),
            pairing_id=pairing.pk,
            **ids,
        )
        record("program.opened", program, by=ada, at=just_now - timedelta(days=60), **ids)


ADMITTED = "Ada Keller admitted Cleo Martin to Rising leaders."
HELD = "Ben Okafor logged a session of Ben Okafor and Cleo Martin."
OPENED = "Ada Keller opened Rising leaders for applications."


@pytest.mark.usefixtures("happened")
@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, [ADMITTED, HELD, OPENED]),
        ({"verb": "session.held"}, [HELD]),
        ({"person": "keller"}, [ADMITTED, OPENED]),
        ({"days": "7"}, [ADMITTED, HELD]),
        ({"days": "1", "person": "ben"}, []),
        ({"days": "x", "program": "99999999", "verb": "'"}, [ADMITTED, HELD, OPENED]),
    ],
)
def test_what_happened_is_told_newest_first_as_the_address_chooses(
    olga: Person, as_person: SignIn, query: dict[str, str], shown: list[str]
) -> None:
    page = as_person(olga).get(URL, query).content.decode()
    places = [page.find(one) for one in shown]
    assert -1 not in places
    assert places == sorted(places)
    for other in {ADMITTED, HELD, OPENED} - set(shown):
        assert other not in page


@pytest.mark.usefixtures("happened")
def test_one_program_can_be_chosen(olga: Person, program: Program, as_person: SignIn) -> None:
    assert ADMITTED in as_person(olga).get(URL, {"program": program.pk}).content.decode()


@pytest.mark.usefixtures("happened")
def test_the_export_keeps_the_choice(olga: Person, as_person: SignIn) -> None:
    client = as_person(olga)
    assert f'href="{EXPORT}?verb=session.held"' in (
        client.get(URL, {"verb": "session.held"}).content.decode()
    )
    file = client.get(EXPORT, {"verb": "session.held"}).getvalue().decode()
    assert HELD in file
    assert ADMITTED not in file


def test_the_export_holds_no_formula(olga: Person, as_person: SignIn) -> None:
    mallory = Person.objects.create_user("mallory@example.com", "=HYPERLINK(1)")
    with transaction.atomic():
        record("person.changed", mallory, by=mallory, at=datetime.now(UTC), fields=["name"])
    file = as_person(olga).get(EXPORT).getvalue().decode()
    assert ",'=HYPERLINK(1)," in file
    assert ",=" not in file


@pytest.mark.parametrize("who", ["ada", "hana", "cleo"])
@pytest.mark.usefixtures("happened")
def test_it_is_for_administrators_alone(
    who: str, as_person: SignIn, request: pytest.FixtureRequest
) -> None:
    client = as_person(request.getfixturevalue(who))
    assert client.get(URL).status_code == 404
    assert client.get(EXPORT).status_code == 404


def test_it_is_only_read(olga: Person, as_person: SignIn) -> None:
    client = as_person(olga)
    assert client.post(URL).status_code == 405
    assert client.post(EXPORT).status_code == 405


def test_nothing_yet_is_said(olga: Person, as_person: SignIn) -> None:
    assert "Nothing has happened yet" in as_person(olga).get(URL).content.decode()


@pytest.mark.parametrize("times", [1, 3])
def test_the_number_of_queries_does_not_grow(
    olga: Person, ada: Person, mentee: Participant, pairing: Pairing, as_person: SignIn, times: int
) -> None:
    with transaction.atomic():
        for _ in range(times):
            record("participant.admitted", mentee, by=ada, at=datetime.now(UTC))
            record("session.held", pairing, by=ada, at=datetime.now(UTC), pairing_id=pairing.pk)
    client = as_person(olga)
    with CaptureQueriesContext(connection) as queries:
        client.get(URL)
    assert len(queries) == 10
