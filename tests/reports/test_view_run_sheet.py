from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from matching import runs
from matching.models import Run
from mentorship import launching
from people.models import Employment, Person
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


def run_of_both(program: Program, ada: Person) -> Run:
    """Six women and six men, for whom there are six places."""
    for someone in workers(6, gender="male"):
        cast.participant(someone, program, "mentee", skills=("Finance",))
    return run_with(program, ada, mentors=6, mentees=6)


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
    run = run_of_both(program, ada)
    assert not splits_by_gender(as_person(ada), run)
    launching.publish(run, by=ada, at=cast.NOW)
    assert splits_by_gender(as_person(ada), run)
    again = run_with(program, ada, mentors=6, mentees=20)
    launching.publish(again, by=ada, at=cast.NOW)
    assert again.round == 2
    assert not splits_by_gender(as_person(ada), again)


def test_a_gender_that_is_changed_later_changes_nothing(
    program: Program, ada: Person, as_person: SignIn
) -> None:
    """Read anew, the sheet would tell of each record that HR mends or erases."""
    run = run_of_both(program, ada)
    launching.publish(run, by=ada, at=cast.NOW)
    before = lines_by_gender(as_person(ada), run)
    assert before
    Employment.objects.filter(gender="male").update(gender="female")
    assert lines_by_gender(as_person(ada), run) == before


@pytest.mark.parametrize(("others", "is_shown"), [(0, False), (1, False), (4, False), (5, True)])
def test_nearly_the_same_people_in_another_program_are_not_split_again(
    program: Program, ada: Person, as_person: SignIn, others: int, is_shown: bool
) -> None:
    """One sheet subtracted from the other would tell the gender of those who are in one alone."""
    people = [*workers(8, gender="female"), *workers(8, gender="male")]
    for someone in people:
        cast.participant(someone, program, "mentee", skills=("Finance",))
    launching.publish(run_with(program, ada, mentors=6, mentees=0), by=ada, at=cast.NOW)
    second = cast.program(ada, name="The year after", state="matching")
    for someone in [*people, *workers(others, gender="male")]:
        cast.participant(someone, second, "mentee", skills=("Finance",))
    run = run_with(second, ada, mentors=6, mentees=0)
    launching.publish(run, by=ada, at=cast.NOW)
    assert splits_by_gender(as_person(ada), run) == is_shown


def test_other_people_in_another_program_are_split(
    program: Program, ada: Person, as_person: SignIn
) -> None:
    second = cast.program(ada, name="Next door", state="matching")
    for where in (program, second):
        for someone in [*workers(8, gender="female"), *workers(8, gender="male")]:
            cast.participant(someone, where, "mentee", skills=("Finance",))
        run = run_with(where, ada, mentors=6, mentees=0)
        launching.publish(run, by=ada, at=cast.NOW)
        assert splits_by_gender(as_person(ada), run)


def lines_by_gender(client: Client, run: Run) -> list[str]:
    answer = client.get(address(run, "run-fairness-export"))
    lines = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    return [line for line in lines.splitlines() if line.startswith("By gender")]


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
    launching.publish(run, by=ada, at=cast.NOW)
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
