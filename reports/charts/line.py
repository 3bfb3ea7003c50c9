"""A line over months against what was agreed, and its small sister."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from kit.scales import Scale, ticks
from kit.svg import CARD_NARROW, CARD_WIDE, Chart, Drawing, figure, width_of

TOP, BOTTOM, LEFT = 30, 30, 30


@dataclass(frozen=True)
class Point:
    """One month. `value` None: hidden, or nothing to show. `target` is what was agreed."""

    label: str
    value: float | None
    target: float | None = None
    is_hidden: bool = False
    is_so_far: bool = False  # the month is not over


def line(
    points: Sequence[Point],
    *,
    name: str,
    title: str,
    description: str,
    unit: str,
    in_card: bool = False,
) -> Chart:
    """The values as a line over an area; the agreed rhythm dashed, both labelled where they end."""

    def draw(width: int) -> Drawing:
        return _line(points, width=width, height=230 if in_card or width < 600 else 320, unit=unit)

    if in_card:
        return Chart(name, title, description, draw, widths=(CARD_WIDE, CARD_NARROW))
    return Chart(name, title, description, draw)


def _line(points: Sequence[Point], *, width: int, height: int, unit: str) -> Drawing:
    drawing = Drawing(height)
    agreed = gettext("agreed")
    right = width - max(44, width_of(agreed) + 14)
    marks = ticks(0, max(_all_values(points), default=1) * 1.05, about=4 if width < 600 else 5)
    y = Scale(0, marks[-1], height - BOTTOM, TOP)
    x = _columns(points, LEFT, right)
    drawing.text(0, 12, unit)
    for mark in marks:
        drawing.rule(LEFT, y(mark), right, y(mark), "gridline" if mark else "axis")
        drawing.text(LEFT - 8, y(mark) + 4, figure(mark, 0 if mark % 1 == 0 else 1), anchor="end")
    _months(drawing, points, x, height, room=right - LEFT)
    _hidden_months(drawing, points, x, y)
    _target(drawing, points, x, y, right, agreed)
    _values(drawing, points, x, y)
    return drawing


def _all_values(points: Sequence[Point]) -> list[float]:
    return [v for point in points for v in (point.value, point.target) if v is not None]


def _columns(points: Sequence[Point], left: float, right: float) -> list[float]:
    step = (right - left) / max(1, len(points))
    return [round(left + step * (n + 0.5), 1) for n in range(len(points))]


def _months(
    drawing: Drawing, points: Sequence[Point], x: list[float], height: int, *, room: float
) -> None:
    widest = max((width_of(point.label) for point in points), default=1) + 8
    every = max(1, -(-len(points) * int(widest) // int(room)))
    for n, point in enumerate(points):
        if (len(points) - 1 - n) % every == 0:
            drawing.text(x[n], height - 8, point.label, anchor="middle")


def _hidden_months(drawing: Drawing, points: Sequence[Point], x: list[float], y: Scale) -> None:
    half = (x[1] - x[0]) / 2 if len(x) > 1 else 20
    hidden = [n for n, point in enumerate(points) if point.is_hidden]
    for n in hidden:
        drawing.add(
            "rect", x=x[n] - half + 1, y=y(y.high), width=half * 2 - 2, height=y(0) - y(y.high),
            css="hidden-cell",
        )  # fmt: skip
    if hidden:
        middle = x[hidden[len(hidden) // 2]]
        drawing.text(middle, y(y.high) + 16, gettext("hidden"), css="note", anchor="middle")


def _target(
    drawing: Drawing,
    points: Sequence[Point],
    x: list[float],
    y: Scale,
    right: float,
    agreed: str,
) -> None:
    known = [(x[n], y(point.target)) for n, point in enumerate(points) if point.target is not None]
    if not known:
        return
    if len(known) == 1:
        known = [(known[0][0] - 20, known[0][1]), (known[0][0] + 20, known[0][1])]
    drawing.add("polyline", points=_path(known), css="target")
    last = next(p for p in reversed(points) if p.target is not None)
    value = next((p.value for p in reversed(points) if p.value is not None), None)
    at = known[-1][1]
    if value is not None and abs(y(value) - at) < 14:  # keep the two labels apart
        at = y(value) + (15 if at >= y(value) else -15)
    drawing.text(right + 4, at + 4, agreed, css="note")
    if last.target is not None:
        drawing.text(right + 4, at + 18, figure(last.target), css="note")


def _values(drawing: Drawing, points: Sequence[Point], x: list[float], y: Scale) -> None:
    for run in _runs(points):
        places = [(x[n], y(points[n].value or 0)) for n in run]
        over = [place for n, place in zip(run, places, strict=True) if not points[n].is_so_far]
        if len(places) > 1:
            floor = y(0)
            area = [(places[0][0], floor), *places, (places[-1][0], floor)]
            drawing.add("polygon", points=_path(area), css="area-1")
        if len(over) > 1:
            drawing.add("polyline", points=_path(over), css="line-1")
        if len(over) < len(places) and over:
            drawing.add("polyline", points=_path([over[-1], places[-1]]), css="line-1 so-far")
        for n, (at_x, at_y) in zip(run, places, strict=True):
            css = "hollow" if points[n].is_so_far else "fill-1"
            drawing.add("circle", cx=at_x, cy=at_y, r=4, css=css)
    _labels(drawing, points, x, y)


def _labels(drawing: Drawing, points: Sequence[Point], x: list[float], y: Scale) -> None:
    """The last value always, every value where there is room."""
    known = [n for n, point in enumerate(points) if point.value is not None]
    roomy = len(x) < 2 or x[1] - x[0] >= 44
    for n in known if roomy else known[-1:]:
        point = points[n]
        assert point.value is not None
        drawing.text(x[n], y(point.value) - 11, figure(point.value), css="value", anchor="middle")


def _runs(points: Sequence[Point]) -> list[list[int]]:
    """Stretches of neighbouring months whose value is known."""
    runs: list[list[int]] = [[]]
    for n, point in enumerate(points):
        if point.value is not None:
            runs[-1].append(n)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _path(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in places)


def sparkline(
    points: Sequence[Point], *, name: str, title: str, description: str, most: float
) -> Chart:
    """A line without axes; several beside each other share `most`, so they may be compared."""

    def draw(width: int) -> Drawing:
        height = 72
        drawing = Drawing(height)
        x = _columns(points, 0, width)
        y = Scale(0, most or 1, height - 8, 12)
        drawing.rule(0, y(0), width, y(0), "axis")
        known = [(x[n], y(p.target)) for n, p in enumerate(points) if p.target is not None]
        if len(known) > 1:
            drawing.add("polyline", points=_path(known), css="target")
        _spark(drawing, points, x, y)
        return drawing

    return Chart(name, title, description, draw, widths=(320, 300))


def _spark(drawing: Drawing, points: Sequence[Point], x: list[float], y: Scale) -> None:
    for run in _runs(points):
        places = [(x[n], y(points[n].value or 0)) for n in run]
        if len(places) > 1:
            area = [(places[0][0], y(0)), *places, (places[-1][0], y(0))]
            drawing.add("polygon", points=_path(area), css="area-1")
            drawing.add("polyline", points=_path(places), css="line-1")
        last = places[-1]
        css = "hollow" if points[run[-1]].is_so_far else "fill-1"
        drawing.add("circle", cx=last[0], cy=last[1], r=4, css=css)
