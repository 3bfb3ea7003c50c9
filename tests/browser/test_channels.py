"""The page on which a program's team adds its channels, in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from pytest_django.fixtures import Settings

from people.models import Person
from programs.models import Program
from tests import cast
from tests.browser.conftest import OpenPage
from tests.browser.looking import assert_good
from tests.web_sink import WebSink


@pytest.fixture
def ada(transactional_db: None) -> Person:
    ada = cast.person("Ada Keller", roles=("program_admin",))
    cast.program(ada)
    return ada


def test_a_channel_is_added_tried_and_removed_by_keyboard(
    open_page: OpenPage, ada: Person, settings: Settings
) -> None:
    settings.WEBHOOK_PLAIN_HOSTS = ["127.0.0.1"]
    page = open_page(ada)
    page.goto(f"/programs/{Program.objects.get().ref}/setup/")
    page.get_by_role("link", name="Slack and Teams").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Slack and Teams")
    assert_good(page)
    with WebSink() as sink:
        page.get_by_label("Name of the channel").fill("#mentoring")
        page.get_by_label("Webhook address").fill("https://intranet/hook")
        page.keyboard.press("Enter")
        expect(page.locator("[autofocus], :focus").first).to_contain_text("There is a problem")
        expect(page.get_by_label("Name of the channel")).to_have_value("#mentoring")
        assert_good(page)
        page.get_by_label("Webhook address").fill(sink.address)
        page.keyboard.press("Enter")
        expect(page.get_by_text("127.0.0.1, address ending in wxyz")).to_be_visible()
        assert "B0/secret" not in page.content()
        assert_good(page)
        page.get_by_role("button", name="Send a test to #mentoring").press("Enter")
        expect(page.get_by_text("Slack took it (200 ok)")).to_be_visible()
        assert len(sink.got) == 1
    page.get_by_role("link", name="Remove #mentoring").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Remove #mentoring?")
    assert_good(page)
    page.get_by_role("button", name="Remove").press("Enter")
    expect(page.get_by_text("No channel is written to yet")).to_be_visible()
