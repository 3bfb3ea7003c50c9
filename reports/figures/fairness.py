"""Is it fair? Who applied to be mentored, who was admitted, who was matched, by group.

Counted are people, once each, in programs whose matching is over: while decisions are being made,
yesterday's figures beside today's would tell of one person at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext

from pairings.models import Ending, PairingMentee
from participants.models import Participant
from people.models import Employment
from programs.models import Program, Role
from reports import statistics
from reports.suppression import Hidden, Split, hide_groups, hide_splits, share_a_total

DIMENSIONS = ("department", "location", "gender")
DECIDED = (Program.State.RUNNING, Program.State.CLOSED)


@dataclass(frozen=True)
class Way:
    """How many came how far."""

    applied: int = 0
    admitted: int = 0
    matched: int = 0

    def __add__(self, other: Way) -> Way:
        return Way(
            self.applied + other.applied,
            self.admitted + other.admitted,
            self.matched + other.matched,
        )


@dataclass(frozen=True)
class Group:
    """A group's way as it may be shown: None is hidden."""

    label: str
    applied: int | None
    admitted: int | None
    matched: int | None

    @property
    def admitted_share(self) -> float | None:
        if self.applied is None or self.admitted is None:
            return None
        return statistics.share(self.admitted, self.applied)

    @property
    def admitted_interval(self) -> statistics.Interval | None:
        if self.applied is None or self.admitted is None:
            return None
        return statistics.wilson(self.admitted, self.applied)

    @property
    def matched_share(self) -> float | None:
        """Of those admitted."""
        if self.admitted is None or self.matched is None:
            return None
        return statistics.share(self.matched, self.admitted)


@dataclass(frozen=True)
class Fairness:
    everybody: Group
    by: dict[str, list[Group]]  # dimension -> groups


Cell = tuple[dict[str, str], Way]


def figures() -> Fairness:
    """All programs whose matching is over. One query."""
    return published(read())


def read() -> list[Cell]:
    mine = Participant.objects.filter(
        person=OuterRef("person"), role=Role.MENTEE, program__state__in=DECIDED
    )
    places = PairingMentee.objects.filter(
        mentee__person=OuterRef("person"), mentee__program__state__in=DECIDED
    ).exclude(pairing__ending__kind=Ending.Kind.TAKEN_BACK)
    matched = Exists(places)
    admitted = Exists(mine.admitted()) | matched
    rows = (
        Employment.objects.filter(Exists(mine.exclude(state=Participant.State.DRAFT)))
        .annotate(is_admitted=admitted, is_matched=matched)
        .order_by()
        .values(*DIMENSIONS)
        .annotate(
            applied=Count("pk"),
            admitted=Count("pk", filter=Q(is_admitted=True)),
            matched=Count("pk", filter=Q(is_matched=True)),
        )
    )
    return [
        (
            {dimension: row[dimension] for dimension in DIMENSIONS},
            Way(row["applied"], row["admitted"], row["matched"]),
        )
        for row in rows
    ]


def published(cells: list[Cell]) -> Fairness:
    """By each dimension alone, never crossed, and without what would tell about a small group."""
    everybody = _sum(way for _, way in cells)
    tables: dict[str, dict[str, Way]] = {"everybody": {"": everybody}}
    for dimension in DIMENSIONS:
        names = sorted({of[dimension] for of, _ in cells})
        tables[dimension] = {
            name: _sum(way for of, way in cells if of[dimension] == name) for name in names
        }
    groups = share_a_total(
        {
            name: (hide_groups({row: way.applied for row, way in rows.items()}), rows)
            for name, rows in tables.items()
        }
    )
    admitted = _splits(tables, {n: h.rows for n, h in groups.items()}, _admitted_or_not)
    matched = _splits(tables, {n: h.rows for n, h in admitted.items()}, _matched_or_not)

    def show(table: str, row: str, label: str) -> Group:
        way = tables[table][row]
        return Group(
            label,
            applied=None if row in groups[table] else way.applied,
            admitted=None if row in admitted[table] else way.admitted,
            matched=None if row in matched[table] else way.matched,
        )

    return Fairness(
        everybody=show("everybody", "", gettext("Everybody")),
        by={
            dimension: [show(dimension, name, _label(name)) for name in tables[dimension]]
            for dimension in DIMENSIONS
        },
    )


Tables = dict[str, dict[str, Way]]


def _admitted_or_not(way: Way) -> Split:
    return way.admitted, way.applied - way.admitted


def _matched_or_not(way: Way) -> Split:
    return way.matched, way.admitted - way.matched


def _splits(
    tables: Tables, already: dict[str, frozenset[str]], split: Callable[[Way], Split]
) -> dict[str, Hidden[str]]:
    return share_a_total(
        {
            name: (
                hide_splits({r: (split(way),) for r, way in rows.items()}, already=already[name]),
                rows,
            )
            for name, rows in tables.items()
        }
    )


def _sum(ways: Iterable[Way]) -> Way:
    total = Way()
    for way in ways:
        total = total + way
    return total


def _label(name: str) -> str:
    if not name:
        return gettext("Not stated")
    return name[:1].upper() + name[1:]
