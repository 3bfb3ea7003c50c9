from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest

from history.models import Event
from matching import criteria, rulings, runs, tasks
from matching.models import LeftOut, Proposal, Run
from matching.scoring import Criteria
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.matching.conftest import finished, taking_part
from tests.pairings.threads import at_once
from tests.worker import database_url

NOW = cast.NOW
LATER = NOW + timedelta(minutes=10)


def verbs(run: Run) -> list[str]:
    return list(Event.objects.about(run).order_by("id").values_list("verb", flat=True))


# --- Asking -------------------------------------------------------------------------------


def test_a_run_is_queued_with_the_criteria_of_its_programs_kind(
    program: Program, ada: Person
) -> None:
    run = runs.ask(program, by=ada, at=NOW)
    assert (run.state, run.round, run.asked_by) == ("queued", 1, ada)
    assert criteria.from_settings(run.settings) == criteria.default_for(program)
    assert verbs(run) == ["run.asked"]


def test_a_second_run_is_refused_while_one_is_under_way(program: Program, ada: Person) -> None:
    runs.ask(program, by=ada, at=NOW)
    with pytest.raises(runs.UnderWay, match="under way"):
        runs.ask(program, by=ada, at=NOW)


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_nobody_is_matched_before_a_program_opens_or_after_it_closed(
    ada: Person, state: str
) -> None:
    with pytest.raises(runs.NotNow):
        runs.ask(cast.program(ada, state=state), by=ada, at=NOW)


def test_settings_that_make_no_sense_are_refused(program: Program, ada: Person) -> None:
    settings = criteria.as_settings(Criteria()) | {"gap_from": 3, "gap_to": 1}
    with pytest.raises(criteria.CriteriaError, match="Swap"):
        runs.ask(program, by=ada, at=NOW, settings=settings)
    assert not Run.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_who_ask_at_once_one_gets_a_run(program: Program, ada: Person) -> None:
    def ask() -> object:
        return runs.ask(program, by=ada, at=NOW)

    outcomes = at_once(*[ask] * 8)
    refused = [one for one in outcomes if isinstance(one, runs.UnderWay)]
    assert len(refused) == 7
    assert Run.objects.count() == 1


