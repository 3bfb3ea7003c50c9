"""Digests: what waits for one, what it carries when it goes, and what becomes of it when not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.template.loader import get_template
from pytest_django.fixtures import Settings

from history.models import Event
from milestones.models import Milestone
from notices.catalogue import Group
from notices.models import KeptMail, Notice, Pace, Preference, Suppression
from notices.planning.planner import plan
from notices.preferring import choose
from notices.sending import bundling
from notices.sending.sender import send_due
from pairings.models import Pairing
from people.models import Person
from tests import cast
from tests.cast import NOW, TODAY
from tests.notices.asking import at
from tests.smtp_sink import Manner, Sink

pytestmark = pytest.mark.django_db

NINE = at("2026-11-03T08:00")  # on Tuesday in Berlin, when the digest of Monday's notices comes
EIGHT = NINE - timedelta(hours=1)
Waiting = list[Notice]


@pytest.fixture
def milestones(pairing: Pairing, cleo: Person) -> list[Milestone]:
    """Three of Cleo's, each a week ahead; she gets such mails in a daily digest."""
    Preference.objects.create(person=cleo, group="milestones", pace="daily")
    return [
        cast.milestone(
            pairing, due_on=TODAY + timedelta(days=7), title=f"Step {n}", responsible="mentee"
        )
        for n in (1, 2, 3)
    ]


@pytest.fixture
def waiting(milestones: list[Milestone]) -> Waiting:
    """What the three are told by, which waits for the digest."""
    plan(now=NOW)
    send_due(now=NOW)
    return list(Notice.objects.filter(kind="milestone_ahead").order_by("subject_id"))


def _digests() -> list[Notice]:
    return list(Notice.objects.filter(kind__startswith="digest_").order_by("due_at"))


def _mails(to: Person) -> list[KeptMail]:
    return list(KeptMail.objects.filter(to=to.email).order_by("pk"))


def _states() -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind="milestone_ahead").order_by("subject_id")
    return list(rows.values_list("state", "way"))


def test_what_waits_does_not_say_any_more_why_its_own_mail_was_put_off(
    milestones: list[Milestone],
) -> None:
    plan(now=NOW)
    Notice.objects.update(why="450 try later")
    send_due(now=NOW)
    assert _states() == [("bundled", "")] * 3
    assert set(Notice.objects.filter(state="bundled").values_list("why", flat=True)) == {""}


def test_what_waits_is_in_the_inbox_at_once_and_in_no_mail(waiting: Waiting, cleo: Person) -> None:
    assert [one.state for one in waiting] == ["bundled"] * 3
    assert _mails(cleo) == []
    assert set(Notice.objects.in_inbox(cleo).unread()) >= set(waiting)
    [digest] = _digests()
    assert (digest.kind, digest.due_at, digest.recipient) == ("digest_daily", NINE, cleo)
    assert set(digest.bundled.all()) == set(waiting)


def test_one_digest_carries_them_all_and_once(waiting: Waiting, cleo: Person) -> None:
    assert send_due(now=NINE - timedelta(seconds=1)) == 0
    assert [send_due(now=NINE) for _turn in range(3)] == [1, 0, 0]
    [mail] = _mails(cleo)
    for notice in waiting:
        notice.refresh_from_db()
        assert notice.title in mail.text
        assert notice.link in mail.text
        assert notice.link in mail.html
    assert _states() == [("sent", "digest")] * 3
    assert (_digests()[0].state, _digests()[0].way) == ("sent", "mail")
    assert not Notice.objects.in_inbox(cleo).filter(kind="digest_daily").exists()


def test_what_is_due_on_the_morning_of_the_digest_is_in_it(
    waiting: Waiting, pairing: Pairing, cleo: Person
) -> None:
    cast.milestone(pairing, due_on=TODAY + timedelta(days=8), title="Late", responsible="mentee")
    plan(now=EIGHT)
    send_due(now=EIGHT)
    send_due(now=NINE)
    [mail] = _mails(cleo)
    assert "Late" in mail.text
    assert len(_digests()) == 1


def test_what_lost_its_sense_meanwhile_is_not_in_it(
    waiting: Waiting, milestones: list[Milestone], cleo: Person
) -> None:
    Milestone.objects.filter(pk=milestones[1].pk).update(done_at=NOW)
    send_due(now=NINE)
    [mail] = _mails(cleo)
    assert "Step 1" in mail.text
    assert "Step 2" not in mail.text
    assert "Step 3" in mail.text
    waiting[1].refresh_from_db()
    assert (waiting[1].state, waiting[1].why) == ("dropped", "done")


