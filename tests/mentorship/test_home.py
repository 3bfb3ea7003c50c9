from __future__ import annotations

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils.timezone import localtime
from pytest_django import DjangoAssertNumQueries

from goals import acting, setting
from kit.clock import now
from matching.choosing import requests, suggestions
from matching.models import Request
from milestones import timeline
from pairings import agenda, sessions
from pairings.models import Pairing
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW, TODAY
from tests.conftest import SignIn


def test_it_says_when_the_next_session_is_and_what_is_open_before_it(
    pairing: Pairing, ben: Person, cleo: Person, as_person: SignIn
) -> None:
    at = now()
    zone = ZoneInfo(cleo.time_zone)
    tomorrow = localtime(at + timedelta(days=1), zone).replace(hour=14, minute=0)
    sessions.plan(pairing, by=ben, at=at, starts_at=tomorrow, minutes=60, how="video")
    for text in ("The first topic", "The second topic"):
        agenda.add(pairing, by=cleo, at=at, text=text)
    page = as_person(cleo).get("/").content.decode()
    said = "Your next session with Ben is tomorrow at 14:00. 2 things are on the agenda."
    assert said in page
    assert re.search(r"btn-primary[^>]*>\s*Prepare the session", page)


def test_who_is_matched_anew_is_asked_to_agree_first(
    mentor: Participant, mentee: Participant, as_person: SignIn
) -> None:
    fresh = cast.pairing(mentor, mentee, state="proposed")
    page = as_person(mentee.person).get("/").content.decode()
    assert "You are matched with Ben. Agree on how you will work together." in page
    assert f"/pairings/{fresh.ref}/agreement/" in page


def test_an_action_gone_by_is_no_reproach(
    pairing: Pairing, cleo: Person, as_person: SignIn
) -> None:
    goal = setting.write(pairing, owner=cleo, by=cleo, at=NOW, text="Speak up")
    acting.write(goal, owner=cleo, by=cleo, at=NOW, text="Gone by", due_on=date(2026, 1, 5))
    acting.write(goal, owner=cleo, by=cleo, at=NOW, text="Still to come", due_on=date(2099, 1, 5))
    page = as_person(cleo).get("/").content.decode()
    assert page.index("Still to come") < page.index("Gone by")
    assert "meant for" in page
    assert "tone-warn" not in page


def test_actions_and_milestones_stand_there_by_date(
    pairing: Pairing, cleo: Person, as_person: SignIn
) -> None:
    timeline.lay_out([pairing])
    goal = setting.write(pairing, owner=cleo, by=cleo, at=NOW, text="Speak up")
    acting.write(goal, owner=cleo, by=cleo, at=NOW, text="Ask a question", due_on=TODAY)
    page = as_person(cleo).get("/").content.decode()
    assert "Ask a question" in page
    assert "First meeting" in page


def test_an_action_of_the_other_is_not_mine(
    pairing: Pairing, ben: Person, cleo: Person, as_person: SignIn
) -> None:
    goal = setting.write(pairing, owner=cleo, by=cleo, at=NOW, text="Speak up")
    acting.write(goal, owner=ben, by=ben, at=NOW, text="Open a door")
    assert "Open a door" not in as_person(cleo).get("/").content.decode()


def test_who_waits_for_a_decision_reads_how_it_stands(ada: Person, as_person: SignIn) -> None:
    program = cast.program(ada, state="open")
    waiting = cast.participant(cast.person("Nia New"), program, "mentee", state="applied")
    page = as_person(waiting.person).get("/").content.decode()
    assert "You are in no pairing at the moment" in page
    assert program.name in page


def test_who_is_in_nothing_is_shown_what_is_open(ada: Person, as_person: SignIn) -> None:
    program = cast.program(ada, state="open")
    page = as_person(cast.person("Nia New")).get("/").content.decode()
    assert program.name in page


def test_who_runs_programs_and_takes_part_in_none_is_shown_the_way_to_the_desk(
    ada: Person, as_person: SignIn
) -> None:
    mine = cast.program(ada, name="Mine to run", state="running")
    draft = cast.program(ada, name="Still a draft", state="draft")
    cast.program(ada, name="Long closed", state="closed")
    cast.program(cast.person("Eve Other"), name="Not mine to run", state="running")
    page = as_person(ada).get("/").content.decode()
    assert "You run 2 programs. Your desk says what needs you today." in page
    assert re.search(r'<a [^>]*btn-primary[^>]* href="/desk/"|href="/desk/"[^>]*btn-primary', page)
    assert f'href="/programs/{mine.ref}/"' in page
    assert f'href="/programs/{draft.ref}/setup/"' in page
    assert "Long closed" not in page
    assert "Not mine to run" not in page
    assert "You are in no program" not in page
    assert "Nothing here yet" not in page


