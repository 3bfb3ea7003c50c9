"""Are they meeting?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from kit.svg import figure, percent
from reports import tables
from reports.answers.answer import Answer, Figure
from reports.charts import Chart, Point, Stack, line, sparkline, stacked
from reports.figures.engagement import Engagement, Pace, Row, Shown
from reports.tables import NOTHING, Cell, Table


def answer(found: Engagement, *, program: str = "") -> Answer:
    """The whole, or one program where its ref is given."""
    row = (found.of_program(program) if program else found.total) or Row(key=program, label="")
    if not found.total.months and found.total.now.pairs == 0:
        return Answer(gettext("No pair is under way yet."), is_empty=True)
    charts = [rhythm_chart(found, row)]
    listed = [month_table(found, row)]
    if not program:
        charts += [
            standing_chart(found.programs, name="programs", by=gettext("by program")),
            standing_chart(found.departments, name="departments", by=gettext("by department")),
        ]
        listed += [
            group_table("programs", gettext("By program"), gettext("Program"), found.programs),
            group_table(
                "departments", gettext("By department"), gettext("Department"), found.departments
            ),
        ]
    return Answer(
        sentence=sentence(row),
        figures=large_figures(row),
        charts=charts,
        multiples=[] if program or len(found.programs) < 2 else multiples(found),
        tables=listed,
    )


def sentence(row: Row) -> str:
    if row.now.pairs is None:
        return gettext(
            "Hidden: fewer than 5 pairs are under way, or it would give away so small a group."
        )
    if row.now.pairs == 0:
        return gettext("No pair is under way today.")
    if row.now.steady_share is None:
        return ngettext(
            "%(count)s pair is under way. How they stand would tell about a few of them.",
            "%(count)s pairs are under way. How they stand would tell about a few of them.",
            row.now.pairs,
        ) % {"count": row.now.pairs}
    return gettext("%(share)s of the %(count)s pairs under way keep their rhythm.") % {
        "share": percent(row.now.steady_share),
        "count": row.now.pairs,
    }


def large_figures(row: Row) -> list[Figure]:
    pace = row.pace
    if pace is None:
        return []
    return [
        Figure(_or_hidden(row.now.pairs), gettext("Pairs under way"), _quiet(row.now)),
        Figure(
            tables.count(pace.sessions).text,
            gettext("Sessions held"),
            gettext("%(share)s of those agreed") % {"share": _percent(pace.kept)},
        ),
        Figure(tables.count(pace.hours).text, gettext("Hours together")),
        Figure(
            _percent(pace.on_time),
            gettext("Milestones on time"),
            gettext("%(count)s were due") % {"count": pace.milestones_due},
        ),
        Figure(tables.count(pace.goals_reached).text, gettext("Goals reached")),
    ]


def _quiet(now: Shown) -> str:
    if now.quiet is None:
        return gettext("how many went quiet is hidden")
    return gettext("%(count)s of them went quiet") % {"count": now.quiet}


def _or_hidden(pairs: int | None) -> str:
    return gettext("hidden") if pairs is None else tables.count(pairs).text


def _percent(share: float | None) -> str:
    return NOTHING if share is None else percent(share)


# --- Charts -----------------------------------------------------------------------------------


def points(found: Engagement, row: Row) -> list[Point]:
    made = []
    for month in found.months:
        pace = row.months.get(month)
        made.append(
            Point(
                label=date_format(month, "M"),
                value=pace.a_month if pace else None,
                target=pace.agreed_a_month if pace else None,
                is_hidden=month in row.months and pace is None,
                is_so_far=month == found.months[-1],
            )
        )
    return made


def rhythm_chart(found: Engagement, row: Row, *, in_card: bool = False) -> Chart:
    pace = row.pace
    if pace is None or pace.a_month is None or pace.agreed_a_month is None:
        title = gettext("Sessions a pair and month are hidden")
    else:
        title = gettext("A pair meets %(met)s times a month; the rhythm agreed is %(agreed)s") % {
            "met": figure(pace.a_month),
            "agreed": figure(pace.agreed_a_month),
        }
    return line(
        points(found, row),
        name="rhythm",
        title=title,
        description=gettext(
            "Sessions a pair and month, over months; dashed, what the pairs agreed on. "
            "The last month is not over. The table below has the same figures."
        ),
        unit=gettext("sessions a pair and month"),
        in_card=in_card,
    )


def standing_chart(rows: Sequence[Row], *, name: str, by: str) -> Chart:
    shares = sorted(
        (row.now.steady_share, row.label) for row in rows if row.now.steady_share is not None
    )
    if len(shares) > 1:
        (low, least), (high, most) = shares[0], shares[-1]
        title = gettext(
            "Pairs that keep their rhythm: from %(low)s in %(least)s to %(high)s in %(most)s"
        ) % {"low": percent(low), "least": least, "high": percent(high), "most": most}
    else:
        title = gettext("How the pairs stand today, %(by)s") % {"by": by}
    return stacked(
        [stack_of(row) for row in rows if row.now.pairs != 0],
        name=name,
        title=title,
        description=gettext(
            "Shares of pairs that keep their rhythm, slip, or went quiet, %(by)s. "
            "The table below has the figures."
        )
        % {"by": by},
        key=_standing_key(rows),
    )


def _standing_key(rows: Sequence[Row]) -> list[tuple[str, int]]:
    """What the colours in use mean."""
    used = {tone for row in rows for size, tone in _parts(row.now) or () if size}
    names = {
        1: gettext("keep their rhythm"),
        3: gettext("slipping"),
        2: gettext("quiet"),
        5: gettext("slipping or quiet"),
    }
    return [(name, tone) for tone, name in names.items() if tone in used]


def stack_of(row: Row) -> Stack:
    words = ""
    if row.now.pairs is not None:
        words = ngettext("%(count)s pair", "%(count)s pairs", row.now.pairs) % {
            "count": row.now.pairs
        }
    return Stack(row.label, _parts(row.now), words)


def _parts(now: Shown) -> list[tuple[int, int]] | None:
    """The pieces of a bar, as far as they may be told apart."""
    if now.steady is None or now.others is None:
        return None
    if now.slipping is None or now.quiet is None:
        return [(now.steady, 1), (now.others, 5)]
    return [(now.steady, 1), (now.slipping, 3), (now.quiet, 2)]


def multiples(found: Engagement) -> list[tuple[str, str, Chart]]:
    """A small line for each program, all on one scale."""
    rows = [row for row in found.programs if row.pace]
    drawn = {row.key: points(found, row) for row in rows}
    most = max(
        (v for ps in drawn.values() for p in ps for v in (p.value, p.target) if v is not None),
        default=1.0,
    )
    made = []
    for n, row in enumerate(rows):
        assert row.pace
        words = gettext("%(met)s a month, %(agreed)s agreed") % {
            "met": figure(row.pace.a_month or 0),
            "agreed": figure(row.pace.agreed_a_month or 0),
        }
        chart = sparkline(
            drawn[row.key],
            name=f"program-{n}",
            title=f"{row.label}: {words}",
            description=gettext("Sessions a pair and month; dashed, what the pairs agreed on."),
            most=most,
        )
        made.append((row.label, words, chart))
    return made


# --- Tables ------------------------------------------------------------------------------------


def month_table(found: Engagement, row: Row) -> Table:
    return Table(
        name="months",
        title=gettext("By month"),
        columns=[gettext("Month"), gettext("Pairs"), *_pace_columns()],
        rows=[
            (_month(month, found), _month_cells(row.months[month]))
            for month in reversed(found.months)
            if month in row.months
        ],
    )


def _month(month: date, found: Engagement) -> str:
    words = date_format(month, "F Y")
    return gettext("%(month)s, so far") % {"month": words} if month == found.months[-1] else words


def _month_cells(pace: Pace | None) -> list[Cell]:
    return [tables.count(pace.pairs if pace else None), *_pace_cells(pace)]


def _pace_columns() -> list[str]:
    return [
        gettext("Sessions"),
        gettext("Hours"),
        gettext("A pair and month"),
        gettext("Agreed"),
        gettext("Milestones on time"),
        gettext("Goals reached"),
    ]


def _pace_cells(pace: Pace | None) -> list[Cell]:
    if pace is None:
        return [tables.hidden() for _ in _pace_columns()]
    return [
        tables.count(pace.sessions),
        tables.count(pace.hours),
        tables.rate(pace.a_month),
        tables.rate(pace.agreed_a_month),
        tables.share(pace.on_time),
        tables.count(pace.goals_reached),
    ]


def group_table(name: str, title: str, first: str, rows: Sequence[Row]) -> Table:
    return Table(
        name=name,
        title=title,
        columns=[
            first,
            gettext("Pairs today"),
            gettext("In rhythm"),
            gettext("Slipping"),
            gettext("Quiet"),
            *_pace_columns(),
        ],
        rows=[(_group_label(row), _group_cells(row)) for row in rows],
    )


def _group_label(row: Row) -> str:
    if row.is_partly_hidden and row.pace:
        return gettext("%(name)s, without the months that are hidden") % {"name": row.label}
    return row.label


def _group_cells(row: Row) -> list[Cell]:
    now = row.now
    pace = row.pace or (None if row.is_partly_hidden else Pace())
    return [
        tables.count(row.now.pairs),
        *(tables.count(part) for part in (now.steady, now.slipping, now.quiet)),
        *_pace_cells(pace),
    ]
