from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from matching import publication, runs
from matching.models import Run
from people.models import Person
from programs.models import Program
from tests import cast
from tests.conftest import SignIn
from tests.reports.crowd import workers

QUERIES = 6


def run_with(program: Program, ada: Person, *, mentors: int, mentees: int) -> Run:
    for someone in workers(mentors, department="Law"):
        cast.participant(someone, program, "mentor", skills=("Finance",))
    for someone in workers(mentees, department="Art", gender="female"):
        cast.participant(someone, program, "mentee", skills=("Finance",))
    run = runs.ask(program, by=ada, at=cast.NOW)
    runs.carry_out(run, clock=lambda: cast.NOW)
    run.refresh_from_db()
    return run


def address(run: Run, name: str = "run-fairness") -> str:
    return reverse(name, args=[run.program.ref, run.ref])


def test_the_sheet_says_who_is_placed(program: Program, ada: Person, as_person: SignIn) -> None:
    run = run_with(program, ada, mentors=6, mentees=12)
    said = as_person(ada).get(address(run)).content.decode()
    assert "6 of 12 mentees have a proposal; no two would rather have each other." in said
    assert "By department: the share placed, unadjusted" in said
    assert "table-gender" not in said


def test_by_gender_there_is_the_first_published_run_alone(
    program: Program, ada: Person, as_person: SignIn
) -> None:
    """Two runs of the same people, but for one, would tell the gender of that one."""
    for someone in workers(6, gender="male"):
        cast.participant(someone, program, "mentee", skills=("Finance",))
    run = run_with(program, ada, mentors=6, mentees=6)
    assert not splits_by_gender(as_person(ada), run)
    publication.publish(run, by=ada, at=cast.NOW)
    assert splits_by_gender(as_person(ada), run)
    Run.objects.filter(pk=run.pk).update(round=2)
    assert not splits_by_gender(as_person(ada), run)


def splits_by_gender(client: Client, run: Run) -> bool:
    """Whether the page does, and its export as well."""
    is_split = "table-gender" in client.get(address(run)).content.decode()
    answer = client.get(address(run, "run-fairness-export"))
    lines = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert is_split == ("By gender" in lines)
    return is_split


def test_two_who_would_rather_have_each_other_are_named(
    program: Program, ada: Person, as_person: SignIn
) -> None:
    run = run_with(program, ada, mentors=2, mentees=2)
    first, second = run.proposals.select_related("mentor__person", "mentee__person")
    run.figures["blocking"] = {"count": 1, "examples": [[first.mentee_id, second.mentor_id]]}
    run.save(update_fields=["figures"])
    said = as_person(ada).get(address(run)).content.decode()
    assert "in 1 case two would both rather have each other" in said
    assert first.mentee.person.name in said
    assert second.mentor.person.name in said
    door = f"/why-not/{first.mentee.ref}/?mentor={second.mentor.ref}"
    assert door in said
    asked = as_person(ada).get(f"/programs/{program.ref}/matching/{run.ref}{door}")
    assert asked.status_code == 200
    publication.publish(run, by=ada, at=cast.NOW)
    assert door not in as_person(ada).get(address(run)).content.decode()  # nothing is to be ruled


def test_a_run_of_nobody_says_what_to_do(program: Program, ada: Person, as_person: SignIn) -> None:
    run = run_with(program, ada, mentors=0, mentees=0)
    said = as_person(ada).get(address(run)).content.decode()
    assert "There was nobody to be placed." in said
    assert "Open the roster" in said


def test_the_export_holds_the_same_figures(
    program: Program, ada: Person, as_person: SignIn
) -> None:
    run = run_with(program, ada, mentors=6, mentees=12)
    answer = as_person(ada).get(address(run, "run-fairness-export"))
    lines = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "By department,Art,Placed,6" in lines
    assert "By department,Art,Share placed,0.5" in lines


def test_a_run_under_way_has_no_sheet(program: Program, ada: Person, as_person: SignIn) -> None:
    run = runs.ask(program, by=ada, at=cast.NOW)
    assert as_person(ada).get(address(run)).status_code == 404


@pytest.mark.parametrize("name", ["run-fairness", "run-fairness-export"])
def test_a_stranger_and_hr_get_404(
    program: Program, ada: Person, dan: Person, hana: Person, as_person: SignIn, name: str
) -> None:
    run = run_with(program, ada, mentors=1, mentees=1)
    for someone in (dan, hana):
        assert as_person(someone).get(address(run, name)).status_code == 404
    assert as_person(ada).post(address(run, name)).status_code == 405


@pytest.mark.parametrize("how_many", [1, 3])
def test_as_many_queries_whatever_the_rows(
    program: Program,
    ada: Person,
    as_person: SignIn,
    how_many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    run = run_with(program, ada, mentors=how_many, mentees=how_many + 1)
    client = as_person(ada)
    client.get(address(run))
    with django_assert_num_queries(QUERIES):
        client.get(address(run))
