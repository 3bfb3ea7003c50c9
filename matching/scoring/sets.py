"""Sets that people of a pool have, such as their languages, and what two have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from matching.scoring.arrays import Floats
from matching.scoring.people import Member, Pool

UNKNOWN = -1  # the number of what is not known


@dataclass(frozen=True)
class Sets:
    """A set for each of a pool, as one of the distinct sets there are; UNKNOWN where it is empty.

    `common[a, b]` says how many things the sets a and b have in common.
    """

    of_mentees: Floats
    of_mentors: Floats
    common: Floats
    sizes: Floats

    @classmethod
    def of(cls, pool: Pool, about: Callable[[Member], Iterable[str]]) -> Sets:
        names: dict[frozenset[str], int] = {}
        mentees, mentors = (
            [names.setdefault(known, len(names)) if known else UNKNOWN for known in side]
            for side in (
                [frozenset(about(one)) for one in members]
                for members in (pool.mentees, pool.mentors)
            )
        )
        things = {name: at for at, name in enumerate(sorted({n for one in names for n in one}))}
        holds = np.zeros((len(names), len(things)))
        for known, at in names.items():
            holds[at, [things[name] for name in known]] = 1.0
        return cls(
            np.array(mentees, dtype=np.float64),
            np.array(mentors, dtype=np.float64),
            holds @ holds.T,
            holds.sum(axis=1),
        )

    def shared(self, mentee: Floats, mentor: Floats) -> Floats:
        """How many things two sets have in common; 0 where one of them is not known."""
        if not self.sizes.size:
            return np.zeros(np.broadcast(mentee, mentor).shape)
        found = self.common[mentee.astype(np.int64), mentor.astype(np.int64)]
        return np.where((mentee < 0) | (mentor < 0), 0.0, found)

    def size(self, number: Floats) -> Floats:
        """How many things are in a set, 1 where it is not known."""
        if not self.sizes.size:
            return np.ones(number.shape)
        return np.where(number < 0, 1.0, self.sizes[number.astype(np.int64)])
