"""Writing down what happened in a pairing: dates, counts and states, never a word of theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models

from history.recording import record
from pairings.models import Pairing
from people.models import Person


def tell(
    verb: str,
    subject: models.Model,
    pairing: Pairing,
    *,
    by: Person | None,
    at: datetime,
    **facts: Any,
) -> None:
    """`history.record` with the ids of the pairing and its program."""
    record(
        verb,
        subject,
        by=by,
        at=at,
        program_id=pairing.program_id,
        pairing_id=pairing.pk,
        **facts,
    )
