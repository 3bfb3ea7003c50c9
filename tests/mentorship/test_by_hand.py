from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from history.models import Event
from kit import clock
from matching import rulings
from matching.choosing import requests
from matching.models import Ruling
from mentorship import assigning
from mentorship.launching import launch
from milestones.models import Milestone
from pairings.models import Pairing
from participants.models import Bar, Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW
from tests.conftest import SignIn
from tests.matching.conftest import finished


@pytest.fixture
def client(as_person: SignIn, ada: Person) -> Client:
    return as_person(ada)


def address(program: Program, *two: Participant) -> str:
    query = "?mentor={}&mentee={}".format(*(one.ref for one in two)) if two else ""
    return f"/programs/{program.ref}/matching/by-hand/{query}"


def asked(mentor: Participant, mentee: Participant, deed: str, **more: object) -> dict[str, object]:
    return {"mentor": mentor.ref, "mentee": mentee.ref, "deed": deed} | more


def text_of(client: Client, *parts: object) -> str:
    answer = client.get(address(*parts))  # type: ignore[arg-type]
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_offers_who_waits_and_every_mentor(
    client: Client, program: Program, pairing: Pairing, ada: Person
) -> None:
    cast.participant(cast.person("Gil Alone"), program, "mentee", languages=("pt",))
    cast.participant(cast.person("Full House"), program, "mentor", capacity=0)
    finished(program, by=ada)
    cast.participant(cast.person("Late Comer"), program, "mentee")
    page = text_of(client, program)
    left_out = page[page.index("Left out of the latest run") : page.index('label="Waiting"')]
    assert "Gil Alone" in left_out
    assert "Late Comer" not in left_out
    assert "Late Comer" in page
    assert "Ben Okafor (1 place free)" in page
    assert "Full House (full)" in page
    assert "Cleo Martin" not in page  # has a mentor


def test_with_nobody_to_assign_it_says_what_to_do(client: Client, program: Program) -> None:
    assert "Nobody to assign" in text_of(client, program)


def test_nothing_happens_before_the_warnings_were_read(
    client: Client, program: Program, mentor: Participant, mentee: Participant
) -> None:
    cast.employment(mentee.person, manager=cast.employment(mentor.person))
    page = text_of(client, program, mentor, mentee)
    assert "It passes over a rule" in page
    assert "Same reporting line." in page
    assert "Covers Finance" in page
    assert not Ruling.objects.exists()
    assert not Pairing.objects.exists()


@pytest.mark.parametrize("deed", ["lock", "pair"])
def test_a_rule_that_was_not_shown_stops_it_and_nothing_chosen_is_lost(
    client: Client, program: Program, mentor: Participant, mentee: Participant, deed: str
) -> None:
    cast.employment(mentee.person, manager=cast.employment(mentor.person))
    answer = client.post(address(program), asked(mentor, mentee, deed))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Ben Okafor and Cleo Martin cannot be paired: same reporting line." in page
    assert f'value="{mentee.ref}" selected' in page
    assert f'value="{mentor.ref}" selected' in page
    assert not Ruling.objects.exists()
    assert not Pairing.objects.exists()


def test_two_are_kept_together_knowingly(
    client: Client, program: Program, mentor: Participant, mentee: Participant, ada: Person
) -> None:
    cast.employment(mentee.person, manager=cast.employment(mentor.person))
    sent = asked(mentor, mentee, "lock", despite=["reporting_line"])
    page = client.post(address(program), sent, follow=True).content.decode()
    assert "Every later run keeps Cleo Martin with Ben Okafor." in page
    assert Ruling.objects.get().despite == ["reporting_line"]
    assert finished(program, by=ada).proposals.get().is_locked
    assert "The next run keeps them together already." in text_of(client, program, mentor, mentee)


def test_two_are_paired_now_with_their_timeline(
    client: Client, program: Program, mentor: Participant, mentee: Participant, ada: Person
) -> None:
    answer = client.post(address(program), asked(mentor, mentee, "pair"), follow=True)
    made = Pairing.objects.get()
    assert answer.redirect_chain == [(f"/programs/{program.ref}/pairings/{made.ref}/", 302)]
    assert "Ben Okafor is now the mentor of Cleo Martin." in answer.content.decode()
    assert Milestone.objects.filter(pairing=made).count() == program.milestone_plan.count()
    assert made.founded_by == ada
    assert Event.objects.get(verb="pairing.assigned").facts == {"despite": []}


def test_a_request_to_somebody_else_lapses_once_they_are_paired(
    client: Client, program: Program, mentor: Participant, mentee: Participant
) -> None:
    Program.objects.filter(pk=program.pk).update(way="both")
    mentee.refresh_from_db()
    other = cast.participant(cast.person("Finn Moser"), program, "mentor")
    request = requests.ask(mentee, other, words="", at=clock.now())
    client.post(address(program), asked(mentor, mentee, "pair"))
    request.refresh_from_db()
    assert (request.answer, request.lapsed_because) == ("lapsed", "placed")


def test_in_a_program_of_groups_two_are_weighed_and_kept_together(
    client: Client, program: Program, mentor: Participant, mentee: Participant, ada: Person
) -> None:
    Program.objects.filter(pk=program.pk).update(shape="groups", group_from=2, group_to=3)
    Participant.objects.filter(pk=mentor.pk).update(capacity=3)
    for index in range(2):
        cast.participant(cast.person(f"Mentee {index}"), program, "mentee")
    page = text_of(client, program, mentor, mentee)
    assert "Pair them now" not in page
    client.post(address(program), asked(mentor, mentee, "lock"))
    run = finished(program, by=ada)
    assert run.proposals.filter(mentor=mentor).count() == 3
    (group,) = launch(run, by=ada, at=NOW)
    assert group.mentees.count() == 3


