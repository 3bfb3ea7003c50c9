"""One person for each part, and one click to be them: in the demo, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from mentorship.demo.cast import demo_cast
from pairings.models import Pairing
from people.models import Person
from tests import cast


def parts() -> dict[str, str]:
    return {str(member.part): member.person.name for member in demo_cast()}


def test_each_part_is_played_once(pairing: Pairing, hana: Person, olga: Person) -> None:
    assert parts() == {
        "Program admin": "Ada Keller",
        "Mentor": "Ben Okafor",
        "Mentee": "Cleo Martin",
        "HR": "Hana Weiss",
        "Administrator": "Olga Root",
    }


def test_nobody_plays_two_parts(db: None) -> None:
    both = cast.person("Both Roles", roles=("hr", "administrator"))
    other = cast.person("Other Admin", roles=("administrator",))
    assert parts() == {"HR": both.name, "Administrator": other.name}


def test_who_may_not_sign_in_is_not_offered(pairing: Pairing, cleo: Person, hana: Person) -> None:
    Person.objects.filter(pk__in=[cleo.pk, hana.pk]).update(is_active=False)
    assert parts() == {"Program admin": "Ada Keller"}


def test_an_empty_company_has_no_cast(db: None) -> None:
    assert parts() == {}


def test_one_click_signs_in(client: Client, hana: Person, settings: Any) -> None:
    settings.DEMO = True
    assert "Hana Weiss" in client.get("/accounts/login/").text
    answer = client.post("/demo-sign-in/", {"person": hana.ref, "next": "/ui/"})
    assert answer["Location"] == "/ui/"
    assert client.session["_auth_user_id"] == str(hana.pk)


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:x", ""])
def test_it_never_leads_elsewhere(client: Client, hana: Person, settings: Any, target: str) -> None:
    settings.DEMO = True
    answer = client.post("/demo-sign-in/", {"person": hana.ref, "next": target})
    assert answer["Location"] == "/"


def test_outside_the_demo_nobody_is_offered_and_nothing_opens(
    client: Client, hana: Person, settings: Any
) -> None:
    settings.DEMO = False
    assert "Hana Weiss" not in client.get("/accounts/login/").text
    assert client.post("/demo-sign-in/", {"person": hana.ref}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_only_the_cast_can_be_played(client: Client, hana: Person, settings: Any) -> None:
    settings.DEMO = True
    extra = cast.person("Not Cast")
    for ref in (extra.ref, "", "nobody"):
        assert client.post("/demo-sign-in/", {"person": ref}).status_code == 404
    assert client.get("/demo-sign-in/").status_code == 405
