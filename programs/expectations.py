"""What each role is held to: every change is a new version, so that it stays known who agreed to
what."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from history.recording import record
from kit.refusals import Refused
from people.models import Person
from programs.lifecycle import refuse_once_closed
from programs.models import Expectations, Program


class Unwritten(Refused):
    """Expectations without a word."""


def live(program: Program, role: str) -> Expectations | None:
    """The version that holds today, if any was written."""
    return program.expectations.filter(role=role, replaced_at=None).first()


@transaction.atomic
def write(
    program: Program, role: str, text: str, *, by: Person | None, at: datetime
) -> Expectations:
    """A new version of what `role` is held to; it replaces the live one.

    The live one stays where the text is the same. Raises `Unwritten` where there is no
    text, `ProgramClosed` once the program is closed.
    """
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Unwritten(
            _("Write what is expected of a %(role)s.") % {"role": program.term_for(role)}
        )
    refuse_once_closed(program)
    before = live(program, role)
    if before is not None and before.text == text:
        return before
    if before is not None:
        before.replaced_at = at
        before.save(update_fields=["replaced_at"])
    written = program.expectations.create(
        role=role,
        version=before.version + 1 if before else 1,
        text=text,
        written_at=at,
        written_by=by,
    )
    record(
        "expectations.written",
        written,
        by=by,
        at=at,
        program_id=program.pk,
        role=str(role),
        version=written.version,
    )
    return written
