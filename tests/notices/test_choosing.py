"""Who is told what while mentees choose."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matching.choosing import requests
from matching.models import Request
from mentorship import choosing
from notices.models import KeptMail, Notice
from notices.planning.planner import plan
from notices.sending import sender
from participants import admission
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW
from tests.notices.asking import owed, told

DAY = timedelta(days=1)


@pytest.fixture
def asked(program: Program, mentor: Participant, mentee: Participant) -> Request:
    """Cleo asks Ben, who has two places."""
    program.way = Program.Way.CHOSEN
    program.save()
    return ask(mentee, mentor)


def ask(mentee: Participant, mentor: Participant) -> Request:
    people = Participant.objects.select_related("program", "person")
    return requests.ask(
        people.get(pk=mentee.pk), people.get(pk=mentor.pk), words="zebu-words", at=NOW
    )


def subjects(kind: str) -> dict[str, str]:
    """The subjects of the mails sent of this kind, by recipient."""
    ids = Notice.objects.filter(kind=kind).values("message_id")
    return dict(KeptMail.objects.filter(message_id__in=ids).values_list("to", "subject"))


def test_the_mentor_is_told_of_a_request_without_its_words(asked: Request, ben: Person) -> None:
    plan(now=NOW)
    assert told("request_received") == {ben}
    sender.send_due(now=NOW)
    assert subjects("request_received") == {
        "ben.okafor@example.com": "Cleo Martin asks you to be their mentor"
    }
    assert "zebu" not in KeptMail.objects.get(to="ben.okafor@example.com").text


def test_what_is_taken_back_before_the_mail_goes_is_not_told(asked: Request, cleo: Person) -> None:
    plan(now=NOW)
    requests.withdraw(asked, by=cleo, at=NOW)
    sender.send_due(now=NOW)
    assert [(one.state, one.why) for one in owed("request_received")] == [("dropped", "changed")]


def test_the_mentor_is_reminded_after_three_days_once(asked: Request, ben: Person) -> None:
    plan(now=NOW + 2 * DAY)
    assert not owed("request_waiting")
    plan(now=NOW + 3 * DAY)
    plan(now=NOW + 4 * DAY)
    assert told("request_waiting") == {ben}


def test_who_has_answered_is_not_reminded(asked: Request, ben: Person) -> None:
    requests.decline(asked, by=ben, at=NOW, reason="gaur-reason")
    plan(now=NOW + 3 * DAY)
    assert not owed("request_waiting")


def test_the_mentee_is_told_of_a_no_without_its_reason(
    asked: Request, cleo: Person, ben: Person
) -> None:
    requests.decline(asked, by=ben, at=NOW, reason="gaur-reason")
    plan(now=NOW)
    assert told("request_declined") == {cleo}
    sender.send_due(now=NOW)
    mail = KeptMail.objects.get(to="cleo.martin@example.com")
    assert "You can ask somebody else now." in mail.text
    assert "gaur" not in mail.text + mail.html


def test_the_mentee_is_told_of_a_yes_once(asked: Request, cleo: Person, ben: Person) -> None:
    choosing.accept(asked, by=ben, at=NOW)
    plan(now=NOW)
    assert told("request_accepted") == {cleo}
    assert not owed("match_published")
    sender.send_due(now=NOW)
    assert subjects("request_accepted") == {"cleo.martin@example.com": "Ben Okafor is your mentor"}


def test_a_pair_founded_otherwise_is_still_told(
    asked: Request, program: Program, mentor: Participant, ben: Person
) -> None:
    dora = cast.participant(cast.person("Dora Lang"), program, "mentee")
    choosing.accept(asked, by=ben, at=NOW)
    cast.pairing(mentor, dora, state="proposed")
    plan(now=NOW)
    assert {notice.recipient for notice in owed("match_published")} == {ben, dora.person}


def test_who_had_asked_a_mentor_who_is_full_now_is_told(
    asked: Request, program: Program, mentor: Participant, ben: Person
) -> None:
    names = ("Dora Lang", "Emil Roth")
    dora, emil = (cast.participant(cast.person(name), program, "mentee") for name in names)
    second, third = ask(dora, mentor), ask(emil, mentor)
    for one in (asked, second):
        choosing.accept(one, by=ben, at=NOW)
    plan(now=NOW)
    assert told("request_lapsed") == {third.mentee.person}
    sender.send_due(now=NOW)
    text = KeptMail.objects.get(to="emil.roth@example.com").text
    assert "Ben Okafor has no place left" in text


def test_on_the_morning_after_admission_who_has_not_asked_is_told_to_choose(
    program: Program, ada: Person, cleo: Person, ben: Person, mentor: Participant
) -> None:
    Program.objects.filter(pk=program.pk).update(way="both")
    asks, waits = (
        cast.participant(one, program, "mentee", state="applied")
        for one in (cleo, cast.person("Dora Lang"))
    )
    admission.admit([asks, waits], by=ada, at=NOW)
    ask(asks, mentor)
    plan(now=NOW)
    assert not owed("suggestions_ready")
    plan(now=NOW + DAY)
    assert told("suggestions_ready") == {waits.person}


def test_where_everybody_is_matched_nobody_is_told_to_choose(
    program: Program, ada: Person, cleo: Person
) -> None:
    asks = cast.participant(cleo, program, "mentee", state="applied")
    admission.admit([asks], by=ada, at=NOW)
    plan(now=NOW + DAY)
    assert not owed("suggestions_ready")


@pytest.mark.parametrize(
    ("way", "role", "said"),
    [
        ("chosen", "mentee", "Next you choose your mentor"),
        ("chosen", "mentor", "In this program mentees ask"),
        ("matched", "mentee", "Next comes the matching"),
    ],
)
def test_who_is_admitted_reads_what_comes_next(
    program: Program, ada: Person, cleo: Person, way: str, role: str, said: str
) -> None:
    Program.objects.filter(pk=program.pk).update(way=way)
    admission.admit([cast.participant(cleo, program, role, state="applied")], by=ada, at=NOW)
    plan(now=NOW)
    sender.send_due(now=NOW)
    assert said in KeptMail.objects.get(to="cleo.martin@example.com").text
