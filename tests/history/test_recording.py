from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from history.models import Event
from history.recording import record
from people.models import Person
from tests.cast import NOW


def test_an_event_tells_who_did_what_to_whom_and_when(ada: Person, ben: Person) -> None:
    with transaction.atomic():
        record("person.greeted", ben, by=ada, at=NOW, program_id=7, times=2)
    event = Event.objects.about(ben).get()
    assert (event.verb, event.by_id, event.at, event.program_id) == (
        "person.greeted",
        ada.pk,
        NOW,
        7,
    )
    assert event.fact("times") == 2


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_of_a_transaction_is_refused(ada: Person) -> None:
    with pytest.raises(transaction.TransactionManagementError, match="outside of a transaction"):
        record("person.greeted", ada, by=None, at=NOW)
    assert not Event.objects.exists()


@pytest.mark.parametrize("attempt", ["update", "delete"])
def test_the_database_refuses_to_rewrite_history(ada: Person, attempt: str) -> None:
    event = record("person.greeted", ada, by=None, at=NOW)
    rows = Event.objects.filter(pk=event.pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(verb="person.praised") if attempt == "update" else rows.delete()
    assert rows.get().verb == "person.greeted"
