from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from history.models import Event
from pairings.models import AgendaItem, ExtensionRequest, Session
from participants.models import Participant
from people.audit import SENTENCES, Names, sentence
from tests.cast import NOW
from tests.mentorship.test_ladder import RUNG

State = Participant.State

NAMES = Names(
    people={1: "Ada", 2: "Ben"},
    subjects={("participants.participant", 7): "Cleo"},
    programs={3: "Rising leaders"},
    pairings={4: "Ben and Cleo"},
)


def event(verb: str, kind: str = "people.person", subject: int = 2, **facts: object) -> Event:
    return Event(
        verb=verb,
        subject_kind=kind,
        subject_id=subject,
        program_id=3,
        pairing_id=4,
        by_id=1,
        at=NOW,
        facts=facts,
    )


@pytest.mark.parametrize(
    ("happened", "said"),
    [
        (event("role.granted", role="hr"), "Ada gave Ben the role HR."),
        (
            event("person.changed", fields=["annual_salary", "department"]),
            "Ada changed Ben: yearly salary, department.",
        ),
        (
            event("participant.admitted", "participants.participant", 7),
            "Ada admitted Cleo to Rising leaders.",
        ),
        (event("pairing.paused", "pairings.pairing", 4), "Ada paused the pairing of Ben and Cleo."),
        (
            event("directory.applied", added=1470, changed=0, left=3),
            "Ada applied the HR file: 1,470 new, 0 changed, 3 left.",
        ),
        (event("moon.landed"), "Ada: moon.landed"),
    ],
)
def test_a_verb_becomes_a_sentence(happened: Event, said: str) -> None:
    assert sentence(happened, NAMES) == said


@pytest.mark.parametrize("verb", sorted(SENTENCES))
def test_every_sentence_can_be_said_without_a_fact_or_a_name(verb: str) -> None:
    assert "%(" not in sentence(event(verb, subject=99), Names())


def test_no_sentence_repeats_a_fact_that_it_does_not_name() -> None:
    assert "secret" not in sentence(event("session.held", note="a secret"), NAMES)


def test_what_nobody_did_was_the_system() -> None:
    done = event("role.granted", role="hr")
    done.by_id = None
    assert sentence(done, NAMES) == "The system gave Ben the role HR."


def verbs_recorded() -> set[str]:
    """What every app writes into history: spelled out in its calls, or made of a state."""
    told = re.compile(
        r"\b(?:record|tell|_event)\(\s*\"([a-z_]+\.[a-z_]+)\"|\bverb=\"([a-z_]+\.[a-z_]+)\""
    )
    modules = (module for app in RUNG for module in Path(settings.BASE_DIR, app).rglob("*.py"))
    found = {one or other for module in modules for one, other in told.findall(module.read_text())}
    decisions = (State.ADMITTED, State.WAITLISTED, State.DECLINED)
    sessions = (Session.State.HELD, Session.State.MISSED, Session.State.CALLED_OFF)
    items = (AgendaItem.State.DISCUSSED, AgendaItem.State.DROPPED)
    return (
        found
        | {f"participant.{state}" for state in decisions}
        | {f"session.{state}" for state in sessions}
        | {f"agenda_item.{state}" for state in items}
        | {f"extension.{answer}" for answer in ExtensionRequest.Answer}
    )


def test_whatever_is_recorded_has_a_sentence() -> None:
    verbs = verbs_recorded()
    assert {"role.granted", "pairing.founded", "goal.written", "milestone.done"} <= verbs
    assert verbs - set(SENTENCES) == set()
