"""The rows a program is made of: its goals, the steps of its plan, its resources, its questions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from history.recording import record
from kit.refusals import Refused
from people.models import Person
from programs import questions
from programs.lifecycle import refuse_once_closed
from programs.models import PlannedMilestone, Program, ProgramGoal, Question, Resource

Part = ProgramGoal | PlannedMilestone | Resource | Question
Movable = ProgramGoal | Resource | Question
KINDS: dict[str, type[Part]] = {
    "goal": ProgramGoal,
    "milestone": PlannedMilestone,
    "resource": Resource,
    "question": Question,
}


class Needed(Refused):
    """An open program keeps at least one goal and one milestone."""


def kind_of(part: Part) -> str:
    return next(kind for kind, model in KINDS.items() if isinstance(part, model))


@transaction.atomic
def keep(part: Part, *, by: Person | None, at: datetime) -> Part:
    """Add the part, last in its order, or change it.

    Raises `ValidationError` where it breaks a rule of its own or answers that were given to it,
    `ProgramClosed` once closed.
    """
    refuse_once_closed(part.program)
    is_new = part.pk is None
    if is_new and isinstance(part, Movable):
        rows = type(part)._default_manager.filter(program=part.program)
        last = rows.aggregate(last=Max("position"))["last"]
        part.position = 0 if last is None else last + 1
    part.full_clean()
    if isinstance(part, Question) and not is_new:
        questions.refuse_against_answers(part)
    part.save()
    _record("added" if is_new else "changed", part, by=by, at=at)
    return part


@transaction.atomic
def remove(
    part: Part, *, by: Person | None, at: datetime, with_answers: bool = False
) -> dict[str, Any]:
    """Take the part away; what comes back lets `restore` undo it.

    Raises `Needed` where an open program would be left without a goal or a plan, `HasAnswers`
    where answers would go with a question and that was not said to be meant, `ProgramClosed`
    once closed.
    """
    refuse_once_closed(part.program)
    _refuse_last_needed(part)
    if isinstance(part, Question) and not with_answers:
        questions.refuse_removal(part)
    fields = {
        field.name: getattr(part, field.name)
        for field in part._meta.concrete_fields
        if field.name not in ("id", "program")
    }
    _record("removed", part, by=by, at=at)
    part.delete()
    return {
        "kind": kind_of(part),
        "program": part.program.ref,
        "called": str(part),
        "fields": fields,
    }


@transaction.atomic
def restore(program: Program, removed: dict[str, Any], *, by: Person | None, at: datetime) -> Part:
    """Put back, at its old place, what `remove` took away.

    Raises `ValidationError` where something else has taken its name since.
    """
    refuse_once_closed(program)
    part = KINDS[removed["kind"]](program=program, **removed["fields"])
    part.full_clean()
    part.save()
    _record("restored", part, by=by, at=at)
    return part


@transaction.atomic
def move(part: Movable, *, up: bool, by: Person | None, at: datetime) -> None:
    """Swap the part with its neighbour; the first does not move up, nor the last down."""
    refuse_once_closed(part.program)
    rows: list[Any] = list(
        type(part)._default_manager.filter(program=part.program).select_for_update()
    )
    here = rows.index(part)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for place, row in enumerate(rows):
        if row.position != place:
            row.position = place
            row.save(update_fields=["position"])
    _record("moved", part, by=by, at=at)


def _refuse_last_needed(part: Part) -> None:
    if part.program.is_draft or isinstance(part, Resource | Question):
        return
    if not type(part)._default_manager.filter(program=part.program).exclude(pk=part.pk).exists():
        raise Needed(
            _(
                "“%(part)s” is the last of its kind, and an open program needs one."
                " Change it instead."
            )
            % {"part": part}
        )


def _record(action: str, part: Part, *, by: Person | None, at: datetime) -> None:
    record(
        "program.changed",
        part.program,
        by=by,
        at=at,
        program_id=part.program_id,
        part=kind_of(part),
        part_id=part.pk,
        action=action,
    )
