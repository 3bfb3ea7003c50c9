"""A mentee asks, the mentor accepts, and the two are a pair: in a real browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from kit.clock import today
from matching.models import Request
from pairings.models import Pairing
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.browser.conftest import OpenPage
from tests.browser.looking import assert_good

WORDS = "I would like to lead one day, and want to find out what that asks of me."


@pytest.fixture
def program(transactional_db: None) -> Program:
    """Three mentors, and two mentees who choose."""
    program = cast.program(
        cast.person("Ada Keller", roles=("program_admin",)),
        name="A program with rather a long name for a phone",
    )
    Program.objects.filter(pk=program.pk).update(
        way="chosen",
        starts_on=today() - timedelta(days=5),
        ends_on=today() + timedelta(days=150),
    )
    for name, skills in (
        ("Ben Okafor", ("Finance", "Law")),
        ("Finn Moser", ("Law",)),
        ("Gail Overbrook-Featherstonehaugh", ("Public speaking",)),
    ):
        mentor = cast.person(name)
        cast.employment(mentor, level=4)
        cast.participant(mentor, program, "mentor", skills=skills)
    for name in ("Cleo Martin", "Dora Lang"):
        mentee = cast.person(name)
        cast.employment(mentee)
        cast.participant(mentee, program, "mentee", skills=("Finance",))
    return program


def person(name: str) -> Person:
    return Person.objects.get(name=name)


def assert_good_once_loaded(page: Page) -> None:
    """On a busy machine a page that one has just come to may still lack its styles."""
    page.wait_for_load_state("networkidle")
    assert_good(page)


def test_a_mentee_asks_a_mentor_accepts_and_the_two_are_a_pair(
    open_page: OpenPage, program: Program
) -> None:
    page = open_page(person("Cleo Martin"))
    page.goto("/")
    assert_good_once_loaded(page)
    page.get_by_role("link", name="Choose your mentor", exact=True).click()
    expect(page.get_by_role("heading", name="Suggested for you")).to_be_visible()
    assert_good_once_loaded(page)
    page.get_by_role("link", name="Look at all mentors").click()
    page.get_by_label("Offers").select_option("Finance")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Finn Moser")).to_have_count(0)
    assert_good_once_loaded(page)
    page.get_by_role("link", name="Ask Ben Okafor").click()
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_text("Write a few words").first).to_be_visible()
    assert_good_once_loaded(page)
    page.get_by_label("What you hope for from this mentor").fill(WORDS)
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_text("Ben Okafor is asked.")).to_be_visible()
    assert_good_once_loaded(page)

    asked = open_page(person("Ben Okafor"))
    asked.goto("/")
    expect(asked.get_by_text("Cleo Martin asks you to be their mentor.")).to_be_visible()
    assert_good_once_loaded(asked)
    asked.get_by_role("link", name="Read and answer").click()
    expect(asked.get_by_text(WORDS)).to_be_visible()
    assert_good_once_loaded(asked)
    asked.get_by_role("button", name="Accept").click()
    expect(asked.get_by_text("You are Cleo Martin's mentor now.")).to_be_visible()
    assert {one.name for one in Pairing.objects.get().people()} == {"Ben Okafor", "Cleo Martin"}

    page.goto(f"/programs/{program.ref}/mentors/")
    expect(page.get_by_text("Ben Okafor is your mentor.")).to_be_visible()
    assert_good_once_loaded(page)


def test_a_mentor_declines_by_keyboard_without_javascript_and_the_mentee_asks_another(
    open_page: OpenPage, program: Program
) -> None:
    mentee = open_page(person("Dora Lang"), java_script_enabled=False)
    finn = Participant.objects.get(person__name="Finn Moser")
    mentee.goto(f"/programs/{program.ref}/mentors/{finn.ref}/")
    mentee.get_by_label("What you hope for from this mentor").fill(WORDS)
    mentee.get_by_role("button", name="Send the request").press("Enter")
    expect(mentee.get_by_text("Finn Moser is asked.")).to_be_visible()

    mentor = open_page(finn.person)
    mentor.goto("/requests/")
    assert_good_once_loaded(mentor)
    mentor.get_by_role("link", name="Read and answer").press("Enter")
    mentor.get_by_role("link", name="Decline").press("Enter")
    expect(mentor.get_by_role("heading", name="Tell Dora Lang why not")).to_be_visible()
    assert_good_once_loaded(mentor)
    mentor.get_by_label("I believe that somebody else can help you better").press("Space")
    mentor.get_by_role("button", name="Decline").press("Enter")
    expect(mentor.get_by_text("You have declined.")).to_be_visible()
    assert_good_once_loaded(mentor)

    mentee.goto(f"/requests/{Request.objects.get().ref}/")
    expect(mentee.get_by_text("I believe that somebody else can help you better")).to_be_visible()
    mentee.goto(f"/programs/{program.ref}/mentors/")
    expect(mentee.get_by_role("link", name="Ask Ben", exact=True)).to_be_visible()


def test_who_runs_the_program_sees_how_the_choosing_stands(
    open_page: OpenPage, program: Program
) -> None:
    page = open_page(person("Ada Keller"))
    page.goto(f"/programs/{program.ref}/matching/")
    page.get_by_role("link", name="See who has asked nobody").click()
    expect(page.get_by_text("has asked nobody")).to_have_count(2)
    assert_good_once_loaded(page)
