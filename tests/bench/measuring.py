"""A measure: several runs of one thing, beside as many of the least that it could cost."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_PROCESS = Path("/proc/self")  # of Linux; elsewhere memory stays unknown

Act = Callable[[], object]


@dataclass(frozen=True)
class Runs:
    """Seconds of each run."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def spread(self) -> float:
        """Half of what lies between the quartiles, as a share of the median: the noise."""
        if len(self.seconds) < 2:
            return 0.0
        low, _middle, high = statistics.quantiles(self.seconds, n=4, method="inclusive")
        return (high - low) / 2 / self.median if self.median else 0.0


@dataclass(frozen=True)
class Measure:
    part: str
    name: str
    runs: Runs
    floor: Runs | None = None
    floor_name: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        """How many times the floor."""
        return self.runs.median / self.floor.median if self.floor else None

    def as_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "part": self.part,
            "name": self.name,
            "seconds": round(self.runs.median, 6),
            "spread": round(self.runs.spread, 3),
            "repeats": len(self.runs.seconds),
        }
        if self.floor and self.ratio is not None:
            found |= {
                "floor": self.floor_name,
                "floor_seconds": round(self.floor.median, 6),
                "floor_spread": round(self.floor.spread, 3),
                "ratio": float(f"{self.ratio:.3g}"),
            }
        return found | self.facts


def timed(act: Act) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def repeated(act: Act, *, times: int) -> Runs:
    return Runs(tuple(timed(act) for _ in range(times)))


def in_turn(act: Act, floor: Act, *, times: int) -> tuple[Runs, Runs]:
    """Both by turns, so that what disturbs the machine disturbs both."""
    for warm_up in (floor, act):
        warm_up()
    pairs = [(timed(floor), timed(act)) for _ in range(times)]
    floors, acts = zip(*pairs, strict=True)
    return Runs(acts), Runs(floors)


@contextmanager
def peak_memory() -> Iterator[Callable[[], float | None]]:
    """`peak()` is by how many MB the process grew at most since; None where it is not told."""
    before = None
    if _PROCESS.exists():
        (_PROCESS / "clear_refs").write_text("5")  # forget the peak so far
        before = _status("VmRSS")
    yield lambda: None if before is None else round(_status("VmHWM") - before, 1)


def peak_in_all() -> float | None:
    """MB that the process had at most, since `peak_memory` began; None where it is not told."""
    return round(_status("VmHWM"), 1) if _PROCESS.exists() else None


def _status(name: str) -> float:
    for line in (_PROCESS / "status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(name)


def load() -> tuple[float, float, float]:
    """How many processes wanted a processor, on average over 1, 5 and 15 minutes."""
    return os.getloadavg()
