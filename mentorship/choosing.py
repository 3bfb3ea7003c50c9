"""A request becomes a relationship: accepted, founded, its timeline laid out.

It spans matching, pairings and milestones, so it stands above them all.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.choosing import requests
from matching.choosing.requests import AlreadyAnswered, NoPlaceLeft, NotPossible
from matching.models import Request
from milestones import timeline
from pairings import founding
from pairings.models import Pairing
from people.models import Person
from programs import lifecycle
from programs.models import Program

_BEFORE = (Program.State.OPEN, Program.State.MATCHING)


@transaction.atomic
def accept(request: Request, *, by: Person, at: datetime) -> Pairing:
    """The mentor says yes, and the two are a pair at once.

    Of several at the same instant only as many succeed as there are places; the other requests to
    this mentor then lapse. Raises `AlreadyAnswered`, `NoPlaceLeft`, `NotPossible`, or what
    `pairings.founding.found_one` raises; then nothing changes.
    """
    request.refresh_from_db(fields=["answer"])
    still_asks = request.is_open(now=at)  # else the mentor reads what became of it, and no more
    if still_asks and not requests.can_be_paired(request.mentee, request.mentor, at=at):
        raise _not_possible(request)
    program = lifecycle.hold(request.program_id)
    request.refresh_from_db()
    _refuse_overtaken(request, program, at=at)
    requests.accept(request, by=by, at=at)
    pairing = founding.found_one(request.mentor, [request.mentee], by=by, at=at)
    timeline.lay_out([pairing])
    requests.lapse_overtaken(program, at=at)
    begin(program, at=at)
    return pairing


def _refuse_overtaken(request: Request, program: Program, *, at: datetime) -> None:
    """Say why it is too late; the sweep notes on the request that it has lapsed."""
    if request.is_open(now=at) and not requests.lets_ask(program):
        raise AlreadyAnswered(_("Nobody is asked in this program any more."))
    if request.is_open(now=at) and not requests.has_place(program, request.mentor):
        raise NoPlaceLeft(_("You have no place left. The request has lapsed."))
    if request.is_open(now=at) and requests.are_kept_apart(request.mentee, request.mentor):
        raise _not_possible(request)


def _not_possible(request: Request) -> NotPossible:
    return NotPossible(
        _("%(name)s cannot be your mentee in this program any more. Decline with a kind word.")
        % {"name": request.mentee.person}
    )


def begin(program: Program, *, at: datetime) -> None:
    """A program whose first day has come runs from its first pairing on, held by the caller.

    Not before: as long as it is open without a last day for applications, people may apply.
    """
    has_started = program.starts_on is not None and program.starts_on <= timezone.localdate(at)
    still_takes = program.state == Program.State.OPEN and program.enrol_until_on is None
    if program.state in _BEFORE and has_started and not still_takes:
        lifecycle.start_running(program, by=None, at=at)


def settle(*, at: datetime) -> int:
    """Let lapse what cannot be answered any more; let run what has begun. How many lapsed."""
    lapsed = requests.sweep(at=at)
    chosen = Program.objects.filter(way=Program.Way.CHOSEN, state__in=_BEFORE)
    for program in chosen.filter(
        pairings__isnull=False, starts_on__lte=timezone.localdate(at)
    ).distinct():
        with transaction.atomic():
            begin(lifecycle.hold(program.pk), at=at)
    return lapsed
