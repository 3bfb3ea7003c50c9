"""The inbox: what somebody was told, why and how, what is new, and nobody else's."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kit import clock
from notices.inbox import own_path
from notices.models import KeptMail, Notice
from notices.planning.planner import plan
from notices.sending.sender import send_due
from pairings.models import Pairing
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW, TODAY
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

URL = "/inbox/"
QUERIES = 8


@pytest.fixture
def page(as_person: SignIn, cleo: Person) -> Client:
    return as_person(cleo)


def _said(client: Client, query: str = "") -> str:
    html = client.get(URL + query).content.decode().partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def _titles(client: Client, query: str = "") -> list[str]:
    return [one.notice.title for one in client.get(URL + query).context["entries"]]


def test_an_empty_inbox_says_what_will_be_here(page: Client) -> None:
    said = _said(page)
    assert "Nothing has come yet." in said
    assert "The first comes with your application." in said
    assert "Mark all as read" not in said


def test_the_first_sentence_says_what_is_new(page: Client, cleo: Person) -> None:
    cast.told(cleo, "One")
    assert "1 is new." in _said(page)
    cast.told(cleo, "Two")
    assert "2 are new." in _said(page)
    Notice.objects.update(read_at=NOW)
    assert "All read." in _said(page)


def test_it_holds_the_words_of_the_mail(pairing: Pairing, as_person: SignIn, ben: Person) -> None:
    """Same content: title, text, label and link, and why it came."""
    cast.milestone(pairing, due_on=TODAY + timedelta(days=7), title="A & <b> O'Neil")
    plan(now=NOW)
    send_due(now=NOW)
    mail = KeptMail.objects.get(to=ben.email, subject__contains="O'Neil")
    notice = Notice.objects.get(message_id=mail.message_id)
    said = _said(as_person(ben))
    assert mail.subject in said
    for paragraph in notice.text.split("\n\n"):
        assert paragraph in mail.text
        assert " ".join(paragraph.split()) in said
    assert f"{notice.label}:\n{notice.link}" in mail.text
    assert notice.label in said
    because = "You get this because you are in this pairing."
    assert because in mail.text
    assert because in said
    assert pairing.program.name in said


def test_the_newest_comes_first_and_what_is_new_says_so_in_words(
    page: Client, cleo: Person
) -> None:
    cast.told(cleo, "Old", written_at=NOW - timedelta(days=1), read_at=NOW)
    cast.told(cleo, "Fresh")
    assert _titles(page) == ["Fresh", "Old"]
    said = _said(page)
    assert "Fresh New" in said
    assert "Old New" not in said


def test_it_says_how_each_reached_its_reader(page: Client, cleo: Person) -> None:
    digest = cast.told(
        cleo,
        kind="digest_daily",
        state="planned",
        written_at=None,
        due_at=cast.NOW + timedelta(days=1),
    )
    ways: dict[str, dict[str, Any]] = {
        "It came by mail, Mon 2 Nov, 10:00": {},
        "It came in your digest, Mon 2 Nov, 10:00": {"way": "digest"},
        "It waits for your digest of Tue 3 Nov, 10:00": {"state": "bundled", "digest": digest},
        "you chose to get no mail about this": {"way": "inbox", "why": "unwanted"},
        "mail to your address came back": {"way": "inbox", "why": "suppressed"},
        "your next digest would have come too late": {"way": "inbox", "why": "no_digest"},
        "Its mail could not be delivered": {"state": "failed", "way": "", "why": "550 nobody"},
        "Its mail is on its way": {"state": "planned", "way": ""},
    }
    for words, state in ways.items():
        notice = cast.told(cleo, **state)
        said = _said(page)
        assert words in said.replace("2026, ", ", ").replace(" 2026", "")
        assert "550" not in said
        notice.delete()


def test_where_mail_came_back_one_gets_to_what_can_be_done(page: Client, cleo: Person) -> None:
    notice = cast.told(cleo, way="inbox", why="unwanted")
    link = "See whether it still does"
    assert link not in page.get(URL).content.decode()
    Notice.objects.filter(pk=notice.pk).update(why="suppressed")
    assert f'href="{reverse("preferences")}">{link}' in page.get(URL).content.decode()


def test_links_in_an_announcement_work_and_in_nothing_else(page: Client, cleo: Person) -> None:
    text = "See https://example.com/a <script>"
    cast.told(cleo, kind="announcement", text=text)
    link = '<a href="https://example.com/a"'
    said = page.get(URL).content.decode()
    assert link in said
    assert "<script>" not in said.partition("<main")[2]
    Notice.objects.update(kind="session_past")
    assert link not in page.get(URL).content.decode()


def test_what_was_dropped_is_gone_and_digests_are_not_repeated(page: Client, cleo: Person) -> None:
    for state in ("dropped", "superseded"):
        cast.told(cleo, state, state=state)
    cast.told(cleo, "Digest", kind="digest_weekly")
    cast.told(cleo, "Stays")
    assert _titles(page) == ["Stays"]


def test_nobody_reads_anybody_elses(
    as_person: SignIn, cleo: Person, ben: Person, olga: Person
) -> None:
    notice = cast.told(cleo, "For Cleo")
    for other in (ben, olga):
        client = as_person(other)
        assert "For Cleo" not in client.get(URL).content.decode()
        assert client.get("/inbox/count/").content.decode().count("new") == 0
        assert client.get("/inbox/news/").content.decode().strip() == ""
        assert client.post(f"/inbox/{notice.ref}/reading/", {"open": "yes"}).status_code == 404
        client.post("/inbox/reading/", {"until": notice.ref})
    notice.refresh_from_db()
    assert notice.read_at is None


# --- Narrowing and pages ------------------------------------------------------------------------


def test_it_is_narrowed_by_the_address(
    page: Client, cleo: Person, program: Program, ada: Person
) -> None:
    other = cast.program(ada, name="Onboarding")
    cast.told(cleo, "Read", program_id=program.pk, read_at=NOW)
    cast.told(cleo, "New", program_id=program.pk)
    cast.told(cleo, "Elsewhere", program_id=other.pk)
    assert set(_titles(page)) == {"Read", "New", "Elsewhere"}
    assert set(_titles(page, "?show=new")) == {"New", "Elsewhere"}
    assert set(_titles(page, f"?program={program.ref}")) == {"Read", "New"}
    assert _titles(page, f"?program={program.ref}&show=new") == ["New"]
    assert len(_titles(page, "?show=nonsense&program=nonsense")) == 3
    Notice.objects.update(read_at=NOW)
    assert "Nothing fits" in _said(page, "?show=new")


def test_only_programs_of_the_own_inbox_can_be_chosen(
    page: Client, cleo: Person, program: Program, dan: Person
) -> None:
    cast.told(cleo, program_id=program.pk)
    assert "Another program" not in _said(page)


def test_25_stand_on_a_page(page: Client, cleo: Person) -> None:
    for number in range(26):
        cast.told(cleo, f"Number {number}", written_at=NOW + timedelta(minutes=number))
    assert len(_titles(page)) == 25
    assert _titles(page, "?page=2") == ["Number 0"]


@pytest.mark.parametrize("many", [1, 3])
def test_it_asks_as_often_for_three_as_for_one(
    page: Client,
    cleo: Person,
    ada: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
    many: int,
) -> None:
    digest = cast.told(cleo, kind="digest_daily", state="planned", written_at=None)
    for number in range(many):
        program = cast.program(ada, name=f"Program {number}")
        cast.told(cleo, program_id=program.pk, state="bundled", digest=digest)
    with django_assert_num_queries(QUERIES):
        assert len(_titles(page)) == many


# --- Reading ------------------------------------------------------------------------------------


def test_opening_one_marks_it_read_and_leads_to_what_it_speaks_of(
    page: Client, cleo: Person
) -> None:
    notice, other = cast.told(cleo), cast.told(cleo)
    before = clock.now()
    answer = page.post(f"/inbox/{notice.ref}/reading/", {"open": "yes", "back": URL})
    assert (answer.status_code, answer["Location"]) == (302, "/pairings/")
    notice.refresh_from_db()
    assert notice.read_at
    assert notice.read_at >= before
    other.refresh_from_db()
    assert other.read_at is None


def test_marking_one_read_leads_back_to_that_one(page: Client, cleo: Person) -> None:
    notice = cast.told(cleo)
    html = page.get(URL).content.decode()
    assert f'<li id="{notice.ref}"' in html
    assert f'name="back" value="{URL}#{notice.ref}"' in html
    answer = page.post(f"/inbox/{notice.ref}/reading/", {"back": f"{URL}#{notice.ref}"})
    assert answer["Location"] == f"{URL}#{notice.ref}"


def test_marking_one_read_leads_back_to_where_one_was(page: Client, cleo: Person) -> None:
    notice = cast.told(cleo, read_at=NOW)
    answer = page.post(f"/inbox/{notice.ref}/reading/", {"back": "/inbox/?show=new"})
    assert answer["Location"] == "/inbox/?show=new"
    notice.refresh_from_db()
    assert notice.read_at == NOW  # the first time counts
    astray = page.post(f"/inbox/{notice.ref}/reading/", {"back": "https://evil.example/"})
    assert astray["Location"] == URL


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/",
        "//evil.example/",
        "http://localhost:8000.evil.example/",
        "http://localhost:8000//evil.example/",
        "http://localhost:8000/\\evil.example/",
        "javascript:alert(1)",
        "",
    ],
)
def test_a_link_never_leads_away_from_here(page: Client, cleo: Person, link: str) -> None:
    notice = cast.told(cleo, link=link, label="Look at it")
    said = page.get(URL).content.decode()
    assert "Look at it" not in said
    assert "evil.example" not in said
    answer = page.post(f"/inbox/{notice.ref}/reading/", {"open": "yes"})
    assert answer["Location"] == URL


def test_a_link_of_ours_is_taken_as_it_is() -> None:
    assert own_path("http://localhost:8000/pairings/x/?a=1#b") == "/pairings/x/?a=1#b"


def test_all_that_was_seen_is_read_and_what_came_meanwhile_stays_new(
    page: Client, cleo: Person
) -> None:
    cast.told(cleo, "Old", written_at=NOW - timedelta(days=1))
    cast.told(cleo, "Seen last")
    newest = page.get(URL).context["newest"]
    cast.told(cleo, "Came meanwhile", written_at=NOW + timedelta(seconds=1))
    assert page.post("/inbox/reading/", {"until": newest})["Location"] == URL
    assert _titles(page, "?show=new") == ["Came meanwhile"]
    page.post("/inbox/reading/")
    assert _titles(page, "?show=new") == []


@pytest.mark.parametrize("path", ["/inbox/reading/", "/inbox/{ref}/reading/"])
def test_looking_reads_nothing(page: Client, cleo: Person, path: str) -> None:
    notice = cast.told(cleo)
    assert page.get(path.format(ref=notice.ref)).status_code == 405
    for looked_at in (URL, "/inbox/count/", "/inbox/news/"):
        page.get(looked_at)
        page.head(looked_at)
    notice.refresh_from_db()
    assert notice.read_at is None


# --- The bell -----------------------------------------------------------------------------------


def test_the_bell_says_on_every_page_how_many_are_new(page: Client, cleo: Person) -> None:
    assert ">Inbox</span>" in page.get("/").content.decode()
    cast.told(cleo)
    said = page.get("/").content.decode()
    assert "Inbox, 1 new" in said
    assert f'hx-get="{reverse("inbox-count")}"' in said


def test_what_the_bell_asks_for_is_a_piece_that_costs_little(
    page: Client, cleo: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(100):
        cast.told(cleo)
    with django_assert_num_queries(3):
        answer = page.get("/inbox/count/")
    said = answer.content.decode()
    assert "Inbox, 100 new" in said
    assert "99+" in said
    assert "<html" not in said
    assert "no-store" in answer["Cache-Control"]


def test_whoever_is_signed_out_is_sent_elsewhere(client: Client) -> None:
    """By which the page notices, and asks no more."""
    assert client.get("/inbox/count/")["Location"].startswith("/accounts/login/")


def test_an_open_inbox_hears_of_what_comes(page: Client, cleo: Person) -> None:
    seen = cast.told(cleo)
    cast.told(cleo, written_at=NOW - timedelta(days=1))
    assert page.get(f"/inbox/news/?than={seen.ref}").content.decode().strip() == ""
    cast.told(cleo, written_at=NOW + timedelta(minutes=1))
    assert "1 more has come" in page.get(f"/inbox/news/?than={seen.ref}").content.decode()
    cast.told(cleo, written_at=NOW + timedelta(minutes=2), read_at=NOW)
    assert "1 more has come" in page.get(f"/inbox/news/?than={seen.ref}").content.decode()
