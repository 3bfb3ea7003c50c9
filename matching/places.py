"""Whose places are taken already. The app that knows of pairings says so; this one only asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from programs.models import Program


@dataclass(frozen=True)
class Taken:
    """What live pairings of a program hold.

    `seats`: how many mentees each mentor (participant id) has; `placed`: the mentees who have one.
    """

    seats: Mapping[int, int] = field(default_factory=dict)
    placed: frozenset[int] = frozenset()


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
    for reader in _readers:
        found = reader(program)
        placed |= found.placed
        for mentor, count in found.seats.items():
            seats[mentor] = seats.get(mentor, 0) + count
    return Taken(seats, frozenset(placed))
