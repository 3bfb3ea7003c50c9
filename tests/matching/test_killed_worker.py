"""A real worker, killed in the middle of a run."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client

from kit.clock import now
from matching import runs
from matching.models import Proposal, Run
from people.models import Person
from programs.models import Program
from tests.conftest import SignIn
from tests.pairings.threads import at_once
from tests.worker import running_worker, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def client(as_person: SignIn, ada: Person) -> Client:
    return as_person(ada)


def test_a_run_whose_worker_is_killed_says_so_and_is_started_again(
    client: Client, pool: Program, ada: Person, tmp_path: Path
) -> None:
    with (
        running_worker(tmp_path / "first.log") as worker,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        # The worker waits for this table, in the middle of its run.
        cursor.execute("LOCK TABLE participants_objective IN ACCESS EXCLUSIVE MODE")
        run = _asked(pool, ada)
        wait_for(lambda: _state(run) == "running", "the worker to take the run up")
        worker.kill()
        worker.wait(20)
    assert _state(run) == "running"
    page = f"/programs/{pool.ref}/matching/{run.ref}/"
    assert "Cancel the run" in client.get(page).content.decode()
    _lease_passes(run)
    said = client.get(page).content.decode()
    assert "The worker that did this run stopped answering." in said
    assert "Nothing is lost: start it again." in said
    with running_worker(tmp_path / "second.log"):
        client.post(f"{page}start/")
        wait_for(lambda: _state(run) == "done", "another worker to finish the run")
    run.refresh_from_db()
    assert run.attempt == 2
    assert Proposal.objects.filter(run=run).count() == 2


def _asked(program: Program, by: Person) -> Run:
    """Asked for on a connection of its own, so that the worker sees it at once."""
    (run,) = at_once(lambda: runs.ask(program, by=by, at=now()))
    assert isinstance(run, Run), run
    return run


def _state(run: Run) -> str:
    run.refresh_from_db()
    return run.state


def _lease_passes(run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(claimed_until=now() - timedelta(seconds=1))
