"""What is wrong in the files: counted in full, kept up to a limit."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from kit.csvs import Fault

KEPT = 1000


@dataclass
class Problems:
    count: int = 0
    kept: list[dict[str, Any]] = field(default_factory=list)
    people: set[int] = field(default_factory=set)  # lines of the faulty rows of people

    def add(self, file: str, fault: Fault) -> None:
        self.count += 1
        if file == "people":
            self.people.add(fault.line)
        if len(self.kept) < KEPT:
            self.kept.append({"file": file, **asdict(fault)})

    def in_order(self) -> list[dict[str, Any]]:
        """Those kept, file by file and line by line."""
        return sorted(self.kept, key=lambda one: (one["file"] != "people", one["line"]))
