from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from history.models import Event
from milestones.models import Milestone
from pairings import agenda, agreeing, lifecycle, sessions
from pairings import help as helping
from pairings.founding import found_one
from pairings.models import Pairing
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW, TODAY
from tests.conftest import SignIn

DAY = timedelta(days=1)


@pytest.fixture
def client(as_person: SignIn, ada: Person) -> Client:
    return as_person(ada)


def another(program: Program, name: str, *, state: str = "active") -> Pairing:
    return cast.pairing(
        cast.participant(cast.person(f"Mentor {name}"), program, "mentor"),
        cast.participant(cast.person(name), program, "mentee"),
        state=state,
    )


def listed(client: Client, program: Program, query: str = "") -> str:
    answer = client.get(reverse("program-pairings", args=[program.ref]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_ended_pairing_says_whether_somebody_needs_a_new_mentor(
    client: Client, program: Program, pairing: Pairing, ada: Person
) -> None:
    another(program, "Done Well", state="ended").mentees.get()
    Participant.objects.filter(person__name="Done Well").update(state="withdrawn")
    assert "needs a new mentor" not in listed(client, program, "?standing=ended")
    lifecycle.end(pairing, by=ada, at=NOW, on=TODAY, kind="no_time")
    assert listed(client, program, "?standing=ended").count("needs a new mentor") == 1
    found_one(
        cast.participant(cast.person("Finn Moser"), program, "mentor"),
        [pairing.mentees.get().mentee],
        by=ada,
        at=NOW,
    )
    assert "needs a new mentor" not in listed(client, program, "?standing=ended")


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_ten_queries_however_many_rows(
    client: Client,
    program: Program,
    number: int,
    django_assert_num_queries: Callable[[int], object],
) -> None:
    for index in range(number):
        one = another(program, f"Mentee {index}")
        cast.held_session(one, days_ago=2)
        helping.ask(one, by=one.people()[1], at=NOW)
        another(program, f"Over {index}", state="ended")
    with django_assert_num_queries(10):  # type: ignore[attr-defined]
        listed(client, program)


def test_the_first_sentence_counts_how_they_stand(
    client: Client, program: Program, pairing: Pairing, cleo: Person
) -> None:
    cast.held_session(pairing, days_ago=2)
    helping.ask(another(program, "Hugo Help"), by=Person.objects.get(name="Hugo Help"), at=NOW)
    another(program, "Ned New", state="proposed")
    assert "1 on track, 1 asked for help, 1 not yet agreed." in listed(client, program)


def test_those_who_need_somebody_come_first(
    client: Client, program: Program, pairing: Pairing
) -> None:
    cast.held_session(pairing, days_ago=2)
    helping.ask(another(program, "Hugo Help"), by=Person.objects.get(name="Hugo Help"), at=NOW)
    shown = listed(client, program)
    rows = shown[shown.index("<tbody") :]
    assert rows.index("Hugo Help") < rows.index("Cleo Martin")


def test_the_filters_stand_in_the_address(
    client: Client, program: Program, pairing: Pairing
) -> None:
    another(program, "Ned New", state="proposed")
    shown = listed(client, program, "?standing=not_agreed")
    assert "Ned New" in shown
    assert "Cleo Martin" not in shown
    shown = listed(client, program, "?q=cleo+mart")
    assert "Cleo Martin" in shown
    assert "Ned New" not in shown
    assert "Nobody here" in listed(client, program, "?q=nobody")
    assert "Ned New" in listed(client, program, "?standing=nonsense&page=99")


def test_without_pairings_it_says_what_will_be_here(client: Client, program: Program) -> None:
    assert "No pairings yet" in listed(client, program)


def test_help_asked_is_read_and_settled_here(
    client: Client, program: Program, pairing: Pairing, cleo: Person, ada: Person
) -> None:
    asked = helping.ask(pairing, by=cleo, at=NOW, message="We never find a time.")
    assert "We never find a time." in listed(client, program)
    client.post(reverse("help-settlement", args=[program.ref, pairing.ref, asked.pk]))
    asked.refresh_from_db()
    assert asked.settled_by == ada
    assert "We never find a time." not in listed(client, program)


def test_one_pairing_shows_dates_states_and_events_but_no_words(
    client: Client, program: Program, pairing: Pairing, ben: Person
) -> None:
    item = agenda.add(pairing, by=ben, at=NOW, text="zebra-agenda")
    sessions.log(
        pairing,
        by=ben,
        at=NOW,
        starts_at=NOW - DAY,
        minutes=60,
        how="video",
        note="zebra-note",
        discussed=[item],
    )
    later = NOW + DAY
    sessions.plan(
        pairing, by=ben, at=NOW, starts_at=later, minutes=60, how="video", place="zebra-place"
    )
    agreeing.write(pairing, by=ben, at=NOW, confidentiality="zebra-terms")
    url = reverse("program-pairing", args=[program.ref, pairing.ref])
    shown = client.get(url).content.decode()
    assert "They met once." in shown
    for event in ("Matched", "Session logged", "Session planned", "Agreement changed"):
        assert event in shown
    assert "zebra" not in shown
    assert "zebra" not in listed(client, program)


def test_the_admin_extends_and_ends_on_their_behalf_and_it_is_recorded(
    client: Client, program: Program, pairing: Pairing, ada: Person
) -> None:
    refs = [program.ref, pairing.ref]
    client.post(reverse("program-pairing-extend", args=refs), {"to_on": "2027-08-01"})
    client.post(reverse("program-pairing-end", args=refs), {"kind": "left_company"})
    pairing.refresh_from_db()
    assert (pairing.state, pairing.ends_on.isoformat()) == ("ended", "2027-08-01")
    for verb in ("pairing.extended", "pairing.ended"):
        assert Event.objects.get(verb=verb).by_id == ada.pk
    url = reverse("program-pairing", args=refs)
    assert "One of us left the company" in client.get(url).content.decode()


def test_only_those_who_run_the_program_find_these_pages(
    as_person: SignIn, dan: Person, hana: Person, olga: Person, ben: Person, pairing: Pairing
) -> None:
    program = pairing.program
    asked = helping.ask(pairing, by=ben, at=NOW, message="zebra-help")
    refs = [program.ref, pairing.ref]
    urls = [
        reverse("program-pairings", args=[program.ref]),
        reverse("program-pairing", args=refs),
        reverse("program-pairing-extend", args=refs),
        reverse("program-pairing-end", args=refs),
        reverse("help-settlement", args=[*refs, asked.pk]),
    ]
    for person in (dan, hana, olga, ben):
        client = as_person(person)
        for url in urls:
            for answer in (client.get(url), client.post(url, {"kind": "completed"})):
                assert answer.status_code in (404, 405)
                assert b"zebra" not in answer.content
    pairing.refresh_from_db()
    assert pairing.state == "active"


def test_a_pairing_of_another_program_is_not_reached_through_ones_own(
    client: Client, program: Program, dan: Person
) -> None:
    theirs = Program.objects.exclude(pk=program.pk).get()
    foreign = another(theirs, "Fay Foreign")
    url = reverse("program-pairing-end", args=[program.ref, foreign.ref])
    assert client.post(url, {"kind": "completed"}).status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == "active"


def test_an_overdue_milestone_is_said(client: Client, program: Program, pairing: Pairing) -> None:
    Milestone.objects.create(
        pairing=pairing, title="Goals agreed", responsible="both", due_on=TODAY - DAY
    )
    url = reverse("program-pairing", args=[program.ref, pairing.ref])
    assert "overdue" in client.get(url).content.decode()