ASK = """
import django; django.setup()
from datetime import UTC, datetime
from matching import runs
from programs.models import Program
run = runs.ask(Program.objects.get(), by=None, at=datetime(2026, 11, 2, 9, tzinfo=UTC))
print(run.state, runs.wake(run))
"""


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_the_run_stays_queued_and_nothing_breaks(program: Program) -> None:
    nowhere = {"REDIS_URL": "redis://127.0.0.1:1/0", "DATABASE_URL": database_url()}
    said = subprocess.run(
        [sys.executable, "-c", ASK],
        env=os.environ | nowhere | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert said.stdout.strip() == "queued False"
    run = Run.objects.get()
    assert not run.is_waiting_long(now=NOW)
    assert run.is_waiting_long(now=NOW + timedelta(seconds=30))


# --- Carrying out --------------------------------------------------------------------------


def test_a_run_stores_proposals_their_parts_and_its_proof(pool: Program, ada: Person) -> None:
    run = finished(pool, by=ada)
    assert (run.state, run.progress, run.finished_at) == ("done", 100, NOW)
    pairs = {(one.mentee.person.name, one.mentor.person.name) for one in run.proposals.all()}
    assert pairs == {("Cleo Martin", "Ben Okafor"), ("Dora Lang", "Finn Moser")}
    first = run.proposals.get(mentee__person__name="Cleo Martin")
    assert first.score == pytest.approx(sum(first.parts.values()))
    assert first.reasons[0] == {
        "kind": "covers",
        "skill": "Finance",
        "priority": 1,
        "level": 4,
    }
    assert run.certificate["gap"] == 0.0
    assert run.figures["placed"] == 2
    assert len(run.fingerprint) == 64
    assert verbs(run) == ["run.asked", "run.finished"]


def test_who_cannot_be_placed_is_stored_with_the_reason(pool: Program, ada: Person) -> None:
    cast.participant(cast.person("Gil Alone"), pool, "mentee", languages=("pt",))
    run = finished(pool, by=ada)
    left = run.left_out.get()
    assert (left.mentee.person.name, left.reason) == ("Gil Alone", "common_language")


def test_a_pool_without_anybody_is_a_run_that_places_nobody(program: Program, ada: Person) -> None:
    run = finished(program, by=ada)
    assert run.state == "done"
    assert run.figures["placed"] == 0


def test_the_same_people_give_the_same_proposals_and_the_same_fingerprint(
    pool: Program, ada: Person
) -> None:
    one, other = finished(pool, by=ada), finished(pool, by=ada)
    assert one.fingerprint == other.fingerprint
    assert set(one.proposals.values_list("mentee", "mentor", "score")) == set(
        other.proposals.values_list("mentee", "mentor", "score")
    )


def test_the_task_carries_a_run_out_once_however_often_it_comes(pool: Program, ada: Person) -> None:
    run = runs.ask(pool, by=ada, at=NOW)
    tasks.carry_out(run.pk)
    tasks.carry_out(run.pk)
    tasks.carry_out(run.pk + 999)
    run.refresh_from_db()
    assert (run.state, run.attempt) == ("done", 1)
    assert run.proposals.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_carry_a_run_out_once(pool: Program, ada: Person) -> None:
    run = runs.ask(pool, by=ada, at=NOW)

    def work() -> None:
        runs.carry_out(Run.objects.get(pk=run.pk), clock=lambda: NOW)

    assert at_once(work, work, work) == [None, None, None]
    run.refresh_from_db()
    assert (run.state, run.attempt) == ("done", 1)
    assert run.proposals.count() == 2


def test_a_lock_that_a_rule_forbids_fails_the_run_in_words(pool: Program, ada: Person) -> None:
    ben, cleo = (
        taking_part(Person.objects.get(name="Ben Okafor")),
        Participant.objects.get(person__name="Cleo Martin"),
    )
    rulings.lock(ben, cleo, by=ada, at=NOW)
    Participant.objects.filter(pk=cleo.pk).update(languages=["pt"])
    run = finished(pool, by=ada)
    assert run.state == "failed"
    assert "Ben Okafor and Cleo Martin are locked together" in run.failure
    assert "no common language" in run.failure
    assert not Proposal.objects.exists()
    assert verbs(run)[-1] == "run.failed"


def test_an_error_fails_the_run_and_is_not_hidden(pool: Program, ada: Person) -> None:
    run = runs.ask(pool, by=ada, at=NOW)
    Run.objects.filter(pk=run.pk).update(settings={"weights": {}, "gap_to": 0})
    run.refresh_from_db()
    with pytest.raises(criteria.CriteriaError):
        runs.carry_out(run, clock=lambda: NOW)
    run.refresh_from_db()
    assert run.state == "failed"


# --- Cancelling and starting again -----------------------------------------------------------


def test_a_cancelled_run_is_not_carried_out(pool: Program, ada: Person) -> None:
    run = runs.ask(pool, by=ada, at=NOW)
    runs.cancel(run, by=ada, at=NOW)
    runs.carry_out(run, clock=lambda: NOW)
    run.refresh_from_db()
    assert run.state == "cancelled"
    assert not run.proposals.exists()
    assert verbs(run) == ["run.asked", "run.cancelled"]


def test_a_run_cancelled_midway_stores_nothing(pool: Program, ada: Person) -> None:
    run = runs.ask(pool, by=ada, at=NOW)
    ticks: list[None] = []

    def clock() -> Any:
        ticks.append(None)
        if len(ticks) == 4:
            runs.cancel(run, by=ada, at=NOW)
        return NOW

    runs.carry_out(run, clock=clock)
    run.refresh_from_db()
    assert run.state == "cancelled"
    assert not Proposal.objects.exists()
    assert not LeftOut.objects.exists()


def test_a_finished_run_cannot_be_cancelled(done: Run, ada: Person) -> None:
    with pytest.raises(runs.AlreadyOver):
        runs.cancel(done, by=ada, at=NOW)


def test_a_run_whose_worker_died_can_be_started_again(pool: Program, ada: Person) -> None:
    run = runs.ask(pool, by=ada, at=NOW)
    Run.objects.filter(pk=run.pk).update(state="running", attempt=1, claimed_until=NOW)
    run.refresh_from_db()
    assert run.is_lost(now=LATER)
    runs.start_again(run, by=ada, at=LATER)
    runs.carry_out(run, clock=lambda: LATER)
    run.refresh_from_db()
    assert (run.state, run.attempt) == ("done", 2)


def test_a_worker_that_was_given_up_stores_nothing(pool: Program, ada: Person) -> None:
    run = runs.ask(pool, by=ada, at=NOW)
    ticks: list[None] = []

    def clock() -> Any:
        ticks.append(None)
        if len(ticks) == 4:  # in the middle of it another one takes over
            Run.objects.filter(pk=run.pk).update(attempt=2)
        return NOW

    runs.carry_out(run, clock=clock)
    assert not Proposal.objects.exists()


def test_a_run_at_work_needs_no_second_start(pool: Program, ada: Person) -> None:
    run = runs.ask(pool, by=ada, at=NOW)
    Run.objects.filter(pk=run.pk).update(state="running", claimed_until=LATER)
    with pytest.raises(runs.AlreadyOver):
        runs.start_again(run, by=ada, at=NOW)
