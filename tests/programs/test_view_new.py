from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from people.models import Person
from programs import lifecycle
from programs.models import Program
from tests import cast
from tests.conftest import SignIn
from tests.programs.scenes import real_today

URL = "/programs/new/"


@pytest.fixture
def client(as_person: SignIn, ada: Person) -> Client:
    return as_person(ada)


def test_a_template_gives_a_draft_that_can_open(client: Client, ada: Person) -> None:
    starts_on = real_today() + timedelta(days=30)
    fields = {"template": "reverse", "name": "Eye to eye", "starts_on": starts_on.isoformat()}
    answer = client.post(URL, fields)
    made = Program.objects.managed_by(ada).get()
    assert answer.headers["Location"] == f"/programs/{made.ref}/setup/"
    assert (made.name, made.kind, made.state) == ("Eye to eye", "reverse", "draft")
    assert made.mentee_term == "learning leader"
    assert made.ends_on == starts_on + timedelta(weeks=26)
    assert lifecycle.missing(made) == []


def test_an_empty_program_needs_a_kind_and_nothing_typed_is_lost(client: Client) -> None:
    html = client.post(URL, {"template": "scratch", "name": "My own"}).content.decode()
    assert "Choose a kind" in html
    assert 'value="My own"' in html
    assert not Program.objects.exists()
    client.post(URL, {"template": "scratch", "name": "My own", "kind": "community"})
    assert Program.objects.get().kind == "community"


def test_an_end_before_the_start_is_refused_at_the_end(client: Client) -> None:
    answer = client.post(
        URL,
        {
            "template": "coaching",
            "name": "Backwards",
            "starts_on": "2027-03-01",
            "ends_on": "2027-02-01",
        },
    )
    assert answer.context["form"].errors == {"ends_on": ["Choose an end after the start."]}
    assert not Program.objects.exists()


@pytest.mark.parametrize("template", ["", "unknown", "<script>"])
def test_a_template_that_does_not_exist_is_refused(client: Client, template: str) -> None:
    answer = client.post(URL, {"template": template, "name": "Name"})
    assert "template" in answer.context["form"].errors
    assert not Program.objects.exists()


def test_earlier_programs_of_mine_can_be_taken_again_and_only_mine(
    client: Client, ada: Person, dan: Person
) -> None:
    mine = cast.program(ada, name="Mine")
    html = client.get(URL).content.decode()
    assert f"/programs/{mine.ref}/duplicate/" in html
    assert "Another program" not in html


@pytest.mark.parametrize("who", ["ben", "hana"])
def test_who_may_not_start_programs_gets_404(
    as_person: SignIn, who: str, request: pytest.FixtureRequest
) -> None:
    somebody: Person = request.getfixturevalue(who)
    assert as_person(somebody).get(URL).status_code == 404
    answer = as_person(somebody).post(URL, {"template": "coaching", "name": "Mine"})
    assert answer.status_code == 404
    assert not Program.objects.exists()


def test_an_administrator_may_start_programs(as_person: SignIn, olga: Person) -> None:
    as_person(olga).post(URL, {"template": "coaching", "name": "Olga's"})
    assert Program.objects.managed_by(olga).exists()
