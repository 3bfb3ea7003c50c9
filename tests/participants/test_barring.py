"""Whom a person would rather not be paired with."""

from __future__ import annotations

import pytest
from django.apps import apps

from history.models import Event
from participants import barring, wishing
from participants.models import Bar, Participant
from people.models import Person
from tests import cast
from tests.cast import NOW


def names(people: list[Person]) -> list[str]:
    return [one.name for one in people]


def test_it_is_kept_once_and_taken_back(ben: Person, cleo: Person) -> None:
    barring.bar(cleo, ben, at=NOW)
    barring.bar(cleo, ben, at=NOW)
    assert [one.against for one in barring.of(cleo)] == [ben]
    assert not barring.of(ben)
    barring.lift(ben, cleo)
    assert Bar.objects.count() == 1, "only who said it takes it back"
    barring.lift(cleo, ben)
    assert not Bar.objects.exists()


def test_nobody_bars_themselves(cleo: Person) -> None:
    barring.bar(cleo, cleo, at=NOW)
    assert not Bar.objects.exists()


def test_no_trace_is_left_anywhere(
    ben: Person, cleo: Person, caplog: pytest.LogCaptureFixture
) -> None:
    before = Event.objects.count()
    with caplog.at_level("DEBUG", logger="participants"):
        barring.bar(cleo, ben, at=NOW)
        barring.lift(cleo, ben)
    assert Event.objects.count() == before
    assert not caplog.text
    assert not apps.is_installed("django.contrib.admin"), "where every table is read"


def test_wishes_stay_on_both_sides_and_the_author_reads_that_theirs_does_not_count(
    mentor: Participant, mentee: Participant
) -> None:
    wishing.add(mentee, mentor, at=NOW)
    wishing.add(mentor, mentee, at=NOW)
    before = Event.objects.count()
    barring.bar(mentee.person, mentor.person, at=NOW)
    assert mentee.wishes.exists(), "those who match read it: that it went would tell who it was"
    assert mentor.wishes.exists()
    assert [one.counts for one in wishing.of(mentee)] == [False]
    assert [one.counts for one in wishing.of(mentor)] == [True]
    assert Event.objects.count() == before


def test_among_people_it_holds_in_both_directions(ben: Person, cleo: Person, ada: Person) -> None:
    barring.bar(cleo, ben, at=NOW)
    barring.bar(cleo, ada, at=NOW)
    both = {(cleo.pk, ben.pk), (ben.pk, cleo.pk)}
    assert Bar.objects.among([ben.pk, cleo.pk]) == both
    assert Bar.objects.among(Person.objects.filter(pk__in=[ben.pk, cleo.pk])) == both
    assert Bar.objects.among([ben.pk]) == set()


def test_it_goes_with_either_of_the_two(ben: Person, cleo: Person, dan: Person) -> None:
    barring.bar(ben, cleo, at=NOW)
    barring.bar(cleo, dan, at=NOW)
    cleo.delete()
    assert not Bar.objects.exists()


class TestFinding:
    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("ben", ["Ben Okafor"]),
            ("OKAFOR", ["Ben Okafor"]),
            ("oka be", ["Ben Okafor"]),
            ("ben.okafor@example.com", ["Ben Okafor"]),
            ("enn", []),
            ("kafor", []),
            ("example.com", []),
            ("okafor@example.com", []),
            ("be", []),
            (".*", []),
            ("...", []),
            ("(((", []),
            ("ben\\", []),
        ],
    )
    def test_a_name_is_found_by_how_its_parts_begin(
        self, ben: Person, cleo: Person, words: str, found: list[str]
    ) -> None:
        assert names(barring.found(cleo, words)) == found

    def test_not_oneself_nor_who_left_nor_who_is_on_the_list(
        self, ben: Person, cleo: Person, dan: Person
    ) -> None:
        assert names(barring.found(cleo, "cleo")) == []
        barring.bar(cleo, ben, at=NOW)
        assert names(barring.found(cleo, "ben")) == []
        Person.objects.filter(pk=dan.pk).update(is_active=False)
        assert names(barring.found(cleo, "dan")) == []

    def test_no_more_than_one_beyond_what_is_shown(self, cleo: Person) -> None:
        for n in range(barring.SHOWN + 5):
            cast.person(f"Smith Number{n}")
        assert len(barring.found(cleo, "smith")) == barring.SHOWN + 1
