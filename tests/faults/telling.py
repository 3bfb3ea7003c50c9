"""What came of the faults: as a table to read, and one line of JSON each."""

from __future__ import annotations

import json
from collections.abc import Iterable

from tests.faults.ledger import Finding


def line(one: Finding) -> str:
    figures = ", ".join(f"{name} {value}" for name, value in one.figures.items())
    verdict = f"BROKEN: {'; '.join(one.broken)}" if one.broken else "kept"
    return f"{one.row}  {one.fault:<44} {verdict:<5} {figures}"


def json_lines(found: Iterable[Finding]) -> str:
    return "".join(f"{json.dumps(one.as_json())}\n" for one in found)