@pytest.mark.parametrize("state", ["open", "matching"])
def test_before_the_program_runs_two_can_only_be_kept_together(
    client: Client, ada: Person, ben: Person, cleo: Person, state: str
) -> None:
    program = cast.program(ada, name="Not yet", state=state)
    mentor, mentee = (
        cast.participant(ben, program, "mentor"),
        cast.participant(cleo, program, "mentee"),
    )
    page = text_of(client, program, mentor, mentee)
    assert "Keep them together in the next run" in page
    assert "Pair them now" not in page
    assert client.post(address(program), asked(mentor, mentee, "pair")).status_code == 422
    assert not Pairing.objects.exists()


def test_groups_are_formed_by_runs(
    program: Program, mentor: Participant, mentee: Participant, ada: Person
) -> None:
    Program.objects.filter(pk=program.pk).update(shape="groups")
    with pytest.raises(assigning.NotNow):
        assigning.pair_now(mentor, mentee, by=ada, at=NOW)


@pytest.mark.parametrize("how", ["mentee bars", "mentor bars", "ended"])
def test_what_is_not_possible_is_refused_and_not_explained(
    client: Client, program: Program, mentor: Participant, mentee: Participant, how: str
) -> None:
    if how == "ended":
        cast.pairing(mentor, mentee, state="ended")
    else:
        two = (mentee.person, mentor.person)
        one, other = two if how == "mentee bars" else reversed(two)
        Bar.objects.create(by=one, against=other, at=NOW)
    page = text_of(client, program, mentor, mentee)
    assert "Cleo Martin with Ben Okafor is not possible. Choose another mentor." in page
    assert "Pair them now" not in page
    assert "bar" not in page[page.index("<main") : page.index("<form")].lower().replace("barr", "")
    for deed in ("lock", "pair"):
        sent = asked(mentor, mentee, deed, despite=["barred", "ended", "oneself"])
        assert client.post(address(program), sent).status_code == 422
    assert not Ruling.objects.exists()
    assert not Pairing.objects.live().exists()


def test_a_full_mentor_is_refused_before_anything_happens(
    client: Client, program: Program, pairing: Pairing, ben: Person
) -> None:
    Participant.objects.filter(person=ben).update(capacity=1)
    late = cast.participant(cast.person("Late Comer"), program, "mentee")
    page = text_of(client, program, pairing.mentor, late)
    assert "Ben Okafor has room for 1, and all of it is taken or locked." in page
    assert "Pair them now" not in page


def test_who_is_locked_to_another_leads_to_that_lock(
    client: Client, program: Program, mentor: Participant, mentee: Participant, ada: Person
) -> None:
    other = cast.participant(cast.person("Finn Moser"), program, "mentor")
    rulings.lock(other, mentee, by=ada, at=NOW)
    page = text_of(client, program, mentor, mentee)
    assert "Cleo Martin is locked to Finn Moser. Lift that lock first." in page
    assert f'href="/programs/{program.ref}/matching/rulings/"' in page


def test_a_stranger_to_the_program_cannot_be_chosen(
    client: Client, program: Program, mentee: Participant, mentor: Participant, dan: Person
) -> None:
    elsewhere = Participant.objects.get(person=dan)
    answer = client.get(address(program, elsewhere, mentee))
    assert answer.status_code == 422
    assert "This mentor does not take part any more. Choose another one." in answer.content.decode()
    answer = client.get(address(program, mentor, mentor))
    assert "This mentee does not wait for a mentor." in answer.content.decode()


def test_who_comes_from_somebody_left_out_finds_them_chosen(
    client: Client, program: Program, mentor: Participant, mentee: Participant
) -> None:
    page = client.get(address(program) + f"?mentee={mentee.ref}").content.decode()
    assert f'value="{mentee.ref}" selected' in page
    assert "field-wrong" not in page


@pytest.mark.parametrize("who", ["dan", "hana", "olga", "ben", "cleo"])
def test_a_stranger_assigns_nobody(
    as_person: SignIn,
    request: pytest.FixtureRequest,
    program: Program,
    mentor: Participant,
    mentee: Participant,
    who: str,
) -> None:
    stranger = as_person(request.getfixturevalue(who))
    assert stranger.get(address(program, mentor, mentee)).status_code == 404
    assert stranger.post(address(program), asked(mentor, mentee, "pair")).status_code == 404
    assert not Pairing.objects.exists()


def test_who_is_not_signed_in_is_asked_to(program: Program) -> None:
    assert Client().get(address(program)).status_code == 302
    assert Client().put(address(program)).status_code in (302, 405)


@pytest.mark.parametrize("number", [1, 3])
def test_more_people_take_no_more_queries(
    client: Client,
    program: Program,
    mentor: Participant,
    mentee: Participant,
    ada: Person,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for index in range(number):
        for role in ("mentor", "mentee"):
            cast.participant(cast.person(f"{role} {index}"), program, role)
    finished(program, by=ada)
    with django_assert_num_queries(6):
        client.get(address(program))
    with django_assert_num_queries(10):
        client.get(address(program, mentor, mentee))
