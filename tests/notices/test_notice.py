from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from history.models import Event
from notices.models import Attempt, KeptMail, Notice
from people.models import Person
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
    for outcome, why in (("put_off", "450 later"), ("lost", ""), ("sent", "")):
        Attempt.objects.create(
            notice=notice, claimed_at=NOW, ended_at=NOW, outcome=outcome, why=why
        )
    with django_assert_max_num_queries(10):
        response = page.get(f"/outbox/{notice.ref}/")
    titles = [moment.title for moment in response.context["life"]]
    assert titles == [
        "Planned",
        "Not taken yet, to be tried again",
        "The sender stopped before it knew the outcome",
        "Sent",
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
