"""Do they stay? Do they grow? One shape for both."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext

from kit.svg import percent
from reports import tables
from reports.answers.answer import Answer
from reports.charts import Chart, Dot, DotRow, dots
from reports.figures.outcomes import Group, Outcome, Outcomes, Pair
from reports.tables import Cell, Table

INSIDE, OUTSIDE = 1, 4  # colours


def answer(found: Outcomes, outcome: Outcome) -> Answer:
    if found.is_empty:
        return Answer(
            gettext("Nobody employed on %(day)s has taken part in a pairing since.")
            % {"day": date_format(found.period.eve, "j F Y")},
            is_empty=True,
        )
    return Answer(
        sentence=sentence(found, outcome),
        charts=[whole_chart(found, outcome), department_chart(found, outcome)],
        tables=[_whole_table(found, outcome), _department_table(found, outcome)],
    )


def sentence(found: Outcomes, outcome: Outcome) -> str:
    inside, outside = found.everybody.inside, found.everybody.outside
    if inside.share is None or outside.share is None:
        return _too_few(outcome)
    words = {
        "stayed": gettext(
            "%(inside)s of those who took part stayed, and %(outside)s of those who did not."
        ),
        "promoted": gettext(
            "%(inside)s of those who took part were promoted, and %(outside)s of those who did not."
        ),
    }[outcome]
    return words % {"inside": percent(inside.share, 1), "outside": percent(outside.share, 1)}


def _too_few(outcome: Outcome) -> str:
    return {
        "stayed": gettext(
            "Too few of those who took part left (or stayed) for a figure that names nobody."
        ),
        "promoted": gettext(
            "Too few of those who took part were promoted for a figure that names nobody."
        ),
    }[outcome]


# --- Charts -----------------------------------------------------------------------------------


def whole_chart(found: Outcomes, outcome: Outcome, *, in_card: bool = False) -> Chart:
    inside, outside = found.everybody.inside, found.everybody.outside
    rows = [
        DotRow(_sentence_case(inside.label), [_dot(inside, INSIDE)]),
        DotRow(_sentence_case(outside.label), [_dot(outside, OUTSIDE)]),
    ]
    if not in_card:
        rows += [
            DotRow(_sentence_case(group.label), [_dot(group, INSIDE)]) for group in found.roles
        ]
    return dots(
        rows,
        name=outcome,
        title=_whole_title(found, outcome),
        description=gettext(
            "Shares as dots, with the 95 % interval of chance around each. Unadjusted. "
            "The table below has the same figures."
        ),
        axis=_axis(outcome),
        in_card=in_card,
    )


def _whole_title(found: Outcomes, outcome: Outcome) -> str:
    inside, outside = found.everybody.inside.share, found.everybody.outside.share
    if inside is None or outside is None:
        return _too_few(outcome)
    words = {
        "stayed": gettext(
            "Retention, unadjusted: %(inside)s with and %(outside)s without taking part"
        ),
        "promoted": gettext(
            "Promoted, unadjusted: %(inside)s with and %(outside)s without taking part"
        ),
    }[outcome]
    return words % {"inside": percent(inside, 1), "outside": percent(outside, 1)}


def department_chart(found: Outcomes, outcome: Outcome) -> Chart:
    shown = [pair for pair in found.departments if pair.inside.share is not None]
    title = {
        "stayed": gettext("Retention by department, unadjusted"),
        "promoted": gettext("Promoted by department, unadjusted"),
    }[outcome]
    if not shown:
        title = gettext("By department, the groups are too small to be shown")
    return dots(
        [_department_row(pair) for pair in found.departments],
        name=f"{outcome}-departments",
        title=title,
        description=gettext(
            "For each department, those who took part above those who did not, as dots with "
            "the 95 % interval of chance. The table below has the same figures."
        ),
        axis=_axis(outcome),
        key=[(gettext("took part"), INSIDE), (gettext("did not take part"), OUTSIDE)],
    )


def _department_row(pair: Pair) -> DotRow:
    both = [_dot(pair.inside, INSIDE), _dot(pair.outside, OUTSIDE)]
    if all(dot.share is None and not dot.is_empty for dot in both):
        return DotRow(pair.label, both[:1])  # hidden together, said once
    return DotRow(pair.label, both)


def _dot(group: Group, tone: int) -> Dot:
    words = ""
    if group.people is not None:
        words = gettext("of %(people)s") % {"people": tables.count(group.people).text}
    return Dot(group.share, group.interval, words, tone, is_empty=group.people == 0)


def _axis(outcome: Outcome) -> str:
    return {
        "stayed": gettext("still employed at the end of the period"),
        "promoted": gettext("promoted at least once in the period"),
    }[outcome]


def _sentence_case(words: str) -> str:
    return words[:1].upper() + words[1:]


# --- Tables -------------------------------------------------------------------------------------


def _columns(first: str, outcome: Outcome) -> list[str]:
    if outcome == "stayed":
        figures = [gettext("Stayed"), gettext("Left"), gettext("Retention")]
        last = [gettext("Turnover")]
    else:
        figures = [gettext("Promoted"), gettext("Not promoted"), gettext("Share promoted")]
        last = []
    return [first, gettext("Employed at the start"), *figures, gettext("95 % interval"), *last]


def _cells(group: Group, outcome: Outcome) -> list[Cell]:
    figures = [tables.count(group.people), tables.count(group.yes), tables.count(group.no)]
    if group.yes is None:
        return [*figures, *(tables.hidden() for _ in range(3 if outcome == "stayed" else 2))]
    last = [tables.share(group.turnover, 1)] if outcome == "stayed" else []
    return [*figures, tables.share(group.share, 1), tables.interval(group.interval), *last]


def _whole_table(found: Outcomes, outcome: Outcome) -> Table:
    groups = [found.everybody.inside, *found.roles, found.everybody.outside]
    return _table("groups", gettext("Those who took part and those who did not"), groups, outcome)


def _department_table(found: Outcomes, outcome: Outcome) -> Table:
    groups = [
        Group(f"{pair.label}: {group.label}", group.people, group.yes)
        for pair in found.departments
        for group in (pair.inside, pair.outside)
    ]
    return _table("departments", gettext("By department"), groups, outcome)


def _table(name: str, title: str, groups: Sequence[Group], outcome: Outcome) -> Table:
    return Table(
        name=name,
        title=title,
        columns=_columns(gettext("Group"), outcome),
        rows=[(_sentence_case(group.label), _cells(group, outcome)) for group in groups],
    )
