"""What a pair wrote is ciphertext in the tables, and in no event at all."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.db import connection

from history.models import Event
from kit.sealed import SealedTextField
from pairings import agenda, agreeing, checking_in, sessions
from pairings import help as helping
from pairings.models import Pairing
from people.models import Person
from programs.models import Program
from tests.cast import NOW, TODAY

SENTINELS = (
    "zebra-agenda",
    "zebra-edited",
    "zebra-shared",
    "zebra-private",
    "zebra-help",
    "zebra-secret",
    "zebra-ending",
    "zebra-place",
    "zebra-comment",
)


@pytest.fixture
def written(pairing: Pairing, ben: Person, cleo: Person) -> Pairing:
    """A pairing in which everything that can be written is written."""
    item = agenda.add(pairing, by=ben, at=NOW, text="zebra-agenda")
    agenda.add(pairing, by=ben, at=NOW, text="zebra-agenda two")
    agenda.edit(item, by=cleo, at=NOW, text="zebra-edited", version=1)
    held = sessions.log(
        pairing,
        by=ben,
        at=NOW,
        starts_at=NOW,
        minutes=60,
        how="video",
        note="zebra-shared",
        discussed=[item],
    )
    sessions.add_note(held, by=cleo, at=NOW, text="zebra-private", is_shared=False)
    later = NOW.replace(day=9)
    sessions.plan(
        pairing, by=ben, at=NOW, starts_at=later, minutes=60, how="video", place="zebra-place"
    )
    helping.ask(pairing, by=cleo, at=NOW, message="zebra-help")
    agreeing.write(pairing, by=ben, at=NOW, confidentiality="zebra-secret", ending="zebra-ending")
    Program.objects.update(checkin_weeks=4)
    pairing.refresh_from_db()
    checking_in.answer(pairing, by=cleo, at=NOW, on=TODAY, answer="so_so", comment="zebra-comment")
    return pairing


def test_no_event_holds_a_word_of_theirs(written: Pairing) -> None:
    told = json.dumps(list(Event.objects.values("verb", "facts")))
    assert Event.objects.count() > 8
    assert [word for word in SENTINELS if word in told] == []


def test_the_tables_hold_ciphertext(written: Pairing) -> None:
    sealed = [
        (model._meta.db_table, field.column)
        for model in apps.get_app_config("pairings").get_models()
        for field in model._meta.fields
        if isinstance(field, SealedTextField)
    ]
    assert len(sealed) == 7
    for table, column in sealed:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT "{column}" FROM "{table}"')
            stored = [row[0] for row in cursor.fetchall() if row[0]]
        assert stored
        assert all(text.startswith("gAAAA") for text in stored)


def test_what_was_sealed_reads_as_it_was_written(written: Pairing) -> None:
    assert [item.text for item in written.agenda.open()] == ["zebra-agenda two"]
    newest = written.agreements.first()
    assert newest
    assert newest.confidentiality == "zebra-secret"
