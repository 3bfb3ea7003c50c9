"""The pages of those who run programs and of the administrator, in a real browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from kit.clock import today
from people.models import Person
from programs import setup
from programs.models import Program
from tests import cast
from tests.browser.conftest import OpenPage
from tests.browser.looking import assert_good
from tests.browser.walking import enter
from tests.cast import NOW

IN_A_PROGRAM = ["", "setup/", "setup/dates/", "roster/", "matching/", "pairings/", "closing/"]


@pytest.fixture
def ada(transactional_db: None) -> Person:
    return cast.person("Ada Keller", roles=("program_admin",))


@pytest.fixture
def program(ada: Person) -> Program:
    """Two wait for a decision, one is in, and two are a pair."""
    program = cast.program(ada, name="A program with rather a long name for a phone")
    mentor = cast.participant(cast.person("Ben Okafor"), program, "mentor")
    mentee = cast.participant(cast.person("Cleo Martin"), program, "mentee")
    cast.pairing(mentor, mentee)
    for name in ("Uma One", "Vic Two"):
        cast.participant(cast.person(name), program, "mentee", state="applied")
    return program


def test_the_pages_of_a_program_are_accessible_and_fit_a_phone(
    open_page: OpenPage, ada: Person, program: Program
) -> None:
    page = open_page(ada)
    for path in ("/", "/desk/", "/programs/", "/programs/new/", "/people/"):
        page.goto(path)
        assert_good(page)
    for path in IN_A_PROGRAM:
        page.goto(f"/programs/{program.ref}/{path}")
        assert_good(page)


def test_the_pages_of_the_administrator_are_accessible_and_fit_a_phone(
    open_page: OpenPage, program: Program
) -> None:
    page = open_page(cast.person("Olga Lind", roles=("administrator",)))
    for path in ("/directory/", "/directory/imports/", "/outbox/", "/audit/", "/settings/"):
        page.goto(path)
        assert_good(page)


def test_two_are_admitted_at_once_and_put_back_without_javascript(
    open_page: OpenPage, ada: Person, program: Program
) -> None:
    page = open_page(ada, java_script_enabled=False)
    page.goto(f"/programs/{program.ref}/roster/?state=applied")
    expect(page.locator("[data-choose-all]")).to_be_hidden()
    for box in page.locator("tbody input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="Admit").click()
    expect(page.get_by_text("2 people admitted.")).to_be_visible()
    expect(page.get_by_text("Everybody who applied has an answer.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("tbody tr")).to_have_count(2)


def test_a_draft_is_discarded_by_keyboard(open_page: OpenPage, ada: Person) -> None:
    draft = setup.create_program(
        name="Begun by mistake",
        kind="coaching",
        by=ada,
        at=NOW,
        starts_on=today() + timedelta(days=30),
    )
    page = open_page(ada)
    page.goto(f"/programs/{draft.ref}/setup/")
    enter(page, page.get_by_role("link", name="Discard this draft"))
    assert_good(page)
    page.get_by_role("button", name="Discard the draft").press("Enter")
    expect(page.get_by_text("Begun by mistake is discarded.")).to_be_visible()
