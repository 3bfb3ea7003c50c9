from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.models import Person
from programs import parts, setup
from programs.models import Program, ProgramGoal, Resource
from tests import cast
from tests.conftest import SignIn
from tests.programs.scenes import (
    filled_draft,
    open_now,
    real_now,
    real_today,
    running_closed_to_others,
)


def face(program: Program) -> str:
    return f"/programs/{program.ref}/"


def test_anybody_reads_what_an_open_program_is_for_and_what_is_expected(
    as_person: SignIn, ada: Person, dan: Person
) -> None:
    program = open_now(ada)
    html = as_person(dan).get(face(program)).content.decode()
    assert "To help people grow in the direction they choose" in html
    assert "Own your goals" in html
    assert "Half-time review" in html
    assert "Ada Keller" in html
    assert "Set-up" not in html


def test_a_stranger_gets_404_for_a_draft_and_for_what_runs(
    as_person: SignIn, ada: Person, dan: Person
) -> None:
    for program in (filled_draft(ada), running_closed_to_others(ada)):
        assert as_person(dan).get(face(program)).status_code == 404


def test_hr_reads_the_public_face_only(as_person: SignIn, ada: Person, hana: Person) -> None:
    program = running_closed_to_others(ada)
    answer = as_person(hana).get(face(program))
    assert answer.status_code == 200
    assert f"/programs/{program.ref}/setup/" not in answer.content.decode()
    assert as_person(hana).get(face(filled_draft(ada))).status_code == 404


def test_pairs_that_have_not_started_are_not_said_to_be_at_work(
    as_person: SignIn, ada: Person
) -> None:
    program = running_closed_to_others(ada)
    html = as_person(ada).get(face(program)).content.decode()
    assert "The pairs are matched and start" in html
    assert "The pairs are at work" not in html


def test_after_the_last_day_applications_are_said_to_be_closed(
    as_person: SignIn, ada: Person
) -> None:
    program = open_now(ada)
    days = {"enrol_from_on": real_today() - timedelta(days=9)}
    setup.change(
        program, by=ada, at=real_now(), **days, enrol_until_on=real_today() - timedelta(days=1)
    )
    client = as_person(ada)
    for address in (face(program), f"{face(program)}setup/", "/programs/", "/desk/"):
        html = client.get(address).content.decode()
        assert "pplications closed" in html, address
        assert "open for applications" not in html, address


def test_who_runs_it_has_the_parts_as_tabs_and_a_preview_without(
    as_person: SignIn, ada: Person
) -> None:
    program = filled_draft(ada)
    client = as_person(ada)
    tab = f'<a href="/programs/{program.ref}/setup/">Set-up</a>'
    assert tab in client.get(face(program)).content.decode()
    preview = client.get(face(program), {"preview": "1"}).content.decode()
    assert tab not in preview
    assert "This is what participants see" in preview


def test_a_stranger_gains_nothing_by_asking_for_the_preview(
    as_person: SignIn, ada: Person, dan: Person
) -> None:
    program = open_now(ada)
    html = as_person(dan).get(face(program), {"preview": "1"}).content.decode()
    assert "This is what participants see" not in html


def test_both_ways_in_are_offered_while_it_is_open(
    as_person: SignIn, ada: Person, ben: Person
) -> None:
    program = open_now(ada)
    html = as_person(ben).get(face(program)).content.decode()
    assert "You can apply until" in html
    for role in ("mentor", "mentee"):
        link = reverse("apply", args=[program.ref, role])
        assert f'href="{link}">Apply as {role}</a>' in html


def test_who_has_begun_an_application_goes_on_with_it(
    as_person: SignIn, ada: Person, ben: Person
) -> None:
    program = open_now(ada)
    cast.participant(ben, program, "mentor", state="draft")
    html = as_person(ben).get(face(program)).content.decode()
    assert "Continue your application as mentor" in html
    assert "Apply as mentor" not in html


def test_who_has_applied_is_told_so_instead(as_person: SignIn, ada: Person, ben: Person) -> None:
    program = open_now(ada)
    applied = cast.participant(ben, program, "mentor", state="applied")
    html = as_person(ben).get(face(program)).content.decode()
    assert "waiting for a decision" in html
    assert f'href="/applications/{applied.ref}/"' in html
    assert "as mentor</a>" not in html


def test_nobody_is_led_to_apply_when_it_is_too_late(
    as_person: SignIn, ada: Person, ben: Person
) -> None:
    program = running_closed_to_others(ada)
    cast.participant(ben, program, "mentor")
    html = as_person(ben).get(face(program)).content.decode()
    assert "Apply as" not in html


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        "[click](javascript:alert(1))",
        '<img src="x" onerror="alert(1)">',
        "<a href='https://evil.example' onclick='alert(1)'>raw</a>",
        "![x](https://evil.example/pixel.png)",
    ],
)
def test_markdown_from_an_admin_cannot_hurt_a_reader(
    as_person: SignIn, ada: Person, ben: Person, nasty: str
) -> None:
    program = open_now(ada)
    setup.change(program, by=ada, at=real_now(), guidelines=f"## Fine\n\n{nasty}", purpose=nasty)
    parts.keep(Resource(program=program, title="R", text=nasty), by=ada, at=real_now())
    html = as_person(ben).get(face(program)).content.decode()
    assert "<h2>Fine</h2>" in html
    assert "<script>alert" not in html
    assert 'href="javascript:' not in html
    assert "<img" not in html.replace('<img src="/static/', "")
    assert "<a href='https://evil" not in html
    assert '<a href="https://evil.example" onclick' not in html


@pytest.mark.parametrize("more", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    as_person: SignIn,
    ada: Person,
    more: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    program = open_now(ada)
    for number in range(more):
        goal = ProgramGoal(program=program, text=f"Goal {number}", measure="count", target="1")
        parts.keep(goal, by=ada, at=real_now())
        resource = Resource(program=program, title=f"Resource {number}", text="Read.")
        parts.keep(resource, by=ada, at=real_now())
    client = as_person(ada)
    with django_assert_max_num_queries(10):
        client.get(face(program))
