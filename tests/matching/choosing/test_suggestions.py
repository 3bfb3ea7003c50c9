from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from matching import places, rulings
from matching.choosing import requests, suggestions
from matching.models import Outlook, Suggestion
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW
from tests.matching.conftest import taking_part

LATER = NOW + suggestions.HOLDS


def current(mentee: Participant) -> list[suggestions.Suggested]:
    return suggestions.of(mentee, taken=places.taken(mentee.program))


def seen(mentee: Person, *, at: datetime = NOW) -> list[str]:
    """Who is suggested to the mentee, in order."""
    one = Participant.objects.select_related("program", "person").get(person=mentee)
    suggestions.refresh(one, at=at)
    return [found.mentor.person.name for found in current(one)]


def test_who_covers_the_first_wish_comes_first(
    choosing: Program, cleo: Person, dora: Person
) -> None:
    assert seen(cleo) == ["Ben Okafor", "Finn Moser"]
    assert seen(dora) == ["Finn Moser", "Ben Okafor"]


def test_a_suggestion_says_why(choosing: Program, cleo: Person) -> None:
    seen(cleo)
    first = current(taking_part(cleo))[0]
    assert first.sentence.startswith("Covers Finance, your first priority, at level expert;")
    assert sum(part.points for part in first.parts) == pytest.approx(first.suggestion.score)


def test_what_was_made_holds_for_a_while(choosing: Program, cleo: Person) -> None:
    seen(cleo)
    cast.participant(cast.person("Nora New"), choosing, "mentor", skills=("Finance",))
    assert "Nora New" not in seen(cleo, at=LATER - timedelta(seconds=1))
    assert "Nora New" in seen(cleo, at=LATER)


def test_where_nothing_changed_nothing_is_made_anew(choosing: Program, cleo: Person) -> None:
    seen(cleo)
    before = set(Suggestion.objects.values_list("pk", flat=True))
    seen(cleo, at=LATER)
    assert set(Suggestion.objects.values_list("pk", flat=True)) == before
    assert set(Outlook.objects.values_list("at", flat=True)) == {LATER}


def test_who_was_admitted_since_has_them_at_once(
    choosing: Program, cleo: Person, dora: Person
) -> None:
    seen(cleo)
    newcomer = cast.person("Nils Later")
    cast.participant(newcomer, choosing, "mentee")
    assert seen(newcomer, at=NOW + timedelta(seconds=1))


def test_a_mentor_who_became_full_is_suggested_no_more_at_once(
    choosing: Program, cleo: Person, dora: Person, ben: Person
) -> None:
    seen(cleo)
    cast.pairing(taking_part(ben), taking_part(dora))
    assert seen(cleo) == ["Finn Moser"]


def test_a_mentor_who_left_is_suggested_no_more_at_once(
    choosing: Program, cleo: Person, ben: Person
) -> None:
    seen(cleo)
    Participant.objects.filter(person=ben).update(state="withdrawn")
    assert seen(cleo) == ["Finn Moser"]


def test_a_mentor_who_declined_is_not_suggested_again(
    choosing: Program, cleo: Person, ben: Person
) -> None:
    asked = requests.ask(taking_part(cleo), taking_part(ben), words="Please", at=NOW)
    seen(cleo)
    requests.decline(asked, by=ben, at=NOW, reason="Not now.")
    assert seen(cleo, at=LATER) == ["Finn Moser"]


def test_who_is_ruled_out_by_hand_is_not_suggested(
    choosing: Program, cleo: Person, ben: Person, ada: Person
) -> None:
    rulings.forbid(taking_part(ben), taking_part(cleo), by=ada, at=NOW)
    assert seen(cleo) == ["Finn Moser"]
    assert Outlook.objects.get(mentee__person=cleo).apart == [taking_part(ben).pk]


def test_nobody_is_left_with_suggestions_after_being_matched(
    choosing: Program, cleo: Person, dora: Person, ben: Person
) -> None:
    seen(cleo)
    cast.pairing(taking_part(ben), taking_part(dora))
    seen(cleo, at=LATER)
    assert set(Suggestion.objects.values_list("mentee__person__name", flat=True)) == {cleo.name}
    assert Outlook.objects.get().mentee.person == cleo
