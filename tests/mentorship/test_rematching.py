from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from history.models import Event
from matching import prospects, rulings
from matching.choosing import requests
from mentorship import rematching
from mentorship.launching import launch
from milestones.models import Milestone
from pairings import lifecycle
from pairings.founding import found_one
from pairings.models import Pairing
from participants.models import Bar, Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW, TODAY
from tests.conftest import SignIn
from tests.matching.conftest import finished


@pytest.fixture
def ended(pairing: Pairing, ben: Person) -> Pairing:
    """Ben and Cleo, over: it was not a fit."""
    lifecycle.end(pairing, by=ben, at=NOW, on=TODAY, kind="not_a_fit")
    return pairing


@pytest.fixture
def finn(program: Program) -> Participant:
    """Mentors, and fits Cleo."""
    return cast.participant(cast.person("Finn Moser"), program, "mentor")


@pytest.fixture
def client(as_person: SignIn, ada: Person) -> Client:
    return as_person(ada)


def address(of: Pairing, more: str = "rematch/") -> str:
    return f"/programs/{of.program.ref}/pairings/{of.ref}/{more}"


def again(of: Pairing, ada: Person) -> rematching.Rematch:
    return rematching.find_new_mentor(of, by=ada, at=NOW)


def test_the_best_mentor_is_found_with_a_timeline_and_a_reason(
    ended: Pairing, finn: Participant, program: Program, ada: Person
) -> None:
    cast.participant(cast.person("Fits Less"), program, "mentor", skills=("Law",))
    (found,) = again(ended, ada).found
    assert found.pairing.mentor == finn
    assert found.reasons.startswith("Covers Finance, the first priority")
    assert (found.pairing.state, found.pairing.founded_by) == ("proposed", ada)
    assert Milestone.objects.filter(pairing=found.pairing).exists()
    told = Event.objects.get(verb="pairing.rematched")
    assert (told.pairing_id, told.facts) == (found.pairing.pk, {"after": ended.pk})


def test_it_is_never_the_same_person_again(
    ended: Pairing, finn: Participant, ada: Person, ben: Person
) -> None:
    for mentor in (finn,):
        (found,) = again(ended, ada).found
        assert found.pairing.mentor == mentor
        lifecycle.end(found.pairing, by=ada, at=NOW, on=TODAY, kind="declined")
        ended = found.pairing
    with pytest.raises(rematching.NobodyPossible, match="Cleo Martin: "):
        again(ended, ada)
    assert Pairing.objects.live().count() == 0


def test_nobody_else_is_moved(ended: Pairing, finn: Participant, ada: Person) -> None:
    other = cast.participant(cast.person("Long There"), ended.program, "mentee")
    kept = cast.pairing(finn, other)
    with pytest.raises(rematching.NobodyPossible):
        again(ended, ada)
    kept.refresh_from_db()
    assert kept.state == "active"


def test_a_place_locked_for_another_is_left_to_them(
    ended: Pairing, finn: Participant, ada: Person
) -> None:
    waiting = cast.participant(cast.person("Was Promised"), ended.program, "mentee")
    rulings.lock(finn, waiting, by=ada, at=NOW)
    with pytest.raises(rematching.NobodyPossible):
        again(ended, ada)


def test_whom_the_mentee_bars_is_not_found_and_nothing_is_said_of_it(
    ended: Pairing, finn: Participant, ada: Person, cleo: Person
) -> None:
    Bar.objects.create(by=cleo, against=finn.person, at=NOW)
    with pytest.raises(rematching.NobodyPossible) as refused:
        again(ended, ada)
    assert "bar" not in str(refused.value).lower()


def test_a_mentee_who_has_a_mentor_again_is_left_alone(
    ended: Pairing, finn: Participant, mentee: Participant, ada: Person
) -> None:
    found_one(finn, [mentee], by=ada, at=NOW)
    with pytest.raises(rematching.NobodyWaits):
        again(ended, ada)


def test_a_pairing_under_way_is_not_rematched(
    pairing: Pairing, finn: Participant, ada: Person
) -> None:
    with pytest.raises(rematching.NobodyWaits):
        again(pairing, ada)


def test_who_has_left_the_program_is_not_rematched(
    ended: Pairing, finn: Participant, mentee: Participant, ada: Person
) -> None:
    Participant.objects.filter(pk=mentee.pk).update(state="withdrawn")
    with pytest.raises(rematching.NobodyWaits):
        again(ended, ada)


def test_a_request_of_theirs_lapses_once_they_have_somebody(
    ended: Pairing, finn: Participant, mentee: Participant, ada: Person
) -> None:
    Program.objects.filter(pk=ended.program_id).update(way="both")
    mentee.refresh_from_db()
    request = requests.ask(mentee, finn, words="", at=NOW)
    again(ended, ada)
    request.refresh_from_db()
    assert (request.answer, request.lapsed_because) == ("lapsed", "placed")


