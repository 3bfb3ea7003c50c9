"""The assignment problems of the OR-Library, whose smallest costs are published.

    python -m tests.matching.orlib assign100.txt assign200.txt …

solves each file, proves it, and compares. The files are not part of this project; they, their
format and their optima are to be had at J. E. Beasley's OR-Library, under "assignment problem"
("OR-Library: distributing test problems by electronic mail", Journal of the Operational Research
Society 41, 1990).
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from matching.assignment import assign
from matching.certificate import gap
from tests.matching.problems import Floats

SMALLEST = {100: 305, 200: 475, 300: 626, 400: 804, 500: 991, 600: 1176, 700: 1362, 800: 1552}


def read(text: str) -> Floats:
    """The costs: the number of rows, then row after row, broken into lines anyhow."""
    size, *costs = (float(word) for word in text.split())
    return np.array(costs).reshape(int(size), int(size))


def smallest_cost(costs: Floats) -> float:
    """The smallest total of `costs` with everybody assigned, proven."""
    seats = np.ones(costs.shape[1], dtype=np.int64)
    found = assign(-costs, seats)
    assert found.placed == costs.shape[0]
    assert gap(-costs, seats, found) == 0.0
    return -found.total


def main(files: list[str]) -> int:
    wrong = 0
    for file in files:
        costs = read(Path(file).read_text())
        found, known = smallest_cost(costs), SMALLEST.get(costs.shape[0])
        wrong += found != known
        print(f"{file}: {found:g}, published {known}")
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
