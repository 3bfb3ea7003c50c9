"""A program's dates as points on a line, for drawing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from programs.models import PlannedMilestone, Program

WIDTH = 1000  # of the drawing


@dataclass(frozen=True)
class Point:
    on: date
    title: str
    x: int  # 0 to WIDTH
    is_milestone: bool = False
    is_end: bool = False
    text: str = ""
    responsible: str = ""


@dataclass(frozen=True)
class Timeline:
    points: list[Point]
    today_x: int | None  # None before the first and after the last point
    enrolment: tuple[int, int] | None  # x and width
    run: tuple[int, int]

    @property
    def milestones(self) -> list[Point]:
        return [point for point in self.points if point.is_milestone]


def timeline_of(
    program: Program, plan: Iterable[PlannedMilestone], *, today: date
) -> Timeline | None:
    """The program from the first application to its end; None while a date is missing."""
    start, end = program.starts_on, program.ends_on
    if start is None or end is None:
        return None
    enrol_from, enrol_until = program.enrol_from_on, program.enrol_until_on
    first = min(start, enrol_from or start)
    last = max(end, enrol_until or end)

    def x_of(day: date) -> int:
        return round((day - first).days * WIDTH / max((last - first).days, 1))

    marks = [
        (enrol_from, _("Applications open")),
        (enrol_until, _("Applications close")),
        (start, _("The pairs start")),
    ]
    points = [Point(on, title, x_of(on)) for on, title in marks if on is not None]
    points.append(Point(end, _("The program ends"), x_of(end), is_end=True))
    points += [
        Point(
            on,
            step.title,
            x_of(on),
            is_milestone=True,
            text=step.what_for,
            responsible=program.responsible_said(step),
        )
        for step in plan
        if (on := step.due_on()) is not None and on <= last
    ]
    enrolment = None
    if enrol_from is not None:
        closes = enrol_until or start
        enrolment = (x_of(enrol_from), max(x_of(closes) - x_of(enrol_from), 0))
    return Timeline(
        points=sorted(points, key=lambda point: (point.on, point.is_end, point.is_milestone)),
        today_x=x_of(today) if first <= today <= last else None,
        enrolment=enrolment,
        run=(x_of(start), x_of(end) - x_of(start)),
    )
