"""Two paired by hand at once, with their timeline: while a program runs, for whoever joins late.

It spans matching, pairings and milestones, so it stands above them all.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from history.recording import record
from kit.refusals import Refused
from matching import rulings
from matching.choosing import requests
from milestones import timeline
from pairings import founding
from pairings.models import Pairing
from participants.models import Participant
from people.models import Person
from programs import lifecycle
from programs.models import Program


class NotNow(Refused):
    """The program does not run, or is one of groups, which are formed together."""


def may_pair_now(program: Program) -> bool:
    """Whether two can be paired outside of a run."""
    return program.state == Program.State.RUNNING and program.shape != Program.Shape.GROUPS


@transaction.atomic
def pair_now(
    mentor: Participant,
    mentee: Participant,
    *,
    by: Person,
    at: datetime,
    despite: Collection[str] = (),
) -> Pairing:
    """Found the pairing of these two; `despite` names the rules knowingly passed over.

    Open requests that have no place left by it lapse.

    Raises `NotNow`, what `matching.rulings.judge` raises, `AgainstRules`, and what
    `pairings.founding.found_one` raises; then nothing is founded.
    """
    program = lifecycle.hold(mentor.program_id)
    if not may_pair_now(program):
        raise NotNow(_("Two are paired at once while a program of pairs runs. Keep them together."))
    judged = rulings.judge(mentor, mentee, on=at.date())
    passed = rulings.refuse_unseen(judged, mentor, mentee, despite)
    pairing = founding.found_one(mentor, [mentee], by=by, at=at)
    timeline.lay_out([pairing])
    requests.lapse_overtaken(program, at=at)
    record(
        "pairing.assigned",
        pairing,
        by=by,
        at=at,
        program_id=program.pk,
        pairing_id=pairing.pk,
        despite=passed,
    )
    return pairing
