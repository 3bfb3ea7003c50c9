from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from matching import comparing, criteria, publication, rulings, runs
from matching.criteria_form import as_fields
from matching.models import Run
from participants.models import Objective, Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.conftest import SignIn
from tests.matching.conftest import finished, taking_part

HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(as_person: SignIn, ada: Person) -> Client:
    return as_person(ada)


def address(run: Run, **changed: object) -> str:
    """What if; with `changed`, what the form would send."""
    path = f"/programs/{run.program.ref}/matching/{run.ref}/what-if/"
    if not changed:
        return path
    fields = dict(as_fields(criteria.of(run))) | changed
    return f"{path}?{urlencode({name: value for name, value in fields.items() if value != ''})}"


@pytest.fixture
def tried(pool: Program, ada: Person) -> Run:
    """A run after which a mentee came whom no objective of any mentor fits."""
    cast.participant(cast.person("Gil Alone"), pool, "mentee", skills=("Cooking",))
    cast.participant(cast.person("Hal Third"), pool, "mentor", skills=("Law",))
    return finished(pool, by=ada)


def test_it_starts_from_the_criteria_of_the_run(client: Client, done: Run) -> None:
    page = client.get(address(done)).content.decode()
    assert "Nothing changes: everybody keeps the mentor they had." in page
    assert 'type="range"' in page
    assert "Keep this as a run" in page


def test_other_criteria_say_at_once_what_they_would_do(client: Client, tried: Run) -> None:
    page = client.get(address(tried, rule_wanted_skill="on")).content.decode()
    assert "2 of 3 mentees are placed, 1 fewer." in page
    assert "1 who was placed before is left out." in page
    assert "Gil Alone" in page
    assert "no longer placed" in page
    assert "both by the criteria tried" in page


def test_criteria_that_tell_nobody_apart_are_said_to(client: Client, done: Run) -> None:
    """Nobody wished, so that every score is 0: that is a score like any other."""
    weights = {name: 0 for name, _value in as_fields(criteria.of(done)) if "weight_" in name}
    page = client.get(address(done, **weights | {"weight_mentee_wishes": 50})).content.decode()
    assert "do not tell the mentors apart" in page
    assert "Mean score, both by the criteria tried" in page
    assert "so many people" not in page
    assert "do not tell the mentors apart" not in client.get(address(done)).content.decode()


def test_who_has_a_mentor_by_now_is_not_called_left_out(
    client: Client, done: Run, ben: Person, cleo: Person
) -> None:
    cast.pairing(taking_part(ben), taking_part(cleo))
    page = client.get(f"{address(done)}?show=gone").content.decode()
    assert "1 of those placed before was not waiting for a mentor, and is not counted." in page
    assert "Has a mentor by now." in page
    assert "no longer placed" not in page


def test_htmx_gets_what_changed_and_the_sentence_alone(client: Client, tried: Run) -> None:
    answer = client.get(address(tried, rule_wanted_skill="on"), headers=HTMX)
    piece = answer.content.decode()
    assert "<html" not in piece
    assert 'id="trial"' in piece
    assert 'id="trial-said" role="status" hx-swap-oob="true"' in piece
    assert "1 fewer" in piece


def test_going_back_in_the_browser_brings_the_whole_page(client: Client, tried: Run) -> None:
    going_back = HTMX | {"HX-History-Restore-Request": "true"}
    page = client.get(address(tried, rule_wanted_skill="on"), headers=going_back)
    assert "<html" in page.content.decode()


def test_what_makes_no_sense_is_named_and_stays_in_the_form(client: Client, done: Run) -> None:
    answer = client.get(address(done, weight_hours=101))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert 'value="101"' in page
    assert "Keep this as a run" not in page


def test_criteria_against_a_lock_say_what_to_do(
    client: Client, done: Run, ada: Person, ben: Person, cleo: Person
) -> None:
    rulings.lock(taking_part(ben), taking_part(cleo), by=ada, at=cast.NOW)
    Objective.objects.filter(participant=taking_part(cleo)).delete()
    page = client.get(address(done, rule_wanted_skill="on")).content.decode()
    assert "These criteria cannot be carried out." in page
    assert "Lift the lock, or the rule." in page


