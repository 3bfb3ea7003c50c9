"""Are they meeting? Sessions against the agreed rhythm, by month and program or department.

All figures of a month rest on the pairs that were under way in it. A pair counts in the department
of its first mentee, once; so programs, and departments, add up to the whole. What a page shows over
several months is the sum of the months it may show: there is nothing to be taken apart again.

Sessions, hours, milestones and goals are counts of things, not of people: they are shown wherever
five pairs or more stand behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import NamedTuple, Self, TypeVar

from django.db import connection
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils.translation import gettext

from pairings.models import Pairing, PairingMentee
from pairings.rhythm import QUIET_AFTER
from reports import statistics
from reports.periods import month_of, months_before
from reports.suppression import Hidden, hide_groups, hide_splits, share_a_total

DAYS_A_MONTH = 365.25 / 12
STEADY_UNTIL = 1.5  # cadences since the last session


class Key(NamedTuple):
    """A program (by its ref) or a department (by its name)."""

    ref: str
    label: str


@dataclass(frozen=True)
class Pace:
    """What pairs did in some span of time. Adds up over groups and months, but for `pairs`."""

    pairs: int = 0  # under way for at least a day; of several months, the most in one
    pair_days: int = 0  # days under way and not paused, of all pairs together
    expected: float = 0.0  # sessions that these days at the agreed rhythm would make
    sessions: int = 0  # held
    minutes: int = 0
    milestones_due: int = 0
    milestones_on_time: int = 0  # done on or before the day they were due
    goals_reached: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def hours(self) -> float:
        return self.minutes / 60

    @property
    def a_month(self) -> float | None:
        """Sessions a pair and month."""
        return statistics.share(self.sessions, self.pair_days / DAYS_A_MONTH)

    @property
    def agreed_a_month(self) -> float | None:
        """Sessions a pair and month that the agreed rhythm comes to."""
        return statistics.share(self.expected, self.pair_days / DAYS_A_MONTH)

    @property
    def kept(self) -> float | None:
        """Sessions held ÷ sessions agreed."""
        return statistics.share(self.sessions, self.expected)

    @property
    def on_time(self) -> float | None:
        return statistics.share(self.milestones_on_time, self.milestones_due)


@dataclass(frozen=True)
class Cell:
    """What the pairs of one program and department did in one month."""

    month: date
    program: Key
    department: Key
    pace: Pace


@dataclass(frozen=True)
class Now:
    """How the pairs under way stand today. Steady: the last session at most 1.5 cadences ago."""

    steady: int = 0
    slipping: int = 0
    quiet: int = 0  # more than two cadences without a session, as on the list of pairings

    def __add__(self, other: Self) -> Self:
        return type(self)(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def pairs(self) -> int:
        return self.steady + self.slipping + self.quiet


@dataclass(frozen=True)
class Shown:
    """How pairs stand, as far as it may be shown: None is hidden.

    First whether they keep their rhythm, then how far the others are from it.
    """

    pairs: int | None = 0
    steady: int | None = 0
    slipping: int | None = 0
    quiet: int | None = 0

    @property
    def steady_share(self) -> float | None:
        if self.pairs is None or self.steady is None:
            return None
        return statistics.share(self.steady, self.pairs)

    @property
    def others(self) -> int | None:
        """Slipping and quiet together."""
        return None if self.pairs is None or self.steady is None else self.pairs - self.steady


@dataclass(frozen=True)
class Standing:
    """How the pairs of one program and department stand."""

    program: Key
    department: Key
    now: Now


@dataclass
class Row:
    """One line of a table. None is hidden; a month without pairs under way is not there at all."""

    key: str
    label: str
    months: dict[date, Pace | None] = field(default_factory=dict)
    now: Shown = Shown()  # today

    @property
    def pace(self) -> Pace | None:
        """The months that may be shown, together."""
        shown = [pace for pace in self.months.values() if pace]
        if not shown:
            return None
        most = max(pace.pairs for pace in shown)
        return replace(_sum(Pace(), shown), pairs=most)

    @property
    def is_partly_hidden(self) -> bool:
        return any(pace is None for pace in self.months.values())


Tables = dict[str, dict[Key, Row]]
S = TypeVar("S", Pace, Now)


@dataclass(frozen=True)
class Engagement:
    months: list[date]
    total: Row
    programs: list[Row]
    departments: list[Row]

    def of_program(self, ref: str) -> Row | None:
        return next((row for row in self.programs if row.key == ref), None)


def figures(*, months: int, today: date) -> Engagement:
    """The last `months` months, the present one so far included. Two queries."""
    spans = [months_before(month_of(today), back) for back in reversed(range(months))]
    return published(cells(first_on=spans[0], today=today), standing(today=today), months=spans)


# --- What may be shown -------------------------------------------------------------------------


def published(cells: list[Cell], standing: list[Standing], *, months: list[date]) -> Engagement:
    """Rows by program and by department, with what would tell about a small group left out."""
    total = Row(key="", label="")
    tables = {by: _rows(by, cells, standing) for by in ("program", "department")}
    for month in months:
        _publish_month(month, [cell for cell in cells if cell.month == month], tables, total)
    _publish_standing(standing, tables, total)
    return Engagement(
        months=months,
        total=total,
        programs=list(tables["program"].values()),
        departments=list(tables["department"].values()),
    )


def _rows(by: str, cells: list[Cell], standing: list[Standing]) -> dict[Key, Row]:
    keys = {getattr(one, by) for one in (*cells, *standing)}
    ordered = sorted(keys, key=lambda key: (key.label.casefold(), key.ref))
    return {key: Row(key=key.ref, label=key.label) for key in ordered}


def _publish_month(month: date, cells: list[Cell], tables: Tables, total: Row) -> None:
    sums = {
        by: {key: _sum(Pace(), (c.pace for c in cells if getattr(c, by) == key)) for key in rows}
        for by, rows in tables.items()
    }
    hidden = share_a_total(
        {
            by: (hide_groups({key: pace.pairs for key, pace in paces.items()}), paces)
            for by, paces in sums.items()
        }
    )
    for by, paces in sums.items():
        for key, pace in paces.items():
            if pace.pairs:
                tables[by][key].months[month] = None if key in hidden[by] else pace
    everything = _sum(Pace(), (cell.pace for cell in cells))
    if everything.pairs:
        total.months[month] = None if hidden["program"].total else everything


def _publish_standing(standing: list[Standing], tables: Tables, total: Row) -> None:
    sums = {
        by: {key: _sum(Now(), (s.now for s in standing if getattr(s, by) == key)) for key in rows}
        for by, rows in tables.items()
    }
    everything = _sum(Now(), (one.now for one in standing))
    groups = share_a_total(
        {
            by: (hide_groups({key: now.pairs for key, now in nows.items()}), nows)
            for by, nows in sums.items()
        }
    )
    steady = _split(sums, groups, lambda now: (now.steady, now.slipping + now.quiet))
    quiet = _split(sums, steady, lambda now: (now.slipping, now.quiet))
    for by, nows in sums.items():
        for key, now in nows.items():
            tables[by][key].now = _shown(
                now, key in groups[by], key in steady[by], key in quiet[by]
            )
    total.now = _shown(everything, *(hidden["program"].total for hidden in (groups, steady, quiet)))


def _split(
    sums: dict[str, dict[Key, Now]],
    already: dict[str, Hidden[Key]],
    how: Callable[[Now], tuple[int, int]],
) -> dict[str, Hidden[Key]]:
    return share_a_total(
        {
            by: (
                hide_splits(
                    {key: (how(now),) for key, now in nows.items()}, already=already[by].rows
                ),
                nows,
            )
            for by, nows in sums.items()
        }
    )


def _shown(now: Now, group: bool, steady: bool, quiet: bool) -> Shown:
    """Each level hides those after it."""
    return Shown(
        pairs=None if group else now.pairs,
        steady=None if group or steady else now.steady,
        slipping=None if group or steady or quiet else now.slipping,
        quiet=None if group or steady or quiet else now.quiet,
    )


def _sum(nothing: S, parts: Iterable[S]) -> S:
    total = nothing
    for part in parts:
        total = total + part
    return total


# --- Reading --------------------------------------------------------------------------------------


def standing(*, today: date) -> list[Standing]:
    """How the pairs that are active today stand, by program and department. One query."""
    first = PairingMentee.objects.filter(pairing=OuterRef("pk")).order_by("id")
    late = F("rhythm_days") * STEADY_UNTIL
    rows = (
        Pairing.objects.active(on=today)
        .with_rhythm(on=today)
        .annotate(of=Subquery(first.values("mentee__person__employment__department")[:1]))
        .order_by()
        .values("program__ref", "program__name", "of")
        .annotate(
            steady=Count("pk", filter=Q(quiet_days__lte=late)),
            slipping=Count(
                "pk", filter=Q(quiet_days__gt=late, quiet_days__lte=F("rhythm_days") * QUIET_AFTER)
            ),
            quiet=Count("pk", filter=Q(quiet_days__gt=F("rhythm_days") * QUIET_AFTER)),
        )
        .values_list("program__ref", "program__name", "of", "steady", "slipping", "quiet")
    )
    return [
        Standing(Key(ref, name), _department(of), Now(*counts)) for ref, name, of, *counts in rows
    ]


def cells(*, first_on: date, today: date) -> list[Cell]:
    """What pairs did in each month from `first_on` to today, by program and department. One query.

    Months are those of the calendar in UTC. A pair is under way from its agreement (or its start,
    if later) until it ends or its end date has come.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CELLS, {"first_on": first_on, "today": today})
        rows = cursor.fetchall()
    return [
        Cell(month, Key(ref, name), _department(of), Pace(pairs, days, float(due), *done))
        for month, ref, name, of, pairs, days, due, *done in rows
    ]


