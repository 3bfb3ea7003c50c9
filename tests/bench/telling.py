"""What was measured: as a table to read, and one line of JSON each."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable

from tests.bench.measuring import Measure, load


def machine() -> str:
    one, five, fifteen = load()
    return (
        f"Python {platform.python_version()} on {platform.system()}, {os.cpu_count()} processors; "
        f"load {one:.1f} {five:.1f} {fifteen:.1f}"
    )


def table(measures: Iterable[Measure]) -> str:
    """One row for each measure; ± is half of what lies between the quartiles."""
    head = ("part", "what", "median", "±", "floor", "±", "ratio", "facts")
    rows = [head, *(_row(one) for one in measures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = [
        "  ".join(
            cell.ljust(width) if column in (0, 1, 7) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join(lines)


def json_lines(measures: Iterable[Measure]) -> str:
    return "\n".join(json.dumps(one.as_json()) for one in measures)


def _row(one: Measure) -> tuple[str, ...]:
    floor = (_time(one.floor.median), f"{one.floor.spread:.0%}") if one.floor else ("", "")
    return (
        one.part,
        one.name,
        _time(one.runs.median),
        f"{one.runs.spread:.0%}" if len(one.runs.seconds) > 1 else "",
        *floor,
        _ratio(one.ratio) if one.ratio is not None else "",
        ", ".join(f"{name} {value}" for name, value in one.facts.items()),
    )


def _ratio(ratio: float) -> str:
    digits = f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.2g}"
    return f"{digits}\N{MULTIPLICATION SIGN}"


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"
