from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from history.models import Event
from notices.models import KeptMail, Notice, Offset, Round, Suppression
from notices.planning.planner import plan
from notices.sending import outcomes
from notices.sending.claiming import LEASE, claim
from notices.sending.sender import MOST_ATTEMPTS, send_due
from pairings import lifecycle
from pairings.models import Pairing
from participants.models import Participant
from people.models import Person
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
        settings.EMAIL_TIMEOUT = 1

    return use


@pytest.fixture
def two(pairing: Pairing) -> list[Notice]:
    """Two notices that are due: to Ben and to Cleo, of a milestone in a week."""
    cast.milestone(pairing, due_on=TODAY + timedelta(days=7))
    plan(now=NOW)
    return list(Notice.objects.filter(kind="milestone_ahead").order_by("recipient__name"))


def test_what_is_due_is_sent_once(two: list[Notice], ben: Person, cleo: Person) -> None:
    assert [send_due(now=NOW) for _turn in range(3)] == [2, 0, 0]
    assert set(KeptMail.objects.values_list("to", flat=True)) == {ben.email, cleo.email}
    for notice in two:
        notice.refresh_from_db()
        assert (notice.state, notice.attempts) == ("sent", 1)
        assert KeptMail.objects.filter(message_id=notice.message_id).count() == 1


def test_nothing_is_sent_before_it_is_due(two: list[Notice]) -> None:
    Notice.objects.update(due_at=NOW + timedelta(seconds=30))
    assert send_due(now=NOW) == 0
    assert send_due(now=NOW + timedelta(seconds=30)) == 2


def test_a_round_ends_at_its_limit_and_leaves_its_mark(two: list[Notice]) -> None:
    assert send_due(now=NOW, limit=1) == 1
    mark = Round.objects.get(worker="sender").finished_at
    assert NOW <= mark < NOW + timedelta(seconds=30)


def test_the_mail_bears_the_message_id_of_the_row(two: list[Notice], use_sink: UseSink) -> None:
    with Sink() as sink:
        use_sink(sink)
        assert send_due(now=NOW) == 2
    assert {mail["Message-ID"] for mail in sink.mails} == {one.message_id for one in two}
    assert sink.connections == 1
    assert sink.mails[0].get_body(("plain",))
    assert sink.mails[0].get_body(("html",))


def test_what_is_put_off_is_tried_again_later(two: list[Notice], use_sink: UseSink) -> None:
    with Sink(Manner.PUT_OFF_ONCE) as sink:
        use_sink(sink)
        assert send_due(now=NOW) == 0
        notice = Notice.objects.get(pk=two[0].pk)
        assert (notice.state, notice.why) == ("planned", "450 try later")
        assert notice.due_at >= NOW + timedelta(minutes=1)
        assert send_due(now=NOW + timedelta(seconds=30)) == 0
        assert send_due(now=NOW + timedelta(minutes=2)) == 2
    assert [one.outcome for one in notice.tries.all()] == ["put_off"]


def test_a_server_that_closes_delays_only_what_it_refused(
    two: list[Notice], use_sink: UseSink, ben: Person
) -> None:
    with Sink(Manner.CLOSING, bad=ben.email) as sink:
        use_sink(sink)
        assert send_due(now=NOW) == 1
    assert {notice.state for notice in Notice.objects.filter(recipient=ben)} >= {"planned"}


@pytest.mark.parametrize("manner", [Manner.REFUSE, Manner.REFUSE_TEXT])
def test_what_is_refused_for_good_is_never_tried_again(
    two: list[Notice], use_sink: UseSink, ben: Person, cleo: Person, manner: Manner
) -> None:
    with Sink(manner, bad=ben.email) as sink:
        use_sink(sink)
        assert send_due(now=NOW) == 1
        assert send_due(now=NOW + timedelta(days=1)) == 0
    failed = Notice.objects.get(pk=two[0].pk)
    assert (failed.state, failed.attempts) == ("failed", 1)
    assert failed.why[:2] == "55"
    assert Event.objects.about(failed).get().verb == "notice.failed"
    assert [mail["To"] for mail in sink.mails] == [cleo.email]


