"""The bell, the inbox, what somebody gets by mail, and the link that ends mails: in a browser."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect

from notices.catalogue import Group
from notices.models import Notice, Pace, Suppression
from notices.preferring import pace_of
from notices.unsubscribing import address_for
from people.models import Person
from tests import cast
from tests.browser.conftest import OpenPage
from tests.browser.looking import PHONE, assert_good

NEWS = "A notice with rather a long title, for a phone: “Half-time review” is due in seven days"


@pytest.fixture
def cleo(transactional_db: None) -> Person:
    """Is mentored, and was told three things, of which she has read one."""
    cleo = cast.person("Cleo Martin")
    program = cast.program(cast.person("Ada Keller", roles=("program_admin",)))
    mentor = cast.participant(cast.person("Ben Okafor"), program, "mentor")
    cast.pairing(mentor, cast.participant(cleo, program, "mentee"))
    about = {"program_id": program.pk}
    cast.told(cleo, "Read long ago", written_at=cast.NOW - timedelta(days=9), read_at=cast.NOW)
    cast.told(cleo, "You are matched with Ben Okafor", written_at=cast.NOW, **about)
    cast.told(cleo, NEWS, written_at=cast.NOW + timedelta(hours=1), **about)
    return cleo


def bell(page: Page, words: str) -> None:
    """The name of the bell, as it is read aloud."""
    expect(page.locator(".bell")).to_have_accessible_name(words)


def pace(page: Page, words: str, group: str) -> Locator:
    return page.get_by_role("radio", name=re.compile(f"^{words} ?: {group}$"))


def look(page: Page) -> None:
    """A minute goes by."""
    page.clock.fast_forward(61_000)


def test_what_is_new_is_opened_and_marked_read(open_page: OpenPage, cleo: Person) -> None:
    page = open_page(cleo)
    page.goto("/")
    bell(page, "Inbox, 2 new")
    page.locator(".bell").click()
    expect(page.get_by_text("2 are new.")).to_be_visible()
    bell(page, "Inbox, 2 new")
    page.wait_for_load_state("networkidle")
    assert_good(page)
    page.get_by_role("button", name="Look at it").first.click()
    expect(page).to_have_url(re.compile("/pairings/$"))
    bell(page, "Inbox, 1 new")
    page.goto("/inbox/?show=new")
    page.get_by_role("button", name=re.compile("Mark as read.*You are matched")).click()
    expect(page.get_by_text("All read.")).to_be_visible()
    expect(page.get_by_text("Nothing fits")).to_be_visible()
    bell(page, "Inbox")
    page.goto("/inbox/")
    page.get_by_text("What it says").first.click()
    expect(page.get_by_text("What there is to say.").first).to_be_visible()
    assert_good(page)


def test_the_bell_and_an_open_inbox_hear_of_what_comes(open_page: OpenPage, cleo: Person) -> None:
    page = open_page(cleo)
    page.clock.install()
    page.goto("/inbox/")
    bell(page, "Inbox, 2 new")
    at = page.locator(".bell").bounding_box()
    cast.told(cleo, "Come just now", written_at=cast.NOW + timedelta(hours=2))
    look(page)
    bell(page, "Inbox, 3 new")
    assert page.locator(".bell").bounding_box() == at
    page.get_by_role("link", name="1 more has come: show it").click()
    expect(page.get_by_role("heading", name="Come just now")).to_be_visible()
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_text("All read.")).to_be_visible()
    assert not Notice.objects.filter(read_at=None).exists()


def test_it_rests_while_nobody_looks(open_page: OpenPage, cleo: Person) -> None:
    page = open_page(cleo)
    page.clock.install()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto("/")
    page.wait_for_load_state("networkidle")
    asked.clear()
    page.evaluate(
        "Object.defineProperty(document, 'hidden', {configurable: true, get: () => true})"
    )
    look(page)
    cast.told(cleo, "Come just now")
    look(page)
    assert asked == []
    page.evaluate("delete document.hidden")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    bell(page, "Inbox, 3 new")
    assert asked == ["/inbox/count/"]


def test_whoever_is_signed_out_keeps_the_page_and_is_asked_about_no_more(
    open_page: OpenPage, cleo: Person
) -> None:
    page = open_page(cleo)
    page.clock.install()
    page.goto("/")
    bell(page, "Inbox, 2 new")
    Session.objects.all().delete()
    asked: list[str] = []
    page.on("response", lambda response: asked.append(urlsplit(response.url).path))
    look(page)
    expect(page.locator(".bell [hx-get]")).to_have_count(0)
    bell(page, "Inbox, 2 new")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Cleo")
    asked.clear()
    look(page)
    look(page)
    assert asked == []


def test_all_of_it_works_without_scripts(open_page: OpenPage, cleo: Person) -> None:
    page = open_page(cleo, java_script_enabled=False)
    page.goto("/")
    bell(page, "Inbox, 2 new")
    page.locator(".bell").click()
    page.get_by_label("Show", exact=True).select_option("what is new")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("heading", level=2)).to_have_count(2)
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_text("All read.")).to_be_visible()
    page.get_by_role("link", name="Choose what you get by mail").click()
    pace(page, "No mail", "Milestones").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert pace_of(cleo, Group.MILESTONES) == Pace.OFF


def test_an_empty_inbox_is_good_too(open_page: OpenPage, transactional_db: None) -> None:
    page = open_page(cast.person("New Here"))
    page.goto("/inbox/")
    expect(page.get_by_role("heading", name="All that you are told stands here")).to_be_visible()
    bell(page, "Inbox")
    page.wait_for_load_state("networkidle")
    assert_good(page)


@pytest.mark.parametrize("width", [1366, PHONE])
def test_how_mails_come_is_chosen_by_keyboard(
    open_page: OpenPage, cleo: Person, width: int
) -> None:
    Suppression.objects.create(email=cleo.email, why="550", since_at=cast.NOW)
    page = open_page(cleo, viewport={"width": width, "height": 900})
    page.goto("/preferences/")
    expect(page.get_by_text("Mail to you comes back")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert_good(page)
    pace(page, "At once", "Milestones").focus()
    page.keyboard.press("ArrowRight")
    expect(pace(page, "In a daily digest", "Milestones")).to_be_checked()
    page.get_by_label("Mails a week at most").fill("200")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(pace(page, "In a daily digest", "Milestones")).to_be_checked()
    page.wait_for_load_state("networkidle")
    assert_good(page)
    page.get_by_label("Mails a week at most").fill("3")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_text("about 4 subjects at once")).to_be_visible()
    assert pace_of(cleo, Group.MILESTONES) == Pace.DAILY


def test_mails_are_ended_from_a_mail_and_taken_back(open_page: OpenPage, cleo: Person) -> None:
    page = open_page(None)
    page.goto(urlsplit(address_for(cleo, Group.MILESTONES)).path)
    expect(page.get_by_text("c…@example.com")).to_be_visible()
    assert_good(page)
    page.get_by_role("button", name="No more mails about it").click()
    expect(page.get_by_text("gets no more mails about: Milestones")).to_be_visible()
    assert_good(page)
    assert pace_of(cleo, Group.MILESTONES) == Pace.OFF
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("gets mails at once about: Milestones")).to_be_visible()
    page.get_by_role("button", name="In a weekly digest instead").click()
    expect(page.get_by_text("gets in a weekly digest: Milestones")).to_be_visible()
    page.goto("/unsubscribe/made-up/")
    expect(page.get_by_role("heading", name="This link does not work")).to_be_visible()
    assert_good(page)
