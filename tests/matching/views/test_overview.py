from __future__ import annotations

from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from matching import criteria, publication, runs
from matching.criteria_form import as_fields
from matching.models import Run
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.conftest import SignIn
from tests.matching.conftest import finished, taking_part


def address(program: Program) -> str:
    return f"/programs/{program.ref}/matching/"


@pytest.fixture
def client(as_person: SignIn, ada: Person) -> Client:
    return as_person(ada)


def test_a_program_without_mentees_says_what_to_do(client: Client, program: Program) -> None:
    page = client.get(address(program)).content.decode()
    assert "no mentee is admitted" in page
    assert f"/programs/{program.ref}/roster/" in page
    assert "Run the matching" not in page


def test_a_program_without_mentors_says_what_to_do(
    client: Client, program: Program, cleo: Person
) -> None:
    cast.participant(cleo, program, "mentee")
    page = client.get(address(program)).content.decode()
    assert "no mentor is admitted yet" in page
    assert "Invite people to apply as mentors" in page


def test_mentors_who_offer_no_place_are_named_as_the_reason(
    client: Client, program: Program, cleo: Person, ben: Person
) -> None:
    cast.participant(cleo, program, "mentee")
    cast.participant(ben, program, "mentor", capacity=0)
    page = client.get(address(program)).content.decode()
    assert "no mentor has a place free" in page
    assert "takes 0 people at a time" in page
    assert "Run the matching" not in page


def test_mentors_too_small_for_a_group_are_named_as_the_reason(
    client: Client, program: Program, cleo: Person, ben: Person
) -> None:
    Program.objects.filter(pk=program.pk).update(shape="groups", group_from=4)
    cast.participant(cleo, program, "mentee")
    cast.participant(ben, program, "mentor", capacity=3)
    page = client.get(address(program)).content.decode()
    assert "no mentor takes as many as make a group" in page
    assert "A group here has at least 4 mentees" in page
    assert f"/programs/{program.ref}/setup/" in page


def test_mentors_without_room_for_a_group_are_counted(
    client: Client, pool: Program, ben: Person, finn: Person
) -> None:
    Program.objects.filter(pk=pool.pk).update(shape="groups", group_from=3)
    Participant.objects.filter(person=finn).update(capacity=4)
    page = client.get(address(pool)).content.decode()
    assert "1 mentor has room for fewer than the 3 mentees who make a group" in page


def test_where_all_places_are_taken_it_says_so(
    client: Client, done: Run, pool: Program, cleo: Person, dora: Person, ben: Person, finn: Person
) -> None:
    cast.pairing(taking_part(ben), taking_part(cleo))
    cast.pairing(taking_part(finn), taking_part(dora))
    cast.participant(cast.person("Gil Late"), pool, "mentee")
    page = client.get(address(pool)).content.decode()
    assert "no mentor has a place free" in page
    assert "ask those you have whether they can take one more" in page


def test_people_who_wait_can_be_matched(client: Client, pool: Program) -> None:
    page = client.get(address(pool)).content.decode()
    assert "<strong>2</strong> mentees wait" in page
    assert "Run the matching" in page


def test_each_criterion_and_rule_has_its_sentence_and_what_always_holds_is_said(
    client: Client, pool: Program
) -> None:
    page = unescape(client.get(address(pool)).content.decode())
    named = {**criteria.WEIGHTS, **criteria.RULES, **criteria.LIMITS, **criteria.AIMS}
    for words in named.values():
        assert str(words.label) in page
        assert str(words.help) in page
    assert "privately asked not to be paired" in page