@pytest.mark.parametrize(
    "because",
    [
        "5.7.1 relaying denied",
        "5.2.2 mailbox full",
        "SPF check failed",
        "blocked using zen.spamhaus.org",
        "",
    ],
)
def test_an_address_is_given_up_only_where_nobody_is_there(
    two: list[Notice], use_sink: UseSink, ben: Person, because: str
) -> None:
    with Sink(Manner.REFUSE_BARELY, bad=ben.email) as sink:
        sink.because = because
        use_sink(sink)
        assert send_due(now=NOW) == 1
        assert send_due(now=NOW + timedelta(days=1)) == 0
    failed = Notice.objects.get(pk=two[0].pk)
    assert (failed.state, failed.attempts, failed.why) == ("failed", 1, f"550 {because}".strip())
    assert not Suppression.objects.exists()
    Notice.objects.filter(pk=two[0].pk).owe_again(at=NOW)
    with Sink(Manner.REFUSE, bad=ben.email) as sink:
        use_sink(sink)
        assert send_due(now=NOW) == 0
    assert Suppression.objects.get().email == ben.email


def test_a_server_that_takes_nothing_from_us_fails_no_notice(
    two: list[Notice], use_sink: UseSink
) -> None:
    with Sink(Manner.REFUSE_SENDER) as sink:
        use_sink(sink)
        assert send_due(now=NOW) == 0
    found = Notice.objects.filter(kind="milestone_ahead")
    assert set(found.values_list("state", "attempts")) == {("planned", 0)}
    assert Round.objects.get(worker="sender").trouble == "530 5.7.0 sign in first"


@pytest.mark.parametrize("manner", [Manner.SILENT, Manner.TRICKLE])
def test_a_server_that_does_not_answer_holds_nobody_up(
    two: list[Notice], use_sink: UseSink, ben: Person, manner: Manner
) -> None:
    with Sink(manner, bad=ben.email) as sink:
        use_sink(sink)
        began = time.monotonic()
        assert send_due(now=NOW) == 1
        assert time.monotonic() - began < 5
    assert Notice.objects.get(pk=two[0].pk).state == "planned"


def test_a_server_that_is_away_costs_no_attempt(two: list[Notice], use_sink: UseSink) -> None:
    with Sink() as sink:
        use_sink(sink)
    assert send_due(now=NOW) == 0
    tried, waiting = Notice.objects.filter(kind="milestone_ahead").order_by("-due_at")
    assert (tried.state, tried.attempts) == ("planned", 0)
    assert "refused" in tried.why.lower()
    assert (waiting.state, waiting.attempts) == ("planned", 0)


def test_trouble_stands_until_the_server_was_spoken_to_again(
    two: list[Notice], use_sink: UseSink
) -> None:
    def trouble() -> str:
        return Round.objects.get(worker="sender").trouble

    with Sink() as sink:
        use_sink(sink)
    send_due(now=NOW)
    assert "refused" in trouble().lower()
    send_due(now=NOW + timedelta(seconds=30))  # all is put off: nobody is spoken to
    assert "refused" in trouble().lower()
    with Sink() as sink:
        use_sink(sink)
        assert send_due(now=NOW + timedelta(minutes=2)) == 2
    assert trouble() == ""


def test_after_the_last_attempt_it_has_failed(two: list[Notice], use_sink: UseSink) -> None:
    Notice.objects.update(attempts=MOST_ATTEMPTS - 1)
    with Sink(Manner.PUT_OFF_ONCE) as sink:
        use_sink(sink)
        send_due(now=NOW)
    assert {notice.state for notice in Notice.objects.filter(kind="milestone_ahead")} == {"failed"}


def test_a_claim_whose_sender_died_is_taken_again_when_its_lease_is_over(
    two: list[Notice],
) -> None:
    [lost] = claim(now=NOW, most=1)
    assert send_due(now=NOW + LEASE - timedelta(seconds=10)) == 1
    assert send_due(now=NOW + LEASE + timedelta(seconds=1)) == 1
    lost.refresh_from_db()
    assert [one.outcome for one in lost.tries.all()] == ["lost"]


def test_a_sender_whose_lease_is_over_does_not_write_over_the_next(two: list[Notice]) -> None:
    [slow] = claim(now=NOW, most=1)
    send_due(now=NOW + LEASE + timedelta(seconds=1))
    outcomes.failed(slow, NOW + LEASE * 2, why="too slow")
    slow.refresh_from_db()
    assert slow.state == "sent"


