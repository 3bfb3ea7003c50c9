"""Shares as dots with the interval they may lie in, one row for each group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from kit.scales import Scale, share_ticks
from kit.svg import (
    CARD_NARROW,
    CARD_WIDE,
    NARROW,
    WIDE,
    Chart,
    Drawing,
    percent,
    shortened,
    width_of,
    width_of_name,
)
from reports.statistics import Interval

LINE, GAP, FOOT = 30, 14, 46


@dataclass(frozen=True)
class Dot:
    """A share of one group. `share` None is hidden; `tone` is the colour's number."""

    share: float | None
    interval: Interval | None = None
    words: str = ""  # after the share: "of 240 who took part"
    tone: int = 1
    is_empty: bool = False  # there is nobody to speak of, which is not hidden


@dataclass(frozen=True)
class DotRow:
    label: str
    dots: Sequence[Dot]


def dots(
    rows: Sequence[DotRow],
    *,
    name: str,
    title: str,
    description: str,
    axis: str,
    reference: float | None = None,
    key: Sequence[tuple[str, int]] = (),
    in_card: bool = False,
) -> Chart:
    """A dot for each share with its interval; `reference` is a dashed line through all rows."""

    def draw(width: int) -> Drawing:
        return _Dots(rows, width, axis, reference).drawn()

    every = [dot for row in rows for dot in row.dots if not dot.is_empty]
    is_hidden = bool(every) and all(dot.share is None for dot in every)
    widths = (CARD_WIDE, CARD_NARROW) if in_card else (WIDE, NARROW)
    return Chart(
        name, title, description, draw, () if in_card else key, widths=widths, is_hidden=is_hidden
    )


class _Dots:
    def __init__(
        self,
        rows: Sequence[DotRow],
        width: int,
        axis: str,
        reference: float | None,
    ) -> None:
        self.rows, self.width, self.axis = rows, width, axis
        self.reference = reference
        self.is_narrow = width < 460
        self.left = 4.0 if self.is_narrow else min(240.0, self._widest_label() + 20)
        self.right = width - 8.0 if self.is_narrow else width - self._widest_words() - 18
        marks = share_ticks(*self._span(), about=4 if self.right - self.left < 420 else 6)
        self.marks = marks
        self.x = Scale(marks[0], marks[-1], self.left + 6, self.right - 6)
        self.drawing = Drawing()

    def _widest_label(self) -> float:
        return max((width_of_name(row.label) for row in self.rows), default=0)

    def _widest_words(self) -> float:
        return max((width_of(_said(dot)) for row in self.rows for dot in row.dots), default=60)

    def _span(self) -> tuple[float, float]:
        known = [dot for row in self.rows for dot in row.dots if dot.share is not None]
        lows = [dot.interval.low if dot.interval else dot.share for dot in known]
        highs = [dot.interval.high if dot.interval else dot.share for dot in known]
        ends = [end for end in (*lows, *highs, self.reference) if end is not None]
        return (max(0.0, min(ends) - 0.02), min(1.0, max(ends) + 0.01)) if ends else (0.0, 1.0)

    def drawn(self) -> Drawing:
        y, top = 18.0, 18.0
        places = []
        for row in self.rows:
            y = y + 20 if self.is_narrow and row.label else y
            for n, dot in enumerate(row.dots):
                places.append((row if n == 0 else None, dot, y))
                y += LINE + (12 if self.is_narrow else 0)
            y += GAP
        floor = y - GAP - 4
        self._frame(top - 14, floor)
        for row_if_first, dot, at in places:
            if row_if_first is not None:
                self._label(row_if_first, at)
            self._dot(dot, at)
        self.drawing.height = floor + FOOT
        return self.drawing

    def _frame(self, top: float, floor: float) -> None:
        for mark in self.marks:
            at = self.x(mark)
            self.drawing.rule(at, top, at, floor, "gridline")
            self.drawing.text(at, floor + 18, percent(mark), anchor="middle")
        self.drawing.text(self.left, floor + 38, self.axis)
        if self.reference is not None:
            at = self.x(self.reference)
            self.drawing.rule(at, top, at, floor + 2, "target")

    def _label(self, row: DotRow, y: float) -> None:
        if not row.label:
            return
        if self.is_narrow:
            self.drawing.text(self.left, y - 15, shortened(row.label, self.width), css="name")
        else:
            middle = y + (len(row.dots) - 1) * LINE / 2 + 4
            words = shortened(row.label, self.left - 12)
            self.drawing.text(self.left - 14, middle, words, css="name", anchor="end")

    def _dot(self, dot: Dot, y: float) -> None:
        if dot.share is None:
            at = self.left if self.is_narrow else self.right + 12
            self.drawing.text(at, y + 4, _said(dot), css="note")
            return
        if dot.interval:
            low, high = self.x(dot.interval.low), self.x(dot.interval.high)
            self.drawing.rule(low, y, high, y, f"range-{dot.tone}")
        self.drawing.add("circle", cx=self.x(dot.share), cy=y, r=6, css=f"fill-{dot.tone}")
        if self.is_narrow:
            self.drawing.text(self.left, y + 22, _said(dot), css="words")
        else:
            self.drawing.text(self.right + 12, y + 4, _said(dot), css="words")


def _said(dot: Dot) -> str:
    if dot.share is None:
        return gettext("nobody") if dot.is_empty else gettext("hidden")
    return f"{percent(dot.share, 1)} {dot.words}".strip()
