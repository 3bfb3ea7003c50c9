"""Timing, mail calendar and announcements of a program, in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from pytest_django.fixtures import Settings

from notices.models import Announcement, Offset
from people.models import Person
from programs.models import Program
from tests import cast
from tests.browser.conftest import OpenPage
from tests.browser.looking import assert_good
from tests.browser.walking import enter


@pytest.fixture
def ada(transactional_db: None) -> Person:
    ada = cast.person("Ada Keller", roles=("program_admin",))
    program = cast.program(ada)
    mentor = cast.participant(cast.person("Ben Okafor"), program, "mentor", capacity=2)
    cast.pairing(mentor, cast.participant(cast.person("Cleo Martin"), program, "mentee"))
    return ada


def test_the_timing_is_changed_from_the_set_up_and_the_calendar_shows_it(
    open_page: OpenPage, ada: Person, settings: Settings
) -> None:
    settings.MAIL_BUDGET = 3
    page = open_page(ada)
    page.goto(f"/programs/{Program.objects.get().ref}/setup/")
    enter(page, page.get_by_role("link", name="Timing of mails"))
    assert_good(page)
    page.get_by_label("Milestone ahead, days").fill("99")
    page.keyboard.press("Enter")
    expect(page.locator("[autofocus], :focus").first).to_contain_text("Choose 1 to 60 days.")
    assert_good(page)
    page.get_by_label("Milestone ahead, days").fill("10")
    page.get_by_label("The week of a program, day").select_option("on Thursday")
    page.get_by_label("Check-in due", exact=True).uncheck()
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mail calendar")
    assert set(Offset.objects.values_list("kind", "days")) == {
        ("milestone_ahead", -10),
        ("program_week", 3),
        ("check_in_due", None),
    }
    page.get_by_label("Who").select_option("mentor")
    page.get_by_role("button", name="Show").press("Enter")
    expect(page.get_by_text("Each mentor of 2 gets").first).to_be_visible()
    ways = page.get_by_role("navigation", name="How it goes")
    enter(page, ways.get_by_role("link", name="Nothing is done"))
    expect(page.get_by_text("Each mentor of 2 gets").first).to_be_visible()
    expect(page.get_by_text("more than 3.").first).to_be_visible()
    assert_good(page)
    page.get_by_role("link", name="Change the timing").press("Enter")
    page.get_by_role("button", name="Back to the usual").press("Enter")
    expect(page.get_by_text("The mails go out as usual again.")).to_be_visible()
    assert not Offset.objects.exists()


def test_an_announcement_is_written_looked_at_and_sent_by_keyboard(
    open_page: OpenPage, ada: Person
) -> None:
    page = open_page(ada)
    page.goto(f"/programs/{Program.objects.get().ref}/announcements/")
    assert_good(page)
    page.get_by_role("link", name="Write an announcement").press("Enter")
    page.get_by_label("Subject").fill("Kick-off on Friday")
    page.get_by_role("button", name="Save the draft").press("Enter")
    expect(page.locator("[autofocus], :focus").first).to_contain_text("Write the message.")
    assert_good(page)
    page.get_by_label("Message").fill("Dear all,\n\nwe meet at https://example.com/kick-off")
    page.get_by_role("button", name="Save the draft").press("Enter")
    expect(page.get_by_text("This reaches 2 people: 1 as mentor, 1 as mentee.")).to_be_visible()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text("Hello Ada,")).to_be_visible()
    expect(frame.get_by_role("link", name="https://example.com/kick-off")).to_be_visible()
    assert_good(page)
    page.get_by_role("button", name="Send to 2 people").press("Enter")
    expect(page.get_by_text("It goes out to 2 people.")).to_be_visible()
    assert_good(page)
    assert Announcement.objects.get().sent_to == 2
    enter(page, page.get_by_role("link", name="Announcements").first)
    expect(page.get_by_text("1 announcement sent.")).to_be_visible()
    assert_good(page)
