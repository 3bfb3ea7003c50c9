from __future__ import annotations

import json
import socket
import ssl
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pytest_django.fixtures import Settings

from history.models import Event
from notices.models import Channel, KeptMail, Notice, Round
from notices.planning.planner import plan
from notices.sending import hooks
from notices.sending.cards import card
from notices.sending.claiming import AT_ONCE
from notices.sending.hooks import NotAllowed, _post, check
from notices.sending.post import PutOff, Rejected
from notices.sending.sender import BACKOFF, MOST_ATTEMPTS, send_due
from notices.sending.talks import Deadline
from notices.writing.words import Words
from pairings import help as helping
from pairings.models import Pairing
from people.models import Person
from programs.models import Program
from tests.cast import NOW
from tests.web_sink import SILENT, TRICKLE, WebSink

pytestmark = pytest.mark.django_db

WORDS = Words("Rising leaders: a week", "", ["Two pairs are quiet."], "Open", "https://m.test/p/")
SLACK = "https://hooks.slack.com/services/T0/B0/wxyz"
TEAMS = "https://prod-12.westeurope.logic.azure.com:443/workflows/1/triggers/manual?sig=wxyz"


@pytest.fixture(autouse=True)
def _here(settings: Settings) -> None:
    settings.WEBHOOK_PLAIN_HOSTS = ["127.0.0.1"]
    hooks._rests_until.clear()


@pytest.fixture
def help_asked(channel: Channel, pairing: Pairing, cleo: Person) -> Notice:
    """Cleo has asked for help, and the channel is owed to hear of it."""
    helping.ask(pairing, by=cleo, at=NOW, message="sentinel-of-cleo")
    plan(now=NOW)
    Notice.objects.exclude(kind="help_asked").delete()  # it is a Monday as well
    return Notice.objects.get(channel=channel)


# --- Which addresses -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("app", "address"),
    [
        ("slack", SLACK),
        ("teams", TEAMS),
        ("teams", "https://default1.2f.environment.api.powerplatform.com/powerautomate/x?sig=1"),
        ("teams", "https://company.webhook.office.com/webhookb2/1@2/IncomingWebhook/3/4"),
    ],
)
def test_addresses_of_the_two_apps_are_written_to(app: str, address: str) -> None:
    check(app, address)


@pytest.mark.parametrize(
    "host",
    [
        *("a..logic.azure.com", ".logic.azure.com", "a" * 64 + ".logic.azure.com"),
        *("evil%00.logic.azure.com", "a,b.logic.azure.com", "-.logic.azure.com"),
        *("[::1%25.logic.azure.com]", "[fe80::1%25lo.logic.azure.com]", "logic.azure.com."),
        *("10.0.0.1%2f.logic.azure.com", "logic.azure.com%2eevil.example"),
    ],
)
def test_no_name_that_cannot_be_looked_up_is_kept(host: str) -> None:
    """Looking some of them up raises no error of the network: it would end a round."""
    with pytest.raises(NotAllowed, match="Teams"):
        check("teams", f"https://{host}/workflows/1")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "hooks.slack.com/services/T0/B0/wxyz",
        "http://hooks.slack.com/services/T0/B0/wxyz",
        "ftp://hooks.slack.com/services/T0/B0/wxyz",
        "https://hooks.slack.com",
        "https://hooks.slack.com/",
        "https://hooks.slack.com:8443/services/T0/B0/wxyz",
        "https://hooks.slack.com:x/services/T0/B0/wxyz",
        "https://user@hooks.slack.com/services/T0",
        "https://hooks.slack.com@10.0.0.1/services/T0",
        "https://@hooks.slack.com/services/T0",
        "https://hooks.slack.com.evil.example/services/T0",
        "https://evilhooks.slack.com/services/T0",
        "https://evil.example/hooks.slack.com/",
        "https://evil.example\\.hooks.slack.com/services",
        "https://hooks.slack.com/serv ices",
        "https://hooks.slack.com/services\r\nHost: evil.example",
        "https://h\u043eoks.slack.com/services/T0",
        "https://10.0.0.1/services",
        "https://[::1]/services",
        "https://[::1/services",
        "https://2130706433/services",
        "https://169.254.169.254/latest/meta-data/",
        "https://localhost/services",
        "https://intranet/services",
        "file:///etc/passwd",
        "http://127.0.0.1@intranet/services",
        TEAMS,  # of the other app
    ],
)
def test_no_other_door_is_knocked_at(address: str) -> None:
    with pytest.raises(NotAllowed, match=r"Slack|beginning"):
        check("slack", address)


