from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from history.models import Event
from notices import channels
from notices.catalogue import ALL, KINDS
from notices.models import Channel, Notice
from notices.sending.hooks import NotAllowed
from people.audit import Names, sentence
from people.models import Person
from programs import lifecycle
from programs.lifecycle import ProgramClosed
from programs.models import Program
from tests.cast import NOW, TODAY
from tests.conftest import SignIn
from tests.web_sink import SILENT, WebSink

pytestmark = pytest.mark.django_db

ADDRESS = "https://hooks.slack.com/services/T0/B0/very-secret-wxyz"
QUERIES = 5


@pytest.fixture
def client(as_person: SignIn, ada: Person) -> Client:
    return as_person(ada)


@pytest.fixture
def channel(program: Program, ada: Person) -> Channel:
    return added(program, ada)


@pytest.fixture
def sink(channel: Channel, settings: Settings) -> Iterator[WebSink]:
    """What the channel leads to."""
    settings.WEBHOOK_PLAIN_HOSTS = ["127.0.0.1"]
    with WebSink() as sink:
        channel.address = sink.address
        channel.save()
        yield sink


def added(program: Program, by: Person, name: str = "#mentoring") -> Channel:
    return channels.add(program, app="slack", name=name, address=ADDRESS, by=by, at=NOW)


def page(program: Program, rest: str = "") -> str:
    return f"/programs/{program.ref}/channels/{rest}"


def typed(**other: str) -> dict[str, str]:
    return {"app": "slack", "name": "#mentoring", "address": ADDRESS} | other


# --- The activity ----------------------------------------------------------------------------


def test_history_tells_of_a_channel_and_never_its_address(
    channel: Channel, ada: Person, program: Program
) -> None:
    pk = channel.pk
    channels.remove(channel, by=ada, at=NOW)
    told = Event.objects.filter(subject_kind="notices.channel", subject_id=pk).order_by("id")
    assert [(one.verb, one.facts) for one in told] == [
        (verb, {"app": "Slack", "name": "#mentoring"})
        for verb in ("channel.added", "channel.removed")
    ]
    names = Names(people={ada.pk: "Ada"}, programs={program.pk: "Rising leaders"})
    assert [sentence(one, names) for one in told] == [
        "Ada added the Slack channel “#mentoring” to Rising leaders.",
        "Ada removed the Slack channel “#mentoring” from Rising leaders.",
    ]
    assert not Channel.objects.exists()


def test_the_address_is_ciphertext_in_the_table(channel: Channel) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM notices_channel")
        assert "secret" not in cursor.fetchone()[0]
    assert Channel.objects.get().address == ADDRESS


def test_a_name_is_there_once_in_an_app(channel: Channel, program: Program, ada: Person) -> None:
    with pytest.raises(ValidationError, match="of that name already"):
        added(program, ada)
    channels.add(
        program,
        app="teams",
        name="#mentoring",
        address="https://a.logic.azure.com/workflows/1?sig=2",
        by=ada,
        at=NOW,
    )
    assert Channel.objects.count() == 2


def test_an_address_of_nobody_is_not_kept(program: Program, ada: Person) -> None:
    with pytest.raises(NotAllowed, match="Slack"):
        channels.add(program, app="slack", name="x", address="https://intra/x", by=ada, at=NOW)
    assert not Channel.objects.exists()
    assert not Event.objects.filter(verb="channel.added").exists()


def test_a_closed_program_gets_no_more(program: Program, ada: Person) -> None:
    lifecycle.close(program, by=ada, at=NOW)
    with pytest.raises(ProgramClosed):
        added(program, ada)


# --- The page ----------------------------------------------------------------------------------


def test_without_a_channel_it_says_that_mails_go_alone(client: Client, program: Program) -> None:
    said = client.get(page(program)).content.decode()
    assert "No channel is written to yet" in said
    for kind in ALL:
        assert (str(kind.title) in said) == kind.goes_to_channels, kind.name


def test_each_says_who_added_it_while_they_are_known(
    client: Client, program: Program, channel: Channel, dan: Person
) -> None:
    other = Program.objects.get(name="Another program")
    added(other, dan, "#elsewhere")
    said = client.get(page(program)).content.decode()
    assert "Added by Ada Keller" in said
    assert "Dan" not in said
    Channel.objects.update(added_by=None)
    said = client.get(page(program)).content.decode()
    assert "#mentoring" in said
    assert "Added by" not in said


def test_a_channel_is_added_and_its_address_shown_to_nobody(
    client: Client, program: Program, ada: Person
) -> None:
    said = client.post(page(program), typed(), follow=True).content.decode()
    assert "Added." in said
    assert "1 channel</strong> is told" in said
    assert "hooks.slack.com, address ending in wxyz" in said
    assert "No notice sent yet" in said
    assert "very-secret" not in said
    [kept] = Channel.objects.all()
    assert (kept.address, kept.name, kept.added_by) == (ADDRESS, "#mentoring", ada)


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"address": "https://intranet/x"}, "address", "begins with https://hooks.slack.com"),
        ({"address": "https://hooks.slack.com/"}, "address", "Copy all of it"),
        ({"address": ""}, "address", "Paste the address that the app gives you."),
        ({"app": "teams"}, "address", "logic.azure.com"),
        ({"name": ""}, "name", "Give its name"),
        ({"app": "irc"}, "app", "choice"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    client: Client, program: Program, wrong: dict[str, str], field: str, said: str
) -> None:
    answer = client.post(page(program), typed(**wrong))
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert said in str(form.errors[field])
    for value in {**typed(), **wrong}.values():
        assert value in answer.content.decode()
    assert not Channel.objects.exists()


