"""Text that the database and its backups hold only as ciphertext: what a pair writes.

Fernet (AES-128-CBC with HMAC-SHA256). The newest key of `CONTENT_KEYS` seals, every key opens, so
a key can be changed by putting a new one in front.
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:
    _TextField = models.TextField


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys
    )


def seal(text: str) -> str:
    return _box(tuple(settings.CONTENT_KEYS)).encrypt(text.encode()).decode()


def unseal(ciphertext: str) -> str:
    """The text again. Raises `InvalidToken` where no key of CONTENT_KEYS fits."""
    return _box(tuple(settings.CONTENT_KEYS)).decrypt(ciphertext.encode()).decode()


class SealedTextField(_TextField):
    """A text field whose column holds ciphertext. It cannot be searched, ordered or filtered by."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return value if value in (None, "") else seal(value)

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return unseal(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name in ("isnull",):
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is sealed: it cannot be filtered by.")
