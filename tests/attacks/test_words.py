"""What a pair wrote is read by that pair, and stands nowhere else: no page, mail, log or table."""

from __future__ import annotations

import json
import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from pytest_django.fixtures import Settings

from goals import setting
from history.models import Event
from kit import clock
from notices.catalogue import KINDS
from notices.models import Channel, KeptMail, Notice
from notices.planning import planner
from notices.sending import sender
from tests.attacks.addresses import ADDRESSES, EVERYBODY
from tests.attacks.house import (
    ASKING,
    BARRED,
    DECLINING,
    OF_A_DRAFT,
    OF_BEN,
    OF_CLEO,
    OF_THE_CHANNEL,
    OF_THE_GROUP,
    OF_THE_PAIR,
    TO_ADMINS,
    TO_STAND_INS,
    House,
)
from tests.conftest import SignIn
from tests.web_sink import WebSink

READERS = {
    OF_THE_PAIR: {"ben", "cleo"},
    OF_BEN: {"ben"},
    OF_CLEO: {"cleo"},
    OF_THE_GROUP: {"mia", "kim"},
    TO_ADMINS: {"ada", "cleo"},
    TO_STAND_INS: {"olga"},
    BARRED: {"cleo", "ada", "eve", "hana", "olga"},  # all but Cleo as a colleague of hers
    ASKING: {"finn", "mia"},
    DECLINING: {"uma", "mia"},
    OF_THE_CHANNEL: set(),
    OF_A_DRAFT: {"ada"},
    "gnu-gender": {"olga", "hana"},  # HR: as a group of the fairness page
    "765,432,109": {"olga"},
    "765432109": {"olga"},
}
SEARCHES = (
    *("search?q=zebra", "search?q=okapi", "search?q=quagga", "people?q=zebra"),
    *("directory?q=zebra", "audit?person=zebra", "outbox?person=zebra"),
)


def pages(house: House, client: Client, *, hx: bool = False) -> dict[str, str]:
    """What every page says, whoever it is for; files and addresses to go to as well."""
    said = {}
    addresses = {route: reverse(route, kwargs=parts(house)) for route, (_, parts) in ROUTES}
    addresses |= {
        f"group {route}": reverse(route, kwargs={"ref": house.group.ref})
        for route in ("pairing", "sessions", "agenda", "log-session", "agreement")
    }
    for address in SEARCHES:
        route, _, query = address.partition("?")
        addresses[address] = f"{reverse(route)}?{query}"
    for route, address in addresses.items():
        answer = client.get(address, headers={"HX-Request": "true"} if hx else {})
        said[route] = b"".join(answer).decode() + str(dict(answer.headers))
    return said


ROUTES = list(ADDRESSES.items())


def own_words_asked_for(route: str, text: str) -> str:
    """A page that repeats what was searched for says nothing new."""
    return re.sub("zebra|okapi|quagga", "", text) if "?" in route else text


@pytest.mark.parametrize("hx", [False, True], ids=["pages", "pieces"])
@pytest.mark.parametrize("name", sorted(EVERYBODY))
def test_words_are_read_by_their_readers_alone(
    name: str, hx: bool, house: House, as_person: SignIn
) -> None:
    said = pages(house, as_person(house[name]), hx=hx)
    read = {
        (route, words)
        for route, text in said.items()
        for words, readers in READERS.items()
        if words in own_words_asked_for(route, text) and name not in readers
    }
    assert not read


@pytest.mark.parametrize("name", ["ben", "cleo"])
def test_the_pair_does_read_them(name: str, house: House, as_person: SignIn) -> None:
    said = "".join(pages(house, as_person(house[name])).values())
    kinds = ("agenda", "discussed", "note", "place", "goal", "reached", "action", "progress")
    for words in (*kinds, "checkin of ben", "checkin of cleo"):
        assert f"zebra-{words}" in said
    assert (OF_BEN in said, OF_CLEO in said) == (name == "ben", name == "cleo")


def test_those_of_a_request_do_read_it(house: House, as_person: SignIn) -> None:
    for name in ("finn", "mia"):
        assert ASKING in "".join(pages(house, as_person(house[name])).values())


