"""What Postmark and the others report once they have taken a mail, as they send it."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from history.models import Event
from mentorship.mailing import provider_of
from notices.models import Suppression
from notices.sending.suppressing import lift
from people.models import Person
from tests.cast import NOW

pytestmark = pytest.mark.django_db

SECRET = "events:a-secret-of-twenty-letters"
URL = "/mail-events/"


@pytest.fixture(autouse=True)
def _provider(settings: Settings) -> None:
    use(settings, "postmark")


def use(settings: Settings, scheme: str) -> None:
    settings.MAIL_PROVIDER = provider_of(f"{scheme}://")
    settings.MAIL_EVENTS_SECRET = SECRET
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}


def post(event: Any, *, secret: str = SECRET, **options: Any) -> int:
    body = event.encode(errors="surrogateescape") if isinstance(event, str) else json.dumps(event)
    signed = {"Authorization": "Basic " + base64.b64encode(secret.encode()).decode()}
    client = Client(enforce_csrf_checks=True)
    headers = options.pop("headers", signed if secret else {})
    return client.post(URL, body, content_type="application/json", headers=headers).status_code


def bounce(kind: str = "HardBounce", email: str = "ben.okafor@example.com") -> dict[str, Any]:
    return {
        "RecordType": "Bounce",
        "ID": 4323372036854775807,
        "Type": kind,
        "TypeCode": 1,
        "Name": "Hard bounce",
        "Tag": "",
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "ServerID": 23,
        "MessageStream": "outbound",
        "Description": "The server was unable to deliver your message.",
        "Details": "smtp;550 5.1.1 The email account does not exist.",
        "Email": email,
        "From": "mentorship@example.com",
        "BouncedAt": "2026-11-02T09:00:00Z",
        "DumpAvailable": True,
        "Inactive": True,
        "CanActivate": True,
        "Subject": "How did it go?",
    }


def test_an_address_that_does_not_exist_gets_no_more_mail(ben: Person) -> None:
    assert post(bounce()) == 200
    kept = Suppression.objects.get()
    assert (kept.email, kept.why) == (
        ben.email,
        "bounced: smtp;550 5.1.1 The email account does not exist.",
    )
    event = Event.objects.about(kept).get()
    assert (event.verb, event.by_id, event.facts) == ("address.suppressed", None, {})


def test_it_is_told_once(ben: Person) -> None:
    assert [post(bounce()), post(bounce(email=ben.email.upper()))] == [200, 200]
    assert Suppression.objects.count() == 1
    assert Event.objects.filter(verb="address.suppressed").count() == 1


def test_what_was_before_it_was_mended_is_no_news(ben: Person, cleo: Person, olga: Person) -> None:
    assert [post(bounce()), post(bounce(email=cleo.email))] == [200, 200]
    lift(Suppression.objects.get(email=ben.email), by=olga, at=NOW + timedelta(hours=1))
    assert post(bounce()) == 200  # reported once more; the other one stays
    assert Suppression.objects.get().email == cleo.email
    assert post(bounce() | {"BouncedAt": "2026-11-02T10:00:01Z"}) == 200
    assert Suppression.objects.count() == 2


@pytest.mark.parametrize(
    "kind", ["SoftBounce", "Transient", "DnsError", "AutoResponder", "Blocked"]
)
def test_what_comes_back_for_now_says_nothing_of_the_address(ben: Person, kind: str) -> None:
    assert post(bounce(kind)) == 200
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("kind", ["BadEmailAddress", "SpamNotification"])
def test_neither_gets_one_more(ben: Person, kind: str) -> None:
    assert post(bounce(kind)) == 200
    assert Suppression.objects.get().email == ben.email


def test_a_complaint_ends_the_mails(ben: Person) -> None:
    complaint = bounce("SpamComplaint") | {"RecordType": "SpamComplaint", "TypeCode": 512}
    assert post(complaint) == 200
    assert Suppression.objects.get().why.startswith("complained")


@pytest.mark.parametrize(
    ("suppressed", "reason", "kept"),
    [(True, "ManualSuppression", 1), (True, "HardBounce", 1), (False, None, 0)],
)
def test_a_subscription_that_ends_at_the_provider(
    ben: Person, suppressed: bool, reason: str | None, kept: int
) -> None:
    change = {
        "RecordType": "SubscriptionChange",
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "ServerID": 23,
        "MessageStream": "outbound",
        "ChangedAt": "2026-11-02T09:00:00Z",
        "Recipient": ben.email,
        "Origin": "Recipient",
        "SuppressSending": suppressed,
        "SuppressionReason": reason,
        "Tag": "",
    }
    assert post(change) == 200
    assert Suppression.objects.count() == kept


def test_a_delivery_and_an_opened_mail_change_nothing(ben: Person) -> None:
    for kind in ("Delivery", "Open", "Click"):
        assert post({"RecordType": kind, "Recipient": ben.email, "MessageID": "x"}) == 200
    assert not Suppression.objects.exists()
    assert not Event.objects.filter(verb="address.suppressed").exists()


def test_nothing_is_kept_of_strangers(ben: Person) -> None:
    assert post(bounce(email="somebody.else@example.com")) == 200
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("secret", ["", "events:wrong", "events:", SECRET + "x"])
def test_who_does_not_know_the_secret_is_not_heard(ben: Person, secret: str) -> None:
    assert post(bounce(), secret=secret) == 401
    assert not Suppression.objects.exists()


def test_without_a_secret_there_is_no_such_page(ben: Person, settings: Settings) -> None:
    settings.MAIL_EVENTS_SECRET = ""
    settings.ANYMAIL = {}
    assert post(bounce()) == 404
    use(settings, "smtp")
    assert post(bounce()) == 404
    assert Client().head(URL).status_code == 404
    assert not Suppression.objects.exists()


def test_looking_tells_nothing() -> None:
    assert Client().head(URL).status_code == 200
    assert Client().get(URL).status_code == 405


NONSENSE = [
    *("", "{", "zebra", "\x00", "null", "1", "[1]", '"x"', "[[]]", "9" * 10_000),
    *("[" * 100_000, '{"event": []}', '{"event": {}}', '{"event-data": null}', "\udcff"),
]


@pytest.mark.parametrize("scheme", ["postmark", "mailgun", "brevo", "mailersend", "mailjet"])
def test_nonsense_is_refused_or_passed_over(scheme: str, ben: Person, settings: Settings) -> None:
    use(settings, scheme)
    if scheme in ("mailgun", "mailersend"):
        settings.ANYMAIL[f"{scheme}_WEBHOOK_SIGNING_KEY".upper()] = "key"
        settings.ANYMAIL[f"{scheme}_SIGNING_SECRET".upper()] = "key"
    for body in NONSENSE:
        assert post(body) in (200, 400, 401), body[:20]
    assert not Suppression.objects.exists()


def test_nonsense_is_refused() -> None:
    assert {post(body) for body in NONSENSE if "{" not in body[:-1]} == {400}


@pytest.mark.parametrize("when", [1e20, -1e20, "1e400"])
def test_a_time_beyond_all_calendars_is_refused(
    ben: Person, settings: Settings, when: float | str
) -> None:
    use(settings, "mailjet")
    bounced = {"event": "bounce", "email": ben.email, "hard_bounce": True, "time": when}
    assert post([bounced]) == 400
    assert not Suppression.objects.exists()
    assert post([bounced | {"time": 1793610000}]) == 200
    assert Suppression.objects.get().email == ben.email


def test_a_zero_byte_in_a_report_is_left_out(ben: Person) -> None:
    told = bounce(email="ben.okafor@\0example.com") | {"Details": "550 \0 gone"}
    assert post(told) == 200
    kept = Suppression.objects.get()
    assert (kept.email, kept.why) == (ben.email, "bounced: 550 gone")


@pytest.mark.parametrize(
    ("scheme", "soft", "hard"),
    [
        (
            "brevo",
            {"event": "soft_bounce", "email": "ben.okafor@example.com"},
            {"event": "hard_bounce", "email": "ben.okafor@example.com", "reason": "550 gone"},
        ),
        (
            "mailjet",
            [{"event": "bounce", "email": "ben.okafor@example.com", "hard_bounce": False}],
            [{"event": "bounce", "email": "ben.okafor@example.com", "hard_bounce": True}],
        ),
    ],
)
def test_other_providers_tell_soft_from_hard_as_well(
    ben: Person, settings: Settings, scheme: str, soft: Any, hard: Any
) -> None:
    use(settings, scheme)
    assert post(soft) == 200
    assert not Suppression.objects.exists()
    assert post(hard) == 200
    assert Suppression.objects.get().email == ben.email
