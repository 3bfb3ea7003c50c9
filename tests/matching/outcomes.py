"""Ways to match, made by hand."""

from __future__ import annotations

from matching.comparing import Outcome

FULL = ("all_taken", {"possible": 2})


def outcome(left: tuple[int, ...] = (), **mentor_of: int) -> Outcome:
    """`m1=11` says that mentee 1 is with mentor 11; everybody's score is 50."""
    pairs = {int(name[1:]): mentor for name, mentor in mentor_of.items()}
    return Outcome(pairs, dict.fromkeys(pairs, 50.0), dict.fromkeys(left, FULL))