def test_a_second_one_of_that_name_is_refused_in_the_form(
    client: Client, program: Program, channel: Channel
) -> None:
    said = client.post(page(program), typed()).content.decode()
    assert "This program has a channel of that name already." in said


def test_a_closed_program_shows_its_channels_and_no_form(
    client: Client, program: Program, channel: Channel, ada: Person
) -> None:
    lifecycle.close(program, by=ada, at=NOW)
    said = client.get(page(program)).content.decode()
    assert "#mentoring" in said
    assert "Add a channel" not in said
    assert "closed" in client.post(page(program), typed(name="other")).content.decode()
    assert Channel.objects.count() == 1


def _told(channel: Channel, *states: str) -> None:
    """One notice a day, as it ended."""
    for days, state in enumerate(states):
        Notice.objects.create(
            kind="help_asked",
            subject_kind="pairings.helprequest",
            subject_id=days,
            due_on=TODAY,
            channel=channel,
            due_at=NOW,
            expires_at=NOW + timedelta(days=9),
            planned_at=NOW,
            state=state,
            settled_at=NOW + timedelta(days=days),
            message_id=f"<{days}@example.com>",
        )


def test_what_was_last_sent_and_what_failed_is_said(
    client: Client, program: Program, channel: Channel
) -> None:
    _told(channel, "failed", "sent", "sent")
    said = client.get(page(program)).content.decode()
    assert 'Last notice sent: <time datetime="2026-11-04' in said
    assert 'last failure: <time datetime="2026-11-02' in said
    assert "did not arrive" not in said


@pytest.mark.parametrize("states", [("failed",), ("sent", "failed")])
def test_a_channel_that_takes_nothing_any_more_stands_out(
    client: Client, program: Program, channel: Channel, states: tuple[str, ...]
) -> None:
    _told(channel, *states)
    said = client.get(page(program)).content.decode()
    assert "the last one did not arrive</span> Send a test to see why." in said


def test_a_test_says_what_the_app_answered(
    client: Client, program: Program, channel: Channel, sink: WebSink
) -> None:
    url = page(program, f"{channel.ref}/test/")
    said = client.post(url, follow=True).content.decode()
    assert "Slack took it (200 ok). Look into “#mentoring”" in said
    assert b"This channel is connected" in sink.got[0]
    sink.status, sink.says = 404, "no_service"
    said = client.post(url, follow=True).content.decode()
    assert "Slack refused it: 404 no_service. Remove “#mentoring”" in said
    sink.status, sink.says = 429, "<b>slow</b>"
    said = client.post(url, follow=True).content.decode()
    assert "Try again in a minute. (429 &lt;b&gt;slow&lt;/b&gt;)" in said


def test_a_test_does_not_wait_for_ever(
    client: Client,
    program: Program,
    channel: Channel,
    sink: WebSink,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert channels.SECONDS <= 5
    monkeypatch.setattr(channels, "SECONDS", 0.3)
    sink.manner = SILENT
    said = client.post(page(program, f"{channel.ref}/test/"), follow=True).content.decode()
    assert "Slack was busy or could not be reached. Try again in a minute. (TimeoutError" in said


def test_a_test_is_not_sent_by_looking(
    client: Client, program: Program, channel: Channel, sink: WebSink
) -> None:
    assert client.get(page(program, f"{channel.ref}/test/")).status_code == 405
    assert sink.got == []


def test_removing_asks_first_and_then_does_it(
    client: Client, program: Program, channel: Channel
) -> None:
    url = page(program, f"{channel.ref}/removal/")
    assert "Remove #mentoring?" in client.get(url).content.decode()
    assert Channel.objects.exists()
    assert "is written to no longer" in client.post(url, follow=True).content.decode()
    assert not Channel.objects.exists()


def test_a_channel_of_another_program_is_not_there(
    client: Client, dan: Person, channel: Channel, as_person: SignIn
) -> None:
    other = Program.objects.get(name="Another program")
    eve = other.admins.get().person
    theirs = added(other, eve)
    for rest in (f"{theirs.ref}/test/", f"{theirs.ref}/removal/"):
        assert client.post(page(channel.program, rest)).status_code == 404
        assert client.post(page(other, rest)).status_code == 404
        assert as_person(dan).post(page(other, rest)).status_code == 404
    assert Channel.objects.count() == 2


def test_many_channels_cost_no_more_queries(
    client: Client, program: Program, ada: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number, many in enumerate((1, 2)):
        for one in range(many):
            added(program, ada, f"#{number}-{one}")
        with django_assert_num_queries(QUERIES):
            client.get(page(program))


def test_the_set_up_leads_there(client: Client, program: Program, channel: Channel) -> None:
    said = client.get(f"/programs/{program.ref}/setup/").content.decode()
    assert f'href="{page(program)}"' in said
    assert "1 channel" in said


def test_kinds_that_go_there_are_those_of_the_team() -> None:
    assert {name for name, kind in KINDS.items() if kind.goes_to_channels} == {
        *("help_asked", "program_week", "milestones_overdue"),
        *("ends_ahead", "ends_near", "ends_today", "ends_past"),
    }
