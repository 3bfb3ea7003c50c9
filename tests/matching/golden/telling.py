"""From the cases to the text of the golden file."""

from __future__ import annotations

import textwrap
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from matching import explaining
from matching.reasons import broken_rules, facts
from matching.scoring import DEFAULT_WEIGHTS, Asked, Criteria, Mentee, Mentor, Pool, Table, Topic

HERE = Path(__file__).parent
GOLDEN = HERE / "explanations.txt"
MENTEE, MENTOR = 1, 2
QUESTIONS = (
    Asked(1, "How do you like to work?", "one", "same"),
    Asked(2, "What do you like?", "some", "different"),
    Asked(3, "How much do you talk?", "scale", "same"),
)
_WEIGHTS = {**DEFAULT_WEIGHTS, **{f"question-{asked.id}": 10.0 for asked in QUESTIONS}}

Case = Mapping[str, Any]


def cases() -> list[Case]:
    read: list[Case] = tomllib.loads((HERE / "cases.toml").read_text())["case"]
    return read


def told() -> str:
    """All cases as the golden file holds them."""
    return "\n".join("\n".join(_told(case)) for case in cases())


def _told(case: Case) -> Iterator[str]:
    table = _table(case)
    yield case["name"]
    rules = broken_rules(table, MENTEE, MENTOR)
    if rules:
        yield f"    not: {explaining.rules_in_words(rules)}"
    else:
        row, column = (np.array([at]) for at in (0, table.pool.column_of[MENTOR]))
        points = {name: float(found[0]) for name, found in table.between(row, column).items()}
        yield f"    {sum(points.values()):.1f} of 100"
        for name, found in points.items():
            yield f"        {name} {found:.1f} of {100 * table.shares[name]:.1f}"
    sentence = explaining.sentence(
        facts(table, table.pool.mentees[0], table.pool.mentors[table.pool.column_of[MENTOR]])
    )
    yield from textwrap.wrap(sentence, 96, initial_indent="    ", subsequent_indent="    ")
    yield ""


def _table(case: Case) -> Table:
    settings = dict(case.get("criteria", {}))
    weights = _WEIGHTS | settings.pop("weights", {})
    others = [Mentor(id=one["id"], person=one["id"]) for one in case.get("others", ())]
    two: dict[str, Any] = {kind: frozenset({(MENTEE, MENTOR)}) for kind in case.get("pairs", ())}
    pool = Pool(
        (Mentee(id=MENTEE, person=MENTEE, **_about(case["mentee"])),),
        (Mentor(id=MENTOR, person=MENTOR, **_about(case["mentor"])), *others),
        questions=QUESTIONS,
        **two,
    )
    return Table(pool, Criteria(weights=weights, **settings))


def _about(said: Mapping[str, Any]) -> dict[str, Any]:
    about = {"languages": ["en"], **said}
    about["languages"] = frozenset(about["languages"])
    about["line"] = frozenset(about.get("line", ()))
    about["topics"] = tuple(
        Topic(topic.rsplit(" ", 1)[0], int(topic.rsplit(" ", 1)[1]), priority)
        for priority, topic in enumerate(about.get("topics", ()), start=1)
    )
    about["wishes"] = {int(one): rank for one, rank in about.get("wishes", {}).items()}
    about["answers"] = {int(one): tuple(given) for one, given in about.get("answers", {}).items()}
    return about
