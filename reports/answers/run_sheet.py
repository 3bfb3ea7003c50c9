"""Is this run fair, and would anybody rather have somebody else?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, ngettext

from reports import tables
from reports.answers.answer import Answer, Figure
from reports.answers.fairness import dimension_names
from reports.charts import Chart, Dot, DotRow, dots
from reports.figures.run_sheet import Group, Sheet
from reports.tables import Cell, Table


def answer(found: Sheet, figures: Mapping[str, Any]) -> Answer:
    """`figures` are the run's own: the wishes met and the pairs that block."""
    if not found.everybody.mentees:
        return Answer(gettext("There was nobody to be placed."), is_empty=True)
    names = {name: said for name, said in dimension_names().items() if name in found.by}
    return Answer(
        sentence=sentence(found, figures),
        figures=_large(found, figures),
        charts=[_chart(found, name, said) for name, said in names.items() if _differs(found, name)],
        tables=[
            _table(name, said, [*found.by[name], found.everybody]) for name, said in names.items()
        ],
    )


def sentence(found: Sheet, figures: Mapping[str, Any]) -> str:
    everybody = found.everybody
    counts = {"placed": everybody.placed, "mentees": everybody.mentees}
    text = ngettext(
        "%(placed)s of %(mentees)s mentee has a proposal",
        "%(placed)s of %(mentees)s mentees have a proposal",
        everybody.mentees or 0,
    )
    parts = [text % counts]
    wishes = figures.get("wishes", {})
    if wishes.get("named"):
        text = ngettext(
            "%(met)s of the %(named)s who named somebody gets one of them",
            "%(met)s of the %(named)s who named somebody get one of them",
            wishes["met"],
        )
        parts.append(text % wishes)
    blocking = figures.get("blocking")
    if blocking is not None and blocking["count"]:
        text = ngettext(
            "in %(count)s case two would both rather have each other",
            "in %(count)s cases two would both rather have each other",
            blocking["count"],
        )
        parts.append(text % blocking)
    elif blocking is not None:
        parts.append(gettext("no two would rather have each other"))
    return "; ".join(parts) + "."


def _large(found: Sheet, figures: Mapping[str, Any]) -> list[Figure]:
    everybody = found.everybody
    large = [
        Figure(
            tables.share(everybody.share).text,
            gettext("Placed"),
            gettext("95 %% interval %(interval)s")
            % {"interval": tables.interval(everybody.interval).text},
        )
    ]
    wishes = figures.get("wishes", {})
    if wishes.get("named"):
        large.append(
            Figure(
                tables.share(wishes["met"] / wishes["named"]).text,
                gettext("With a wish met"),
                gettext("%(first)s with the first one") % wishes,
            )
        )
    if everybody.mean is not None and found.lowest is not None:
        large.append(
            Figure(
                tables.count(found.lowest).text,
                gettext("Lowest score"),
                gettext("mean %(mean)s") % {"mean": tables.count(everybody.mean).text},
            )
        )
    if "blocking" in figures:
        large.append(
            Figure(
                tables.count(figures["blocking"]["count"]).text,
                gettext("Would rather have each other"),
                gettext("pairs of people"),
            )
        )
    return large


def _differs(found: Sheet, dimension: str) -> bool:
    """Whether a picture says more than that all are placed."""
    return any(group.share not in (None, 1.0) for group in found.by[dimension])


def _chart(found: Sheet, dimension: str, said: str) -> Chart:
    return dots(
        [
            DotRow(group.label, [Dot(group.share, group.interval, _of(group))])
            for group in found.by[dimension]
        ],
        name=f"placed-{dimension}",
        title=gettext("%(by)s: the share placed, unadjusted") % {"by": said},
        description=gettext(
            "Share of mentees who have a proposal, as dots with the 95 % interval of chance; "
            "dashed, everybody together. The table below has the same figures."
        ),
        axis=gettext("placed of those in the pool; dashed: all"),
        reference=found.everybody.share,
    )


def _of(group: Group) -> str:
    if group.mentees is None:
        return ""
    return gettext("of %(people)s") % {"people": tables.count(group.mentees).text}


def _table(name: str, title: str, groups: Sequence[Group]) -> Table:
    return Table(
        name=name,
        title=title,
        columns=[
            gettext("Group"),
            gettext("Mentees"),
            gettext("Placed"),
            gettext("Share placed"),
            gettext("95 % interval"),
            gettext("Mean score"),
            gettext("95 % interval of the mean"),
        ],
        rows=[(group.label, _cells(group)) for group in groups],
    )


def _cells(group: Group) -> list[Cell]:
    if group.mentees is None:
        return [tables.hidden() for _ in range(6)]
    if group.placed is None:
        placed = [tables.hidden(), tables.hidden(), tables.hidden()]
    else:
        placed = [
            tables.count(group.placed),
            tables.share(group.share),
            tables.interval(group.interval),
        ]
    return [tables.count(group.mentees), *placed, *_score_cells(group)]


def _score_cells(group: Group) -> list[Cell]:
    if not group.has_score and group.placed is not None:
        return [tables.nothing(), tables.nothing()]
    if group.mean is None:
        return [tables.hidden(), tables.hidden()]
    return [tables.count(group.mean), tables.between(group.spread)]
