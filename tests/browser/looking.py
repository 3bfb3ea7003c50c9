"""What a careful eye checks on any page."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESK = 390, 1366

_WIDER_THAN_THE_SCREEN = """
() => [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && one.checkVisibility())
  .slice(0, 5).map((one) => one.outerHTML.slice(0, 120))
"""


def assert_accessible(page: Page, *, within: str = "html") -> None:
    """axe-core finds nothing in that part of the page, neither in light nor in dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate(AXE.read_text())
        found = page.evaluate(
            # a mail in its sandboxed frame cannot be spoken to
            "([part, tags]) => axe.run(part, {runOnly: tags, iframes: false})",
            [within, STANDARDS],
        )["violations"]
        told = [
            f"{one['id']}: {one['help']} {node['html'][:160]} {node['failureSummary']}"
            for one in found
            for node in one["nodes"][:3]
        ]
        assert not told, "\n".join([f"{page.url} in {scheme}:", *told])
    page.emulate_media(color_scheme="light")


def assert_fits(page: Page) -> None:
    """Nothing is wider than a phone's screen."""
    before = page.viewport_size
    page.set_viewport_size({"width": PHONE, "height": 844})
    if not _comes_to_fit(page):
        wider = page.evaluate(_WIDER_THAN_THE_SCREEN)
        raise AssertionError(f"{page.url} is wider than a phone: {wider}")
    if before:
        page.set_viewport_size(before)


def _comes_to_fit(page: Page) -> bool:
    """A busy browser lays the page out a moment after its window has changed. Asked from here each
    time, since a script that looks again by itself is what the pages' policy forbids."""
    for _ in range(50):
        if page.evaluate("document.documentElement.scrollWidth") <= PHONE:
            return True
        page.wait_for_timeout(100)
    return False


def assert_good(page: Page) -> None:
    """Accessible, and fit for a phone; what every page must be."""
    assert_fits(page)
    assert_accessible(page)
