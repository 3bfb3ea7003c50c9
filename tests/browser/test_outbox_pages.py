"""The pages of the outbox as an administrator sees them, and the wording of a program's notices."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from kit.clock import now
from notices import rewording
from notices.catalogue import KINDS
from notices.models import Notice, Round, Suppression, Wording
from people.models import Person
from programs.models import Program
from tests import cast
from tests.browser.conftest import OpenPage
from tests.browser.looking import PHONE, assert_good
from tests.browser.walking import follow, press
from tests.notices.test_outbox import _notice

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def olga() -> Person:
    return cast.person("Olga Novak", roles=("administrator",))


@pytest.fixture
def ada() -> Person:
    return cast.person("Ada Keller", roles=("program_admin",))


@pytest.fixture
def program(ada: Person) -> Program:
    return cast.program(ada)


@pytest.fixture
def digest(olga: Person) -> Notice:
    """A full outbox; the digest carries one that waits for it."""
    long = cast.person("Maximiliane von Hohenstein-Wolffenbüttel")
    for number, state in enumerate(Notice.State.values):
        notice = _notice(long, state=state, n=number)
    digest = _notice(long, kind="digest_weekly", n=99)
    bundled = Notice.objects.filter(state="bundled")
    bundled.update(digest=digest, title="How did it go with Ben Okafor?", written_at=now())
    Notice.objects.filter(state="sent").update(way="mail", settled_at=now())
    Notice.objects.filter(state="failed").update(why="x" * 300)
    Round.objects.create(worker="planner", finished_at=now())
    Round.objects.create(worker="sender", finished_at=now(), trouble="535 5.7.8 refused " * 12)
    Suppression.objects.create(
        email=long.email, why="550 5.1.1 " + "no_such_user_here" * 5, since_at=now()
    )
    assert notice
    return digest


def test_full_pages_are_accessible_and_fit_a_phone(
    open_page: OpenPage, olga: Person, digest: Notice
) -> None:
    page = open_page(olga)
    bundled, failed = (Notice.objects.get(state=state) for state in ("bundled", "failed"))
    for path in (
        *("", f"{digest.ref}/", f"{bundled.ref}/", f"{failed.ref}/", "addresses/", "heartbeat/"),
        *("kinds/", "kinds/help_asked/", "kinds/digest_daily/"),
    ):
        page.goto(f"/outbox/{path}")
        assert_good(page)


def test_nothing_that_a_mail_server_said_is_cut_off_on_a_phone(
    open_page: OpenPage, olga: Person, digest: Notice
) -> None:
    page = open_page(olga, viewport={"width": PHONE, "height": 844})
    page.goto("/outbox/addresses/")
    expect(page.get_by_text("no_such_user_here")).to_be_visible()
    cut = "[...document.querySelectorAll('td')].filter((one) => one.scrollWidth > one.clientWidth)"
    assert page.evaluate(f"{cut}.map((one) => one.innerText)") == []


def test_an_address_is_sent_to_again_from_a_notice_by_keyboard(
    open_page: OpenPage, olga: Person, digest: Notice
) -> None:
    page = open_page(olga)
    page.goto(f"/outbox/{digest.ref}/")
    page.get_by_role("button", name="Send there again").press("Enter")
    expect(page.get_by_text("Mail goes to")).to_be_visible()
    expect(page).to_have_url(re.compile(f"/outbox/{digest.ref}/$"))
    expect(page.get_by_text("Mail to this address comes back")).to_have_count(0)
    assert not Suppression.objects.exists()


def test_empty_pages_are_accessible_and_fit_a_phone(open_page: OpenPage, olga: Person) -> None:
    page = open_page(olga)
    for path in ("", "addresses/", "heartbeat/"):
        page.goto(f"/outbox/{path}")
        assert_good(page)


def test_the_heartbeat_is_told_anew_without_a_click(open_page: OpenPage, olga: Person) -> None:
    page = open_page(olga)
    page.clock.install()
    page.goto("/outbox/heartbeat/")
    expect(page.get_by_text("It does not beat")).to_be_visible()
    for worker in Round.Worker:
        Round.objects.create(worker=worker, finished_at=now() - timedelta(seconds=3))
    page.clock.fast_forward(11_000)
    expect(page.get_by_text("It beats: notices are planned and sent.")).to_be_visible()
    expect(page.get_by_text("The outbox stands still")).to_have_count(0)


def test_the_editor_shows_what_is_typed_and_keeps_what_is_saved(
    open_page: OpenPage, ada: Person, program: Program
) -> None:
    page = open_page(ada)
    page.goto(f"/programs/{program.ref}/setup/")
    follow(page, "Wording of the notices")
    assert_good(page)
    follow(page, "Check-in due")
    assert_good(page)
    preview = page.get_by_role("region", name="Preview")
    page.get_by_label("Subject").fill("{name}, are you well?")
    expect(preview.get_by_text("Cleo, are you well?")).to_be_visible()
    page.get_by_label("Text").fill("With {othres}")
    expect(preview.get_by_text("Did you mean {others}?")).to_be_visible()
    with page.expect_navigation():  # the preview says the same before
        page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Did you mean {others}?")
    assert_good(page)
    page.get_by_label("Text").fill("With {others}")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("your own", exact=True)).to_be_visible()
    assert Wording.objects.get().text == "With {others}"


def test_the_editor_works_without_scripts(
    open_page: OpenPage, ada: Person, program: Program
) -> None:
    rewording.write(program, KINDS["check_in_due"], title="a", text="b", by=ada, at=now())
    page = open_page(ada, java_script_enabled=False)
    page.goto(f"/programs/{program.ref}/wording/check_in_due/")
    page.get_by_label("Subject").fill("{name}, are you well?")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Preview")).to_contain_text("Cleo, are you well?")
    expect(page.get_by_label("Subject")).to_have_value("{name}, are you well?")
    page.get_by_role("button", name="Back to the usual words").click()
    expect(page.get_by_text("goes out in the usual words again")).to_be_visible()
    press(page, "Put my own words back")
    assert Wording.objects.get().title == "a"