def test_a_step_that_was_overtaken_meanwhile_is_shown_so(waiting: Waiting, cleo: Person) -> None:
    Notice.objects.filter(kind__startswith="digest").update(due_at=at("2026-11-09T08:00"))
    Notice.objects.update(expires_at=at("2026-11-30T08:00"))
    plan(now=at("2026-11-09T07:30"))  # the day itself: each has its next step
    send_due(now=at("2026-11-09T08:00"))
    assert {state for state, _way in _states()} == {"superseded"}


def test_a_digest_is_never_empty(waiting: Waiting, pairing: Pairing, cleo: Person) -> None:
    pairing.milestones.update(done_at=NOW)
    assert send_due(now=NINE) == 0
    assert _mails(cleo) == []
    [digest] = _digests()
    assert (digest.state, digest.why) == ("dropped", "nothing")


def test_it_says_things_as_they_are_when_it_goes(waiting: Waiting, cleo: Person) -> None:
    assert "in 7 days" in waiting[0].title
    send_due(now=NINE)
    [mail] = _mails(cleo)
    assert "in 6 days" in mail.text
    assert "in 7 days" not in mail.text
    waiting[0].refresh_from_db()
    assert "in 6 days" in waiting[0].title  # the inbox says the same


def test_a_notice_of_the_next_day_goes_into_the_next_digest(
    waiting: Waiting, pairing: Pairing, cleo: Person
) -> None:
    send_due(now=NINE)
    later = NINE + timedelta(minutes=1)
    cast.milestone(pairing, due_on=TODAY + timedelta(days=8), title="Late", responsible="mentee")
    plan(now=later)
    send_due(now=later)
    assert [one.due_at for one in _digests()] == [NINE, NINE + timedelta(days=1)]
    assert len(_mails(cleo)) == 1


def test_two_readers_have_two_digests(pairing: Pairing, ben: Person, cleo: Person) -> None:
    for person in (ben, cleo):
        Preference.objects.create(person=person, group="milestones", pace="daily")
    cast.milestone(pairing, due_on=TODAY + timedelta(days=7))
    plan(now=NOW)
    send_due(now=NOW)
    assert send_due(now=NINE) == 2
    assert {mail.to for mail in KeptMail.objects.all()} == {ben.email, cleo.email}


# --- When it does not go as planned -------------------------------------------------------------


@pytest.fixture
def use_sink(settings: Settings) -> Callable[[Sink], None]:
    def use(sink: Sink) -> None:
        settings.EMAIL_BACKEND = "notices.sending.backends.SMTPBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = sink.address
        settings.EMAIL_TIMEOUT = 1

    return use


def test_a_digest_that_is_put_off_carries_them_later(
    waiting: Waiting, use_sink: Callable[[Sink], None]
) -> None:
    with Sink(Manner.PUT_OFF_ONCE) as sink:
        use_sink(sink)
        assert send_due(now=NINE) == 0
        assert _states() == [("bundled", "")] * 3
        assert send_due(now=NINE + timedelta(minutes=2)) == 1
    [mail] = sink.mails
    assert mail["Message-ID"] == _digests()[0].message_id
    assert _states() == [("sent", "digest")] * 3


def test_what_a_refused_digest_did_not_carry_stays_in_the_inbox(
    waiting: Waiting, use_sink: Callable[[Sink], None], cleo: Person
) -> None:
    with Sink(Manner.REFUSE, bad=cleo.email) as sink:
        use_sink(sink)
        send_due(now=NINE)
        send_due(now=NINE + timedelta(minutes=1))
    assert sink.mails == []
    assert _digests()[0].state == "failed"
    assert Suppression.objects.filter(email=cleo.email).exists()
    assert _states() == [("sent", "inbox")] * 3
    assert Notice.objects.in_inbox(cleo).filter(kind="milestone_ahead").count() == 3


