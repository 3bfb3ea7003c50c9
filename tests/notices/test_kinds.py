"""The catalogue of kinds as pages."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from notices.catalogue import ALL, KINDS, Group, Kind, To
from notices.catalogue.kinds import DAY
from notices.timing.saying import Explained
from people.models import Person
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(as_person: SignIn, olga: Person) -> Client:
    return as_person(olga)


def test_every_kind_stands_there_with_what_it_is(
    page: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(6):
        said = page.get("/outbox/kinds/").content.decode()
    for kind in ALL:
        assert f"/outbox/kinds/{kind.name}/" in said
        assert str(kind.title) in said
        assert str(kind.purpose) in said
    assert f"There are <strong>{len(ALL)}</strong> kinds" in said
    assert said.count("always at once") == sum(kind.must for kind in ALL)
    assert said.count("may be bundled") == sum(not kind.must for kind in ALL)


def test_its_headings_speak_of_others_not_to_the_reader(page: Client) -> None:
    said = page.get("/outbox/kinds/").content.decode()
    headings = re.findall(r"<h2 id=\"group-[a-z]+\">([^<]+)</h2>", said)
    assert len(headings) == len(Group)
    assert "Pairings: match, agreement, end" in headings
    assert "To those who run the program" in headings
    assert not [one for one in headings if re.search(r"\byou", one, re.IGNORECASE)]


@pytest.mark.parametrize(
    ("name", "due", "late"),
    [
        ("milestone_ahead", "7 days before the milestone", "7 days after it was due"),
        ("milestone_today", "on the day itself", "2 days after it was due"),
        ("milestone_overdue", "3 days after the milestone", "14 days after it was due"),
        ("session_tomorrow", "1 day before the session", "when the session begins"),
        ("agenda_empty", "2 days before the session", "when the session begins"),
        ("session_past", "1 day after the session", "5 days after it was due"),
        ("end_near", "7 days before the end of the pairing", "7 days after it was due"),
        ("ends_past", "7 days after the end of the pairings", "20 days after it was due"),
        ("agreement_overdue", "5 days after the match", "10 days after it was due"),
        ("match_published", "at once", "14 days after it was due"),
        (
            "digest_weekly",
            "every Monday, where there is something to tell",
            "5 days after it was due",
        ),
        ("program_week", "on Monday", "3 days after it was due"),
    ],
)
def test_when_it_is_due_and_too_late_is_said_in_words(name: str, due: str, late: str) -> None:
    explained = Explained(KINDS[name])
    assert (explained.due, explained.too_late) == (due, late)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_each_kind_has_its_times_in_words(kind: Kind) -> None:
    assert Explained(kind).due
    assert (Explained(kind).due == "at once") is not kind.is_dated
    assert kind.late_after % DAY == 0 * DAY, "whole days, as they are said"


@pytest.mark.parametrize("to", list(To))
def test_all_who_may_get_something_have_a_name(to: To) -> None:
    assert str(to.in_words)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_each_has_a_page_that_shows_it_made_up(page: Client, kind: Kind) -> None:
    said = page.get(f"/outbox/kinds/{kind.name}/").content.decode()
    assert "made up" in said
    assert f'src="/outbox/kinds/{kind.name}/sheet/"' in said
    assert ("In a channel" in said) is kind.goes_to_channels
    assert ("In the inbox" in said) is not kind.is_digest


def test_the_page_reads_nothing_of_what_is_there(
    page: Client, pairing: object, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(6):
        page.get("/outbox/kinds/match_published/")


def test_the_sheet_may_run_and_load_nothing(page: Client) -> None:
    response = page.get("/outbox/kinds/match_published/sheet/")
    assert "Agree on how you work together" in response.content.decode()
    policy = response["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'self'" in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_what_a_channel_is_told_names_nobody_of_the_pair(page: Client) -> None:
    said = page.get("/outbox/kinds/help_asked/").content.decode()
    in_channel = said.partition("In a channel")[2].partition("</section>")[0]
    assert "Somebody" in in_channel
    assert "Ben Okafor" not in in_channel


def test_a_kind_that_is_not_there_is_not_found(page: Client) -> None:
    assert page.get("/outbox/kinds/nonsense/").status_code == 404
    assert page.get("/outbox/kinds/nonsense/sheet/").status_code == 404
    assert page.post("/outbox/kinds/").status_code == 405


@pytest.mark.parametrize("who", ["ada", "ben", "hana"])
def test_it_is_for_administrators_alone(
    as_person: SignIn, request: pytest.FixtureRequest, who: str
) -> None:
    client = as_person(request.getfixturevalue(who))
    for path in ("", "match_published/", "match_published/sheet/"):
        assert client.get(f"/outbox/kinds/{path}").status_code == 404