def test_a_group_stays_together(program: Program, ada: Person) -> None:
    Program.objects.filter(pk=program.pk).update(shape="groups", group_from=3)
    program.refresh_from_db()
    people = [cast.participant(cast.person(f"Of Group {n}"), program, "mentee") for n in range(3)]
    led, small, large = (
        cast.participant(cast.person(f"Leads {n}"), program, "mentor", capacity=n)
        for n in (4, 2, 3)
    )
    group = found_one(led, people, by=ada, at=NOW)
    lifecycle.end(group, by=ada, at=NOW, on=TODAY, kind="no_time")
    (found,) = again(group, ada).found
    assert found.pairing.mentor == large
    assert found.pairing.mentees.count() == 3
    assert small.pairings_led.count() == 0
    lifecycle.end(found.pairing, by=ada, at=NOW, on=TODAY, kind="no_time")
    with pytest.raises(prospects.NobodyForAll, match="No mentor has 3 places free"):
        again(found.pairing, ada)


def test_one_click_leads_to_the_new_pairing_and_names_who_and_why(
    ended: Pairing, finn: Participant, client: Client
) -> None:
    before = client.get(address(ended, "")).content.decode()
    assert "<strong>Cleo Martin</strong> has no mentor now." in before
    answer = client.post(address(ended), follow=True)
    made = Pairing.objects.live().get()
    assert answer.redirect_chain == [(address(made, ""), 302)]
    page = answer.content.decode()
    assert "Finn Moser is the new mentor of Cleo Martin. Covers Finance" in page
    assert "Undo the match" in page
    assert "Find a new mentor" not in client.get(address(ended, "")).content.decode()


def test_it_can_be_undone_until_somebody_has_accepted(
    ended: Pairing, finn: Participant, client: Client, ada: Person
) -> None:
    client.post(address(ended))
    made = Pairing.objects.live().get()
    page = client.post(address(made, "taking-back/"), follow=True).content.decode()
    assert "The match is taken back." in page
    assert "Find a new mentor" in page
    (found,) = again(ended, ada).found
    assert found.pairing.mentor == finn


def test_an_accepted_match_is_not_undone(pairing: Pairing, client: Client) -> None:
    assert "Undo the match" not in client.get(address(pairing, "")).content.decode()
    page = client.post(address(pairing, "taking-back/"), follow=True).content.decode()
    assert "Somebody has accepted this match already" in page
    pairing.refresh_from_db()
    assert pairing.state == "active"


def test_where_nobody_is_possible_it_says_why_and_leads_to_the_hand(
    ended: Pairing, client: Client
) -> None:
    answer = client.post(address(ended), follow=True)
    assert answer.redirect_chain == [(address(ended, ""), 302)]
    page = answer.content.decode()
    assert "Cleo Martin: " in page
    assert f"by-hand/?mentee={ended.mentees.get().mentee.ref}" in page


@pytest.mark.parametrize("who", ["dan", "hana", "olga", "ben", "cleo"])
@pytest.mark.parametrize("deed", ["rematch/", "taking-back/"])
def test_a_stranger_founds_and_undoes_nothing(
    ended: Pairing,
    finn: Participant,
    as_person: SignIn,
    request: pytest.FixtureRequest,
    who: str,
    deed: str,
) -> None:
    stranger = as_person(request.getfixturevalue(who))
    assert stranger.post(address(ended, deed)).status_code == 404
    assert not Pairing.objects.live().exists()


@pytest.mark.parametrize("deed", ["rematch/", "taking-back/"])
def test_looking_changes_nothing(
    ended: Pairing, finn: Participant, client: Client, deed: str
) -> None:
    assert client.get(address(ended, deed)).status_code == 405
    assert Client().post(address(ended, deed)).status_code == 302
    assert not Pairing.objects.live().exists()


# --- Late joiners ---------------------------------------------------------------------------------


def test_a_later_round_touches_only_those_who_wait(
    program: Program, pairing: Pairing, finn: Participant, ada: Person
) -> None:
    """Cleo has Ben, who has a second place; Finn has room for one; two join late."""
    before = Pairing.objects.values().get(pk=pairing.pk)
    seat = pairing.mentees.values().get()
    late = [cast.participant(cast.person(f"Late {n}"), program, "mentee") for n in range(2)]
    run = finished(program, by=ada)
    assert set(run.proposals.values_list("mentee", flat=True)) == {one.pk for one in late}
    founded = launch(run, by=ada, at=NOW)
    assert {one.mentor for one in founded} == {pairing.mentor, finn}
    assert Pairing.objects.values().get(pk=pairing.pk) == before
    assert pairing.mentees.values().get() == seat
    assert finished(program, by=ada).figures["seats"] == 0


def test_the_page_says_that_those_under_way_stay(
    program: Program, pairing: Pairing, finn: Participant, ada: Person, client: Client
) -> None:
    cast.participant(cast.person("Late Comer"), program, "mentee")
    run = finished(program, by=ada)
    page = client.get(reverse("launch", args=[program.ref, run.ref])).content.decode()
    assert "1; the pairing stays as it is" in page
