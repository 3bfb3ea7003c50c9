"""What holds a participant in a program. Apps above say so; this one only asks.

A pairing, say: who is in one leaves it first, and nobody is turned down in the middle of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

Check = Callable[[Collection[int]], set[int]]

_checks: list[Check] = []


def hold(check: Check) -> Check:
    """Ask `check` from now on: of these participant ids, which are held?"""
    if check not in _checks:
        _checks.append(check)
    return check


def held(participant_ids: Collection[int]) -> set[int]:
    """Those of `participant_ids` that something above holds."""
    if not participant_ids:
        return set()
    return set().union(*(check(participant_ids) for check in _checks))
