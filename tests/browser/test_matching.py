"""Criteria tried, compared, kept, ruled on and published, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from kit.clock import now
from matching import runs
from matching.models import Run
from people.models import Person
from programs.models import Program
from tests import cast
from tests.browser.conftest import OpenPage
from tests.browser.looking import assert_good
from tests.browser.walking import follow, press

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def program(ada: Person) -> Program:
    """Three mentors and three mentees; objectives and hours would pair them otherwise."""
    program = cast.program(ada, name="A program with rather a long name for a phone")
    skills = ("Finance", "Law", "Art")
    for number, (mentor, mentee) in enumerate(
        (("Ben Okafor", "Cleo Martin"), ("Finn Moser", "Dora Lang"), ("Gus Third", "Ida Berg"))
    ):
        one = cast.participant(cast.person(mentor), program, "mentor", skills=(skills[number],))
        other = cast.participant(cast.person(mentee), program, "mentee", skills=(skills[number],))
        type(one).objects.filter(pk=one.pk).update(hours_per_month=1 + number)
        type(other).objects.filter(pk=other.pk).update(hours_per_month=3 - number)
    cast.participant(cast.person("Jo Alone"), program, "mentee", languages=("pt",))
    return program


def matching(program: Program) -> str:
    return f"/programs/{program.ref}/matching/"


def carried_out(program: Program) -> Run:
    """What a worker does with the newest run."""
    run: Run = Run.objects.of(program).latest("pk")
    runs.carry_out(run, clock=now)
    run.refresh_from_db()
    assert run.is_done, run.failure
    return run


def test_from_sliders_to_publishing(open_page: OpenPage, ada: Person, program: Program) -> None:
    page = open_page(ada)
    page.goto(matching(program))
    assert_good(page)
    press(page, "Run the matching")
    assert_good(page)
    carried_out(program)  # and the page, which asks every second, comes anew

    expect(page.get_by_text("3 of 4 mentees placed, proven optimal.")).to_be_visible()
    assert_good(page)
    follow(page, "What if?")
    said = page.locator("#trial-said")
    expect(said).to_contain_text("Nothing changes: everybody keeps the mentor")
    _count_only_hours(page)
    expect(said).to_contain_text("get another mentor")
    assert "weight_hours=100" in page.url
    assert_good(page)

    press(page, "Keep this as a run")
    second = carried_out(program)
    follow(page, "Compare with the run before")
    expect(page.get_by_role("heading", name="Two runs compared")).to_be_visible()
    expect(page.get_by_text("100 % of the score")).to_be_visible()
    assert_good(page)

    page.goto(f"{matching(program)}{second.ref}/")
    page.get_by_role("button", name="Lock", exact=True).first.click()
    expect(page.get_by_text("Every later run keeps")).to_be_visible()
    row = page.locator(".proposal", has=page.get_by_role("button", name="Forbid")).first
    proposal = page.locator(f"#{row.get_attribute('id')}")
    proposal.get_by_role("button", name="Forbid", exact=True).press("Enter")
    expect(proposal.get_by_text("forbidden")).to_be_visible()
    expect(proposal).to_be_focused()  # nobody is thrown to the top of a long page
    press(page, "Run again")
    third = carried_out(program)
    expect(page.get_by_role("link", name="Publish", exact=True)).to_be_visible()
    assert_good(page)
    follow(page, "Publish")
    assert_good(page)
    press(page, "Publish and tell everybody")
    third.refresh_from_db()
    assert third.is_published


def _count_only_hours(page: Page) -> None:
    """By keyboard alone: End and Home on the sliders."""
    page.get_by_role("slider", name="Hours a month").press("End")
    for slider in page.get_by_role("slider").all():
        if slider.get_attribute("data-slider") != "id_weight_hours":
            slider.press("Home")
    expect(page.locator("#id_weight_hours")).to_have_value("100")
    expect(page.locator("#id_weight_objectives")).to_have_value("0")
    expect(page.locator("[data-share=id_weight_hours]")).to_have_text("100")


def test_a_slider_and_its_number_follow_each_other(
    open_page: OpenPage, ada: Person, program: Program
) -> None:
    page = open_page(ada)
    page.goto(matching(program))
    slider = page.get_by_role("slider", name="Objectives")
    slider.press("ArrowRight")
    expect(page.locator("#id_weight_objectives")).to_have_value("55")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"55, \d+\s% of the score"))
    page.locator("#id_weight_objectives").fill("20")
    expect(slider).to_have_value("20")
    share = page.locator("[data-share=id_weight_department]")
    page.locator("#id_department_0").check(force=True)
    expect(share).to_have_text("0")
    page.locator("#id_department_1").check(force=True)
    expect(share).not_to_have_text("0")
    page.get_by_role("slider", name="Wishes of mentees").press("End")
    expect(page.locator("#id_weight_mentee_wishes")).to_have_value("100")
    expect(page.locator("[data-share=id_weight_mentee_wishes]")).to_have_text("0")  # nobody wished


def test_other_criteria_are_tried_without_javascript(
    open_page: OpenPage, ada: Person, program: Program
) -> None:
    runs.ask(program, by=ada, at=now())
    run = carried_out(program)
    page = open_page(ada, java_script_enabled=False)
    page.goto(f"{matching(program)}{run.ref}/what-if/")
    expect(page.locator("input[type=range]").first).to_be_hidden()
    page.get_by_label("Common working time, at least").fill("480")
    page.get_by_role("checkbox", name="A common language").uncheck()
    press(page, "See what it does")
    expect(page.locator("#trial-said")).to_contain_text("as many as before")
    expect(page.locator("#id_limit_least_overlap")).to_have_value("480")
    press(page, "Keep this as a run")
    kept = Run.objects.of(program).latest("pk")
    assert kept.settings["limits"]["least_overlap"] == 480
    assert kept.settings["rules"]["common_language"] is False


def test_what_makes_no_sense_is_named_while_trying(
    open_page: OpenPage, ada: Person, program: Program
) -> None:
    runs.ask(program, by=ada, at=now())
    run = carried_out(program)
    page = open_page(ada, viewport={"width": 390, "height": 844})
    page.goto(f"{matching(program)}{run.ref}/what-if/")
    page.locator("#id_gap_from").fill("9")
    expect(page.get_by_text("end before they begin")).to_be_visible()
    assert_good(page)
    page.locator("#id_gap_from").fill("1")
    expect(page.get_by_role("button", name="Keep this as a run")).to_be_visible()


def test_two_swap_once_it_was_seen_what_that_means(
    open_page: OpenPage, ada: Person, program: Program
) -> None:
    runs.ask(program, by=ada, at=now())
    run = carried_out(program)
    page = open_page(ada, viewport={"width": 390, "height": 844})
    page.goto(f"{matching(program)}{run.ref}/")
    follow(page, "Swap")
    assert_good(page)
    page.get_by_label("Swap with").select_option(index=1)
    press(page, "See what this would mean")
    expect(page.get_by_text("Together the two would have")).to_be_visible()
    assert_good(page)
    press(page, "Swap and lock both")
    expect(page.get_by_text("Both are locked to their new mentors.")).to_be_visible()
    assert program.rulings.filter(kind="lock").count() == 2
