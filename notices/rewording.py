"""A program puts a kind of notice in words of its own, and goes back to the usual ones."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from history.recording import record
from notices.catalogue import Kind
from notices.models import Wording
from people.models import Person
from programs.lifecycle import refuse_once_closed
from programs.models import Program


class Said(NamedTuple):
    """The words of a wording that was taken away; with them it can be written again."""

    title: str
    text: str


@transaction.atomic
def write(
    program: Program, kind: Kind, *, title: str, text: str, by: Person, at: datetime
) -> Wording:
    """Say it like this from now on; raises `ProgramClosed` once closed.

    Whether each variable can be filled in is for `writing.wording.faults` to say before.
    """
    refuse_once_closed(program)
    wording, _is_new = Wording.objects.update_or_create(
        program=program,
        kind=kind.name,
        defaults={"title": title, "text": text, "written_by": by, "written_at": at},
    )
    record("wording.written", wording, by=by, at=at, program_id=program.pk, kind=kind.name)
    return wording


@transaction.atomic
def remove(program: Program, kind: Kind, *, by: Person, at: datetime) -> Said | None:
    """Go back to the usual words; what it said, or None where it said nothing of its own."""
    refuse_once_closed(program)
    held = Wording.objects.select_for_update().filter(program=program, kind=kind.name).first()
    if held is None:
        return None
    record("wording.removed", held, by=by, at=at, program_id=program.pk, kind=kind.name)
    held.delete()
    return Said(held.title, held.text)
