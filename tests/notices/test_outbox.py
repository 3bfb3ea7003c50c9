from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from history.models import Event
from kit.clock import now
from notices.models import Channel, KeptMail, Notice, Round
from people.models import Person
from programs.models import Program
from tests.cast import NOW, TODAY
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

QUERIES = 10


def _notice(
    to: Person, *, state: str = "sent", kind: str = "match_published", n: int = 1
) -> Notice:
    made = _row(to, n, state=state, kind=kind)
    made.save()
    return made


def _row(to: Person, n: int, *, state: str = "sent", kind: str = "match_published") -> Notice:
    waiting = state in ("planned", "claimed", "bundled")
    return Notice(
        kind=kind,
        subject_kind="pairings.pairing",
        subject_id=n,
        due_on=TODAY,
        recipient=to,
        due_at=NOW,
        expires_at=NOW + timedelta(days=3),
        state=state,
        planned_at=NOW,
        settled_at=None if waiting else NOW,
        claimed_until=NOW if state == "claimed" else None,
        message_id=f"<{kind}.{n}@example.com>",
        why="550 nobody" if state == "failed" else "",
    )


@pytest.fixture
def page(as_person: SignIn, olga: Person) -> Client:
    for worker in Round.Worker:
        Round.objects.create(worker=worker, finished_at=now())
    return as_person(olga)


def test_an_empty_outbox_says_what_will_be_here(page: Client) -> None:
    said = page.get("/outbox/").content.decode()
    assert "All sent." in said
    assert "Oldest waiting: none." in said
    assert "No notices yet" in said
    assert "stands still" not in said


def test_where_nobody_sends_it_does_not_say_that_all_is_well(
    as_person: SignIn, olga: Person
) -> None:
    said = as_person(olga).get("/outbox/").content.decode()
    assert "Nothing is being sent." in said
    assert "All sent." not in said
    assert said.count("The outbox stands still") == 1


def test_what_waits_and_what_failed_is_said_first(page: Client, ben: Person) -> None:
    _notice(ben, state="planned", n=1)
    _notice(ben, state="failed", n=2)
    said = page.get("/outbox/").content.decode()
    assert "All sent." not in said
    assert "Oldest waiting: none." not in said
    assert "550 nobody" in said
    assert "Retry failed" in said


def test_what_is_due_later_is_no_backlog(page: Client, ben: Person) -> None:
    later = _notice(ben, state="planned")
    Notice.objects.filter(pk=later.pk).update(due_at=now() + timedelta(hours=3))
    said = page.get("/outbox/").content.decode()
    assert "<strong>1</strong> is waiting." in said
    assert "Nothing is due yet." in said
    assert "Oldest waiting" not in said


def test_the_list_is_narrowed_by_the_address(page: Client, ben: Person, cleo: Person) -> None:
    _notice(ben, state="sent", n=1)
    _notice(cleo, state="failed", n=2, kind="help_asked")

    def names(query: str) -> set[str]:
        return {one.recipient.name for one in page.get(f"/outbox/?{query}").context["page"]}

    assert names("") == {ben.name, cleo.name}
    assert names("state=failed") == {cleo.name}
    assert names("kind=match_published") == {ben.name}
    assert names("reader=cleo") == {cleo.name}
    assert names("reader=cleo&state=sent") == set()
    assert names("state=nonsense") == {ben.name, cleo.name}
    assert names("state=failed&program=x&way=nonsense") == {cleo.name}


def test_it_is_narrowed_by_way_program_and_channel(
    page: Client, ben: Person, cleo: Person, ada: Person, program: Program
) -> None:
    by_mail, in_digest, in_channel = (_notice(ben, n=number) for number in (1, 2, 3))
    channel = Channel.objects.create(
        program=program, app="slack", name="mentoring-team", address="x", added_at=NOW
    )
    Notice.objects.filter(pk=by_mail.pk).update(way="mail", program_id=program.pk)
    Notice.objects.filter(pk=in_digest.pk).update(way="digest", program_id=program.pk + 1)
    Notice.objects.filter(pk=in_channel.pk).update(way="channel", recipient=None, channel=channel)

    def found(query: str) -> set[Notice]:
        return set(page.get(f"/outbox/?{query}").context["page"])

    assert found("way=mail") == {by_mail}
    assert found("way=digest") == {in_digest}
    assert found(f"program={program.pk}") == {by_mail}
    assert found("reader=mentoring-team") == {in_channel}
    assert found("reader=ben") == {by_mail, in_digest}
    said = page.get("/outbox/?reader=team").content.decode()
    assert "mentoring-team" in said
    assert "in a channel" in said


