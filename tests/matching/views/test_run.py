from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kit.clock import now
from matching import publication, rulings, runs
from matching.models import Run
from mentorship.launching import launch
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.conftest import SignIn
from tests.matching.conftest import finished, taking_part


def address(run: Run, more: str = "") -> str:
    return f"/programs/{run.program.ref}/matching/{run.ref}/{more}"


@pytest.fixture
def client(as_person: SignIn, ada: Person) -> Client:
    return as_person(ada)


def shown(client: Client, run: Run, more: str = "") -> str:
    return client.get(address(run, more)).content.decode()


def test_each_proposal_is_shown_with_its_score_and_why(client: Client, done: Run) -> None:
    page = shown(client, done)
    assert "2 of 2 mentees placed, proven optimal." in page
    for words in ("Cleo Martin", "Ben Okafor", "Covers Finance, the first priority"):
        assert words in page
    assert "Objectives" in page


def test_proposals_are_found_by_name(client: Client, done: Run) -> None:
    page = shown(client, done, "?q=okafor")
    assert "Ben Okafor" in page
    assert "Dora Lang" not in page
    assert "Nobody of this name" in shown(client, done, "?q=nobody")


@pytest.mark.parametrize("order", ["", "mentor", "lowest", "highest", "nonsense"])
def test_proposals_come_in_the_order_asked_for(client: Client, done: Run, order: str) -> None:
    assert "Cleo Martin" in shown(client, done, f"?order={order}")


def test_who_is_left_out_is_shown_with_the_reason_and_what_would_help(
    client: Client, pool: Program, ada: Person
) -> None:
    cast.participant(cast.person("Gil Alone"), pool, "mentee", languages=("pt",))
    cast.participant(cast.person("Ida Third"), pool, "mentee", skills=("Art",))
    page = shown(client, finished(pool, by=ada), "?show=left")
    assert "Gil Alone" in page
    assert "No common language." in page
    assert "The 2 mentors who could be theirs are full." in page
    assert "One more mentor for Art would place one more mentee." in page
    assert "One place more with any of these mentors" in page


def test_settings_author_input_and_proof_are_shown(client: Client, done: Run) -> None:
    page = shown(client, done, "?show=about")
    for words in ("50 % of the score", "Ada Keller", "Proven optimal", done.fingerprint[:16]):
        assert words in page
    assert "2 mentees, 2 mentors with 2 places free;" in page


def test_a_run_that_places_nobody_leads_to_the_reasons(
    client: Client, program: Program, ada: Person, cleo: Person
) -> None:
    cast.participant(cleo, program, "mentee")
    assert "Nobody could be placed" in shown(client, finished(program, by=ada))


@pytest.mark.parametrize("part", ["", "?show=left"])
def test_a_run_for_which_nobody_waited_says_so(
    client: Client, pool: Program, ada: Person, part: str
) -> None:
    Participant.objects.filter(program=pool, role="mentee").update(state="withdrawn")
    page = shown(client, finished(pool, by=ada), part)
    assert "Nobody was waiting for a mentor when it ran." in page
    assert "no mentee was admitted and without a mentor" in page
    for wrong in ("optimal", "Nobody could be placed", "Nobody is left out"):
        assert wrong not in page


def test_a_ruling_since_asks_to_run_again(
    client: Client, done: Run, ada: Person, ben: Person, cleo: Person
) -> None:
    assert "Run again" not in shown(client, done)
    rulings.forbid(taking_part(ben), taking_part(cleo), by=ada, at=now())
    page = shown(client, done)
    assert "You ruled by hand since this run" in page
    assert "Run again" in page
    assert "forbidden" in page


def test_a_lock_on_what_is_proposed_anyway_needs_no_new_run(
    client: Client, done: Run, ada: Person, ben: Person, cleo: Person
) -> None:
    rulings.lock(taking_part(ben), taking_part(cleo), by=ada, at=now())
    page = shown(client, done)
    assert "locked" in page
    assert "Run again" not in page


