"""From one page to the next, until that one is there.

Playwright presses and goes on at once: who then looks at the page sees the one before, or none.
"""

from __future__ import annotations

from playwright.sync_api import Locator, Page


def press(page: Page, name: str) -> None:
    """The first button of that name in the page's main part, by mouse."""
    _leave_by(page, page.get_by_role("main").get_by_role("button", name=name, exact=True).first)


def follow(page: Page, name: str) -> None:
    """The first link of that name in the page's main part, by mouse."""
    _leave_by(page, page.get_by_role("main").get_by_role("link", name=name, exact=True).first)


def enter(page: Page, link_or_button: Locator) -> None:
    """By keyboard."""
    with page.expect_navigation():
        link_or_button.press("Enter")


def _leave_by(page: Page, link_or_button: Locator) -> None:
    with page.expect_navigation():
        link_or_button.click()
