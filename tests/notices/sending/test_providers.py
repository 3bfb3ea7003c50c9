"""A provider asked over HTTP: Postmark, whose API a server of ours stands in for."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from mentorship.mailing import provider_of
from notices.models import Notice, Round, Suppression
from notices.planning.planner import plan
from notices.sending.sender import send_due
from pairings.models import Pairing
from people.models import Person
from tests import cast
from tests.cast import NOW, TODAY
from tests.web_sink import SILENT, TRICKLE, WebSink

pytestmark = pytest.mark.django_db

TAKEN = {
    "To": "ben.okafor@example.com",
    "SubmittedAt": "2026-11-02T09:00:00.0000000Z",
    "MessageID": "0a129aee-e1cd-480d-b08d-4f48548ff48d",
    "ErrorCode": 0,
    "Message": "OK",
}


def error(code: int, message: str) -> str:
    return json.dumps({"ErrorCode": code, "Message": message})


@pytest.fixture
def api(settings: Settings) -> Iterator[WebSink]:
    settings.MAIL_PROVIDER = provider_of("postmark://")
    settings.EMAIL_BACKEND = settings.MAIL_PROVIDER.backend
    with WebSink(says=json.dumps(TAKEN)) as sink:
        settings.ANYMAIL = {
            "REQUESTS_TIMEOUT": 0.5,
            "POSTMARK_SERVER_TOKEN": "a-token",
            "POSTMARK_API_URL": f"http://127.0.0.1:{sink.server_port}/",
        }
        yield sink


@pytest.fixture
def two(pairing: Pairing) -> list[Notice]:
    """Two notices that are due: to Ben and to Cleo, of a milestone in a week."""
    cast.milestone(pairing, due_on=TODAY + timedelta(days=7))
    plan(now=NOW)
    Notice.objects.exclude(kind="milestone_ahead").delete()
    return list(Notice.objects.order_by("recipient__name"))


def states() -> list[tuple[str, int]]:
    return list(Notice.objects.order_by("recipient__name").values_list("state", "attempts"))


def test_the_real_timeout_is_within_ten_seconds(settings: Settings) -> None:
    assert 0 < settings.ANYMAIL["REQUESTS_TIMEOUT"] <= 10


def test_what_it_takes_is_sent_and_bears_our_message_id(
    two: list[Notice], api: WebSink, ben: Person
) -> None:
    assert send_due(now=NOW) == 2
    assert states() == [("sent", 1), ("sent", 1)]
    asked: list[dict[str, Any]] = [json.loads(body) for body in api.got]
    assert api.asked[0]["X-Postmark-Server-Token"] == "a-token"
    mail = next(one for one in asked if one["To"] == ben.email)
    headers = {one["Name"]: one["Value"] for one in mail["Headers"]}
    assert headers["Message-ID"] == two[0].message_id
    assert headers["X-PM-KeepID"] == "true"  # else it puts one of its own
    assert "List-Unsubscribe" in headers
    assert mail["TextBody"]
    assert mail["HtmlBody"]
    stored = json.dumps(list(Notice.objects.values()), default=str)
    assert str(TAKEN["MessageID"]) not in stored


@pytest.mark.parametrize("status", [401, 403])
def test_a_wrong_token_costs_no_attempt_and_is_said(
    two: list[Notice], api: WebSink, status: int
) -> None:
    api.status, api.says = status, error(10, "Bad or missing Server API token.")
    assert send_due(now=NOW) == 0
    assert states() == [("planned", 0), ("planned", 0)]
    assert "Server API token" in Round.objects.get(worker="sender").trouble
    assert len(api.got) == 1


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (422, error(300, "Invalid 'To' address: 'ben.okafor@example.com'.")),
        (
            422,
            error(
                406,
                "You tried to send to a recipient that has been marked as inactive.\nFound "
                "inactive addresses: ben.okafor@example.com.\nInactive recipients are ones that "
                "have generated a hard bounce or a spam complaint.",
            ),
        ),
    ],
    ids=["invalid", "inactive"],
)
def test_an_address_that_is_refused_gets_no_more(
    two: list[Notice], api: WebSink, ben: Person, status: int, says: str
) -> None:
    Notice.objects.exclude(recipient=ben).delete()
    api.status, api.says = status, says
    send_due(now=NOW)
    send_due(now=NOW + timedelta(hours=3))
    assert states() == [("failed", 1)]
    assert Suppression.objects.get().email == ben.email
    assert len(api.got) == 1


def test_a_mail_that_is_refused_fails_and_its_reader_gets_others(
    two: list[Notice], api: WebSink
) -> None:
    api.status, api.says = 422, error(300, "Invalid 'From' address: 'x'.")
    send_due(now=NOW)
    send_due(now=NOW + timedelta(hours=3))
    assert states() == [("failed", 1), ("failed", 1)]
    assert "Invalid 'From' address" in Notice.objects.all()[0].why
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_provider_in_trouble_is_asked_again_later(
    two: list[Notice], api: WebSink, status: int
) -> None:
    api.status, api.says = status, ""
    assert send_due(now=NOW) == 0
    assert states() == [("planned", 1), ("planned", 1)]
    api.status, api.says = 200, json.dumps(TAKEN)
    assert send_due(now=NOW + timedelta(seconds=30)) == 0
    assert send_due(now=NOW + timedelta(minutes=2)) == 2


def test_nonsense_is_asked_again_later(two: list[Notice], api: WebSink) -> None:
    api.says = "<html>the proxy's page</html>"
    assert send_due(now=NOW) == 0
    assert states() == [("planned", 1), ("planned", 1)]


@pytest.mark.parametrize("manner", [SILENT, TRICKLE])
def test_a_provider_that_hangs_holds_nobody_up(
    two: list[Notice], api: WebSink, manner: str
) -> None:
    api.manner = manner
    began = time.monotonic()
    assert send_due(now=NOW) == 0
    assert time.monotonic() - began < 5
    assert sorted(states()) == [("planned", 0), ("planned", 1)]  # the second: it is the provider
    assert "timed out" in Round.objects.get(worker="sender").trouble.lower()


def test_a_provider_that_is_not_there_costs_no_attempt(
    two: list[Notice], api: WebSink, settings: Settings
) -> None:
    settings.ANYMAIL = settings.ANYMAIL | {"POSTMARK_API_URL": "http://127.0.0.1:1/"}
    assert send_due(now=NOW) == 0
    assert states() == [("planned", 0), ("planned", 0)]
    assert Round.objects.get(worker="sender").trouble


def test_an_address_that_is_none_fails_alone(two: list[Notice], api: WebSink, ben: Person) -> None:
    Person.objects.filter(pk=ben.pk).update(email="ben at example")
    assert send_due(now=NOW) == 1
    assert states() == [("failed", 1), ("sent", 1)]
