"""A new mentor for whoever lost theirs: the best one now, and never the same person again.

It spans matching, pairings and milestones, so it stands above them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from history.recording import record
from kit.refusals import Refused
from matching import explaining, prospects
from matching.choosing import requests
from matching.solving import Match, Solution, Unplaced
from milestones import timeline
from pairings import founding
from pairings.models import Pairing
from pairings.seating import waiting_after
from participants.models import Participant
from people.models import Person
from programs import lifecycle
from programs.models import Program


class NobodyWaits(Refused):
    """The pairing has not ended, or nobody of it waits for a mentor."""


class NobodyPossible(Refused):
    """No mentor is possible; `str()` says why."""


@dataclass(frozen=True)
class Found:
    """A new pairing, and why this mentor, in a sentence."""

    pairing: Pairing
    reasons: str


@dataclass(frozen=True)
class Rematch:
    """What became of the mentees of an ended pairing."""

    found: Sequence[Found]
    without: Sequence[str]  # whom nobody could be found for, and why; a sentence each


@transaction.atomic
def find_new_mentor(pairing: Pairing, *, by: Person, at: datetime) -> Rematch:
    """Found the best pairing that is possible now for the mentees of one that has ended.

    By the rules and weights of the latest run, on free places alone: nobody else is moved, and
    who was a pair in this program never is again. Open requests that have no place left by it
    lapse. Raises `NobodyWaits`, `NobodyPossible`,
    what `matching.prospects.match_now` raises, and what `pairings.founding.found_one` does.
    """
    program = lifecycle.hold(pairing.program_id)
    pairing.refresh_from_db(fields=["state"])
    waiting = {one.pk: one for one in waiting_after(pairing)}
    if not waiting:
        raise NobodyWaits(_("Nobody of this pairing waits for a mentor."))
    solution = prospects.match_now(program, waiting, on=timezone.localdate(at))
    without = [_why(one, waiting) for one in solution.left_out]
    if not solution.matches:
        raise NobodyPossible(" ".join(without) or _("Nobody of this pairing can be matched now."))
    found = _found(program, solution, waiting, by=by, at=at)
    timeline.lay_out([one.pairing for one in found])
    requests.lapse_overtaken(program, at=at)
    for one in found:
        record(
            "pairing.rematched",
            one.pairing,
            by=by,
            at=at,
            program_id=program.pk,
            pairing_id=one.pairing.pk,
            after=pairing.pk,
        )
    return Rematch(found, without)


def _found(
    program: Program,
    solution: Solution,
    waiting: dict[int, Participant],
    *,
    by: Person,
    at: datetime,
) -> list[Found]:
    """A pairing for each match, or one for all in a program of groups."""
    people = Participant.objects.select_related("person", "program")
    mentors = people.in_bulk([match.mentor for match in solution.matches])
    matches: list[list[Match]] = [[match] for match in solution.matches]
    if program.shape == Program.Shape.GROUPS:
        matches = [list(solution.matches)]
    return [
        Found(
            founding.found_one(
                mentors[together[0].mentor],
                [waiting[match.mentee] for match in together],
                by=by,
                at=at,
            ),
            reasons=_reasons(together),
        )
        for together in matches
    ]


def _reasons(together: list[Match]) -> str:
    if len(together) > 1:
        return _("Of all with enough places, this mentor suits them best.")
    return explaining.sentence(together[0].facts)


def _why(left: Unplaced, waiting: dict[int, Participant]) -> str:
    """ "Cleo Martin: nobody offers what they want to learn."."""
    reason = explaining.left_out_because(left.reason, left.facts)
    return _("%(name)s: %(reason)s") % {"name": waiting[left.mentee].person, "reason": reason}
