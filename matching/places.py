"""Whose places are taken, and who was a pair before.

The app that knows of pairings says so; this one only asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from programs.models import Program


@dataclass(frozen=True)
class Taken:
    """What pairings hold of a program's people.

    `seats`: how many mentees each mentor (participant id) has; `placed`: the mentees who have one;
    `ended`: (mentee, mentor) participant ids whose pairing in this program is over, or who are or
    were a pair here the other way round; `met`:
    (mentee, mentor) person ids who were a pair in another program, before.
    """

    seats: Mapping[int, int] = field(default_factory=dict)
    placed: frozenset[int] = frozenset()
    ended: frozenset[tuple[int, int]] = frozenset()
    met: frozenset[tuple[int, int]] = frozenset()


Reader = Callable[[Program], Taken]

_readers: list[Reader] = []


def read_with(reader: Reader) -> Reader:
    """Ask `reader` from now on which places of a program are taken."""
    if reader not in _readers:
        _readers.append(reader)
    return reader


def taken(program: Program) -> Taken:
    """All that is taken in `program`."""
    seats: dict[int, int] = {}
    placed: set[int] = set()
    ended: set[tuple[int, int]] = set()
    met: set[tuple[int, int]] = set()
    for reader in _readers:
        found = reader(program)
        placed |= found.placed
        ended |= found.ended
        met |= found.met
        for mentor, count in found.seats.items():
            seats[mentor] = seats.get(mentor, 0) + count
    return Taken(seats, frozenset(placed), frozenset(ended), frozenset(met))
