from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from history.models import Event
from notices.models import Attempt, Channel, KeptMail, Notice
from people.models import Person
from programs.models import Program
from tests.cast import NOW
from tests.conftest import SignIn
from tests.notices.test_outbox import _notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(as_person: SignIn, olga: Person) -> Client:
    return as_person(olga)


def _kept(notice: Notice, html: str = "<p>Hello") -> KeptMail:
    return KeptMail.objects.create(
        message_id=notice.message_id,
        to=notice.recipient.email if notice.recipient else "",
        subject="You have a match",
        text="Hello <script> https://example.com/x",
        html=html,
        at=NOW,
    )


def test_its_life_is_told_in_order(
    page: Client, ben: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    notice = _notice(ben)
    Notice.objects.filter(pk=notice.pk).update(state="sent", way="mail", settled_at=NOW)
    for outcome, why in (("put_off", "450 later"), ("lost", "")):
        Attempt.objects.create(
            notice=notice,
            claimed_at=NOW - timedelta(minutes=2),
            ended_at=NOW,
            outcome=outcome,
            why=why,
        )
    with django_assert_max_num_queries(10):
        response = page.get(f"/outbox/{notice.ref}/")
    assert [(moment.title, moment.at) for moment in response.context["life"]] == [
        ("Planned", NOW),
        ("Not taken yet, to be tried again", NOW),
        ("Being sent", NOW - timedelta(minutes=2)),
        ("The sender stopped before it knew the outcome", NOW),
        ("Sent", NOW),
    ]
    assert "450 later" in response.content.decode()


def test_the_mail_is_shown_where_mail_is_kept(
    page: Client, settings: Settings, ben: Person
) -> None:
    notice = _notice(ben)
    kept = _kept(notice)
    said = page.get(f"/outbox/{notice.ref}/").content.decode()
    assert f"/outbox/mails/{kept.ref}/sheet/" in said
    assert "Hello &lt;script&gt;" in said
    settings.MAIL_IS_KEPT = False
    said = page.get(f"/outbox/{notice.ref}/").content.decode()
    assert "/sheet/" not in said
    assert "Hello" not in said
    assert page.get(f"/outbox/mails/{kept.ref}/").status_code == 404
    assert page.get(f"/outbox/mails/{kept.ref}/sheet/").status_code == 404


def test_the_sheet_may_run_and_load_nothing(page: Client, ben: Person) -> None:
    kept = _kept(_notice(ben), "<style>p { color: red }</style><p>Hello")
    response = page.get(f"/outbox/mails/{kept.ref}/sheet/")
    policy = response["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'none'" in page.get("/outbox/")["Content-Security-Policy"]


def test_a_failed_one_is_sent_again(page: Client, ben: Person) -> None:
    notice = _notice(ben, state="failed")
    page.post(f"/outbox/{notice.ref}/retrial/")
    notice.refresh_from_db()
    assert notice.state == "planned"
    assert Event.objects.about(notice).get().verb == "notice.retried"


def test_one_that_did_not_fail_is_not_sent_again(page: Client, ben: Person) -> None:
    notice = _notice(ben, state="sent")
    said = page.post(f"/outbox/{notice.ref}/retrial/", follow=True).content.decode()
    assert "had not failed" in said
    notice.refresh_from_db()
    assert notice.state == "sent"


@pytest.mark.parametrize("state", ["planned", "failed"])
def test_one_that_waits_or_failed_can_be_cancelled(page: Client, ben: Person, state: str) -> None:
    notice = _notice(ben, state=state)
    said = page.post(f"/outbox/{notice.ref}/cancellation/", follow=True).content.decode()
    notice.refresh_from_db()
    assert (notice.state, notice.why) == ("dropped", "cancelled")
    assert "An administrator cancelled it." in said
    assert Event.objects.about(notice).get().verb == "notice.cancelled"


@pytest.mark.parametrize("state", ["claimed", "sent"])
def test_one_on_its_way_or_out_cannot_be_cancelled(page: Client, ben: Person, state: str) -> None:
    notice = _notice(ben, state=state)
    page.post(f"/outbox/{notice.ref}/cancellation/")
    notice.refresh_from_db()
    assert notice.state == state


def test_state_changes_are_posts(page: Client, ben: Person) -> None:
    notice = _notice(ben, state="failed")
    for noun in ("retrial", "cancellation"):
        assert page.get(f"/outbox/{notice.ref}/{noun}/").status_code == 405
    assert page.get("/outbox/2222222222/").status_code == 404


def _digest(to: Person, carried: list[Notice], **about: object) -> Notice:
    digest = _notice(to, kind="digest_daily", n=to.pk)
    Notice.objects.filter(pk__in=[one.pk for one in carried]).update(digest=digest, **about)
    return digest


def test_what_was_written_is_shown_as_it_was_kept(
    page: Client, settings: Settings, ben: Person
) -> None:
    settings.MAIL_IS_KEPT = False
    notice = _notice(ben)
    assert "Not written yet" in page.get(f"/outbox/{notice.ref}/").content.decode()
    Notice.objects.update(
        title="You will mentor <Cleo>",
        text="First.\n\nSecond <b>one</b>.",
        label="Agree",
        link="https://example.com/pairings/secret/",
        written_at=NOW,
    )
    said = page.get(f"/outbox/{notice.ref}/").content.decode()
    assert "You will mentor &lt;Cleo&gt;" in said
    assert "Second &lt;b&gt;one&lt;/b&gt;." in said
    assert "With a link: Agree" in said
    assert "/pairings/secret/" not in said, "the way to it is its reader's"


def test_a_digest_lists_what_it_carries_and_each_leads_to_its_digest(
    page: Client, ben: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    carried = [_notice(ben, state="bundled", n=number, kind="pair_quiet") for number in (1, 2)]
    other = _notice(ben, n=3)
    digest = _digest(ben, carried, title="Shall you meet?")
    with django_assert_max_num_queries(10):
        said = page.get(f"/outbox/{digest.ref}/").content.decode()
    assert "What it carries" in said
    for one in carried:
        assert f"/outbox/{one.ref}/" in said
    assert f"/outbox/{other.ref}/" not in said
    said = page.get(f"/outbox/{carried[0].ref}/").content.decode()
    assert f"/outbox/{digest.ref}/" in said
    assert "waits for a digest" in said
    assert "To go in a digest" in said
    assert "Cancel it" in said
    assert "What it carries" not in said


@pytest.mark.parametrize(
    ("way", "why", "lead", "moment"),
    [
        ("mail", "", "Sent to Ben Okafor", "Planned"),
        ("digest", "", "It reached Ben Okafor in a digest", "Sent in a digest"),
        (
            *("inbox", "unwanted", "It was put in the inbox of Ben Okafor"),
            "Put in the inbox, without a mail",
        ),
    ],
)
def test_how_it_reached_its_reader_is_said_first(
    page: Client, ben: Person, way: str, why: str, lead: str, moment: str
) -> None:
    notice = _notice(ben)
    Notice.objects.update(way=way, why=why, written_at=NOW)
    said = page.get(f"/outbox/{notice.ref}/").content.decode()
    assert lead in said
    assert moment in said
    assert ("The person wants no mail of this kind." in said) is (why == "unwanted")


def test_one_that_went_to_a_channel_names_it(page: Client, ben: Person, program: Program) -> None:
    channel = Channel.objects.create(
        program=program, app="slack", name="team", address="https://x/secret", added_at=NOW
    )
    notice = _notice(ben, kind="help_asked")
    Notice.objects.update(way="channel", recipient=None, channel=channel, written_at=NOW)
    said = page.get(f"/outbox/{notice.ref}/").content.decode()
    assert "Written in the channel team" in said
    assert "Slack" in said
    assert "secret" not in said


def test_one_that_waits_for_a_digest_can_be_cancelled(page: Client, ben: Person) -> None:
    notice = _notice(ben, state="bundled")
    _digest(ben, [notice])
    page.post(f"/outbox/{notice.ref}/cancellation/")
    notice.refresh_from_db()
    assert (notice.state, notice.why) == ("dropped", "cancelled")


def test_one_that_was_overtaken_says_so(page: Client, ben: Person) -> None:
    notice = _notice(ben, state="superseded")
    Notice.objects.update(why="superseded")
    said = page.get(f"/outbox/{notice.ref}/").content.decode()
    assert "Not sent to Ben Okafor. A newer notice says it." in said
    assert "Overtaken" in said
    assert "Retry" not in said