def test_what_is_open_stands_beside_the_programs_one_runs(ada: Person, as_person: SignIn) -> None:
    cast.program(ada, name="Mine to run", state="running")
    cast.program(cast.person("Eve Other"), name="Open to all", state="open")
    page = as_person(ada).get("/").content.decode()
    assert page.index("Mine to run") < page.index("Open to all")
    assert "Read and apply" not in page


def test_who_runs_a_program_and_mentors_in_one_reads_of_the_pairing_first(
    pairing: Pairing, ben: Person, as_person: SignIn
) -> None:
    cast.program(ben, name="Mine to run", state="running")
    page = as_person(ben).get("/").content.decode()
    assert "Your desk says" not in page
    assert "Programs you run" not in page


def test_nobody_reads_it_without_signing_in(client: Client) -> None:
    assert client.get("/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("many", [1, 3])
def test_it_costs_the_same_with_many_pairings(
    mentor: Participant, ben: Person, as_person: SignIn, many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    Participant.objects.filter(pk=mentor.pk).update(capacity=3)
    mentor.refresh_from_db()
    for number in range(many):
        mentee = cast.participant(cast.person(f"Cleo {number}"), mentor.program, "mentee")
        pairing = cast.pairing(mentor, mentee)
        timeline.lay_out([pairing])
        goal = setting.write(pairing, owner=mentee.person, by=mentee.person, at=NOW, text="Grow")
        acting.write(goal, owner=ben, by=ben, at=NOW, text="Help", due_on=TODAY)
    client = as_person(ben)
    with django_assert_num_queries(10):
        client.get("/")


@pytest.mark.parametrize("many", [1, 3])
def test_it_costs_the_same_with_many_programs_to_run(
    ada: Person, as_person: SignIn, many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(many):
        cast.program(ada, name=f"Program {number}", state="running")
    client = as_person(ada)
    with django_assert_num_queries(9):
        client.get("/")


# --- Where mentees choose -------------------------------------------------------------------------


@pytest.fixture
def chosen(program: Program) -> Program:
    program.way = Program.Way.CHOSEN
    program.save()
    return program


def ask(mentee: Participant, mentor: Participant) -> Request:
    people = Participant.objects.select_related("program", "person")
    return requests.ask(
        people.get(pk=mentee.pk), people.get(pk=mentor.pk), words="zebu-words", at=now()
    )


def test_who_is_asked_reads_so_first_and_can_answer(
    chosen: Program, mentor: Participant, mentee: Participant, ben: Person, as_person: SignIn
) -> None:
    asked = ask(mentee, mentor)
    page = as_person(ben).get("/").content.decode()
    assert "Cleo Martin asks you to be their mentor." in page
    assert re.search(r"btn-primary[^>]*>\s*Read and answer", page)
    for address in ("", "acceptance/", "decline/"):
        assert f'"/requests/{asked.ref}/{address}"' in page
    assert "zebu" not in page


def test_several_who_ask_are_counted(
    chosen: Program, mentor: Participant, mentee: Participant, ben: Person, as_person: SignIn
) -> None:
    ask(mentee, mentor)
    for name in ("Dora Lang", "Emil Roth"):
        ask(cast.participant(cast.person(name), chosen, "mentee"), mentor)
    page = as_person(ben).get("/").content.decode()
    assert "Cleo Martin and 2 more ask you to be their mentor." in page


def test_who_is_to_choose_reads_how_many_are_suggested(
    chosen: Program, mentor: Participant, mentee: Participant, cleo: Person, as_person: SignIn
) -> None:
    client = as_person(cleo)
    assert "Choose your mentor in Rising leaders." in client.get("/").content.decode()
    suggestions.renew(chosen, at=now())
    page = client.get("/").content.decode()
    assert "Choose your mentor in Rising leaders: one suggestion is waiting." in page
    assert re.search(r"btn-primary[^>]*>\s*Choose your mentor", page)
    ask(mentee, mentor)
    assert "is waiting" not in client.get("/").content.decode()


def test_who_has_a_mentor_is_not_told_to_choose(
    chosen: Program, pairing: Pairing, cleo: Person, as_person: SignIn
) -> None:
    assert "Choose your mentor" not in as_person(cleo).get("/").content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_those_who_ask_cost_no_query(
    chosen: Program, mentor: Participant, ben: Person, as_person: SignIn, many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for number in range(many):
        ask(cast.participant(cast.person(f"Mentee {number}"), chosen, "mentee"), mentor)
    client = as_person(ben)
    with django_assert_num_queries(8):
        client.get("/")
