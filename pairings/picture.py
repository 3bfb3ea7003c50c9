"""The timeline of a pairing as a line from its start to its end: where each mark stands. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

LEFT, RIGHT = 1.5, 98.5  # per cent of the width; the rest is room for the marks at both ends


@dataclass(frozen=True)
class Mark:
    """Something on a day: its kind ("held", "planned", "done", "due", "late") and its name."""

    kind: str
    on: date
    title: str


@dataclass(frozen=True)
class Placed:
    mark: Mark
    x: str  # per cent, as SVG reads it


@dataclass(frozen=True)
class Picture:
    marks: list[Placed]
    today: str
    anchor: str  # of the word below today's mark, so that it stays inside
    is_under_way: bool


def draw(starts_on: date, ends_on: date, marks: Iterable[Mark], *, today: date) -> Picture:
    """Where the marks and today stand; what lies outside of the dates stands at the edge."""
    days = max(1, (ends_on - starts_on).days)

    def place(on: date) -> float:
        share = min(1.0, max(0.0, (on - starts_on).days / days))
        return round(LEFT + share * (RIGHT - LEFT), 2)

    now = place(today)
    return Picture(
        marks=[Placed(mark, f"{place(mark.on)}%") for mark in sorted(marks, key=lambda m: m.on)],
        today=f"{now}%",
        anchor="start" if now < 8 else "end" if now > 92 else "middle",
        is_under_way=starts_on <= today <= ends_on,
    )
