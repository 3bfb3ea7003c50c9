"""Discarding a draft that nobody has begun to take part in."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from history.recording import record
from kit.refusals import Refused
from people.models import Person
from programs.lifecycle import WrongState
from programs.models import Program
from programs.uses import is_set_up_in


class InUse(Refused):
    """Something beyond the draft itself hangs on it, such as an application."""


@transaction.atomic
def remove(program: Program, *, by: Person, at: datetime) -> None:
    """Delete a draft with all that is written in it; that it was there stays in the history.

    Raises `WrongState` once it was opened, `InUse` where other apps keep rows of it.
    """
    program.refresh_from_db(from_queryset=Program.objects.select_for_update())
    if not program.is_draft:
        raise WrongState(
            _("%(program)s was opened: it can be closed, not discarded.") % {"program": program}
        )
    if _is_used(program):
        raise InUse(
            _("Somebody is on the roster of %(program)s already, so it stays.")
            % {"program": program}
        )
    record("program.removed", program, by=by, at=at, program_id=program.pk)
    program.delete()


def _is_used(program: Program) -> bool:
    """Whether an app above keeps rows that belong to the program: they would go with it."""
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: program}).exists()
        for relation in program._meta.related_objects
        if relation.related_model._meta.app_label != program._meta.app_label
        and not is_set_up_in(relation.related_model)
    )