@pytest.mark.parametrize("end", ["cancelled", "failed", "deleted"])
def test_what_waits_for_a_digest_that_never_goes_is_owed_again(
    waiting: Waiting, olga: Person, cleo: Person, end: str
) -> None:
    [digest] = _digests()
    if end == "cancelled":
        assert digest.cancel(by=olga, at=NOW)
    elif end == "failed":
        Notice.objects.filter(pk=digest.pk).update(state="failed", settled_at=NOW)
    else:
        digest.delete()
    assert bundling.sweep() == 3
    assert bundling.sweep() == 0
    assert _states() == [("planned", "")] * 3
    send_due(now=NOW + timedelta(minutes=1))
    send_due(now=NINE)
    send_due(now=NINE + timedelta(days=1))
    [mail] = _mails(cleo)
    assert all(f"Step {number}" in mail.text for number in (1, 2, 3))
    assert _states() == [("sent", "digest")] * 3


def test_a_digest_that_was_settled_takes_nothing_more(
    waiting: Waiting, cleo: Person, olga: Person
) -> None:
    """Else what waits would be owed again and bundled again in every round of the sender."""
    assert _digests()[0].cancel(by=olga, at=NOW)
    send_due(now=NOW + timedelta(minutes=1))
    first, second = _digests()
    assert (first.due_at, second.due_at) == (NINE, NINE + timedelta(days=1))
    assert second.bundled.count() == 3
    assert bundling.sweep() == 0


def test_a_digest_that_is_being_written_takes_nothing_more(
    waiting: Waiting, pairing: Pairing
) -> None:
    """Else it would tell what it does not know to carry, and that would be told again."""
    Notice.objects.filter(kind="digest_daily").update(
        state="claimed", claimed_at=NOW, claimed_until=NOW + timedelta(minutes=2)
    )
    cast.milestone(pairing, due_on=TODAY + timedelta(days=7), title="4", responsible="mentee")
    plan(now=NOW)
    send_due(now=NOW)
    assert [one.bundled.count() for one in _digests()] == [3, 1]


def test_what_cannot_be_written_fails_alone(
    waiting: Waiting, settings: Settings, tmp_path: Path, cleo: Person
) -> None:
    broken = tmp_path / "notices/words/milestone_ahead.txt"
    broken.parent.mkdir(parents=True)
    whole = (settings.BASE_DIR / "templates/notices/words/milestone_ahead.txt").read_text()
    broken.write_text(
        "{% if milestone.title == 'Step 2' %}{% include 'not/there.txt' %}{% endif %}" + whole
    )
    settings.TEMPLATES = [
        settings.TEMPLATES[0] | {"DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}
    ]
    assert get_template("notices/words/milestone_ahead.txt")
    assert send_due(now=NINE) == 1
    assert _states() == [("sent", "digest"), ("failed", ""), ("sent", "digest")]
    assert Event.objects.about(waiting[1]).get().verb == "notice.failed"
    [mail] = _mails(cleo)
    assert "Step 1" in mail.text
    assert "Step 2" not in mail.text


def test_whoever_has_left_gets_no_digest(waiting: Waiting, cleo: Person) -> None:
    Person.objects.filter(pk=cleo.pk).update(is_active=False)
    send_due(now=NINE)
    send_due(now=NINE + timedelta(minutes=1))
    assert _mails(cleo) == []
    assert {one.why for one in Notice.objects.filter(recipient=cleo, state="dropped")} >= {
        "inactive"
    }
    assert not Notice.objects.filter(state="bundled").exists()


# --- When its reader chooses otherwise ----------------------------------------------------------


@pytest.mark.parametrize(
    ("pace", "states", "mails"),
    [
        (Pace.OFF, [("sent", "inbox")] * 3, 0),
        (Pace.AT_ONCE, [("sent", "mail")] * 3, 3),
        (Pace.WEEKLY, [("sent", "inbox")] * 3, 0),  # on Monday it would be too late for them
    ],
)
def test_what_waits_goes_as_is_chosen_now(
    waiting: Waiting, cleo: Person, pace: Pace, states: list[tuple[str, str]], mails: int
) -> None:
    choose(cleo, paces={Group.MILESTONES: pace}, at=NOW)
    send_due(now=NOW + timedelta(minutes=1))
    assert _states() == states
    send_due(now=NINE)
    assert len(_mails(cleo)) == mails
    assert _digests()[0].state == "dropped"


def test_what_a_sender_is_writing_goes_as_it_is(waiting: Waiting, cleo: Person) -> None:
    Notice.objects.filter(kind="digest_daily").update(
        state="claimed", claimed_at=NOW, claimed_until=NOW + timedelta(minutes=2)
    )
    choose(cleo, paces={Group.MILESTONES: Pace.OFF}, at=NOW)
    assert _states() == [("bundled", "")] * 3
