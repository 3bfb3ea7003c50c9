"""A pairing's timeline: laid out from the program's plan, ticked off by whoever is responsible."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kit.refusals import Refused
from milestones.models import Milestone
from pairings.models import Pairing
from pairings.telling import tell
from people.models import Person
from programs.models import PlannedMilestone

Responsible = PlannedMilestone.Responsible


class NotYours(Refused):
    """The milestone is the other's to tick off."""


class AlreadyDone(Refused):
    """The milestone is done already, perhaps by the other a moment ago."""


@transaction.atomic
def lay_out(pairings: Sequence[Pairing]) -> list[Milestone]:
    """Copy the plan of each pairing's program into its timeline; a second time adds nothing.

    A milestone is due so many weeks after the pairing's start, and on the last day at the latest:
    a pairing that began late has less time, not fewer milestones.
    """
    plans: dict[int, list[PlannedMilestone]] = {}
    for planned in PlannedMilestone.objects.filter(
        program__in={pairing.program_id for pairing in pairings}
    ):
        plans.setdefault(planned.program_id, []).append(planned)
    return Milestone.objects.bulk_create(
        (
            Milestone(
                pairing=pairing,
                planned=planned,
                title=planned.title,
                what_for=planned.what_for,
                responsible=planned.responsible,
                due_on=min(
                    pairing.starts_on + timedelta(weeks=planned.weeks_after_start),
                    pairing.ends_on,
                ),
            )
            for pairing in pairings
            for planned in plans.get(pairing.program_id, ())
        ),
        ignore_conflicts=True,
        batch_size=1000,
    )


def may_tick(milestone: Milestone, person: Person) -> bool:
    """Whether it is this person's to tick off. Expects the pairing's people to be loaded."""
    is_mentor = milestone.pairing.mentor.person_id == person.pk
    return milestone.responsible == Responsible.BOTH or is_mentor == (
        milestone.responsible == Responsible.MENTOR
    )


@transaction.atomic
def mark_done(milestone: Milestone, *, by: Person, at: datetime) -> None:
    """Tick it off. Raises `NotYours`, `AlreadyDone`, or `IsOver` once the pairing has ended."""
    milestone.pairing.lock_live()
    if not may_tick(milestone, by):
        raise NotYours(
            _("This milestone is for the %(role)s to tick off.")
            % {"role": milestone.get_responsible_display()}
        )
    changed = Milestone.objects.filter(pk=milestone.pk, done_at__isnull=True)
    if not changed.update(done_at=at, done_by=by):
        raise AlreadyDone(_("This milestone is done already."))
    milestone.refresh_from_db(fields=["done_at", "done_by"])
    tell("milestone.done", milestone, milestone.pairing, by=by, at=at, due_on=_iso(milestone))


@transaction.atomic
def reopen(milestone: Milestone, *, by: Person, at: datetime) -> None:
    """Take the tick back. Nothing happens where there is none. Raises `NotYours`, `IsOver`."""
    milestone.pairing.lock_live()
    if not may_tick(milestone, by):
        raise NotYours(_("Only who ticks it off can take that back."))
    done = Milestone.objects.filter(pk=milestone.pk, done_at__isnull=False)
    if done.update(done_at=None, done_by=None):
        milestone.refresh_from_db(fields=["done_at", "done_by"])
        tell("milestone.reopened", milestone, milestone.pairing, by=by, at=at)


def _iso(milestone: Milestone) -> str:
    return milestone.due_on.isoformat()
