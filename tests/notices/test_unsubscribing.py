"""The link in a mail that ends the mails of its group, and what a mail provider posts to it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from history.models import Event
from notices import unsubscribing
from notices.catalogue import Group
from notices.models import Pace, Preference
from notices.preferring import choose, pace_of
from people.models import Person
from tests.cast import NOW
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
MILESTONES = Group.MILESTONES


@pytest.fixture
def stranger() -> Client:
    """A mail provider, or somebody not signed in: without a cookie, and without our token."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def path(cleo: Person) -> str:
    address = unsubscribing.address_for(cleo, MILESTONES)
    assert address.startswith("http://localhost:8000/unsubscribe/")
    return address.removeprefix("http://localhost:8000")


def _words(content: bytes) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", content.decode())).split())


def _former(content: bytes) -> str:
    found = re.search(r'name="former" value="([^"]+)"', content.decode())
    return found[1] if found else ""


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(stranger: Client, path: str, cleo: Person, method: str) -> None:
    """Scanners of mail follow every link."""
    for _time in range(2):
        assert getattr(stranger, method)(path).status_code == 200
    assert not Preference.objects.exists()
    assert not Event.objects.exists()


def test_it_shows_whose_mails_about_what(
    stranger: Client, as_person: SignIn, path: str, cleo: Person, ben: Person
) -> None:
    said = _words(stranger.get(path).content)
    assert "c…@example.com gets mails at once about: Milestones" in said
    assert cleo.email not in said
    assert cleo.name not in said
    assert cleo.email not in _words(as_person(ben).get(path).content)
    assert cleo.email in _words(as_person(cleo).get(path).content)


def test_one_click_of_a_mail_provider_ends_them(stranger: Client, path: str, cleo: Person) -> None:
    """RFC 8058: a form with that one pair, no cookie, and no redirect in answer."""
    answer = stranger.post(path, ONE_CLICK)
    assert answer.status_code == 200
    assert pace_of(cleo, MILESTONES) == Pace.OFF
    assert pace_of(cleo, Group.SESSIONS) == Pace.AT_ONCE
    event = Event.objects.about(cleo).get()
    assert (event.verb, event.by_id) == ("preferences.changed", cleo.pk)
    assert event.facts == {"fields": ["milestones"]}


def test_a_second_time_it_is_so_already(stranger: Client, path: str, cleo: Person) -> None:
    stranger.post(path, ONE_CLICK)
    said = _words(stranger.post(path, ONE_CLICK).content)
    assert "gets no more mails about: Milestones" in said
    assert Event.objects.count() == 1


def test_it_says_what_comes_all_the_same(stranger: Client, cleo: Person) -> None:
    path = unsubscribing.address_for(cleo, Group.PAIRING).removeprefix("http://localhost:8000")
    said = _words(stranger.post(path, ONE_CLICK).content)
    assert "These are mailed all the same: Match published, Pairing ended." in said
    assert "stands in the inbox" in said


@pytest.mark.parametrize("former", [Pace.AT_ONCE, Pace.WEEKLY])
def test_it_can_be_taken_back(stranger: Client, path: str, cleo: Person, former: Pace) -> None:
    choose(cleo, paces={MILESTONES: former}, at=NOW)
    done = stranger.post(path, {"pace": "off"})
    assert pace_of(cleo, MILESTONES) == Pace.OFF
    stranger.post(path, {"former": _former(done.content)})
    assert pace_of(cleo, MILESTONES) == former


@pytest.mark.parametrize("pace", [Pace.DAILY, Pace.WEEKLY])
def test_a_digest_can_be_had_instead(stranger: Client, path: str, cleo: Person, pace: Pace) -> None:
    stranger.post(path, ONE_CLICK)
    said = _words(stranger.post(path, {"pace": pace.value}).content)
    assert pace_of(cleo, MILESTONES) == pace
    assert f"gets in a {pace.value} digest: Milestones" in said


# --- What was made up ---------------------------------------------------------------------------


def _token(person: Person, group: str, salt: str = unsubscribing.SALT) -> str:
    return signing.dumps([person.pk, group], salt=salt)


@pytest.mark.parametrize("post", [False, True])
@pytest.mark.parametrize("case", ["nonsense", "salt", "digests", "unknown", "nobody", "cut"])
def test_an_address_that_was_made_up_helps_and_does_nothing(
    stranger: Client, cleo: Person, case: str, post: bool
) -> None:
    whole = _token(cleo, "milestones")
    tokens = {
        "nonsense": "x",
        "salt": _token(cleo, "milestones", salt="another"),
        "digests": _token(cleo, "digests"),
        "unknown": _token(cleo, "of tomorrow"),
        "nobody": signing.dumps([0, "milestones"], salt=unsubscribing.SALT),
        "cut": whole[:-3],
    }
    path = reverse("unsubscribe", args=[tokens[case]])
    answer = stranger.post(path, ONE_CLICK) if post else stranger.get(path)
    assert answer.status_code == 404
    said = _words(answer.content)
    assert "This link does not work" in said
    assert "sign in and choose there" in said
    assert not Preference.objects.exists()


def test_the_address_permits_fewer_mails_and_no_more(
    stranger: Client, path: str, cleo: Person, ben: Person
) -> None:
    """Whoever was forwarded a mail cannot have mails come that its reader does not want."""
    choose(cleo, paces={MILESTONES: Pace.OFF}, at=NOW)
    made_up = [
        {"pace": "at_once"},
        {"pace": "hourly"},
        {"former": "x"},
        {"former": unsubscribing.kept(ben, MILESTONES, Pace.AT_ONCE)},
        {"former": unsubscribing.kept(cleo, Group.SESSIONS, Pace.AT_ONCE)},
        {"former": _token(cleo, "milestones")},
    ]
    for posted in made_up:
        assert stranger.post(path, posted).status_code == 404, posted
    assert pace_of(cleo, MILESTONES) == Pace.OFF


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_nothing_else_is_answered(stranger: Client, path: str, method: str) -> None:
    assert getattr(stranger, method)(path).status_code == 405


def test_it_works_for_somebody_who_has_left(stranger: Client, path: str, cleo: Person) -> None:
    Person.objects.filter(pk=cleo.pk).update(is_active=False)
    assert stranger.post(path, ONE_CLICK).status_code == 200
    assert pace_of(cleo, MILESTONES) == Pace.OFF
