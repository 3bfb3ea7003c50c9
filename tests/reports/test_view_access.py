"""Reports are for HR; everybody else finds nothing there."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Person
from tests.conftest import SignIn
from tests.reports.conftest import StartProgram
from tests.reports.crowd import pairs

PAGES = ["reports", "report-meeting", "report-staying", "report-growing", "report-fairness"]
EXPORTS = [f"{page}-export" for page in PAGES[1:]]


@pytest.mark.parametrize("name", PAGES + EXPORTS)
def test_hr_reads_it(hana: Person, as_person: SignIn, name: str) -> None:
    assert as_person(hana).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", PAGES + EXPORTS)
def test_others_find_nothing(
    ada: Person, ben: Person, dan: Person, olga: Person, as_person: SignIn, name: str
) -> None:
    for someone in (ada, ben, dan, olga):
        assert as_person(someone).get(reverse(name)).status_code == 404


@pytest.mark.parametrize("name", PAGES + EXPORTS)
def test_a_visitor_is_asked_to_sign_in(db: None, name: str) -> None:
    assert Client().get(reverse(name)).status_code == 302


@pytest.mark.parametrize("name", PAGES + EXPORTS)
def test_reports_are_for_reading_only(hana: Person, as_person: SignIn, name: str) -> None:
    assert as_person(hana).post(reverse(name)).status_code == 405


@pytest.mark.parametrize("name", PAGES + EXPORTS)
def test_no_name_of_a_person_and_no_ref_of_a_pair_is_said(
    hana: Person, as_person: SignIn, name: str, start_program: StartProgram, weeks_ago: object
) -> None:
    made = pairs(6, start_program("Rising leaders"), from_on=weeks_ago(20))  # type: ignore[operator]
    answer = as_person(hana).get(reverse(name))
    text = b"".join(answer).decode()
    for pairing in made:
        mentee = pairing.mentees.get().mentee.person
        for told in (pairing.ref, mentee.name, mentee.email, pairing.mentor.person.name):
            assert told not in text
