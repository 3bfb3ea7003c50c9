"""The pieces of a drawing, escaped as templates are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

WIDE, NARROW = 1080, 340
CARD_WIDE, CARD_NARROW = 500, 300
LETTER, NAME_LETTER = 6.3, 8.3  # pixels a letter takes, about, in chart text and in names


@dataclass(frozen=True)
class Chart:
    """A chart in both widths. `name` is unique on its page; title and description are spoken."""

    name: str
    title: str
    description: str
    draw: Callable[[int], Drawing]
    key: Sequence[tuple[str, int]] = ()  # what the colours mean, where no label says so
    widths: tuple[int, int] = (WIDE, NARROW)
    is_hidden: bool = False  # in every row, so that there is nothing to draw

    def __str__(self) -> str:
        wide, narrow = self.widths
        place = "page" if wide == WIDE else "card"
        return self._svg(wide, f"{place}-wide") + self._svg(narrow, f"{place}-narrow")

    def __html__(self) -> str:
        return str(self)

    def _svg(self, width: int, css: str) -> SafeString:
        drawing = self.draw(width)
        return format_html(
            '<svg class="chart {css}" viewBox="0 0 {width} {height}" role="img"'
            ' aria-labelledby="{name}-title {name}-about"><title id="{name}-title">{title}</title>'
            '<desc id="{name}-about">{about}</desc>{parts}</svg>',
            css=css,
            width=width,
            height=drawing.height,
            name=f"{self.name}-{width}",
            title=self.title,
            about=self.description,
            parts=drawing.parts,
        )


class Drawing:
    """A growing drawing; `height` may be set as late as it is known."""

    def __init__(self, height: float = 0) -> None:
        self.height = height
        self._parts: list[SafeString] = []

    def add(self, tag: str, text: str = "", **attributes: Any) -> None:
        """An element; `_` in a name stands for `-`, and `css` for `class`."""
        named = (
            f' {"class" if name == "css" else name.replace("_", "-")}="{conditional_escape(value)}"'
            for name, value in attributes.items()
            if value is not None
        )
        about = "".join(named)
        self._parts.append(SafeString(f"<{tag}{about}>{conditional_escape(text)}</{tag}>"))

    def text(self, x: float, y: float, words: str, css: str = "", anchor: str = "start") -> None:
        self.add("text", words, x=x, y=y, css=css or None, text_anchor=anchor)

    def rule(self, x1: float, y1: float, x2: float, y2: float, css: str) -> None:
        self.add("line", x1=x1, y1=y1, x2=x2, y2=y2, css=css)

    @property
    def parts(self) -> SafeString:
        return SafeString("".join(self._parts))


def shortened(words: str, width: float) -> str:
    """The name, cut to about so many pixels."""
    letters = max(3, int(width / NAME_LETTER))
    return words if len(words) <= letters else words[: letters - 1].rstrip() + "…"


def width_of(words: str) -> float:
    return len(words) * LETTER


def width_of_name(words: str) -> float:
    return len(words) * NAME_LETTER


def figure(value: float, digits: int = 1) -> str:
    return number_format(round(value, digits), digits)


def percent(share: float, digits: int = 0) -> str:
    return f"{number_format(round(share * 100, digits), digits)}\N{NO-BREAK SPACE}%"
