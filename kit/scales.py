"""From figures to places on the page, with round numbers on the axes. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
SHARE_STEPS = (1.0, 2.0, 5.0, 10.0)  # whole per cent


@dataclass(frozen=True)
class Scale:
    """Figures from `low` to `high` on pixels from `start` to `end`; both may run backwards."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, figure: float) -> float:
        part = (figure - self.low) / (self.high - self.low)
        return round(self.start + part * (self.end - self.start), 1)


def ticks(
    low: float, high: float, *, about: int = 5, steps: tuple[float, ...] = STEPS
) -> list[float]:
    """Round numbers that span `low` to `high`, about so many: the ends of an axis and its marks."""
    if high - low < 1e-9:  # nothing to tell apart
        high = low + 1
    raw = (high - low) / max(1, about - 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * step for step in steps if power * step >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(n * step, 10) for n in range(first, last + 1)]


def share_ticks(low: float, high: float, *, about: int = 5) -> list[float]:
    """As `ticks`, within 0 and 1."""
    found = [tick for tick in ticks(low, high, about=about, steps=SHARE_STEPS) if 0 <= tick <= 1]
    return found if len(found) > 1 else [0.0, 0.5, 1.0]
