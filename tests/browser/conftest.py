"""A real browser in front of the real application.

`open_page(ada)` is a page of a browser in which Ada is signed in; `open_page(None)` of one in which
nobody is. Only this machine can be reached, and what the console complains of fails the test.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright
from pytest_django.live_server_helper import LiveServer

from people.models import Person

OpenPage = Callable[..., Page]
LOOPBACK = ("127.0.0.1", "localhost")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's browser: CHROMIUM, or the one on the path."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        pytest.fail("No browser: install chromium, or set CHROMIUM to the path of one.")
    # Playwright keeps an event loop in this thread, at which Django's safeguard takes offence;
    # nothing here is asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(chromium: Browser, live_server: LiveServer) -> Iterator[OpenPage]:
    """Opens a browser of its own for each person. Keywords are those of a Playwright context."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_as(someone: Person | None, **options: Any) -> Page:
        usual = {
            "viewport": {"width": 1366, "height": 900},
            "locale": "en-GB",
            "reduced_motion": "reduce",
        }
        context = chromium.new_context(base_url=live_server.url, **(usual | options))
        context.set_default_timeout(10_000)
        context.route("**/*", _stay_here)
        contexts.append(context)
        if someone is not None:
            context.add_cookies([_session_of(someone, live_server.url)])
        page = context.new_page()
        page.on("console", lambda said: _note(said.type, said.text, complaints))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert complaints == []


def _stay_here(route: Route) -> None:
    if urlsplit(route.request.url).hostname in LOOPBACK:
        route.continue_()
    else:
        route.abort()


def _note(kind: str, text: str, complaints: list[str]) -> None:
    expected = "status of 404" in text or "status of 422" in text
    if kind in ("error", "warning") and not expected:
        complaints.append(text)


def _session_of(someone: Person, url: str) -> Any:
    client = Client()
    client.force_login(someone, backend="allauth.account.auth_backends.AuthenticationBackend")
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}
