"""The page of all pieces, which is the interface in small."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from people.models import Person
from tests import cast
from tests.browser.conftest import OpenPage
from tests.browser.looking import assert_accessible, assert_fits, assert_good
from tests.browser.walking import press


@pytest.fixture
def ada(transactional_db: None, settings: Any) -> Person:
    settings.DEMO = True
    return cast.person("Ada Keller", roles=("administrator", "hr", "program_admin"))


def test_every_piece_is_accessible_and_fits_a_phone(open_page: OpenPage, ada: Person) -> None:
    page = open_page(ada)
    page.goto("/ui/")
    assert_good(page)
    press(page, "Save")
    assert_good(page)


def test_errors_link_to_their_fields(open_page: OpenPage, ada: Person) -> None:
    page = open_page(ada)
    page.goto("/ui/")
    page.get_by_role("button", name="Save").click()
    summary = page.get_by_role("alert").filter(has_text="There is a problem")
    summary.get_by_role("link", name="Name").click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    summary.get_by_role("link", name="How you meet").click()
    expect(page.get_by_label("By video")).to_be_focused()


def test_the_chosen_appearance_is_remembered(open_page: OpenPage, ada: Person) -> None:
    page = open_page(ada)
    page.goto("/ui/")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_text("Your menu, Ada Keller").locator("..").click()
    page.get_by_role("button", name="Dark").click()
    dark = page.evaluate(paper)
    assert dark != light
    page.reload()
    assert page.evaluate(paper) == dark
    page.get_by_text("Your menu, Ada Keller").locator("..").click()
    page.get_by_role("button", name="System").click()
    page.reload()
    assert page.evaluate(paper) == light


def test_menus_close_with_escape_and_give_the_focus_back(open_page: OpenPage, ada: Person) -> None:
    page = open_page(ada, viewport={"width": 390, "height": 844})
    page.goto("/ui/")
    menu = page.locator("summary[aria-label=Menu]")
    menu.click()
    expect(page.get_by_role("link", name="Home").last).to_be_visible()
    assert_fits(page)
    assert_accessible(page, within=".top")  # what lies below the open menu is covered by it
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()


def test_a_dialog_opens_and_closes(open_page: OpenPage, ada: Person) -> None:
    page = open_page(ada)
    page.goto("/ui/")
    page.get_by_role("link", name="Open a dialog").click()
    dialog = page.get_by_role("dialog", name="End this pairing?")
    expect(dialog).to_be_visible()
    assert_good(page)
    dialog.get_by_role("button", name="Leave it as it is").click()
    expect(dialog).to_be_hidden()


def test_an_address_that_leads_nowhere_is_answered_kindly(open_page: OpenPage, ada: Person) -> None:
    page = open_page(ada)
    page.goto("/nowhere/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here")
    assert_good(page)


def test_a_form_pressed_twice_is_sent_once(open_page: OpenPage, ada: Person) -> None:
    page = open_page(ada)
    page.goto("/ui/")
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    page.evaluate(
        "() => { const press = document.querySelector('#forms button[type=submit]');"
        " press.click(); press.click(); }"
    )
    expect(page.get_by_text("There is a problem")).to_be_visible()
    assert len(sent) == 1
