from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from people.models import Person
from programs import lifecycle
from tests import cast
from tests.conftest import SignIn
from tests.programs.scenes import filled_draft, open_now, real_now, running_closed_to_others


def page(client: Client, **query: str) -> str:
    answer = client.get("/programs/", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_runs_programs_sees_them_with_their_drafts(as_person: SignIn, ada: Person) -> None:
    filled_draft(ada, name="Still a draft")
    html = page(as_person(ada))
    assert "Still a draft" in html
    assert "You run <strong>1 program</strong>" in html


def test_everybody_sees_what_is_open_and_nothing_else(
    as_person: SignIn, ada: Person, dan: Person
) -> None:
    filled_draft(ada, name="Secret draft")
    running_closed_to_others(ada, name="Closed to others")
    open_now(ada, name="Open to all")
    html = page(as_person(dan))
    assert "Open to all" in html
    assert "Another program" in html  # Dan's own
    assert "Secret draft" not in html
    assert "Closed to others" not in html


def test_a_participant_sees_how_far_their_application_got(
    as_person: SignIn, ada: Person, cleo: Person
) -> None:
    cast.participant(cleo, running_closed_to_others(ada), "mentee", state="waitlisted")
    html = page(as_person(cleo))
    assert "Running quietly" in html
    assert "on the waiting list" in html


def test_hr_and_administrators_see_all_but_drafts(
    as_person: SignIn, ada: Person, hana: Person, olga: Person
) -> None:
    filled_draft(ada, name="Secret draft")
    closed = running_closed_to_others(ada, name="Long over")
    lifecycle.close(closed, by=ada, at=real_now())
    for somebody in (hana, olga):
        html = page(as_person(somebody))
        assert "Long over" in html
        assert "Secret draft" not in html


def test_with_nothing_open_the_page_says_what_will_be_here(as_person: SignIn, ben: Person) -> None:
    html = page(as_person(ben))
    assert "No program is open just now" in html
    assert "/programs/new/" not in html


def test_who_may_start_programs_is_shown_how(as_person: SignIn, ada: Person) -> None:
    html = page(as_person(ada))
    assert "Start your first program" in html
    assert "/programs/new/" in html


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    as_person: SignIn,
    hana: Person,
    ada: Person,
    rows: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(rows):
        cast.participant(hana, running_closed_to_others(ada, name=f"In {number}"), "mentor")
        open_now(ada, name=f"Open {number}")
        running_closed_to_others(ada, name=f"Other {number}")
    client = as_person(hana)
    with django_assert_max_num_queries(9):
        page(client)


def test_a_page_number_that_does_not_exist_gives_the_nearest(
    as_person: SignIn, hana: Person
) -> None:
    assert "Programs" in page(as_person(hana), page="99999999999999999999x")


def test_nobody_may_post_to_the_list(as_person: SignIn, ada: Person) -> None:
    assert as_person(ada).post("/programs/").status_code == 405


def test_who_is_not_signed_in_is_led_to_the_sign_in(client: Client, db: None) -> None:
    assert client.get("/programs/").headers["Location"].startswith("/accounts/login/")