def _department(name: str | None) -> Key:
    return Key(name or "", name or gettext("No department known"))


_CELLS = """
WITH month AS (
    SELECT start::date AS first_on,
           least((start + interval '1 month')::date - 1, %(today)s::date) AS last_on
    FROM generate_series(%(first_on)s::date, %(today)s::date, interval '1 month') AS start
), pair AS (
    SELECT pairing.id, pairing.program_id, first_mentee.department,
           coalesce(agreement.cadence_days, program.cadence_days) AS cadence_days,
           greatest(pairing.starts_on, (pairing.activated_at AT TIME ZONE 'UTC')::date) AS from_on,
           least(pairing.ends_on, ending."on" - 1) AS until_on
    FROM pairings_pairing pairing
    JOIN programs_program program ON program.id = pairing.program_id
    LEFT JOIN pairings_ending ending ON ending.pairing_id = pairing.id
    LEFT JOIN LATERAL (
        SELECT cadence_days FROM pairings_agreement
        WHERE pairing_id = pairing.id ORDER BY version DESC LIMIT 1
    ) agreement ON true
    LEFT JOIN LATERAL (
        SELECT employment.department
        FROM pairings_pairingmentee place
        JOIN participants_participant mentee ON mentee.id = place.mentee_id
        LEFT JOIN people_employment employment ON employment.person_id = mentee.person_id
        WHERE place.pairing_id = pairing.id ORDER BY place.id LIMIT 1
    ) first_mentee ON true
    WHERE pairing.activated_at IS NOT NULL
), span AS (
    SELECT month.first_on, month.last_on, pair.*,
           greatest(pair.from_on, month.first_on) AS a,
           least(pair.until_on, month.last_on) AS z
    FROM month JOIN pair ON pair.from_on <= month.last_on AND pair.until_on >= month.first_on
), lived AS (
    SELECT span.*, z - a + 1 - coalesce((
        SELECT sum(greatest(0, least(coalesce(resumed_on, z + 1), z + 1) - greatest(from_on, a)))
        FROM pairings_pause WHERE pairing_id = span.id
    ), 0) AS days
    FROM span
)
SELECT lived.first_on, program.ref, program.name, lived.department,
       count(*), sum(lived.days)::int, sum(lived.days::float / lived.cadence_days),
       sum(held.sessions)::int, sum(held.minutes)::int,
       sum(due.milestones)::int, sum(due.on_time)::int, sum(reached.goals)::int
FROM lived
JOIN programs_program program ON program.id = lived.program_id
CROSS JOIN LATERAL (
    SELECT count(*) AS sessions, coalesce(sum(minutes), 0) AS minutes FROM pairings_session
    WHERE pairing_id = lived.id AND state = 'held'
      AND (starts_at AT TIME ZONE 'UTC')::date BETWEEN lived.first_on AND lived.last_on
) held
CROSS JOIN LATERAL (
    SELECT count(*) AS milestones,
           count(*) FILTER (WHERE (done_at AT TIME ZONE 'UTC')::date <= due_on) AS on_time
    FROM milestones_milestone
    WHERE pairing_id = lived.id AND due_on BETWEEN lived.a AND lived.z AND due_on < %(today)s::date
) due
CROSS JOIN LATERAL (
    SELECT count(*) AS goals FROM goals_goal
    WHERE pairing_id = lived.id AND state = 'reached'
      AND (closed_at AT TIME ZONE 'UTC')::date BETWEEN lived.first_on AND lived.last_on
) reached
WHERE lived.days > 0
GROUP BY lived.first_on, program.ref, program.name, lived.department
ORDER BY lived.first_on
"""
