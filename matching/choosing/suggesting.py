"""Mentors to suggest to mentees who choose for themselves, spread over all who have a place.

Whoever suggests to each the few who fit best sends everybody to the same mentors. Here suggestions
are made in rounds. Each is an exact assignment (`matching.assignment`) of one more mentor to every
mentee, without the pairs of earlier rounds. A mentor with `seats` of the `S` places that somebody
could take may have been suggested, after r rounds with M mentees, to at most

    ceil(r · M · seats / S)

of them, which is an even share, rounded up. So each mentee gets the best of what remains, and no
mentor is shown to many more than others are. Where rules leave some mentees so few mentors that
they would see nobody, the first round alone takes the share twice, four times, … as large, as far
as it takes: everybody who could have a mentor is suggested at least one.

Pure: numpy alone. The same pool gives the same suggestions, whatever the order of its rows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from matching.assignment import NOBODY, Floats, Ints, assign
from matching.reasons import Fact, facts
from matching.scoring import Criteria, Mentee, Mentor, Pool, Table

ROUNDS = 5
OPEN_CRITERIA = (
    "objectives",
    "level_gap",
    "department",
    "location",
    "hours",
    "time_zone",
    "languages",
)  # what a mentee may read; the mentor's wishes and answers are the mentor's own
OPEN_FACTS = (
    "covers",
    "covers_nothing",
    "wants_nothing",
    *("level_gap", "department", "location", "overlap", "hours", "languages", "met"),
)

Pair = tuple[int, int]


@dataclass(frozen=True)
class Suggested:
    """A mentor suggested to a mentee (participant ids), and why, as far as the mentee may know."""

    mentee: int
    mentor: int
    rank: int  # 1 fits best
    score: float
    parts: Mapping[str, tuple[float, float]]  # by criterion: points, and the most there are
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Outlooks:
    """All suggestions, by mentee and rank, and for each mentee the mentors who cannot be theirs."""

    suggested: tuple[Suggested, ...]
    apart: Mapping[int, tuple[int, ...]]


def suggest(
    pool: Pool, criteria: Criteria, *, refused: Collection[Pair] = (), rounds: int = ROUNDS
) -> Outlooks:
    """Up to `rounds` mentors for each mentee of the pool.

    `refused` holds (mentee, mentor) who are not suggested to each other, nor can be: one of them
    has said no. Whom the admin has locked to a mentor is suggested that one alone, and nobody else
    is suggested the place. What a mentor wishes does not count here: the mentor decides anyway.
    """
    table = Table(pool, _without_mentors_wishes(criteria))
    scores = table.scores()
    held = _Held.of(pool)
    _close(scores, pool, held, refused)
    chosen = spread(scores, held.to_suggest, rounds=rounds)
    suggested: list[Suggested] = []
    parts = [table.parts(columns) for columns in chosen.T]
    most = {name: 100.0 * table.shares[name] for name in OPEN_CRITERIA if table.shares.get(name)}
    for row, mentee in enumerate(pool.mentees):
        ranked = sorted(
            (-float(scores[row, column]), int(column), at)
            for at, column in enumerate(chosen[row])
            if column != NOBODY
        )
        suggested += [
            Suggested(
                mentee=mentee.id,
                mentor=pool.mentors[column].id,
                rank=rank,
                score=-worth,
                parts={name: (parts[at][row][name], points) for name, points in most.items()},
                facts=_open_facts(table, mentee, pool.mentors[column]),
            )
            for rank, (worth, column, at) in enumerate(ranked, start=1)
        ]
    ids = np.array([mentor.id for mentor in pool.mentors], dtype=np.int64)
    apart = {
        mentee.id: tuple(ids[np.isnan(scores[row])].tolist())
        for row, mentee in enumerate(pool.mentees)
    }
    return Outlooks(tuple(suggested), apart)


def _without_mentors_wishes(criteria: Criteria) -> Criteria:
    weights = {name: value for name, value in criteria.weights.items() if name != "mentor_wishes"}
    return replace(criteria, weights=weights) if any(weights.values()) else criteria


def _open_facts(table: Table, mentee: Mentee, mentor: Mentor) -> tuple[Fact, ...]:
    return tuple(one for one in facts(table, mentee, mentor) if one["kind"] in OPEN_FACTS)


def is_possible(
    pool: Pool, criteria: Criteria, mentee: int, mentor: int, *, refused: Collection[Pair] = ()
) -> bool:
    """Whether the two (participant ids, both in the pool) may be suggested to each other."""
    alone = replace(pool, mentees=tuple(one for one in pool.mentees if one.id == mentee))
    scores = Table(alone, criteria).scores()
    _close(scores, alone, _Held.of(pool), refused)
    return not np.isnan(scores[0, pool.column_of[mentor]])


@dataclass(frozen=True)
class _Held:
    """The places that the admin has not locked, and the mentors (columns) of those locked."""

    seats: Ints
    column_for: Mapping[int, int]  # by mentee

    @classmethod
    def of(cls, pool: Pool) -> _Held:
        locked = {
            mentee: pool.column_of[mentor]
            for mentee, mentor in sorted(pool.locked)
            if mentee in pool.row_of and mentor in pool.column_of
        }
        columns = np.array(list(locked.values()), dtype=np.int64)
        taken = np.bincount(columns, minlength=len(pool.mentors))
        return cls(np.maximum(pool.seats - taken, 0), locked)

    @property
    def to_suggest(self) -> Ints:
        """The places by which each mentor is suggested: those locked count as one."""
        seats = self.seats.copy()
        for column in self.column_for.values():
            seats[column] = max(1, seats[column])
        return seats


def _close(scores: Floats, pool: Pool, held: _Held, refused: Collection[Pair]) -> None:
    """Take out of the scores who refused, and whoever is kept apart by a lock."""
    row_of = pool.row_of
    for row, column in pool.at(frozenset(refused)):
        scores[row, column] = np.nan
    kept = [
        (row_of[mentee], column, scores[row_of[mentee], column])
        for mentee, column in held.column_for.items()
        if mentee in row_of
    ]
    scores[:, held.seats == 0] = np.nan
    for row, column, score in kept:
        scores[row] = np.nan
        scores[row, column] = score


def spread(scores: Floats, seats: Ints, *, rounds: int = ROUNDS) -> Ints:
    """The columns suggested to each row, -1 for none: an array of rows by `rounds`.

    `scores` is NaN where two cannot be suggested to each other; `seats` are the free places of each
    column, 0 for one that is suggested to nobody.
    """
    chosen = np.full((scores.shape[0], rounds), NOBODY, dtype=np.int64)
    able = np.where(seats[None, :] > 0, scores, np.nan)
    share = _share(able, seats)
    shown = np.zeros(seats.size, dtype=np.int64)
    for at in range(rounds):
        if np.isnan(able).all():
            break
        if at == 0:
            found = _first(able, share)
        else:
            found = assign(able, np.maximum(0, _ceil((at + 1) * share) - shown)).mentor_of
        placed = np.flatnonzero(found != NOBODY)
        chosen[placed, at] = found[placed]
        shown += np.bincount(found[placed], minlength=seats.size)
        able[placed, found[placed]] = np.nan
    return chosen


def _share(able: Floats, seats: Ints) -> Floats:
    """How many mentees an even share of one round is for each mentor."""
    possible = ~np.isnan(able)
    free = np.where(possible.any(axis=0), np.maximum(seats, 0), 0).astype(np.float64)
    share: Floats = int(possible.any(axis=1).sum()) * free / max(1.0, float(free.sum()))
    return share


def _first(able: Floats, share: Floats) -> Ints:
    """The first suggestion of everybody who could have one, with as even a share as that allows."""
    everybody = int((~np.isnan(able)).any(axis=1).sum())
    times = 1
    while True:
        found = assign(able, _ceil(times * share))
        if found.placed == everybody:
            return found.mentor_of
        times *= 2


def _ceil(share: Floats) -> Ints:
    """Rounded up, forgiving what division leaves behind the decimal point."""
    whole: Ints = np.ceil(share - 1e-9).astype(np.int64)
    return whole
