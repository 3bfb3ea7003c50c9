"""The report pages as HR sees them, full and empty."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from kit.clock import today
from people.models import Person
from programs.models import Program
from reports.periods import years_back
from tests import cast
from tests.browser.conftest import OpenPage
from tests.browser.looking import assert_good
from tests.reports.crowd import pairs, promote, workers

WITHIN_PAPER = "document.documentElement.scrollWidth <= window.innerWidth"
PAGES = ["", "meeting/", "staying/", "growing/", "fairness/"]


@pytest.fixture
def company(transactional_db: None) -> Person:
    """Six pairs of whom some left or rose, others beside them, and somebody of HR."""
    year = years_back(today=today(), count=1)[0]
    program = cast.program(cast.person("Ada Keller", roles=("program_admin",)))
    Program.objects.filter(pk=program.pk).update(
        starts_on=year.first_on, ends_on=today() + timedelta(days=100)
    )
    program.refresh_from_db()
    for pairing in pairs(6, program, from_on=year.first_on + timedelta(days=30)):
        promote(pairing.mentor.person, on=year.last_on)
    workers(6, left_on=year.last_on)
    workers(6, department="A department with rather a long name")
    return cast.person("Hana Weiss", roles=("hr",))


def test_full_pages_are_accessible_and_fit_a_phone(open_page: OpenPage, company: Person) -> None:
    page = open_page(company)
    for name in PAGES:
        page.goto(f"/reports/{name}")
        assert_good(page)


def test_empty_pages_are_accessible_and_fit_a_phone(
    open_page: OpenPage, transactional_db: None
) -> None:
    page = open_page(cast.person("Hana Weiss", roles=("hr",)))
    for name in PAGES:
        page.goto(f"/reports/{name}")
        assert_good(page)


def test_the_words_of_a_chart_stay_within_its_card(open_page: OpenPage, company: Person) -> None:
    page = open_page(company)
    for name in PAGES[1:]:
        page.goto(f"/reports/{name}")
        outside = page.evaluate(
            """() => [...document.querySelectorAll(".card")].flatMap((card) => {
              const frame = card.getBoundingClientRect();
              return [...card.querySelectorAll("svg.chart text")].filter((words) => {
                const box = words.getBoundingClientRect();
                return words.checkVisibility()
                  && (box.left < frame.left || box.right > frame.right);
              }).map((words) => words.textContent);
            })"""
        )
        assert outside == [], name


def test_a_page_on_paper_has_its_period_and_every_column(
    open_page: OpenPage, company: Person
) -> None:
    page = open_page(company, viewport={"width": 718, "height": 1000})
    page.emulate_media(media="print")
    for name in PAGES[1:4]:
        page.goto(f"/reports/{name}")
        expect(page.get_by_label("Period")).to_be_visible()
        assert page.evaluate(WITHIN_PAPER), name
