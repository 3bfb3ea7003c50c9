"""Who is told that somebody asked for help, by mail, in the inbox and in a channel."""

from __future__ import annotations

import pytest

from notices.catalogue import KINDS
from notices.models import Channel, Notice
from notices.planning.planner import plan
from notices.sending.sender import send_due
from notices.sense import NoLongerNeeded
from notices.sense.running import week
from notices.writing.words import compose
from pairings import help as helping
from pairings.models import Pairing
from participants.models import Participant
from people import leaving
from people.models import Person
from programs import admins
from programs.models import Program
from tests import cast
from tests.cast import NOW, TODAY
from tests.web_sink import WebSink

pytestmark = pytest.mark.usefixtures("no_broker")


@pytest.fixture
def own(program: Program, ada: Person, mentee: Participant) -> Pairing:
    """Ada's own, in the program that she runs."""
    return cast.pairing(cast.participant(ada, program, "mentor"), mentee)


def waiting(program: Program, reader: Person | None, channel: Channel | None = None) -> str:
    """What the week of a program says to its reader."""
    told = Notice(kind="program_week", recipient=reader, channel=channel, due_on=TODAY)
    try:
        said = week.of(told, program, NOW)
    except NoLongerNeeded:
        return ""
    return " ".join(said["waiting"])


def test_whoever_is_of_the_pair_is_told_nothing(
    own: Pairing, ada: Person, cleo: Person, olga: Person
) -> None:
    helping.ask(own, by=cleo, at=NOW, message="sentinel-of-cleo")
    plan(now=NOW)
    send_due(now=NOW)
    told = Notice.objects.get(kind="help_asked")
    assert (told.recipient, told.state, told.way) == (olga, "sent", "mail")
    assert told.link.endswith("/help-requests/")
    assert "it comes to the administrators" in told.text
    assert "sentinel" not in told.text
    assert "asked for help" not in waiting(own.program, ada)


def test_nor_where_she_came_into_the_pair_between_planning_and_sending(
    program: Program, ada: Person, ben: Person, cleo: Person, mentor: Participant, pairing: Pairing
) -> None:
    helping.ask(pairing, by=cleo, at=NOW)
    admins.appoint(program, ben, by=ada, at=NOW)
    plan(now=NOW)
    Notice.objects.filter(kind="help_asked").update(recipient=ben)
    send_due(now=NOW)
    told = Notice.objects.get(kind="help_asked")
    assert (told.state, told.why) == ("dropped", "not_recipient")


def test_another_who_runs_the_program_is_told(
    own: Pairing, ada: Person, cleo: Person, dan: Person, olga: Person
) -> None:
    admins.appoint(own.program, dan, by=ada, at=NOW)
    helping.ask(own, by=cleo, at=NOW)
    plan(now=NOW)
    send_due(now=NOW)
    told = Notice.objects.get(kind="help_asked")
    assert (told.recipient, told.state) == (dan, "sent")
    assert told.link.endswith(f"/programs/{own.program.ref}/pairings/{own.ref}/")
    assert "1 pair asked for help." in waiting(own.program, dan)
    assert "asked for help" not in waiting(own.program, ada)


def test_a_channel_that_somebody_of_the_pair_reads_hears_nothing(
    channel: Channel, own: Pairing, cleo: Person, olga: Person, sink: WebSink
) -> None:
    helping.ask(own, by=cleo, at=NOW)
    plan(now=NOW)
    Notice.objects.exclude(kind="help_asked").delete()  # it is a Monday as well
    send_due(now=NOW)
    assert sink.got == []
    assert "asked for help" not in waiting(own.program, None, channel)


def test_a_channel_of_others_counts_those_who_asked(
    channel: Channel, pairing: Pairing, cleo: Person
) -> None:
    helping.ask(pairing, by=cleo, at=NOW)
    assert "1 pair asked for help." in waiting(pairing.program, None, channel)


def test_what_a_channel_is_shown_does_not_lead_to_the_pair(
    channel: Channel, pairing: Pairing, ada: Person, cleo: Person, sink: WebSink
) -> None:
    helping.ask(pairing, by=cleo, at=NOW, message="sentinel-of-cleo")
    plan(now=NOW)
    Notice.objects.exclude(kind="help_asked").delete()  # it is a Monday as well
    send_due(now=NOW)
    told = Notice.objects.get(channel=channel)
    assert told.link.endswith(f"/programs/{pairing.program.ref}/pairings/")
    (shown,) = sink.got
    for secret in (pairing.ref, "Cleo", "Ben", "sentinel"):
        assert secret not in str(shown)
    assert pairing.ref in Notice.objects.get(recipient=ada).link


def test_no_kind_that_goes_to_a_channel_leads_to_a_pair(
    channel: Channel, pairing: Pairing, cleo: Person
) -> None:
    """Each with somebody who could be recognised."""
    helping.ask(pairing, by=cleo, at=NOW)
    late = cast.milestone(pairing, due_on=TODAY)
    Pairing.objects.update(ends_on=TODAY)
    subjects = {"help_asked": pairing.help_requests.get().pk}
    for kind in KINDS.values():
        if not kind.goes_to_channels:
            continue
        told = Notice(
            kind=kind.name,
            subject_kind=kind.subject_kind,
            subject_id=subjects.get(kind.name, pairing.program_id),
            channel=channel,
            due_on=TODAY,
        )
        words = compose(told, kind, now=NOW)
        for secret in (pairing.ref, "Cleo", "Ben", late.title):
            assert secret not in str(words)


def test_where_the_only_one_who_ran_the_program_has_left_administrators_and_the_channel_hear(
    channel: Channel, pairing: Pairing, ada: Person, cleo: Person, olga: Person, sink: WebSink
) -> None:
    cast.employment(ada, left_on=TODAY)
    leaving.close_accounts(on=TODAY, at=NOW)
    helping.ask(pairing, by=cleo, at=NOW, message="sentinel-of-cleo")
    plan(now=NOW)
    send_due(now=NOW)
    told = Notice.objects.filter(kind="help_asked")
    assert {(one.recipient, one.channel, one.state) for one in told} == {
        (olga, None, "sent"),
        (None, channel, "sent"),
    }
    (shown,) = sink.got
    assert "the administrators were told who it is" in str(shown)
    assert "Cleo" not in str(shown)
