from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from participants.models import Acknowledgement
from people.models import Person
from programs import expectations
from programs.models import Program
from tests import cast
from tests.cast import NOW
from tests.conftest import SignIn

NASTY = ["<script>alert(1)</script>", "[x](javascript:alert(1))", '<b onclick="alert(1)">x</b>']


@pytest.fixture
def client(as_person: SignIn, ada: Person) -> Client:
    return as_person(ada)


def page(program: Program, rest: str) -> str:
    return f"/programs/{program.ref}/setup/{rest}"


def test_a_new_version_is_written_for_one_role(client: Client, program: Program) -> None:
    url = page(program, "expectations/mentor/")
    assert "What a mentor does." in client.get(url).content.decode()
    html = client.post(url, {"text": "- Listen more."}, follow=True).content.decode()
    assert "Saved as version 2" in html
    assert "Listen more." in html
    assert "Version 1" in html  # among the earlier ones
    assert expectations.live(program, "mentee").version == 1  # type: ignore[union-attr]


def test_saving_the_same_words_says_that_nothing_has_changed(
    client: Client, program: Program
) -> None:
    url = page(program, "expectations/mentor/")
    html = client.post(url, {"text": "What a mentor does."}, follow=True).content.decode()
    assert "Nothing has changed." in html
    assert program.expectations.filter(role="mentor").count() == 1


def test_expectations_without_a_word_are_refused(client: Client, program: Program) -> None:
    answer = client.post(page(program, "expectations/mentor/"), {"text": "  "})
    assert "text" in answer.context["form"].errors


def test_a_role_that_does_not_exist_gives_404(client: Client, program: Program) -> None:
    assert client.get(page(program, "expectations/manager/")).status_code == 404


def test_the_page_counts_who_has_agreed(client: Client, ben: Person, program: Program) -> None:
    mentor = cast.participant(ben, program, "mentor")
    live = expectations.live(program, "mentor")
    assert live
    Acknowledgement.objects.get_or_create(
        participant=mentor, expectations=live, defaults={"at": NOW}
    )
    html = client.get(page(program, "expectations/")).content.decode()
    assert "1 person has agreed to it" in html


@pytest.mark.parametrize("versions", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_versions(
    client: Client,
    ada: Person,
    program: Program,
    versions: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(versions):
        expectations.write(program, "mentor", f"Draft {number}", by=ada, at=NOW)
    with django_assert_max_num_queries(8):
        client.get(page(program, "expectations/"))


def test_guidelines_are_saved(client: Client, program: Program) -> None:
    client.post(page(program, "guidelines/"), {"guidelines": "## Meeting\n\nOften."})
    program.refresh_from_db()
    assert program.guidelines == "## Meeting\n\nOften."


def test_a_preview_shows_the_words_and_saves_nothing(client: Client, program: Program) -> None:
    answer = client.post(
        page(program, "guidelines/"), {"guidelines": "## Meeting\n\n**Often.**", "preview": "1"}
    )
    html = answer.content.decode()
    assert "<h2>Meeting</h2>" in html
    assert "<strong>Often.</strong>" in html
    assert "## Meeting" in html  # still in the field
    program.refresh_from_db()
    assert program.guidelines == ""


@pytest.mark.parametrize("nasty", NASTY)
def test_a_preview_is_as_safe_as_what_is_saved(
    client: Client, program: Program, nasty: str
) -> None:
    answer = client.post(page(program, "guidelines/"), {"guidelines": nasty, "preview": "1"})
    html = answer.content.decode()
    assert "<script>alert" not in html
    assert "<b onclick" not in html
    assert 'href="javascript' not in html


@pytest.mark.parametrize("nasty", NASTY)
def test_expectations_are_shown_safely(
    client: Client, ada: Person, program: Program, nasty: str
) -> None:
    expectations.write(program, "mentee", nasty, by=ada, at=NOW)
    html = client.get(page(program, "expectations/")).content.decode()
    assert "<script>alert" not in html
    assert "<b onclick" not in html
    assert 'href="javascript' not in html