def test_every_state_is_counted_and_leads_to_its_list(page: Client, ben: Person) -> None:
    for number, state in enumerate(Notice.State.values):
        for times in range(number + 1):
            _notice(ben, state=state, n=100 * number + times)
    response = page.get("/outbox/")
    counts = response.context["overview"].counts
    assert counts == {state: n + 1 for n, state in enumerate(Notice.State.values)}
    said = response.content.decode()
    for state in ("planned", "sent", "failed", "bundled", "dropped", "superseded"):
        assert f'href="?state={state}"' in said


def test_twenty_five_stand_on_a_page_the_newest_first(page: Client, ben: Person) -> None:
    made = [_notice(ben, n=number) for number in range(27)]
    assert list(page.get("/outbox/").context["page"]) == made[:1:-1]
    assert list(page.get("/outbox/?page=2").context["page"]) == made[1::-1]


def test_no_list_sorts_all_that_was_ever_sent(ben: Person) -> None:
    rows = [_row(ben, number) for number in range(4000)]
    Notice.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE notices_notice")
    for wanted in ({}, {"state": "sent"}, {"state": "failed"}, {"program": 7}):
        plan = Notice.objects.matching(**wanted).newest_first()[:25].explain()
        assert "Index" in plan, (wanted, plan)
        assert "Seq Scan" not in plan, (wanted, plan)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_three_as_for_one(
    page: Client, ben: Person, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        _notice(ben, n=number)
    with django_assert_num_queries(QUERIES):
        page.get("/outbox/")


def test_all_that_failed_is_sent_again(page: Client, ben: Person, olga: Person) -> None:
    sent, failed = _notice(ben, n=1), _notice(ben, state="failed", n=2)
    page.post("/outbox/retrial/")
    failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.why) == ("planned", 0, "")
    assert failed.expires_at > now()
    sent.refresh_from_db()
    assert sent.state == "sent"
    event = Event.objects.about(failed).get()
    assert (event.verb, event.by_id) == ("notice.retried", olga.pk)
    assert page.get("/outbox/retrial/").status_code == 405


@pytest.mark.parametrize("demo", [True, False])
def test_mails_about_accounts_are_shown_in_the_demo_alone(
    page: Client, settings: Settings, ben: Person, demo: bool
) -> None:
    settings.DEMO = demo
    reset = KeptMail.objects.create(to=ben.email, subject="Reset it", text="secret", at=NOW)
    said = page.get("/outbox/").content.decode()
    assert ("Reset it" in said) is demo
    shown = page.get(f"/outbox/mails/{reset.ref}/")
    assert shown.status_code == (200 if demo else 404)


@pytest.mark.parametrize("who", ["ada", "ben", "hana", "dan"])
def test_it_is_for_administrators_alone(
    as_person: SignIn, request: pytest.FixtureRequest, ben: Person, who: str
) -> None:
    failed = _notice(ben, state="failed")
    kept = KeptMail.objects.create(
        message_id=failed.message_id, to=ben.email, subject="s", text="t", html="<p>t", at=NOW
    )
    client = as_person(request.getfixturevalue(who))
    for path in (
        "/outbox/",
        f"/outbox/{failed.ref}/",
        f"/outbox/mails/{kept.ref}/",
        f"/outbox/mails/{kept.ref}/sheet/",
    ):
        assert client.get(path).status_code == 404
    for path in (
        "/outbox/retrial/",
        f"/outbox/{failed.ref}/retrial/",
        f"/outbox/{failed.ref}/cancellation/",
    ):
        assert client.post(path).status_code == 404
    failed.refresh_from_db()
    assert failed.state == "failed"
