"""Putting a checked list on the roster, all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from history.models import Event
from history.recording import record_many
from kit.clock import date_in
from kit.refusals import Refused
from participants import admission, objectives, skills
from participants.listing.checking import Placed, check
from participants.models import Objective, Participant, ParticipantList
from people.models import Person
from programs.models import Program

State = Participant.State
LISTED_STATES = (State.APPLIED, State.ADMITTED)


class NotApplicable(Refused):
    """The list cannot be applied; the message says why."""


@transaction.atomic
def apply(the_list: ParticipantList, *, as_state: str, by: Person, at: datetime) -> dict[str, int]:
    """Put the list on the roster, newcomers as applied or admitted; who is there keeps their state.

    Returns the counts. Raises `NotApplicable`; then nothing has changed.
    """
    kept = ParticipantList.objects.select_for_update().get(pk=the_list.pk)
    if kept.applied_at:
        raise NotApplicable(_("This list has been applied already."))
    program = Program.objects.get(pk=kept.program_id)
    plan = check(program, kept.text, today=date_in(by.time_zone, at))
    if not plan.may_be_applied:
        raise NotApplicable(_("The list cannot be applied as it is: see what is wrong in it."))
    try:
        with transaction.atomic():
            enlist(program, plan.added, as_state=as_state, by=by, at=at)
            _change(plan.changed, by=by, at=at)
    except IntegrityError as error:
        raise NotApplicable(
            _("Somebody on the list has just applied. Look at it again, then apply it.")
        ) from error
    kept.applied_at, kept.applied_by, kept.counts, kept.text = at, by, plan.counts, ""
    kept.save(update_fields=["applied_at", "applied_by", "counts", "text"])
    return plan.counts


@transaction.atomic
def enlist(
    program: Program, newcomers: Sequence[Placed], *, as_state: str, by: Person, at: datetime
) -> list[Participant]:
    """Bring people in without an application of their own; a draft of theirs is filled in.

    Raises `NotApplicable` before the program opens and once it is closed.
    """
    if as_state not in LISTED_STATES:
        raise ValueError(f"People on a list are applied or admitted, not {as_state}.")
    if program.state in (Program.State.DRAFT, Program.State.CLOSED):
        raise NotApplicable(
            _("Open the program first.")
            if program.state == Program.State.DRAFT
            else _("The program is closed.")
        )
    fresh = [_fill(_row(program, one, at), one, at) for one in newcomers]
    Participant.objects.bulk_create([row for row in fresh if row.pk is None], batch_size=1000)
    Participant.objects.bulk_update(
        [row for row, one in zip(fresh, newcomers, strict=True) if one.participant],
        ["state", "applied_at", "capacity", "hours_per_month", "languages"],
    )
    _write_objectives(list(zip(fresh, newcomers, strict=True)))
    record_many([_event("participant.applied", row, by, at) for row in fresh])
    if as_state == State.ADMITTED:
        admission.admit(fresh, by=by, at=at)
    return fresh


def _row(program: Program, one: Placed, at: datetime) -> Participant:
    return one.participant or Participant(
        program=program, person=one.person, role=one.entry.role, created_at=at
    )


def _fill(row: Participant, one: Placed, at: datetime | None) -> Participant:
    row.capacity = one.entry.capacity
    row.hours_per_month = one.entry.hours_per_month
    row.languages = list(one.entry.languages)
    if at:
        row.state, row.applied_at = State.APPLIED, at
    return row


def _change(placed: Sequence[Placed], *, by: Person, at: datetime) -> None:
    """Take over what the list says about people who are there; their state stays."""
    rows = [(_fill(one.participant, one, None), one) for one in placed if one.participant]
    Participant.objects.bulk_update(
        [row for row, _one in rows], ["capacity", "hours_per_month", "languages"]
    )
    _write_objectives(rows)
    record_many([_event("participant.changed", row, by, at) for row, _one in rows])


def _write_objectives(rows: Sequence[tuple[Participant, Placed]]) -> None:
    """The list's objectives in place of those before; a level somebody gave is kept."""
    named = skills.skills_named(name for _row, one in rows for name, _level in one.entry.wanted)
    before = Objective.objects.filter(participant__in=[row for row, _one in rows])
    levels = {(one.participant_id, one.skill_id): one.level for one in before}
    before.delete()
    written: list[Objective] = []
    for row, one in rows:
        wanted = {named[name.lower()]: level for name, level in one.entry.wanted}
        written += objectives.rows_for(
            row,
            [(skill, levels.get((row.pk, skill.pk), level)) for skill, level in wanted.items()],
        )
    Objective.objects.bulk_create(written, batch_size=1000)


def _event(verb: str, row: Participant, by: Person, at: datetime) -> Event:
    return Event(
        verb=verb,
        subject_kind=Participant._meta.label_lower,
        subject_id=row.pk,
        program_id=row.program_id,
        by_id=by.pk,
        at=at,
        facts={"role": row.role, "from_list": True},
    )