def test_a_lock_on_what_is_not_proposed_asks_to_run_again(
    client: Client, done: Run, ada: Person, ben: Person, dora: Person
) -> None:
    rulings.lock(taking_part(ben), taking_part(dora), by=ada, at=now())
    assert "Run again" in shown(client, done)


def test_a_published_run_can_no_longer_be_ruled_on(client: Client, done: Run, ada: Person) -> None:
    publication.publish(done, by=ada, at=cast.NOW)
    page = shown(client, done)
    assert "Published by Ada Keller" in page
    assert "Forbid" not in page


def test_an_older_run_says_that_there_is_a_newer_one_and_can_be_published(
    client: Client, done: Run, pool: Program, ada: Person
) -> None:
    newer = finished(pool, by=ada)
    page = shown(client, done)
    assert "There is a newer run" in page
    assert address(done, f"compare/{newer.ref}/") in page
    assert address(done, "publish/") in page


def test_the_newest_run_can_be_compared_with_the_one_before(
    client: Client, done: Run, pool: Program, ada: Person
) -> None:
    assert "Compare with the run before" not in shown(client, done)
    newer = finished(pool, by=ada)
    assert address(done, f"compare/{newer.ref}/") in shown(client, newer)


def test_a_run_of_another_round_is_not_offered_to_compare(
    client: Client, done: Run, pool: Program, ada: Person
) -> None:
    launch(done, by=ada, at=cast.NOW)
    cast.participant(cast.person("Gil Alone"), pool, "mentee")
    newer = finished(pool, by=ada)
    assert newer.round == done.round + 1
    assert "Compare with the run before" not in shown(client, newer)
    newest = finished(pool, by=ada)
    assert address(newer, f"compare/{newest.ref}/") in shown(client, newest)


def test_other_criteria_can_be_tried_until_it_is_published(
    client: Client, done: Run, ada: Person
) -> None:
    assert address(done, "what-if/") in shown(client, done)
    publication.publish(done, by=ada, at=cast.NOW)
    assert address(done, "what-if/") not in shown(client, done)


def test_a_run_is_history_once_another_of_its_round_is_published(
    client: Client, done: Run, pool: Program, ada: Person
) -> None:
    newer = finished(pool, by=ada)
    publication.publish(done, by=ada, at=cast.NOW)
    page = shown(client, newer)
    assert "Another run of this round was published." in page
    for gone in ("what-if/", "publish/"):
        assert address(newer, gone) not in page
    assert "Forbid" not in page
    answer = client.get(address(newer, "what-if/"), follow=True)
    assert "round that is not published" in answer.content.decode()
    page = client.get(f"/programs/{pool.ref}/matching/").content.decode()
    assert "Review" not in page
    assert "Run the matching" in page or "Nobody waits" in page


def test_criteria_that_tell_nobody_apart_are_said_to(
    client: Client, done: Run, program: Program, ada: Person
) -> None:
    assert "do not tell the mentors apart" not in shown(client, done)
    alike = cast.program(ada, name="All alike")
    for number in range(2):
        cast.participant(cast.person(f"Mentor {number}"), alike, "mentor")
        cast.participant(cast.person(f"Mentee {number}"), alike, "mentee")
    assert "do not tell the mentors apart" in shown(client, finished(alike, by=ada))


# --- Under way -----------------------------------------------------------------------------


def test_a_waiting_run_asks_for_its_progress(client: Client, pool: Program, ada: Person) -> None:
    run = runs.ask(pool, by=ada, at=now())
    page = shown(client, run)
    assert f'hx-get="{address(run, "progress/?at=-0")}"' in page
    assert 'aria-live="polite"' in page
    assert "Cancel the run" in page
    assert "Start again" not in page
    piece = client.get(address(run, "progress/"))
    assert "Waiting for a worker" in piece.content.decode()
    assert "<html" not in piece.content.decode()