def test_a_mail_that_cannot_be_written_fails_alone(
    two: list[Notice], settings: Settings, tmp_path: Path, ben: Person
) -> None:
    broken = tmp_path / "notices/words/milestone_ahead.txt"
    broken.parent.mkdir(parents=True)
    whole = (settings.BASE_DIR / "templates/notices/words/milestone_ahead.txt").read_text()
    broken.write_text("{% if is_mentor %}{% include 'not/there.txt' %}{% endif %}" + whole)
    settings.TEMPLATES = [
        settings.TEMPLATES[0] | {"DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}
    ]
    assert send_due(now=NOW) == 1
    failed = Notice.objects.get(pk=two[0].pk)
    assert (failed.recipient, failed.state) == (ben, "failed")
    assert "not/there.txt" in failed.why


def test_a_kind_of_a_newer_version_waits_for_it(two: list[Notice]) -> None:
    Notice.objects.filter(pk=two[0].pk).update(kind="of_tomorrow")
    assert send_due(now=NOW) == 1
    assert Notice.objects.get(pk=two[0].pk).state == "planned"


# --- What has lost its sense --------------------------------------------------------------------


def _reasons() -> set[tuple[str, str]]:
    return set(Notice.objects.filter(kind="milestone_ahead").values_list("state", "why"))


@pytest.mark.parametrize(
    ("verb", "reason"), [("pause", "paused"), ("end", "ended")], ids=["paused", "ended"]
)
def test_a_pairing_that_stopped_between_plan_and_send(
    two: list[Notice], pairing: Pairing, ben: Person, verb: str, reason: str
) -> None:
    if verb == "pause":
        lifecycle.pause(pairing, by=ben, at=NOW, on=TODAY)
    else:
        lifecycle.end(pairing, by=ben, at=NOW, on=TODAY, kind="no_time")
    send_due(now=NOW)
    assert _reasons() == {("dropped", reason)}
    assert not KeptMail.objects.exists()


def test_a_milestone_that_was_done_meanwhile(two: list[Notice], pairing: Pairing) -> None:
    pairing.milestones.update(done_at=NOW)
    send_due(now=NOW)
    assert _reasons() == {("dropped", "done")}


def test_a_milestone_that_was_moved_meanwhile(two: list[Notice], pairing: Pairing) -> None:
    pairing.milestones.update(due_on=TODAY + timedelta(days=9))
    send_due(now=NOW)
    assert _reasons() == {("dropped", "moved")}


def test_a_milestone_that_was_removed_meanwhile(two: list[Notice], pairing: Pairing) -> None:
    pairing.milestones.all().delete()
    send_due(now=NOW)
    assert _reasons() == {("dropped", "gone")}


def test_somebody_who_left_meanwhile(two: list[Notice], ben: Person) -> None:
    Person.objects.filter(pk=ben.pk).update(is_active=False)
    assert send_due(now=NOW) == 1
    assert _reasons() == {("dropped", "inactive"), ("sent", "")}


def test_somebody_who_was_erased_meanwhile(
    mentee: Participant, two: list[Notice], cleo: Person
) -> None:
    Notice.objects.filter(recipient=cleo).delete()  # as the erasure of the person does
    assert send_due(now=NOW) == 1


def test_what_waited_too_long_is_dropped(two: list[Notice]) -> None:
    send_due(now=NOW + timedelta(days=8))
    assert _reasons() == {("dropped", "too_late")}


def test_a_step_that_waited_gives_way_to_the_next(two: list[Notice]) -> None:
    Notice.objects.update(expires_at=NOW + timedelta(days=30))
    later = NOW + timedelta(days=7)
    plan(now=later)
    send_due(now=later)
    assert _reasons() == {("superseded", "superseded")}
    assert Notice.objects.filter(kind="milestone_today", state="sent").count() == 2


# --- Many at once -------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_four_senders_send_each_notice_once(
    pairing: Pairing, use_sink: UseSink, ben: Person, settings: Settings
) -> None:
    settings.MAIL_BUDGET = 20
    for number in range(20):
        cast.milestone(
            pairing, due_on=TODAY + timedelta(days=7), title=f"{number}", responsible="mentor"
        )
    plan(now=NOW)
    sent: list[int] = []

    def work(now: datetime) -> None:
        try:
            sent.append(send_due(now=now))
        finally:
            connection.close()

    with Sink() as sink:
        use_sink(sink)
        senders = [threading.Thread(target=work, args=[NOW]) for _number in range(4)]
        for one in senders:
            one.start()
        for one in senders:
            one.join()
    assert sum(sent) == 20
    ids = [mail["Message-ID"] for mail in sink.mails]
    assert len(ids) == len(set(ids)) == 20


def test_what_the_program_has_switched_off_meanwhile(two: list[Notice], pairing: Pairing) -> None:
    Offset.objects.create(program=pairing.program, kind="milestone_ahead", days=None)
    send_due(now=NOW)
    assert _reasons() == {("dropped", "switched_off")}
    assert not KeptMail.objects.filter(message_id__in=[one.message_id for one in two]).exists()
