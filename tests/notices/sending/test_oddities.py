"""Answers, addresses and names of which one alone could end a sender's round."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from notices.models import KeptMail, Notice, Wording
from notices.planning.planner import plan
from notices.sending.sender import send_due
from pairings.models import Pairing
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW, TODAY
from tests.smtp_sink import Manner, Sink

pytestmark = pytest.mark.django_db

UseSink = Callable[[Sink], None]


@pytest.fixture
def use_sink(settings: Settings) -> UseSink:
    def use(sink: Sink) -> None:
        settings.EMAIL_BACKEND = "notices.sending.backends.SMTPBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = sink.address

    return use


@pytest.fixture
def two(pairing: Pairing) -> list[Notice]:
    """Two notices that are due: to Ben and to Cleo, of a milestone in a week."""
    cast.milestone(pairing, due_on=TODAY + timedelta(days=7))
    plan(now=NOW)
    return list(Notice.objects.filter(kind="milestone_ahead").order_by("recipient__name"))


def test_whatever_a_server_answers_can_be_kept(
    two: list[Notice], use_sink: UseSink, ben: Person
) -> None:
    """A zero byte, which the database does not take, ends nobody else's mail."""
    with Sink(Manner.REFUSE_ODDLY, bad=ben.email) as sink:
        use_sink(sink)
        assert send_due(now=NOW) == 1
    failed = Notice.objects.get(pk=two[0].pk)
    assert (failed.state, failed.why[:8], len(failed.why)) == ("failed", "554 no x", 400)


def test_a_mail_that_cannot_be_addressed_fails_alone(
    two: list[Notice], use_sink: UseSink, ben: Person, cleo: Person
) -> None:
    Person.objects.filter(pk=ben.pk).update(email="ben@example.com\nBcc: everybody@example.com")
    with Sink() as sink:
        use_sink(sink)
        assert send_due(now=NOW) == 1
    assert [mail["To"] for mail in sink.mails] == [cleo.email]
    failed = Notice.objects.get(pk=two[0].pk)
    assert failed.state == "failed"
    assert failed.why.startswith("BadHeaderError")


def test_many_long_names_in_a_subject_keep_no_mail_back(pairing: Pairing, program: Program) -> None:
    Person.objects.filter(pk=pairing.mentor.person_id).update(name="Ben " + "Okafor-" * 20)
    Program.objects.filter(pk=program.pk).update(name="Rising leaders " * 8)
    Wording.objects.create(
        program=program,
        kind="milestone_ahead",
        title="{others} {program} {others}",
        text="{others}",
        written_at=NOW,
    )
    cast.milestone(pairing, due_on=TODAY + timedelta(days=7))
    plan(now=NOW)
    assert send_due(now=NOW) == 2
    assert {len(kept.subject) for kept in KeptMail.objects.all()} == {200, 143}
