"""Is it fair?"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from kit.svg import percent
from reports import tables
from reports.answers.answer import Answer
from reports.charts import Chart, Dot, DotRow, dots
from reports.figures.fairness import Fairness, Group
from reports.tables import Cell, Table


def answer(found: Fairness) -> Answer:
    if found.everybody.applied == 0:
        return Answer(gettext("No program has been matched yet."), is_empty=True)
    names = dimension_names()
    return Answer(
        sentence=sentence(found.everybody),
        charts=[admission_chart(found, dimension, title=name) for dimension, name in names.items()],
        tables=[
            _table(dimension, name, [*found.by[dimension], found.everybody])
            for dimension, name in names.items()
        ],
    )


def dimension_names() -> dict[str, str]:
    return {
        "department": gettext("By department"),
        "location": gettext("By location"),
        "gender": gettext("By gender"),
    }


def sentence(everybody: Group) -> str:
    if everybody.applied is None:
        return gettext("Too few people applied for figures that name nobody.")
    if everybody.admitted_share is None:
        return gettext(
            "%(applied)s people applied to be mentored; how many were admitted would tell about "
            "a few of them."
        ) % {"applied": everybody.applied}
    first = gettext(
        "%(share)s of the %(applied)s people who applied to be mentored were admitted"
    ) % {"share": percent(everybody.admitted_share), "applied": everybody.applied}
    if everybody.matched_share is None:
        return gettext("%(first)s; how many were matched would tell about a few of them.") % {
            "first": first
        }
    return gettext("%(first)s, and %(share)s of these were matched.") % {
        "first": first,
        "share": percent(everybody.matched_share),
    }


def admission_chart(found: Fairness, dimension: str, *, title: str, in_card: bool = False) -> Chart:
    groups = found.by[dimension]
    shares = sorted(
        (group.admitted_share, group.label) for group in groups if group.admitted_share is not None
    )
    if len(shares) > 1 and percent(shares[0][0]) == percent(shares[-1][0]):
        title = gettext("%(by)s: %(share)s admitted wherever it can be shown, unadjusted") % {
            "by": title,
            "share": percent(shares[0][0]),
        }
    elif len(shares) > 1:
        (low, least), (high, most) = shares[0], shares[-1]
        title = gettext(
            "%(by)s: admitted from %(low)s (%(least)s) to %(high)s (%(most)s), unadjusted"
        ) % {
            "by": title,
            "low": percent(low),
            "least": least,
            "high": percent(high),
            "most": most,
        }
    else:
        title = gettext("%(by)s: the share admitted, unadjusted") % {"by": title}
    return dots(
        [DotRow(group.label, [_dot(group)]) for group in groups],
        name=f"admitted-{dimension}",
        title=title,
        description=gettext(
            "Share of applicants who were admitted, as dots with the 95 % interval of chance; "
            "dashed, everybody together. The table below has the same figures."
        ),
        axis=gettext("admitted of those who applied; dashed: all"),
        reference=found.everybody.admitted_share,
        in_card=in_card,
    )


def _dot(group: Group) -> Dot:
    words = ""
    if group.applied is not None:
        words = gettext("of %(people)s") % {"people": tables.count(group.applied).text}
    return Dot(group.admitted_share, group.admitted_interval, words)


def _table(name: str, title: str, groups: Sequence[Group]) -> Table:
    return Table(
        name=name,
        title=title,
        columns=[
            gettext("Group"),
            gettext("Applied"),
            gettext("Admitted"),
            gettext("Share admitted"),
            gettext("95 % interval"),
            gettext("Matched"),
            gettext("Share of those admitted"),
        ],
        rows=[(group.label, _cells(group)) for group in groups],
    )


def _cells(group: Group) -> list[Cell]:
    first = [tables.count(group.applied), tables.count(group.admitted)]
    if group.admitted is None:
        return [*first, *(tables.hidden() for _ in range(4))]
    admitted = [tables.share(group.admitted_share), tables.interval(group.admitted_interval)]
    if group.matched is None:
        return [*first, *admitted, tables.hidden(), tables.hidden()]
    matched = [tables.count(group.matched), tables.share(group.matched_share)]
    return [*first, *admitted, *matched]
