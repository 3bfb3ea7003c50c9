"""Which places live pairings take, for the next matching: see `matching.places`."""

from __future__ import annotations

from collections import Counter

from matching.places import Taken
from pairings.models import PairingMentee
from programs.models import Program


def places_taken(program: Program) -> Taken:
    """Seats by mentor and the mentees on them. One query."""
    live = PairingMentee.objects.filter(pairing__program=program, left_on__isnull=True)
    held = list(live.values_list("mentor", "mentee"))
    return Taken(Counter(mentor for mentor, _ in held), frozenset(mentee for _, mentee in held))
