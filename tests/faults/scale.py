"""How much is broken: everything, or as much as CI has time for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    kills: int  # of a worker, at each point
    due: int  # notices at once, where a server goes away
    crashes: int  # of the database
    outage: float  # seconds for which the broker is really gone
    beat: str  # seconds between two rounds, "" as in production
    tries: int  # rounds in which some get no answer, until they do
    step: int | None  # minutes between two rounds where hours are walked, beside the mornings
    pairs: int  # where days are walked
    hours: tuple[int, ...]  # of the rounds of such a day
    patience: int  # seconds for each row


FULL = Scale(
    kills=100,
    due=1000,
    crashes=20,
    outage=60,
    beat="",
    tries=5,
    step=15,
    pairs=5,
    hours=(7, 8, 10, 13, 16),
    patience=3600,
)
SHORT = Scale(
    kills=3,
    due=50,
    crashes=1,
    outage=1,
    beat="2",
    tries=1,
    step=None,
    pairs=2,
    hours=(8,),
    patience=300,
)