def test_progress_that_the_page_shows_already_is_not_said_again(
    client: Client, pool: Program, ada: Person
) -> None:
    run = runs.ask(pool, by=ada, at=now())
    Run.objects.filter(pk=run.pk).update(
        state="running", claimed_until=now() + timedelta(minutes=1), step="scoring", progress=10
    )
    assert client.get(address(run, "progress/?at=scoring-10")).status_code == 204
    said = client.get(address(run, "progress/?at=reading-5")).content.decode()
    assert "Scoring everybody with everybody" in said
    assert "?at=scoring-10" in said


def test_progress_of_a_finished_run_brings_the_whole_page(client: Client, done: Run) -> None:
    assert client.get(address(done, "progress/")).headers["HX-Refresh"] == "true"


def test_a_run_no_worker_takes_up_can_be_started_again(
    client: Client, pool: Program, ada: Person
) -> None:
    run = runs.ask(pool, by=ada, at=now() - timedelta(minutes=1))
    page = shown(client, run)
    assert "No worker has taken it up yet" in page
    assert "progress/?at=-0&amp;long=1" in page
    assert "HX-Refresh" not in client.get(address(run, "progress/?long=1")).headers
    assert "HX-Refresh" in client.get(address(run, "progress/")).headers
    assert "Start again" in page
    assert client.post(address(run, "start/")).status_code == 302


def test_a_run_whose_worker_died_says_so_and_can_be_started_again(
    client: Client, pool: Program, ada: Person
) -> None:
    run = runs.ask(pool, by=ada, at=cast.NOW)
    Run.objects.filter(pk=run.pk).update(state="running", claimed_until=cast.NOW, step="scoring")
    assert "stopped answering" in shown(client, run)
    client.post(address(run, "start/"))
    run.refresh_from_db()
    assert run.state == "queued"


def test_a_run_can_be_cancelled_once(client: Client, pool: Program, ada: Person) -> None:
    run = runs.ask(pool, by=ada, at=now())
    client.post(address(run, "cancelling/"))
    run.refresh_from_db()
    assert run.state == "cancelled"
    assert "was cancelled" in shown(client, run)
    again = client.post(address(run, "cancelling/"), follow=True)
    assert "over already" in again.content.decode()


def test_a_failed_run_says_why(client: Client, pool: Program, ada: Person) -> None:
    run = runs.ask(pool, by=ada, at=cast.NOW)
    Run.objects.filter(pk=run.pk).update(
        state="failed", finished_at=cast.NOW, failure="Lift a lock."
    )
    assert "Lift a lock." in shown(client, run)


# --- Access --------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["dan", "hana", "olga", "ben"])
@pytest.mark.parametrize(
    ("method", "more"),
    [("get", ""), ("get", "progress/"), ("post", "cancelling/"), ("post", "start/")],
)
def test_who_does_not_run_the_program_sees_and_does_nothing(
    as_person: SignIn,
    request: pytest.FixtureRequest,
    done: Run,
    who: str,
    method: str,
    more: str,
) -> None:
    stranger = as_person(request.getfixturevalue(who))
    assert getattr(stranger, method)(address(done, more)).status_code == 404


def test_a_run_is_not_found_under_another_program(client: Client, done: Run, ada: Person) -> None:
    other = cast.program(ada, name="Second program")
    assert client.get(f"/programs/{other.ref}/matching/{done.ref}/").status_code == 404


@pytest.mark.parametrize("more", ["cancelling/", "start/"])
def test_looking_changes_nothing(client: Client, done: Run, more: str) -> None:
    assert client.get(address(done, more)).status_code == 405


@pytest.mark.parametrize("show", ["proposals", "left"])
@pytest.mark.parametrize("count", [1, 3])
def test_more_rows_take_no_more_queries(
    client: Client,
    program: Program,
    ada: Person,
    ben: Person,
    show: str,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    cast.participant(ben, program, "mentor", capacity=count)
    for number in range(count):
        cast.participant(cast.person(f"Mentee {number}"), program, "mentee")
        cast.participant(cast.person(f"Alone {number}"), program, "mentee", languages=("pt",))
    run = finished(program, by=ada)
    with django_assert_num_queries(8 if show == "proposals" else 7):
        client.get(address(run, f"?show={show}"))