def test_without_tls_it_is_for_tests_alone(settings: Settings, sink: WebSink) -> None:
    check("slack", sink.address)
    settings.WEBHOOK_PLAIN_HOSTS = []
    with pytest.raises(NotAllowed):
        check("slack", sink.address)


# --- What the app is shown ---------------------------------------------------------------------


NASTY = "<!channel> <@U1> [win](https://evil.example) https://evil.example *b* & Co"


def _runs(shown: dict[str, Any]) -> list[dict[str, Any]]:
    assert {block["type"] for block in shown["blocks"]} == {"rich_text"}  # sections read Markdown
    return [
        run for block in shown["blocks"] for part in block["elements"] for run in part["elements"]
    ]


def test_a_name_is_no_mention_no_link_and_no_layout_in_slack() -> None:
    shown = card("slack", Words(NASTY, "", [NASTY], NASTY, "https://m.test/p/"))
    title, paragraph, link = _runs(shown)
    assert title == {"type": "text", "text": NASTY, "style": {"bold": True}}
    assert paragraph == {"type": "text", "text": NASTY}
    assert link == {"type": "link", "url": "https://m.test/p/", "text": NASTY}
    assert shown["text"].startswith("&lt;!channel&gt; &lt;@U1&gt;")
    assert shown["text"].endswith("&amp; Co")
    assert shown["mrkdwn"] is False


def test_a_name_is_plain_text_in_teams() -> None:
    shown = card("teams", Words(NASTY, "", [NASTY], NASTY, "https://m.test/p/"))
    body = shown["attachments"][0]["content"]["body"]
    assert {part["type"] for part in body} == {"RichTextBlock"}  # text blocks read Markdown
    runs = [run for part in body for run in part["inlines"]]
    assert [run["text"] for run in runs] == [NASTY, NASTY]
    assert {run["type"] for run in runs} == {"TextRun"}
    [action] = shown["attachments"][0]["content"]["actions"]
    assert (action["url"], action["title"]) == ("https://m.test/p/", NASTY)


def test_a_long_message_stays_within_what_slack_takes() -> None:
    shown = card("slack", Words("T", "", ["x" * 9000] * 80, "Open", "https://m.test/"))
    assert len(shown["blocks"]) <= 50
    assert max(len(run["text"]) for run in _runs(shown)) <= 3000


# --- What its answers mean -----------------------------------------------------------------------


@pytest.mark.parametrize("app", ["slack", "teams"])
def test_it_is_written_to_as_json(channel: Channel, sink: WebSink, app: str) -> None:
    channel.app = app
    assert hooks.write(channel, WORDS, seconds=5) == "200 ok"
    assert json.loads(sink.got[0]) == json.loads(json.dumps(card(app, WORDS)))
    assert sink.asked[0]["Content-Type"] == "application/json"
    assert sink.asked[0]["Host"] == f"127.0.0.1:{sink.server_port}"


@pytest.mark.parametrize(
    ("status", "says", "meant"),
    [
        (202, "", None),
        (204, "", None),
        (400, "invalid_payload", Rejected),
        (403, "action_prohibited", Rejected),
        (404, "no_service", Rejected),
        (410, "channel_is_archived", Rejected),
        (302, "", Rejected),
        (408, "", PutOff),
        (429, "rate_limited", PutOff),
        (500, "", PutOff),
        (503, "", PutOff),
        (200, "Microsoft Teams endpoint returned HTTP error 429 with ContextId", PutOff),
    ],
)
def test_what_an_answer_means(
    channel: Channel, sink: WebSink, status: int, says: str, meant: type[Exception] | None
) -> None:
    sink.status, sink.says = status, says
    if meant is None:
        assert hooks.write(channel, WORDS, seconds=5) == str(status)
        return
    with pytest.raises(meant, match=f"{status} {says}".strip()):
        hooks.write(channel, WORDS, seconds=5)


