"""What participants see: good in every state of a pairing, by keyboard alone, without scripts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from goals import acting, setting
from kit.clock import now, today
from milestones import timeline
from pairings import agenda, checking_in, extending
from pairings.models import Pairing
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.browser.conftest import OpenPage
from tests.browser.looking import assert_good
from tests.browser.walking import follow


@pytest.fixture
def full(transactional_db: None, pairing: Pairing, ben: Person, cleo: Person) -> Pairing:
    """An active pairing with milestones, sessions, an agenda, goals and two open questions."""
    at = now()
    Program.objects.update(checkin_weeks=1)
    pairing.refresh_from_db()
    checking_in.answer(pairing, by=ben, at=at, on=today(), answer="so_so", comment="Less often?")
    extending.ask(pairing, by=ben, at=at, to_on=pairing.ends_on + timedelta(days=30))
    timeline.lay_out([pairing])
    cast.held_session(pairing, days_ago=3)
    agenda.add(pairing, by=ben, at=at, text="How the first talk went")
    goal = setting.write(pairing, owner=cleo, by=cleo, at=at, text="Speak up in meetings")
    acting.write(goal, owner=cleo, by=cleo, at=at, text="Ask one question", due_on=today())
    setting.write(pairing, owner=cleo, by=ben, at=at, text="Lead a review")
    return pairing


PAGES = ["", "agreement/", "agreement/edit/", "log/", "plan/", "sessions/", "goals/new/"]
PAGES += ["pause/", "extension/", "check-in/", "ending/", "help/"]


def test_the_pages_of_a_pairing_are_accessible_and_fit_a_phone(
    open_page: OpenPage, full: Pairing, cleo: Person
) -> None:
    page = open_page(cleo)
    goal = full.goals.filter(state="open").get()
    around = ["/", "/pairings/", "/resources/", "/settings/mine/", f"/goals/{goal.ref}/"]
    for address in [*around, *(f"/pairings/{full.ref}/{name}" for name in PAGES)]:
        page.goto(address)
        assert_good(page)


def test_both_have_a_say_in_the_end_date_and_each_says_how_it_goes(
    open_page: OpenPage, full: Pairing, cleo: Person
) -> None:
    page = open_page(cleo)
    page.goto(f"/pairings/{full.ref}/")
    page.get_by_role("button", name="Yes, go on").click()
    expect(page.get_by_text("Extended until")).to_be_visible()
    follow(page, "Move the end date")
    assert_good(page)
    page.get_by_role("button", name="Ask Ben").click()
    expect(page.get_by_text("It waits for the answer of Ben.")).to_be_visible()
    page.get_by_role("link", name="Say how it goes").click()
    page.get_by_label("It does not work").check()
    page.get_by_label("A line about it").fill("We never find a time.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Ask for help")).to_be_visible()
    assert_good(page)


@pytest.mark.parametrize("state", ["proposed", "paused", "ended"])
def test_so_are_home_and_pairing_in_every_state(
    open_page: OpenPage, transactional_db: None, mentor: Participant, mentee: Participant,
    state: str,
) -> None:  # fmt: skip
    one = cast.pairing(mentor, mentee, state=state)
    timeline.lay_out([one])
    page = open_page(mentee.person)
    for address in ("/", "/pairings/", f"/pairings/{one.ref}/"):
        page.goto(address)
        assert_good(page)


def test_so_are_the_pages_for_who_is_in_nothing_yet(
    open_page: OpenPage, transactional_db: None, ada: Person
) -> None:
    program: Program = cast.program(ada, state="open")
    page = open_page(cast.person("Nia New"))
    around = ["/", f"/programs/{program.ref}/", f"/programs/{program.ref}/apply/mentee/"]
    for address in around:
        page.goto(address)
        assert_good(page)


def test_the_keyboard_is_enough(open_page: OpenPage, full: Pairing, cleo: Person) -> None:
    page = open_page(cleo)
    page.goto(f"/pairings/{full.ref}/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#top-search")).to_be_focused()
    page.get_by_label("Add something to talk about").focus()
    page.keyboard.type("What comes next")
    page.keyboard.press("Enter")
    expect(page.locator("#agenda")).to_contain_text("What comes next")
    expect(page.get_by_label("Add something to talk about")).to_be_focused()


def test_scripts_are_not_needed(open_page: OpenPage, full: Pairing, cleo: Person) -> None:
    page = open_page(cleo, java_script_enabled=False)
    page.goto(f"/pairings/{full.ref}/")
    page.get_by_label("Add something to talk about").fill("What comes next")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#agenda")).to_contain_text("What comes next")
    page.get_by_role("button", name="We talked about “What comes next”").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="We talked about “What comes next”")).to_be_visible()
    page.get_by_role("button", name="Done: Ask one question").click()
    undone = page.get_by_role("button", name="Not done after all: Ask one question")
    expect(undone).to_be_visible()


def test_paper_shows_what_was_written_and_no_controls(
    open_page: OpenPage, full: Pairing, cleo: Person
) -> None:
    page = open_page(cleo)
    page.goto(f"/pairings/{full.ref}/")
    page.emulate_media(media="print")
    expect(page.get_by_text("How the first talk went", exact=True)).to_be_visible()
    for control in (".agenda-add", ".agenda-moves", ".ways", ".top", ".foot"):
        for one in page.locator(control).all():
            expect(one).to_be_hidden()
