"""What is told to whom: nobody reads, stops, words or sends what is another's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from kit import clock
from notices import rewording
from notices.catalogue import ALL, Group
from notices.models import KeptMail, Notice, Pace, Preference, Timing, Wording
from notices.planning import planner
from notices.preferring import choose, pace_of
from notices.sending import sender
from notices.unsubscribing import SALT, UNDO_SALT, address_for, kept
from notices.writing.wording import names
from people.models import Person
from programs.models import Program, ProgramAdmin
from tests import cast
from tests.attacks.addresses import ADDRESSES, RUNS_IT
from tests.attacks.house import House
from tests.attacks.test_doors import IN, OUT, asked
from tests.attacks.test_words import READERS
from tests.conftest import SignIn


@pytest.fixture(autouse=True)
def _mails_are_kept(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "notices.sending.backends.KeepingBackend"
    settings.MAIL_BUDGET = 100


OURS = (
    *("channels", "channel-test", "channel-removal", "program-timing", "program-timing-usual"),
    *("mail-calendar", "announcements", "announcement-new", "announcement", "announcement-edit"),
    *("announcement-sheet", "announcement-sending", "announcement-removal", "program-wordings"),
    *("program-wording", "program-wording-sheet", "program-wording-removal"),
    "program-wording-restoration",
)  # pages of who runs a program


def test_who_ran_a_program_finds_nothing_of_it_any_more(house: House, as_person: SignIn) -> None:
    assert {route for route in OURS if ADDRESSES[route][0] == RUNS_IT} == set(OURS)
    ProgramAdmin.objects.create(program=house.program, person=house["eve"], appointed_at=cast.NOW)
    house.program.admins.filter(person=house["ada"]).delete()
    found = {}
    for name in ("ada", "eve"):
        client = as_person(house[name])
        addresses = {route: reverse(route, kwargs=ADDRESSES[route][1](house)) for route in OURS}
        found[name] = {asked(client, address) for address in addresses.values()}
    assert found == {"ada": {OUT}, "eve": {IN}}


def test_who_ran_a_program_is_told_nothing_more_of_it(house: House) -> None:
    """Not even what was planned for them before."""
    at = clock.now().replace(hour=12)
    planner.plan(now=at)
    mine = Notice.objects.filter(recipient=house["ada"], state="planned")
    assert mine.exists()
    house.program.admins.filter(person=house["ada"]).delete()
    sender.send_due(now=at)
    assert not mine.exists()
    told = Notice.objects.filter(recipient=house["ada"])
    assert set(told.values_list("state", flat=True)) == {"dropped"}
    assert told.filter(why=Notice.Reason.NOT_RECIPIENT).exists()


# --- The inbox ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["cleo", "ada", "olga"])
def test_nobody_marks_what_another_was_told(name: str, house: House, as_person: SignIn) -> None:
    client = as_person(house[name])
    client.post(reverse("inbox-reading"), {"until": house.told.ref})
    one = client.post(reverse("inbox-reading-one", args=[house.told.ref]), {"open": ""})
    assert one.status_code == 404
    house.told.refresh_from_db()
    assert house.told.read_at is None


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_marking_one_leads_nowhere_else(back: str, house: House, as_person: SignIn) -> None:
    Notice.objects.filter(pk=house.told.pk).update(link=f"http://localhost:8000/{back}")
    client = as_person(house["ben"])
    address = reverse("inbox-reading-one", args=[house.told.ref])
    for sent in ({"open": "", "back": back}, {"back": back}):
        where = client.post(address, sent)["Location"]
        assert where.startswith("/")
        assert not where.startswith(("//", "/\\"))


# --- Stopping mails ------------------------------------------------------------------------------


def forged(person: Person, other: Person) -> Iterator[str]:
    group = Group.SESSIONS.value
    yield signing.dumps([other.pk, group])
    yield signing.dumps([other.pk, group], salt=UNDO_SALT)
    yield signing.dumps([other.pk, group], salt=SALT, key="x" * 50)
    yield signing.dumps([other.pk, Group.DIGESTS.value], salt=SALT)
    yield signing.dumps([other.pk, "everything"], salt=SALT)
    yield kept(other, Group.SESSIONS, before=Pace.OFF, now=Pace.OFF)
    mine, theirs = (address_for(one, Group.SESSIONS).split("/")[-2] for one in (person, other))
    yield theirs.split(":")[0] + ":" + mine.partition(":")[2]
    yield mine[:-1] + ("a" if mine[-1] != "a" else "b")


def test_no_made_up_address_stops_the_mails_of_another(house: House) -> None:
    ben, cleo = house["ben"], house["cleo"]
    for token in forged(ben, cleo):
        address = reverse("unsubscribe", args=[token])
        former = kept(cleo, Group.SESSIONS, before=Pace.OFF, now=Pace.AT_ONCE)
        for sent in ({}, {"pace": "off"}, {"former": former}):
            assert Client().post(address, sent).status_code == 404, token
    assert not Preference.objects.exists()


def test_what_takes_one_choice_back_takes_back_no_other(house: House) -> None:
    ben, cleo = house["ben"], house["cleo"]
    choose(ben, paces=dict.fromkeys((Group.SESSIONS, Group.PAIRING), Pace.OFF), at=cast.NOW)
    address = address_for(ben, Group.SESSIONS).removeprefix("http://localhost:8000")
    for former in (
        kept(cleo, Group.SESSIONS, before=Pace.AT_ONCE, now=Pace.OFF),
        kept(ben, Group.PAIRING, before=Pace.AT_ONCE, now=Pace.OFF),
        signing.dumps([ben.pk, "sessions", "at_once"], salt=SALT),
        address.split("/")[-2],
        "at_once",
    ):
        assert Client().post(address, {"former": former}).status_code == 404
        assert Client().post(address, {"pace": "at_once"}).status_code == 404
    assert {pace_of(ben, group) for group in (Group.SESSIONS, Group.PAIRING)} == {Pace.OFF}


def test_a_form_changes_the_preferences_of_whoever_sends_it_alone(
    house: House, as_person: SignIn
) -> None:
    sent = {"person": house["cleo"].pk, "recipient": house["cleo"].pk, "mails": "1"}
    sent |= {group.value: "off" for group in Group}
    assert as_person(house["ben"]).post(reverse("preferences"), sent).status_code == 302
    assert set(Preference.objects.values_list("person", flat=True)) == {house["ben"].pk}
    assert not Preference.objects.filter(group__in=["running", "reports", "digests"]).exists()


# --- Words of a program ----------------------------------------------------------------------


REACHING = (
    *("{name.__class__}", "{program.admins}", "{0}", "{}", "{name!r}", "{name:>99999999}"),
    *("{{name}}", "{{ name }}{% load x %}", "%(name)s", "{others.email}", "{recipient}"),
    *("{notice.recipient.password}", "{settings}", "{link}", "{name}{", "}{"),
)


@pytest.mark.parametrize("text", REACHING)
def test_no_variable_reaches_further_than_its_notice(
    text: str, house: House, as_person: SignIn
) -> None:
    address = reverse("program-wording", args=[house.program.ref, "milestone_ahead"])
    client = as_person(house["ada"])
    for sent in ({"title": "T", "text": text}, {"title": text, "text": "T"}):
        answer = client.post(address, sent)
        assert (answer.status_code, Wording.objects.count()) in ((200, 0), (302, 1))
    said = [f"{one.title} {one.text}" for one in Wording.objects.all()]
    assert all(text == "%(name)s" for _one in said)  # which is no variable, and said as it stands


def test_a_name_is_no_variable_and_no_markup_in_a_mail(house: House) -> None:
    """Nothing that is filled in is filled in again."""
    spoken = "{program} {% now 'Y' %} <b>Ben</b>"
    Person.objects.filter(pk=house["ben"].pk).update(name=spoken)
    Program.objects.filter(pk=house.program.pk).update(name="{name}\n\x02link\x03 <img src=x>")
    word_all(house)
    mails = sent_in_weeks(house)
    assert not [one for one in mails if "<img" in one.html or "<b>Ben" in one.html]
    assert [one for one in mails if spoken in one.text]
    assert not [one for one in mails if "\n" in one.subject or "\r" in one.subject]


def test_days_that_are_sent_twice_are_one_day(house: House, as_person: SignIn) -> None:
    address = reverse("program-timing", args=[house.program.ref])
    client = as_person(house["ada"])
    sent = {"working_days": ["3"] * 9, "quiet_until": "08:00", "quiet_from": "20:00"}
    assert client.post(address, sent).status_code == 302
    assert Timing.objects.get().working_days == "3"


# --- What a pair wrote -----------------------------------------------------------------------


def test_no_variable_of_any_kind_holds_what_a_pair_wrote(house: House, as_person: SignIn) -> None:
    """A program that says all it can say; and where administrators and monitors look after it."""
    word_all(house)
    mails = sent_in_weeks(house)
    told = " ".join(f"{one.subject} {one.text} {one.html}" for one in mails)
    assert len(mails) > 20
    client = as_person(house["olga"])
    addresses = [reverse("outbox"), reverse("metrics"), reverse("health"), reverse("heartbeat")]
    addresses += [
        reverse("notice", args=[notice.ref]) for notice in Notice.objects.order_by("kind", "id")
    ]
    told += " ".join(client.get(address).content.decode() for address in addresses)
    for name in ("ada", "ben", "cleo"):
        told += as_person(house[name]).get(reverse("inbox")).content.decode()
    assert not [words for words in READERS if words in told]


def word_all(house: House) -> None:
    """Each kind says all that it may."""
    at = clock.now()
    for kind in ALL:
        if kind.may_be_worded:
            text = " ".join(f"{{{name}}}" for name in names(kind))
            rewording.write(house.program, kind, title=text, text=text, by=house["ada"], at=at)


def sent_in_weeks(house: House) -> list[KeptMail]:
    """Whatever goes out until the pairing is long over."""
    at = clock.now().replace(hour=12)
    over_on = house.pairing.ends_on + timedelta(days=15)
    while at.date() < over_on:
        planner.plan(now=at)
        sender.send_due(now=at)
        at += timedelta(days=3)
    return list(KeptMail.objects.of_notices())
