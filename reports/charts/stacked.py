"""How groups fall apart: one bar each, all of the same length, labelled where the parts lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from kit.svg import (
    CARD_NARROW,
    CARD_WIDE,
    Chart,
    Drawing,
    percent,
    shortened,
    width_of,
    width_of_name,
)

BAR, GAP = 24, 16


@dataclass(frozen=True)
class Stack:
    """A group and its parts, each with the number of its colour. None is hidden."""

    label: str
    parts: Sequence[tuple[int, int]] | None
    words: str = ""  # at the end: "24 pairs"


def stacked(
    stacks: Sequence[Stack],
    *,
    name: str,
    title: str,
    description: str,
    key: Sequence[tuple[str, int]],
    in_card: bool = False,
) -> Chart:
    """`key` says what the colours mean."""

    def draw(width: int) -> Drawing:
        return _stacked(stacks, width)

    if in_card:
        return Chart(name, title, description, draw, widths=(CARD_WIDE, CARD_NARROW))
    return Chart(name, title, description, draw, key)


def _stacked(stacks: Sequence[Stack], width: int) -> Drawing:
    drawing = Drawing()
    narrow = width < 460
    widest = max((width_of_name(stack.label) for stack in stacks), default=0)
    left = 0.0 if narrow or not widest else min(240.0, widest + 20)
    right = width - max((width_of(stack.words) for stack in stacks), default=0) - 12
    y = 4.0
    for stack in stacks:
        if narrow and stack.label:
            drawing.text(0, y + 10, shortened(stack.label, width), css="name")
            y += 18
        elif stack.label:
            words = shortened(stack.label, left - 12)
            drawing.text(left - 14, y + BAR / 2 + 4, words, css="name", anchor="end")
        _bar(drawing, stack, left, right, y)
        drawing.text(width, y + BAR / 2 + 4, stack.words, css="words", anchor="end")
        y += BAR + GAP
    drawing.height = y - GAP + 4
    return drawing


def _bar(
    drawing: Drawing,
    stack: Stack,
    left: float,
    right: float,
    y: float,
) -> None:
    whole = sum(size for size, _tone in stack.parts or ())
    if not stack.parts or not whole:
        drawing.add(
            "rect", x=left, y=y, width=round(right - left, 1), height=BAR, rx=4, css="hidden-cell"
        )
        words = gettext("nothing yet") if stack.parts else gettext("hidden")
        drawing.text(left + 10, y + BAR / 2 + 4, words, css="note")
        return
    at = left
    for part, tone in stack.parts:
        size = round((right - left) * part / whole, 1)
        if not part:
            continue
        drawing.add("rect", x=at, y=y, width=max(1, size - 2), height=BAR, rx=3, css=f"fill-{tone}")
        if size > 40:
            drawing.text(at + 8, y + BAR / 2 + 4, percent(part / whole), css=f"on-{tone}")
        at += size
