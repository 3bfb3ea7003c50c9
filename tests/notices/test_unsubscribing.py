"""The link in a mail that ends the mails of its group, and what a mail provider posts to it."""

from __future__ import annotations

import re
from datetime import timedelta
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
@pytest.mark.parametrize("has_ended", [False, True])
def test_a_digest_can_be_had_instead(
    stranger: Client, path: str, cleo: Person, pace: Pace, has_ended: bool
) -> None:
    posted = {"pace": pace.value}
    if has_ended:
        posted["former"] = _former(stranger.post(path, ONE_CLICK).content)
    said = _words(stranger.post(path, posted).content)
    assert pace_of(cleo, MILESTONES) == pace
    assert f"gets in a {pace.value} digest: Milestones" in said


@pytest.mark.parametrize("pace", [Pace.DAILY, Pace.WEEKLY])
def test_who_gets_none_gets_none_later(
    stranger: Client, path: str, cleo: Person, pace: Pace
) -> None:
    choose(cleo, paces={MILESTONES: Pace.OFF}, at=NOW)
    assert "digest instead" not in _words(stranger.get(path).content)
    said = _words(stranger.post(path, {"pace": pace.value}).content)
    assert "gets no more mails about: Milestones" in said
    assert pace_of(cleo, MILESTONES) == Pace.OFF


def test_nor_is_a_weekly_digest_made_a_daily_one(stranger: Client, path: str, cleo: Person) -> None:
    choose(cleo, paces={MILESTONES: Pace.WEEKLY}, at=NOW)
    assert "daily digest instead" not in _words(stranger.get(path).content)
    stranger.post(path, {"pace": "daily"})
    assert pace_of(cleo, MILESTONES) == Pace.WEEKLY


def test_what_was_taken_back_cannot_be_taken_back_again(
    stranger: Client, path: str, cleo: Person
) -> None:
    """Her own choice since then stands."""
    former = _former(stranger.post(path, {"pace": "daily"}).content)
    choose(cleo, paces={MILESTONES: Pace.OFF}, at=NOW)
    for posted in ({"former": former}, {"former": former, "pace": "daily"}):
        assert stranger.post(path, posted).status_code == 200
        assert pace_of(cleo, MILESTONES) == Pace.OFF


def test_it_can_be_taken_back_for_a_day(
    stranger: Client, path: str, cleo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = _former(stranger.post(path, ONE_CLICK).content)
    monkeypatch.setattr(unsubscribing, "UNDO_WITHIN", timedelta(seconds=-1))
    assert stranger.post(path, {"former": former}).status_code == 200
    assert pace_of(cleo, MILESTONES) == Pace.OFF


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
        {"former": unsubscribing.kept(ben, MILESTONES, before=Pace.AT_ONCE, now=Pace.OFF)},
        {"former": unsubscribing.kept(cleo, Group.SESSIONS, before=Pace.AT_ONCE, now=Pace.OFF)},
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
