"""That somebody barred another shows nowhere: no page of anybody else differs by a letter."""

from __future__ import annotations

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from history.models import Event
from participants import barring, wishing
from participants.models import Bar
from people.models import Person
from tests.attacks.house import House, undone
from tests.attacks.test_words import pages
from tests.conftest import SignIn

OTHERS = ["ada", "dan", "hana", "ned", "olga", "yak"]
_NEW_EACH_TIME = re.compile(
    r'csrfmiddlewaretoken" value="\w+"|X-CSRFToken": ?"\w+"|nonce[-=]"?[\w-]+'
    r"|/unsubscribe/[\w:-]+"  # signed with the second
    r"|\d\d:\d\d(:\d\d(\.\d+)?)?|\d{8}T\d{6}Z|\d+ (second|minute)s? ago|just now"  # the clock
)


def said(house: House, client: Client) -> dict[str, str]:
    return {route: _NEW_EACH_TIME.sub("", text) for route, text in pages(house, client).items()}


@pytest.mark.parametrize("name", OTHERS)
def test_the_pages_of_everybody_else_are_the_same_with_it_and_without(
    name: str, house: House, as_person: SignIn
) -> None:
    client = as_person(house[name])
    before = said(house, client)
    with undone():
        assert Bar.objects.all().delete()[0] == 2
        without = said(house, client)
    assert [route for route in before if before[route] != without[route]] == []


def test_their_author_reads_them_and_nobody_else(house: House, as_person: SignIn) -> None:
    for name, person in house.people.items():
        page = as_person(person).get(reverse("bars")).content.decode()
        assert ("Ned Person" in page) == (name in ("cleo", "ned")), name  # Ned is called so


def test_nobody_takes_off_what_is_not_theirs(house: House, as_person: SignIn) -> None:
    for name in OTHERS:
        client = as_person(house[name])
        for against in ("yak", "ned", "cleo"):
            client.post(reverse("bar-removal"), {"person": house[against].ref})
    assert Bar.objects.filter(by=house["cleo"]).count() == 2


def test_looking_for_somebody_tells_no_one_that_they_barred_me(
    house: House, as_person: SignIn
) -> None:
    found = as_person(house["yak"]).post(reverse("bar-search"), {"q": "cleo"})
    assert "Cleo Person" in found.content.decode()


def test_who_is_barred_can_wish_as_before(house: House) -> None:
    assert house.wished in wishing.candidates(house.applicant)
    with undone():
        barring.bar(house["ned"], house["una"], at=house.run.asked_at)
        assert house.wished in wishing.candidates(house.applicant)


def test_no_event_tells_of_it(house: House) -> None:
    by = [house["cleo"].pk, house["yak"].pk]
    events = Event.objects.filter(by_id__in=by).values_list("verb", "subject_kind", "facts")
    assert not [one for one in events if "bar" in one[0] or "bar" in one[1]]
    facts = json.dumps(list(Event.objects.values_list("facts", flat=True)))
    assert house["yak"].ref not in facts
    assert not Event.objects.filter(subject_kind="people.person", subject_id=house["yak"].pk)


def test_one_table_holds_it_and_no_other(house: House) -> None:
    """Yak stands in the tables of people, and by number in that of the bars."""
    yak = Person.objects.get(pk=house["yak"].pk)
    held = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f"SELECT count(*) FROM {connection.ops.quote_name(table)} row"
                " WHERE row::text LIKE %s OR row::text LIKE %s",
                [f"%{yak.ref}%", f"%{yak.email}%"],
            )
            if cursor.fetchone()[0]:
                held.append(table)
    assert held == ["people_person"]
