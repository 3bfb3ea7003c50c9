"""The clock of the views stands at NOW, and strangers of each kind."""

from __future__ import annotations

import pytest
from django.urls import get_resolver

from kit import clock
from people.models import Person
from tests.cast import NOW, TODAY


@pytest.fixture
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is NOW, whenever the tests run.

    All pages are there before: one that was first imported now would keep this clock for good.
    """
    assert get_resolver().url_patterns
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def strangers(dan: Person, ada: Person, hana: Person, olga: Person) -> list[Person]:
    """Whoever is not of the pair: of another program, its admin, HR, an administrator."""
    return [dan, ada, hana, olga]
