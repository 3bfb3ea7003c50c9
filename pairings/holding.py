"""Who is in a pairing is held in the program until it ends: see `participants.ties`.

And how many there are: see `programs.uses`.
"""

from __future__ import annotations

from collections.abc import Collection

from pairings.models import Pairing, PairingMentee
from programs.models import Program


def held_by_a_pairing(participant_ids: Collection[int]) -> set[int]:
    """Those of the participants who mentor or are mentored now."""
    asked = set(participant_ids)
    places = PairingMentee.objects.filter(left_on__isnull=True)
    found = places.filter(mentee__in=asked).union(places.filter(mentor__in=asked), all=True)
    return asked & {one for pair in found.values_list("mentee", "mentor") for one in pair}


def live_pairings(program: Program) -> int:
    """How many pairings of the program have not ended."""
    count: int = Pairing.objects.filter(program=program).exclude(state=Pairing.State.ENDED).count()
    return count