def test_hr_reads_a_gender_only_as_a_group_of_the_fairness_page(
    house: House, as_person: SignIn
) -> None:
    said = pages(house, as_person(house["hana"]))
    assert {route for route, text in said.items() if "gnu-gender" in text} <= {
        "report-fairness",
        "report-fairness-export",
        "reports",
    }


def test_no_title_and_no_address_tells_what_a_page_is_about(
    house: House, as_person: SignIn
) -> None:
    for name in ("ben", "cleo", "ada"):
        for route, text in pages(house, as_person(house[name])).items():
            if "?" in route:
                continue  # a search says in its title what was searched for
            titles = re.findall(r"<title>(.*?)</title>", text, re.DOTALL)
            links = re.findall(r'(?:href|action|src|hx-\w+)="([^"]*)"', text)
            told = " ".join([*titles, *links])
            assert not [words for words in READERS if words in told]


def test_nothing_of_it_is_in_the_history(house: House) -> None:
    setting.reach(house.goal, by=house["cleo"], at=clock.now())
    facts = json.dumps(list(Event.objects.values_list("facts", flat=True)))
    assert Event.objects.count() > 50
    assert not [words for words in READERS if words in facts]


def test_nothing_of_it_is_in_a_mail_or_a_notice(house: House, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "notices.sending.backends.KeepingBackend"
    settings.MAIL_BUDGET = 100
    noon = clock.now().replace(hour=12)
    for days in (0, 1, 2, 3, 8, 15):
        at = noon + timedelta(days=days)
        planner.plan(now=at)
        sender.send_due(now=at)
    mails = KeptMail.objects.all()
    assert mails.count() > 5
    told = " ".join(
        [
            *(f"{one.subject} {one.text} {one.html}" for one in mails),
            *(f"{one.why} {one.title} {one.text} {one.link}" for one in Notice.objects.all()),
            *(str(one.message()) for one in mail.outbox),
        ]
    )
    assert not [words for words in READERS if escape(words) in told]


def test_nothing_of_it_and_nobody_is_in_a_channel(house: House, settings: Settings) -> None:
    """A channel has readers who have no part in the pairs: counts and dates, no names."""
    settings.WEBHOOK_PLAIN_HOSTS = ["127.0.0.1"]
    at = clock.now().replace(hour=12) + timedelta(days=1)
    over_on = house.pairing.ends_on + timedelta(days=15)
    with WebSink() as sink:
        house.channel.address = sink.address
        house.channel.save()
        Channel.objects.create(
            program=house.program, app="teams", name="Team", address=sink.address, added_at=at
        )
        while at.date() < over_on:
            at += timedelta(days=2)
            planner.plan(now=at)
            sender.send_due(now=at)
    told = b" ".join(sink.got).decode()
    sent = Notice.objects.filter(recipient=None, state="sent")
    assert set(sent.values_list("channel__app", "kind")) == {
        (app, name)
        for app in ("slack", "teams")
        for name, kind in KINDS.items()
        if kind.goes_to_channels
    }
    names = [person.name for key, person in house.people.items() if key != "ada"]
    assert not [words for words in (*READERS, *names) if words in told]


def test_the_tables_hold_it_as_ciphertext(house: House) -> None:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT string_agg(row::text, ' ') FROM {name} row")
            held = cursor.fetchone()[0] or ""
            for words in (OF_THE_PAIR, OF_BEN, OF_CLEO, OF_THE_GROUP, TO_ADMINS, ASKING, DECLINING):
                assert words not in held, f"{words} stands in {table}"


def test_nothing_that_is_sent_is_written_into_the_log(
    house: House, as_person: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    client = as_person(house["cleo"])
    client.raise_request_exception = False
    with caplog.at_level(logging.DEBUG, logger="django.request"):
        for route, (who, parts) in ADDRESSES.items():
            if who == frozenset({"ben", "cleo"}):
                client.post(reverse(route, kwargs=parts(house)), {"text": "zebra-typed"})
        Client().post(reverse("account_login"), {"login": "zebra-x@example.com", "password": "p"})
    assert "zebra" not in caplog.text