@pytest.mark.parametrize("kind", ["tried", "against a lock", "too many", "wrong"])
def test_what_tells_nobody_apart_has_no_share_whether_or_not_it_can_be_tried(
    client: Client,
    done: Run,
    ada: Person,
    ben: Person,
    cleo: Person,
    kind: str,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    if kind == "against a lock":
        rulings.lock(taking_part(ben), taking_part(cleo), by=ada, at=cast.NOW)
        Objective.objects.filter(participant=taking_part(cleo)).delete()
    if kind == "too many":
        monkeypatch.setattr(comparing, "MOST_PAIRS", 3)
    there = address(
        done,
        rule_wanted_skill="on" if kind == "against a lock" else "",
        limit_least_levels=99 if kind == "wrong" else "",
    )
    with django_assert_max_num_queries(10):
        response = client.get(there)
    assert ("trial" in response.context) == (kind == "tried")
    shown = {one.field.name: one.share for one in response.context["form"].weights}
    assert shown["weight_mentee_wishes"] == 0 < shown["weight_objectives"]
    assert "No share now: no mentee who waits wished" in response.content.decode()


def test_the_defaults_of_the_programs_kind_can_be_tried(
    client: Client, pool: Program, ada: Person
) -> None:
    settings = criteria.as_settings(criteria.default_for(pool))
    settings["weights"]["hours"] = 77
    run = runs.ask(pool, by=ada, at=cast.NOW, settings=settings)
    runs.carry_out(run, clock=lambda: cast.NOW)
    run.refresh_from_db()
    assert 'value="77"' in client.get(address(run)).content.decode()
    assert 'value="77"' not in client.get(f"{address(run)}?defaults=1").content.decode()


def test_what_was_tried_is_kept_as_a_run(client: Client, tried: Run, pool: Program) -> None:
    page = client.get(address(tried, rule_wanted_skill="on", weight_hours=33)).content.decode()
    start = page.index('class="trial-keep"')
    assert 'name="weight_hours" value="33"' in page[start:]
    assert 'name="rule_wanted_skill" value="True"' in page[start:]
    fields = dict(as_fields(criteria.of(tried))) | {"rule_wanted_skill": "True"}
    client.post(f"/programs/{pool.ref}/matching/", fields)
    kept = Run.objects.exclude(pk=tried.pk).get()
    assert kept.settings["rules"]["wanted_skill"] is True


def test_too_many_people_are_left_to_a_worker(
    client: Client, done: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "MOST_PAIRS", 3)
    page = client.get(address(done)).content.decode()
    assert "too many to match while you wait" in page
    assert "Run with these criteria" in page


def test_a_published_run_leads_back_to_its_page(client: Client, done: Run, ada: Person) -> None:
    publication.publish(done, by=ada, at=cast.NOW)
    answer = client.get(address(done), follow=True)
    assert "finished run of a round that is not published" in answer.content.decode()


def test_nothing_is_stored(client: Client, done: Run) -> None:
    client.get(address(done, weight_hours=80))
    assert Run.objects.count() == 1
    assert client.post(address(done)).status_code == 405


@pytest.mark.parametrize("who", ["dan", "hana", "olga", "ben"])
def test_who_does_not_run_the_program_sees_nothing(
    as_person: SignIn, request: pytest.FixtureRequest, done: Run, who: str
) -> None:
    stranger = as_person(request.getfixturevalue(who))
    assert stranger.get(address(done)).status_code == 404


def test_who_is_not_signed_in_is_asked_to(done: Run) -> None:
    assert Client().get(address(done)).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_more_movers_take_no_more_queries(
    client: Client,
    program: Program,
    ada: Person,
    ben: Person,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    cast.participant(ben, program, "mentor", capacity=count)
    run = finished(program, by=ada)
    for number in range(count):
        cast.participant(cast.person(f"Mentee {number}"), program, "mentee")
    there = address(run)
    with django_assert_num_queries(10):
        client.get(there)
    tried = address(finished(program, by=ada))
    Participant.objects.filter(program=program, role="mentee").update(state="withdrawn")
    with django_assert_num_queries(10):
        client.get(tried)