def test_a_run_is_asked_for_with_the_weights_typed(client: Client, pool: Program) -> None:
    typed = dict(as_fields(criteria.default_for(pool))) | {"weight_objectives": 80}
    typed.pop("rule_common_language")
    answer = client.post(address(pool), typed)
    run = Run.objects.get()
    assert answer.headers["Location"] == f"{address(pool)}{run.ref}/"
    assert run.settings["weights"]["objectives"] == 80
    assert run.settings["rules"]["common_language"] is False
    assert run.settings["rules"]["reporting_line"] is True


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("weight_objectives", "many", "whole number"),
        ("weight_objectives", "101", "less than or equal to 100"),
        ("gap_from", "9", "end before they begin"),
        ("department", "nearby", "not one of the available choices"),
    ],
)
def test_what_makes_no_sense_is_named_and_stays_in_the_form(
    client: Client, pool: Program, field: str, typed: str, says: str
) -> None:
    sent = dict(as_fields(criteria.default_for(pool))) | {field: typed}
    answer = client.post(address(pool), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert says in page
    if field != "department":
        assert f'value="{typed}"' in page
    assert not Run.objects.exists()


def test_a_run_whose_worker_died_is_said_to_be_stopped(
    client: Client, pool: Program, ada: Person
) -> None:
    run = runs.ask(pool, by=ada, at=cast.NOW)
    Run.objects.filter(pk=run.pk).update(state="running", claimed_until=cast.NOW)
    page = client.get(address(pool)).content.decode()
    assert "The last run was stopped in the middle." in page
    assert '<span class="badge tone-warn">stopped</span>' in page
    assert ">running<" not in page
    assert f"{address(pool)}{run.ref}/" in page


def test_why_the_last_run_failed_stands_before_the_criteria(
    client: Client, pool: Program, ada: Person
) -> None:
    run = runs.ask(pool, by=ada, at=cast.NOW)
    Run.objects.filter(pk=run.pk).update(
        state="failed", finished_at=cast.NOW, failure="Lift a lock."
    )
    page = client.get(address(pool)).content.decode()
    assert "The last run failed" in page
    assert "Lift a lock." in page


def test_the_defaults_of_the_programs_kind_can_be_brought_back(
    client: Client, pool: Program, ada: Person
) -> None:
    settings = criteria.as_settings(criteria.default_for(pool))
    settings["weights"]["hours"] = 35
    runs.cancel(runs.ask(pool, by=ada, at=cast.NOW, settings=settings), by=ada, at=cast.NOW)
    assert 'value="35"' in client.get(address(pool)).content.decode()
    assert 'value="35"' not in client.get(f"{address(pool)}?defaults=1").content.decode()


def test_a_second_run_is_refused_in_words(client: Client, pool: Program, ada: Person) -> None:
    runs.ask(pool, by=ada, at=cast.NOW)
    answer = client.post(address(pool), dict(as_fields(criteria.default_for(pool))), follow=True)
    assert "A run of this program is under way" in answer.content.decode()
    assert Run.objects.count() == 1


def test_the_last_run_is_summed_up_and_can_be_reviewed(
    client: Client, done: Run, pool: Program
) -> None:
    page = client.get(address(pool)).content.decode()
    assert "2 of 2 mentees placed, proven optimal." in page
    assert f"{address(pool)}{done.ref}/" in page
    assert "Review" in page


def test_a_published_round_says_who_waits_for_the_next(
    client: Client, done: Run, pool: Program, ada: Person
) -> None:
    publication.publish(done, by=ada, at=cast.NOW)
    assert "Round 1 is published" in client.get(address(pool)).content.decode()


def test_where_everybody_is_placed_it_says_so(
    client: Client, done: Run, pool: Program, cleo: Person, dora: Person, ben: Person, finn: Person
) -> None:
    cast.pairing(taking_part(ben), taking_part(cleo))
    cast.pairing(taking_part(finn), taking_part(dora))
    assert "Everybody who was admitted has a mentor" in client.get(address(pool)).content.decode()


def test_the_next_run_starts_from_the_last_settings(
    client: Client, pool: Program, ada: Person
) -> None:
    settings = criteria.as_settings(criteria.default_for(pool))
    settings["weights"]["hours"] = 35
    run = runs.ask(pool, by=ada, at=cast.NOW, settings=settings)
    runs.cancel(run, by=ada, at=cast.NOW)
    assert 'value="35"' in client.get(address(pool)).content.decode()


def test_the_shares_shown_are_those_a_run_will_have(client: Client, pool: Program) -> None:
    response = client.get(address(pool))
    shown = {one.field.name: one.share for one in response.context["form"].weights}
    client.post(address(pool), dict(as_fields(criteria.default_for(pool))))
    run = Run.objects.get(program=pool)
    runs.carry_out(run, clock=lambda: cast.NOW)
    run.refresh_from_db()
    shares = criteria.shares_of(run)
    assert shown["weight_mentee_wishes"] == 0
    assert shown == {
        f"weight_{name}": round(100 * shares.get(name, 0)) for name in criteria.WEIGHTS
    }
    page = unescape(response.content.decode())
    assert "No share now: no mentee who waits wished for a mentor who has a place free." in page


@pytest.mark.parametrize("who", ["dan", "hana", "olga", "ben"])
def test_who_does_not_run_the_program_sees_nothing(
    as_person: SignIn, request: pytest.FixtureRequest, done: Run, pool: Program, who: str
) -> None:
    stranger = as_person(request.getfixturevalue(who))
    assert stranger.get(address(pool)).status_code == 404
    assert stranger.post(address(pool)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_more_runs_take_no_more_queries(
    client: Client,
    pool: Program,
    ada: Person,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        finished(pool, by=ada)
    with django_assert_num_queries(10):
        client.get(address(pool))
