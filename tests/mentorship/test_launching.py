from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from history.models import Event
from matching import runs
from matching.models import Publication, Run
from mentorship.launching import launch
from milestones.models import Milestone
from notices.models import Notice
from notices.planning import planner
from pairings.founding import NoSeatFree
from pairings.models import Pairing
from participants.models import Participant
from people.models import Person
from programs import lifecycle
from programs.models import Program
from tests import cast
from tests.cast import NOW
from tests.conftest import SignIn


@pytest.fixture
def pool(ada: Person) -> Program:
    """A program in matching with two mentors and two mentees who fit."""
    program = cast.program(ada, state="matching")
    for name, role in (("Ben", "mentor"), ("Bo", "mentor"), ("Cleo", "mentee"), ("Cy", "mentee")):
        cast.participant(cast.person(f"{name} Pool"), program, role)
    return program


@pytest.fixture
def run(pool: Program, ada: Person) -> Run:
    asked = runs.ask(pool, by=ada, at=NOW)
    runs.carry_out(asked, clock=ticking(NOW).__next__)
    asked.refresh_from_db()
    return asked


def ticking(at: datetime) -> Iterator[datetime]:
    while True:
        at += timedelta(seconds=1)
        yield at


def test_launching_publishes_founds_and_lays_out_and_the_program_runs(
    run: Run, ada: Person, pool: Program
) -> None:
    pairings = launch(run, by=ada, at=NOW)
    assert len(pairings) == 2
    assert Publication.objects.get().run == run
    assert Milestone.objects.count() == 2 * pool.milestone_plan.count()
    assert Program.objects.get(pk=pool.pk).state == Program.State.RUNNING
    told = set(Event.objects.values_list("verb", flat=True))
    assert {"run.published", "pairing.founded", "program.running_started"} <= told


def test_it_launches_where_somebody_has_set_the_program_running_a_moment_before(
    run: Run, ada: Person, pool: Program
) -> None:
    assert run.program.state == "matching"
    lifecycle.start_running(Program.objects.get(pk=pool.pk), by=ada, at=NOW)
    assert len(launch(run, by=ada, at=NOW)) == 2


def test_both_sides_are_owed_a_notice(run: Run, ada: Person) -> None:
    launch(run, by=ada, at=NOW)
    planner.plan(now=NOW)
    matched = Notice.objects.filter(kind="match_published")
    assert {notice.reader for notice in matched} == {
        "Ben Pool",
        "Bo Pool",
        "Cleo Pool",
        "Cy Pool",
    }


def test_all_or_nothing(run: Run, ada: Person) -> None:
    Participant.objects.filter(person__name="Ben Pool").update(capacity=0)
    with pytest.raises(Exception, match="Ben Pool") as refused:
        launch(run, by=ada, at=NOW)
    assert refused.type.__name__ in (NoSeatFree.__name__, "Stale")
    assert not Publication.objects.exists()
    assert not Pairing.objects.exists()


def test_the_page_says_what_will_happen_and_does_it(
    run: Run, ada: Person, pool: Program, as_person: SignIn
) -> None:
    address = f"/programs/{pool.ref}/matching/{run.ref}/publish/"
    page = as_person(ada).get(address)
    assert "<strong>2</strong> mentees get a mentor" in page.content.decode()
    answer = as_person(ada).post(address, follow=True)
    assert "2 pairings are founded" in answer.content.decode()
    assert Pairing.objects.count() == 2


def test_a_second_publishing_is_told_why_not(
    run: Run, ada: Person, pool: Program, as_person: SignIn
) -> None:
    launch(run, by=ada, at=NOW)
    answer = as_person(ada).post(f"/programs/{pool.ref}/matching/{run.ref}/publish/", follow=True)
    assert "published this round already" in answer.content.decode()
    assert Pairing.objects.count() == 2


def test_a_stranger_publishes_nothing(
    run: Run, pool: Program, dan: Person, hana: Person, olga: Person, as_person: SignIn
) -> None:
    for stranger in (dan, hana, olga):
        answer = as_person(stranger).post(f"/programs/{pool.ref}/matching/{run.ref}/publish/")
        assert answer.status_code == 404
    assert not Publication.objects.exists()
