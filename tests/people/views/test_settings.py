from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Person
from tests import cast
from tests.conftest import SignIn

MINE = reverse("my-settings")
URL = reverse("settings-page")


def test_ones_own_settings_are_saved(cleo: Person, as_person: SignIn) -> None:
    client = as_person(cleo)
    wanted = {"name": "Cleo M.", "time_zone": "Asia/Kolkata", "language": "en"}
    page = client.post(MINE, wanted, follow=True).content.decode()
    assert "Your settings are saved." in page
    assert "times are shown in Asia/Kolkata" in page
    cleo.refresh_from_db()
    assert (cleo.name, cleo.time_zone) == ("Cleo M.", "Asia/Kolkata")


def test_a_zone_that_does_not_exist_is_refused(cleo: Person, as_person: SignIn) -> None:
    answer = as_person(cleo).post(MINE, {"name": "C", "time_zone": "Mars/Base", "language": "en"})
    assert answer.status_code == 422
    cleo.refresh_from_db()
    assert cleo.time_zone == "Europe/Berlin"


def test_nobody_reaches_the_settings_of_another(
    cleo: Person, ben: Person, as_person: SignIn
) -> None:
    page = as_person(ben).get(MINE).content.decode()
    assert ben.email in page
    assert cleo.email not in page
    assert as_person(ben).put(MINE).status_code == 405


def test_signed_out_one_is_asked_to_sign_in(db: None, client: Client) -> None:
    answer = client.get(MINE)
    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]


def test_an_administrator_sees_roles_and_facts_but_no_secret(
    olga: Person, hana: Person, as_person: SignIn
) -> None:
    page = as_person(olga).get(URL).content.decode()
    assert "Hana Weiss" in page
    assert "EMAIL_URL" in page
    for secret in (settings.SECRET_KEY, *settings.CONTENT_KEYS):
        assert secret not in page
    assert "postgres://" not in page


def test_the_facts_are_for_administrators_alone(hana: Person, as_person: SignIn) -> None:
    assert as_person(hana).get(URL).status_code == 404


def test_the_facts_are_only_read(olga: Person, as_person: SignIn) -> None:
    assert as_person(olga).post(URL).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(olga: Person, as_person: SignIn, count: int) -> None:
    for number in range(count):
        cast.person(f"Helper Number{number}", roles=("hr",))
    client = as_person(olga)
    with CaptureQueriesContext(connection) as queries:
        client.get(URL)
    assert len(queries) == 5
