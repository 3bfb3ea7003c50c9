"""Making a program, from nothing or from an earlier one, and changing what it says of itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from history.recording import record
from kit.refusals import Refused
from people.models import Person
from programs import admins, expectations
from programs.blueprints import pace_of
from programs.blueprints.shape import Blueprint
from programs.lifecycle import refuse_once_closed
from programs.models import PlannedMilestone, Program, ProgramGoal, Question, Resource, Role
from programs.uses import copied_models, pairings

DATES = ("enrol_from_on", "enrol_until_on", "starts_on", "ends_on")
RHYTHM = ("cadence_days", "session_minutes", "checkin_weeks")
COPIED = (
    *("kind", "purpose", "mentor_term", "mentee_term"),
    *(*RHYTHM, "guidelines"),
    *("shape", "group_from", "group_to", "way", "places", "turned_away_first"),
)
FROM_BLUEPRINT = ("purpose", "guidelines", "mentor_term", "mentee_term", "shape", "way")


class NotEmpty(Refused):
    """A ready-made template fills only a program that nobody has written in."""


@transaction.atomic
def create_program(*, name: str, kind: str, by: Person, at: datetime, **fields: Any) -> Program:
    """A draft that `by` runs; rhythm and length are those usual for its kind unless given.

    `fields` are fields of `Program`. Raises `ValidationError` where they contradict each other.
    """
    pace = pace_of(kind)
    usual = {field: getattr(pace, field) for field in RHYTHM}
    program = Program(name=name, kind=kind, created_by=by, created_at=at, **(usual | fields))
    if program.starts_on and not program.ends_on:
        program.ends_on = program.starts_on + timedelta(weeks=pace.weeks)
    program.full_clean()
    program.save()
    record("program.created", program, by=by, at=at, program_id=program.pk, kind=str(kind))
    admins.appoint(program, by, by=by, at=at)
    return program


@transaction.atomic
def fill_from(program: Program, blueprint: Blueprint, *, by: Person, at: datetime) -> None:
    """Write the ready-made words of `blueprint` into a fresh draft, to be edited from there.

    A plan longer than the program is drawn together to fit. Raises `NotEmpty` where goals,
    expectations or a plan are there already.
    """
    for rows in (program.program_goals, program.expectations, program.milestone_plan):
        if rows.exists():
            raise NotEmpty(f"{program} has been written in already.")
    for field in FROM_BLUEPRINT:
        setattr(program, field, str(getattr(blueprint, field)))
    program.save(update_fields=FROM_BLUEPRINT)
    ProgramGoal.objects.bulk_create(
        goal.for_program(program, n) for n, goal in enumerate(blueprint.goals)
    )
    PlannedMilestone.objects.bulk_create(
        step.for_program(program, blueprint.weeks) for step in blueprint.plan
    )
    Resource.objects.bulk_create(
        resource.for_program(program, n) for n, resource in enumerate(blueprint.resources)
    )
    for role in Role.values:
        expectations.write(program, role, blueprint.expectations_of(role), by=by, at=at)
    record("program.changed", program, by=by, at=at, program_id=program.pk, template=blueprint.key)


@transaction.atomic
def duplicate(
    program: Program, *, by: Person, at: datetime, name: str, starts_on: date | None = None
) -> Program:
    """A draft of the same design under a new name, its dates moved along with the start.

    Copies purpose, goals, live expectations (as version 1), plan, guidelines, resources, terms,
    rhythm, the form's questions, how they are matched, and what the apps above have for a set-up
    (`uses.set_up_in`). Without `starts_on` the copy has no dates. People and pairings are never
    copied.
    """
    dates = _moved_dates(program, starts_on)
    copied = {field: getattr(program, field) for field in COPIED}
    copy = Program(name=name, created_by=by, created_at=at, **copied, **dates)
    copy.full_clean()
    copy.save()
    record("program.duplicated", copy, by=by, at=at, program_id=copy.pk, from_id=program.pk)
    admins.appoint(copy, by, by=by, at=at)
    own: tuple[type[Model], ...] = (ProgramGoal, PlannedMilestone, Resource, Question)
    for model in (*own, *copied_models()):
        _copy_rows(model._default_manager.filter(program=program), into=copy)
    for old in program.expectations.filter(replaced_at=None):
        expectations.write(copy, old.role, old.text, by=by, at=at)
    return copy


@transaction.atomic
def change(program: Program, *, by: Person | None, at: datetime, **fields: Any) -> list[str]:
    """Set `fields` and record which of them changed, dates with their old and new value.

    Gives the names of the changed fields. Raises `ValidationError` where the new values contradict
    each other or what has happened already, `ProgramClosed` once it is closed.
    """
    refuse_once_closed(program)
    before = Program.objects.get(pk=program.pk)
    for field, value in fields.items():
        setattr(program, field, value)
    changed = [field for field in fields if getattr(before, field) != getattr(program, field)]
    if not changed:
        return []
    _refuse_contradictions(program, before)
    program.full_clean()
    program.save(update_fields=changed)
    dates: dict[str, Any] = {
        field: [_iso(getattr(before, field)), _iso(getattr(program, field))]
        for field in DATES
        if field in changed
    }
    record("program.changed", program, by=by, at=at, program_id=program.pk, fields=changed, **dates)
    return changed


def _refuse_contradictions(program: Program, before: Program) -> None:
    """What a program that people have seen cannot do any more."""
    if program.is_draft:
        return
    wrong: dict[str, str] = {}
    if not program.purpose.strip():
        wrong["purpose"] = _("An open program needs a purpose.")
    if program.starts_on is None:
        wrong["starts_on"] = _("An open program needs a start.")
    if program.ends_on is None:
        wrong["ends_on"] = _("An open program needs an end.")
    if program.state == Program.State.RUNNING and program.starts_on != before.starts_on:
        wrong["starts_on"] = _("The pairs have started: the start stays as it is.")
    beyond = [step.title for step in _plan_of(program) if not step.fits()]
    if beyond and "ends_on" not in wrong:
        wrong["ends_on"] = _(
            "“%(title)s” would fall after this end. Choose a later one, or move it in the plan."
        ) % {"title": beyond[0]}
    if program.shape != before.shape and (founded := _founded_as(before, program.shape)):
        wrong["shape"] = founded
    if program.turned_away_first != before.turned_away_first:
        wrong["turned_away_first"] = _(
            "People apply relying on how lots are drawn: this stays as it was when you opened it."
        )
    if wrong:
        raise ValidationError(wrong)


def _founded_as(before: Program, shape: str) -> str:
    """Why the shape stays where pairings were founded in another one; one may become several."""
    loosened = (before.shape, shape) == (Program.Shape.PAIRS, Program.Shape.SEVERAL)
    founded = 0 if loosened else pairings(before)
    said = ngettext(
        "%(n)d pairing is “%(shape)s”, so that stays. Duplicate the program for another shape.",
        "%(n)d pairings are “%(shape)s”, so that stays. Duplicate the program for another shape.",
        founded,
    )
    return said % {"n": founded, "shape": before.get_shape_display()} if founded else ""


def _plan_of(program: Program) -> list[PlannedMilestone]:
    plan = list(PlannedMilestone.objects.filter(program_id=program.pk))
    for step in plan:
        step.program = program
    return plan


def _copy_rows(rows: QuerySet[Any], *, into: Program) -> None:
    copies = list(rows)
    for row in copies:
        row.pk, row.program = None, into
    rows.model._default_manager.bulk_create(copies)


def _moved_dates(program: Program, starts_on: date | None) -> dict[str, date | None]:
    """The program's dates with the start at `starts_on` and the same distances."""
    if starts_on is None:
        return {}
    if program.starts_on is None:
        return {"starts_on": starts_on}
    by = starts_on - program.starts_on
    dates = {field: getattr(program, field) for field in DATES}
    return {field: day and day + by for field, day in dates.items()}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
