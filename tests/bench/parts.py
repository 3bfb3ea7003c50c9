"""Each part, on a database of its own."""

from __future__ import annotations

from tests.bench import databases, importing, matching, notices, pages, runs, seeding
from tests.bench.databases import DEMO, EMPTY
from tests.bench.measuring import Measure

_kept: list[Measure] = []  # the seed, which the pages need as well


def measured(part: str) -> list[Measure]:
    match part:
        case "seed":
            return _seed()
        case "pages":
            _seed()
            databases.use_copy(of=DEMO, name="bench_pages")
            return list(pages.measure())
        case "matching":
            core = list(matching.measure_core())
            databases.use_copy(of=EMPTY, name="bench_matching")
            return [*core, *runs.measure()]
        case "notices":
            databases.use_copy(of=EMPTY, name="bench_notices")
            return list(notices.measure())
        case "import":
            return list(importing.measure())
        case _:
            raise ValueError(f"There is no part {part!r}.")


def _seed() -> list[Measure]:
    if not _kept:
        databases.use_copy(of=EMPTY, name=DEMO)
        _kept.append(seeding.measure())
    return _kept
