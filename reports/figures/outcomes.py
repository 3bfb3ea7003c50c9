"""Do they stay? Do they grow? Those who took part beside those who did not, unadjusted.

The people are those employed when the period starts: nobody who joins later is in any figure, so
each outcome follows from two counts. Whoever was in a pairing on some day of the period took part;
who was mentored and mentors too counts as mentored. Departments are those of the record today.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext

from pairings.models import Pairing, PairingMentee
from people.models import Employment, EmploymentEvent
from reports import statistics
from reports.periods import Period
from reports.suppression import Hidden, Split, hide_rows, hide_splits, share_a_total

Outcome = Literal["stayed", "promoted"]


@dataclass(frozen=True)
class Known:
    """A group as it is: people, and of how many the outcome is true."""

    people: int
    yes: int

    @property
    def split(self) -> Split:
        return self.yes, self.people - self.yes


@dataclass(frozen=True)
class Group:
    """A group as it may be shown: None is hidden."""

    label: str
    people: int | None
    yes: int | None

    @property
    def no(self) -> int | None:
        return None if self.people is None or self.yes is None else self.people - self.yes

    @property
    def share(self) -> float | None:
        if self.people is None or self.yes is None:
            return None
        return statistics.share(self.yes, self.people)

    @property
    def interval(self) -> statistics.Interval | None:
        if self.people is None or self.yes is None:
            return None
        return statistics.wilson(self.yes, self.people)

    @property
    def turnover(self) -> float | None:
        """Where the outcome is having stayed: those who left ÷ average headcount of the group."""
        if self.people is None or self.yes is None or self.no is None:
            return None
        return statistics.turnover(leavers=self.no, at_start=self.people, at_end=self.yes)


@dataclass(frozen=True)
class Pair:
    """A group inside of programs and its like outside."""

    label: str
    inside: Group
    outside: Group


@dataclass(frozen=True)
class Outcomes:
    period: Period
    everybody: Pair
    roles: list[Group]
    departments: list[Pair]

    @property
    def is_empty(self) -> bool:
        return self.everybody.inside.people == 0


@dataclass(frozen=True)
class Part:
    """The people of one department who took part in one way, or not at all (role "")."""

    department: str
    role: str
    people: int
    stayed: int
    promoted: int


def figures(*, period: Period, outcome: Outcome) -> Outcomes:
    """What became of those employed when the period started. One query."""
    return published(read(period), outcome=outcome, period=period)


def read(period: Period) -> list[Part]:
    mentored = PairingMentee.objects.filter(
        Q(left_on__isnull=True) | Q(left_on__gte=period.first_on),
        mentee__person=OuterRef("person"),
        pairing__activated_at__date__lte=period.last_on,
        pairing__ends_on__gte=period.first_on,
        joined_on__lte=period.last_on,
    )
    led = Pairing.objects.filter(
        Q(ending__isnull=True) | Q(ending__on__gte=period.first_on),
        mentor__person=OuterRef("person"),
        activated_at__date__lte=period.last_on,
        ends_on__gte=period.first_on,
        starts_on__lte=period.last_on,
    )
    promoted = EmploymentEvent.objects.filter(
        employment=OuterRef("pk"),
        kind=EmploymentEvent.Kind.PROMOTION,
        on__range=(period.first_on, period.last_on),
    )
    rows = (
        Employment.objects.employed(on=period.eve)
        .annotate(mentored=Exists(mentored), led=Exists(led), rose=Exists(promoted))
        .order_by()
        .values("department", "mentored", "led")
        .annotate(
            people=Count("pk"),
            stayed=Count("pk", filter=Q(left_on__isnull=True) | Q(left_on__gt=period.last_on)),
            promoted=Count("pk", filter=Q(rose=True)),
        )
    )
    return [
        Part(
            department=row["department"],
            role="mentee" if row["mentored"] else "mentor" if row["led"] else "",
            people=row["people"],
            stayed=row["stayed"],
            promoted=row["promoted"],
        )
        for row in rows
    ]


# --- What may be shown ----------------------------------------------------------------------------


def published(parts: list[Part], *, outcome: Outcome, period: Period) -> Outcomes:
    """The figures, without those that would tell about a small group.

    Who is employed and who left is known to HR anyway; so what is shown of those inside gives away
    those outside, and both are hidden together.
    """
    inside = [part for part in parts if part.role]
    outside = [part for part in parts if not part.role]

    def both(department: str | None = None) -> tuple[Known, Known]:
        def mine(part: Part) -> bool:
            return department is None or part.department == department

        return _known(filter(mine, inside), outcome), _known(filter(mine, outside), outcome)

    tables: dict[str, dict[str, tuple[Known, ...]]] = {
        "everybody": {"": both()},
        "roles": {
            role: (_known((part for part in inside if part.role == role), outcome),)
            for role in ("mentee", "mentor")
        },
        "departments": {name: both(name) for name in sorted({part.department for part in parts})},
    }
    groups, splits = _hidden(tables)

    def show(table: str, row: str, side: int, label: str) -> Group:
        known = tables[table][row][side]
        return Group(
            label,
            people=None if row in groups[table] else known.people,
            yes=None if row in groups[table] or row in splits[table] else known.yes,
        )

    def pair(table: str, row: str) -> Pair:
        return Pair(
            row,
            show(table, row, 0, gettext("took part")),
            show(table, row, 1, gettext("did not take part")),
        )

    names = {"mentee": gettext("were mentored"), "mentor": gettext("mentored others")}
    return Outcomes(
        period=period,
        everybody=pair("everybody", ""),
        roles=[show("roles", role, 0, name) for role, name in names.items()],
        departments=[pair("departments", name) for name in tables["departments"]],
    )


def _known(parts: Iterable[Part], outcome: Outcome) -> Known:
    listed = list(parts)
    return Known(
        sum(part.people for part in listed), sum(getattr(part, outcome) for part in listed)
    )


Tables = dict[str, dict[str, tuple[Known, ...]]]


def _hidden(tables: Tables) -> tuple[dict[str, Hidden[str]], dict[str, Hidden[str]]]:
    """Rows whose size is hidden, and rows whose outcome is; all tables share one total."""
    groups = share_a_total(
        {
            name: (hide_rows({r: tuple(k.people for k in row) for r, row in rows.items()}), rows)
            for name, rows in tables.items()
        }
    )
    splits = share_a_total(
        {
            name: (
                hide_splits(
                    {r: tuple(k.split for k in row) for r, row in rows.items()},
                    already=groups[name].rows,
                ),
                rows,
            )
            for name, rows in tables.items()
        }
    )
    return groups, splits
