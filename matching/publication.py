"""Publishing a run: the decision that its proposals shall be pairings.

It founds none (that is for the apps above, in the same transaction); it makes sure that one run of
a round is published, once, and that nothing in it has become untrue since.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from history.recording import record
from kit.refusals import Refused
from matching import explaining, places, pool
from matching.models import Proposal, Publication, Ruling, Run
from participants.models import Participant
from people.models import Person


class NotPublishable(Refused):
    """The run is not done, places nobody, or is not the newest of its round."""


class AlreadyPublished(Refused):
    """This run, or another one of the same round, was published before."""


class Stale(Refused):
    """Something in the run has become untrue; `obstacles` says what, a sentence each."""

    def __init__(self, obstacles: list[str]) -> None:
        super().__init__(" ".join(obstacles))
        self.obstacles = obstacles


@transaction.atomic
def publish(run: Run, *, by: Person | None, at: datetime) -> Publication:
    """Publish `run`. Of several at the same moment exactly one succeeds.

    Raises `AlreadyPublished`, `NotPublishable` or `Stale`; then nothing changes.
    """
    run = Run.objects.select_for_update(no_key=True, of=("self",)).get(pk=run.pk)
    _refuse(run)
    found = obstacles(run)
    if found:
        raise Stale(found)
    try:
        with transaction.atomic():
            publication = Publication.objects.create(
                run=run, program_id=run.program_id, round=run.round, by=by, at=at
            )
    except IntegrityError as error:  # another one, at this very moment
        raise _already() from error
    record(
        "run.published",
        run,
        by=by,
        at=at,
        program_id=run.program_id,
        round=run.round,
        placed=run.figures["placed"],
    )
    return publication


def _already() -> AlreadyPublished:
    return AlreadyPublished(
        _("This round is published already. Start a new run for those who are still waiting.")
    )


def _refuse(run: Run) -> None:
    if Publication.objects.filter(program_id=run.program_id, round=run.round).exists():
        raise _already()
    if not run.is_done:
        raise NotPublishable(
            _("This run is “%(state)s”. Only a finished one can be published.")
            % {"state": run.get_state_display()}
        )
    if not run.figures["placed"]:
        raise NotPublishable(_("This run places nobody, so there is nothing to publish."))
    newest = Run.objects.filter(program_id=run.program_id).done().first()
    if newest and newest.pk != run.pk:
        raise NotPublishable(_("There is a newer run. Publish that one, or run again."))


def obstacles(run: Run) -> list[str]:
    """What has become untrue since the run, a sentence each; empty where it may be published."""
    proposals = list(run.proposals.select_related("mentor__person", "mentee__person"))
    return [
        *_not_admitted(proposals),
        *_taken_since(run, proposals),
        *_ruled_since(run, proposals),
    ]


def _not_admitted(proposals: list[Proposal]) -> list[str]:
    everybody = {one.pk: one for two in proposals for one in (two.mentor, two.mentee)}
    return [
        _("%(name)s is not admitted any more. Run again without them.") % {"name": one.person}
        for one in everybody.values()
        if one.state != Participant.State.ADMITTED
    ]


def _taken_since(run: Run, proposals: list[Proposal]) -> list[str]:
    taken = places.taken(run.program)
    found = [
        _("%(name)s has a mentor by now. Run again.") % {"name": one.mentee.person}
        for one in proposals
        if one.mentee_id in taken.placed
    ]
    proposed = Counter(one.mentor_id for one in proposals)
    mentors = {one.mentor_id: one.mentor for one in proposals}
    return found + [
        _("%(name)s has fewer places free than this run uses. Run again.") % {"name": mentor.person}
        for pk, mentor in mentors.items()
        if proposed[pk] + taken.seats.get(pk, 0) > mentor.capacity
    ]


def _ruled_since(run: Run, proposals: list[Proposal]) -> list[str]:
    rulings = list(Ruling.objects.filter(program=run.program_id))
    forbidden = {(one.mentor_id, one.mentee_id) for one in rulings if one.kind == "forbid"}
    locked = {one.mentee_id: one.mentor_id for one in rulings if one.kind == "lock"}
    about = [
        one
        for one in proposals
        if (one.mentor_id, one.mentee_id) in forbidden
        or locked.get(one.mentee_id, one.mentor_id) != one.mentor_id
    ]
    return [
        _("You have ruled otherwise on %(mentee)s with %(mentor)s since. Run again.")
        % {"mentee": one.mentee.person, "mentor": one.mentor.person}
        for one in about
    ]


def has_changed(run: Run, *, on: date) -> bool:
    """Whether somebody was admitted, left or answered otherwise since the run read the pool."""
    return pool.fingerprint(pool.read(run.program, on=on)) != run.fingerprint


def confirmation(run: Run, *, on: date) -> dict[str, Any]:
    """The context of `matching/publish.html`, the page that asks before publishing."""
    refusal = ""
    try:
        _refuse(run)
    except Refused as error:
        refusal = str(error)
    return {
        "run": run,
        "program": run.program,
        "placed": run.figures.get("placed", 0),
        "mentors": run.proposals.values("mentor").distinct().count(),
        "left_out": list(run.left_out.select_related("mentee__person")),
        "proof": explaining.proof_of(run),
        "refusal": refusal,
        "obstacles": [] if refusal else obstacles(run),
        "has_changed": not refusal and has_changed(run, on=on),
    }
