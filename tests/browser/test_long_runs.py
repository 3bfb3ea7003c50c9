"""A run that takes its time: followed, cancelled and started again, with a real worker."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from playwright.sync_api import Page, expect

from kit.clock import now
from matching.models import LeftOut, Proposal, Run
from people.models import Person
from programs.models import Program
from tests import cast
from tests.browser.conftest import OpenPage
from tests.browser.looking import assert_good
from tests.browser.walking import press
from tests.worker import running_worker, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def program(ada: Person) -> Program:
    program = cast.program(ada)
    cast.participant(cast.person("Ben Okafor"), program, "mentor")
    cast.participant(cast.person("Cleo Martin"), program, "mentee")
    return program


@contextmanager
def workers_held_up() -> Iterator[None]:
    """Whoever reads the pool waits until the end."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE participants_objective IN ACCESS EXCLUSIVE MODE")
        yield


def expect_it_read(page: Page) -> None:
    """The page tells by itself what the worker does, and how far it is."""
    expect(page.get_by_text("This run is not finished yet.")).to_be_visible()
    bar = page.get_by_role("progressbar", name="Reading who takes part")
    expect(bar).to_have_attribute("value", "5")


def test_a_run_is_followed_and_cancelled(
    open_page: OpenPage, ada: Person, program: Program, tmp_path: Path
) -> None:
    page, log = open_page(ada), tmp_path / "worker.log"
    page.goto(f"/programs/{program.ref}/matching/")
    with running_worker(log):
        with workers_held_up():
            press(page, "Run the matching")
            expect_it_read(page)
            assert_good(page)
            press(page, "Cancel the run")
            expect(page.get_by_text("The run is cancelled. Nothing was stored.")).to_be_visible()
            assert_good(page)
        run = Run.objects.of(program).get()
        wait_for(lambda: f"Run {run.ref} was stopped." in log.read_text(), "the worker to stop")
        run.refresh_from_db()
        assert (run.state, run.step) == ("cancelled", "reading")
        assert not Proposal.objects.exists()
        assert not LeftOut.objects.exists()
        page.get_by_role("link", name="Back to the matching").click()
        press(page, "Run the matching")  # the next one is done at once, by the same worker
        expect(page.get_by_text("1 of 1 mentee placed, proven optimal.")).to_be_visible()


def test_a_run_whose_worker_is_killed_says_so_by_itself_and_is_started_again(
    open_page: OpenPage, ada: Person, program: Program, tmp_path: Path
) -> None:
    page = open_page(ada)
    page.goto(f"/programs/{program.ref}/matching/")
    with running_worker(tmp_path / "first.log") as worker, workers_held_up():
        press(page, "Run the matching")
        expect_it_read(page)
        worker.kill()
        worker.wait(20)
    Run.objects.of(program).update(claimed_until=now() - timedelta(seconds=1))
    expect(page.get_by_text("The worker that did this run stopped answering.")).to_be_visible()
    assert_good(page)
    with running_worker(tmp_path / "second.log"):
        press(page, "Start again")
        expect(page.get_by_text("1 of 1 mentee placed, proven optimal.")).to_be_visible()
    assert Run.objects.of(program).get().attempt == 2
