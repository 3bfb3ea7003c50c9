from __future__ import annotations

from typing import Any

import pytest
from cryptography.fernet import InvalidToken
from django.core.exceptions import FieldError
from django.db import connection

from kit.sealed import seal, unseal
from pairings.models import AgendaItem, Pairing
from tests.cast import NOW


def test_what_is_sealed_opens_again_and_is_never_the_same_twice() -> None:
    assert unseal(seal("Zürich & co.")) == "Zürich & co."
    assert seal("x") != seal("x")


def test_an_older_key_still_opens(settings: Any) -> None:
    settings.CONTENT_KEYS = ["old"]
    sealed = seal("hello")
    settings.CONTENT_KEYS = ["new", "old"]
    assert unseal(sealed) == "hello"
    settings.CONTENT_KEYS = ["new"]
    with pytest.raises(InvalidToken):
        unseal(sealed)


def test_the_database_holds_only_ciphertext(pairing: Pairing) -> None:
    item = AgendaItem.objects.create(
        pairing=pairing, text="My manager and I", position=1, added_by=None, added_at=NOW
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM pairings_agendaitem WHERE id = %s", [item.pk])
        (held,) = cursor.fetchone()
    assert "manager" not in held
    item.refresh_from_db()
    assert item.text == "My manager and I"


def test_sealed_text_cannot_be_searched(db: None) -> None:
    with pytest.raises(FieldError):
        AgendaItem.objects.filter(text="x").exists()