@pytest.mark.parametrize("status", [200, 404, 500])
def test_an_app_that_repeats_the_address_does_not_give_it_away(
    channel: Channel, sink: WebSink, status: int
) -> None:
    channel.address = f"{sink.address}?sig=a%2Bsecret-of-ours&v=1"
    said = "No workflow at /services/T0/B0/secret-wxyz?sig=a%2Bsecret-of-ours or a+secret-of-ours"
    sink.status, sink.says = status, "x" * 100 + said
    try:
        answer = hooks.write(channel, WORDS, seconds=5)
    except (PutOff, Rejected) as error:
        answer = str(error)
    assert "No workflow at" in answer
    assert "secret" not in answer


def test_what_an_app_says_can_be_kept(help_asked: Notice, sink: WebSink) -> None:
    sink.status, sink.says = 404, "no\0thing\r\nhere"
    send_due(now=NOW)
    help_asked.refresh_from_db()
    assert (help_asked.state, help_asked.why) == ("failed", "404 no thing here")


def test_no_redirect_is_followed(channel: Channel, sink: WebSink) -> None:
    with WebSink() as elsewhere:
        sink.status, sink.headers = 307, {"Location": elsewhere.address}
        with pytest.raises(Rejected, match="307"):
            hooks.write(channel, WORDS, seconds=5)
    assert (len(sink.got), elsewhere.got) == (1, [])


@pytest.mark.parametrize("manner", [SILENT, TRICKLE])
def test_an_app_that_does_not_answer_is_left_in_time(
    channel: Channel, sink: WebSink, manner: str
) -> None:
    sink.manner = manner
    began = time.monotonic()
    with pytest.raises(PutOff, match="TimeoutError"):
        hooks.write(channel, WORDS, seconds=0.5)
    assert time.monotonic() - began < 2


def test_an_app_that_never_ends_its_answer_is_read_a_little(
    channel: Channel, sink: WebSink
) -> None:
    sink.says = "x" * 5_000_000
    assert len(hooks.write(channel, WORDS, seconds=5)) < 300


def test_nobody_there_is_put_off(channel: Channel) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        channel.address = f"http://127.0.0.1:{unused.getsockname()[1]}/services/x"
        with pytest.raises(PutOff, match="ConnectionRefused"):
            hooks.write(channel, WORDS, seconds=5)


def test_a_server_without_the_certificate_gets_nothing(tmp_path: Path) -> None:
    """As where a name of the app's is made to lead into the company's network."""
    with WebSink() as sink:
        sink.socket = self_signed(tmp_path).wrap_socket(sink.socket, server_side=True)
        with pytest.raises(ssl.SSLCertVerificationError, match="self-signed"):
            _post(f"https://localhost:{sink.server_port}/x", {"a": "secret"}, Deadline(5))
    assert sink.got == []


