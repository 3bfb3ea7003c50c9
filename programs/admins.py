"""Who runs a program."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from history.recording import record
from kit.refusals import Refused
from people.models import Person
from programs.models import Program, ProgramAdmin


class LastAdmin(Refused):
    """A program is never left without somebody who runs it."""


class NotActive(Refused):
    """Somebody who cannot sign in cannot run a program."""


@transaction.atomic
def appoint(program: Program, person: Person, *, by: Person | None, at: datetime) -> ProgramAdmin:
    """`person` runs the program from now on; nothing happens where they do already.

    Raises `NotActive` for somebody who may not sign in.
    """
    if not person.is_active:
        raise NotActive(
            _("%(person)s may not sign in, so they cannot run a program.") % {"person": person}
        )
    appointed, is_new = ProgramAdmin.objects.get_or_create(
        program=program, person=person, defaults={"appointed_at": at, "appointed_by": by}
    )
    if is_new:
        record(
            "program_admin.appointed",
            appointed,
            by=by,
            at=at,
            program_id=program.pk,
            person_id=person.pk,
        )
    return appointed


@transaction.atomic
def dismiss(program: Program, person: Person, *, by: Person | None, at: datetime) -> None:
    """`person` no longer runs the program; nothing happens where they did not.

    Raises `LastAdmin` where nobody would be left.
    """
    Program.objects.select_for_update().get(pk=program.pk)
    admins = {admin.person_id: admin for admin in program.admins.all()}
    if person.pk not in admins:
        return
    if len(admins) == 1:
        raise LastAdmin(
            _("%(person)s is the only one who runs %(program)s. Appoint somebody else first.")
            % {"person": person, "program": program}
        )
    leaving = admins[person.pk]
    record(
        "program_admin.dismissed",
        leaving,
        by=by,
        at=at,
        program_id=program.pk,
        person_id=person.pk,
    )
    leaving.delete()