def self_signed(folder: Path) -> ssl.SSLContext:
    """A certificate for localhost that nobody trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    kept = folder / "both.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    kept.write_bytes(secret + made.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(kept)
    return context


# --- The way of a notice there ---------------------------------------------------------------


def test_it_is_sent_once_and_names_nobody(
    channel: Channel, help_asked: Notice, sink: WebSink
) -> None:
    for _turn in range(3):
        send_due(now=NOW)
    plan(now=NOW)
    assert Notice.objects.filter(channel=channel, kind="help_asked").count() == 1
    help_asked.refresh_from_db()
    assert (help_asked.state, help_asked.way) == ("sent", "channel")
    [body] = sink.got
    said = body.decode()
    assert "asks for your help" in said
    for word in ("sentinel-of-cleo", "Cleo", "Ben", "Okafor", "Martin"):
        assert word not in said
    mail = KeptMail.objects.get(to="ada.keller@example.com")
    assert "Cleo Martin" in mail.text  # whom the mail names, to her who has to help


@pytest.mark.parametrize("status", [404, 410])
def test_a_channel_that_is_gone_fails_and_is_seen(
    help_asked: Notice, sink: WebSink, status: int, channel: Channel
) -> None:
    sink.status, sink.says = status, "no_service"
    send_due(now=NOW)
    send_due(now=NOW + timedelta(hours=3))
    help_asked.refresh_from_db()
    assert (help_asked.state, help_asked.attempts) == ("failed", 1)
    assert help_asked.why == f"{status} no_service"
    assert Event.objects.about(help_asked).get().verb == "notice.failed"
    shown: dict[str, Any] = dict(Channel.objects.with_last().values().get())
    assert shown["last_failed_at"] == help_asked.settled_at
    assert len(sink.got) == 1


@pytest.mark.parametrize("status", [429, 500])
def test_an_app_that_asks_for_time_gets_it(
    help_asked: Notice, sink: WebSink, status: int, ada: Person
) -> None:
    sink.status = status
    send_due(now=NOW)
    help_asked.refresh_from_db()
    assert (help_asked.state, help_asked.attempts) == ("planned", 1)
    assert help_asked.due_at >= NOW + BACKOFF[0]
    assert Notice.objects.get(recipient=ada, kind="help_asked").state == "sent"
    sink.status = 200
    send_due(now=NOW + timedelta(minutes=2))
    help_asked.refresh_from_db()
    assert (help_asked.state, help_asked.attempts, len(sink.got)) == ("sent", 2, 2)


def test_it_is_not_asked_for_ever(help_asked: Notice, sink: WebSink) -> None:
    sink.status = 500
    at = NOW
    for _turn in range(MOST_ATTEMPTS + 3):
        send_due(now=at)
        at += timedelta(hours=3)
    help_asked.refresh_from_db()
    assert (help_asked.state, len(sink.got)) == ("failed", MOST_ATTEMPTS)


@pytest.mark.parametrize("manner", [SILENT, TRICKLE])
def test_an_app_that_hangs_delays_others_once(
    program: Program,
    channel: Channel,
    help_asked: Notice,
    sink: WebSink,
    ada: Person,
    manner: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hooks, "SECONDS", 1.0)
    sink.manner = manner
    for number in range(9):
        Channel.objects.create(
            program=program, app="slack", name=str(number), address=sink.address, added_at=NOW
        )
    plan(now=NOW)
    assert Notice.objects.filter(recipient=None).count() == 11
    began = time.monotonic()
    send_due(now=NOW)
    assert time.monotonic() - began < 5
    assert len(sink.got) == 1
    owed = Notice.objects.filter(recipient=None)
    assert set(owed.values_list("state", flat=True)) == {"planned"}
    assert sorted(owed.values_list("attempts", flat=True)) == [*[0] * 10, 1]
    assert Notice.objects.get(recipient=ada, kind="help_asked").state == "sent"
    assert owed.exclude(attempts=0).get().why.startswith("TimeoutError")


def test_channels_are_written_to_although_the_mail_server_is_away(
    help_asked: Notice, sink: WebSink, settings: Settings, ada: Person
) -> None:
    settings.EMAIL_BACKEND = "notices.sending.backends.SMTPBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    send_due(now=NOW)
    assert Round.objects.get(worker="sender").trouble
    help_asked.refresh_from_db()
    assert (help_asked.state, len(sink.got)) == ("sent", 1)
    mail = Notice.objects.get(recipient=ada, kind="help_asked")
    assert (mail.state, mail.attempts) == ("planned", 0)


def test_nor_do_they_wait_behind_all_mails_that_cannot_be_sent(
    help_asked: Notice, sink: WebSink, settings: Settings, ada: Person
) -> None:
    settings.EMAIL_BACKEND = "notices.sending.backends.SMTPBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    mail = Notice.objects.get(recipient=ada)
    for number in range(2 * AT_ONCE):
        mail.pk, mail.ref, mail.message_id = None, f"mail{number}", f"<{number}@example.com>"
        mail.due_on, mail.due_at = NOW.date() - timedelta(days=number + 1), NOW - timedelta(hours=1)
        mail.save()
    send_due(now=NOW)
    help_asked.refresh_from_db()
    assert (help_asked.state, len(sink.got)) == ("sent", 1)
    waiting = Notice.objects.filter(recipient=ada, attempts=0, state="planned")
    assert waiting.count() == 2 * AT_ONCE + 1
