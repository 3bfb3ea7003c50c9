"""A certificate as JSON, kept with its run, and the check of a run once more from what was kept.

Prices are kept by mentor (participant id), those of 0 left out. Coverage and the total alone need
no more than two numbers for each mentor; further aims have a part each, and groups their cases, of
which there may be hundreds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from matching.aims import Aim
from matching.certificate import CertificateError
from matching.deciding import Question
from matching.scoring import Criteria, Pool, Table
from matching.solver.answers import Assignment, Case, Certificate, Prices
from matching.solver.settling import NOBODY, Floats, Ints
from matching.solving import locked_columns

Stored = Mapping[str, Any]


def as_json(certificate: Certificate, mentors: Sequence[int]) -> dict[str, Any]:
    """What to keep beside the two prices of each mentor: `mentors` are the ids of the columns."""
    if certificate.aim == Aim():
        return {}
    return {
        "aim": asdict(certificate.aim),
        "bounds": list(certificate.bounds),
        "cases": [_case_as_json(case, mentors) for case in certificate.cases],
    }


def _case_as_json(case: Case, mentors: Sequence[int]) -> dict[str, Any]:
    alike = all(one is other for one, other in zip(case.first, case.further, strict=True))
    return {
        "held": sorted(mentors[column] for column in case.held),
        "closed": sorted(mentors[column] for column in case.closed),
        "further": [_by_mentor(part, mentors) for part in case.further],
    } | ({} if alike else {"first": [_by_mentor(part, mentors) for part in case.first]})


def _by_mentor(prices: Floats, mentors: Sequence[int]) -> dict[str, float]:
    return {
        str(mentors[column]): float(prices[column]) for column in np.flatnonzero(prices).tolist()
    }


def from_json(stored: Stored, mentors: Sequence[int]) -> Certificate:
    """The certificate of a run as it was. Raises `CertificateError` where it was not kept.

    Once, those of more than a hundred cases were not.
    """
    column_of = {str(mentor): column for column, mentor in enumerate(mentors)}
    if "aim" not in stored:
        parts = [
            _by_column({m: p[part] for m, p in stored["prices"].items()}, column_of)
            for part in (0, 1)
        ]
        return Certificate.of(*parts)
    if not stored.get("cases"):
        raise CertificateError("The proof of this run was not kept. Run it again.")
    cases = tuple(_case_from_json(case, column_of) for case in stored["cases"])
    return Certificate(Aim(**stored["aim"]), cases, tuple(stored["bounds"]))


def _case_from_json(stored: Stored, column_of: Mapping[str, int]) -> Case:
    def prices(name: str) -> Prices:
        return tuple(_by_column(part, column_of) for part in stored[name])

    def columns(name: str) -> frozenset[int]:
        return frozenset(column_of[str(mentor)] for mentor in stored[name])

    further = prices("further")
    first = prices("first") if "first" in stored else further
    return Case(first, further, columns("held"), columns("closed"))


def _by_column(prices: Mapping[str, float], column_of: Mapping[str, int]) -> Floats:
    by_column = np.zeros(len(column_of))
    for mentor, price in prices.items():
        by_column[column_of[mentor]] = price
    return by_column


def check(
    pool: Pool, criteria: Criteria, pairs: Iterable[tuple[int, int]], stored: Stored
) -> float:
    """How far from the best the `pairs` (mentee id, mentor id) of a run may be, by what it kept.

    `pool` and `criteria` are those of the run. 0.0 says that it is proven best; raises
    `matching.certificate.BrokenRuleError` or `CertificateError` where nothing is proven at all.
    """
    table = Table(pool, criteria)
    scores = table.scores()
    locked_of = locked_columns(table, scores)
    mentor_of = _columns(pool, pairs)
    mentor_of[locked_of != NOBODY] = NOBODY
    proof = from_json(stored, [mentor.id for mentor in pool.mentors])
    question = Question.of(pool, criteria, scores, locked_of)
    return question.gap(Assignment(mentor_of, 0.0, proof))


def least_cost(table: Table, mentee: int, mentor: int, stored: Stored) -> tuple[int, float] | None:
    """What it costs at least that these two (ids) are a pair: mentees placed, then points.

    Read from the prices of a run that is proven best, and whose people and criteria are those of
    `table`: what the mentee gains at these prices, less what this mentor would leave of it. None
    where the prices do not say so: the run is not proven best, had further aims, or a lock is on
    the mentee.
    """
    pool = table.pool
    if stored.get("gap") != 0 or "aim" in stored or mentee in {one for one, _other in pool.locked}:
        return None
    row, column = pool.row_of[mentee], pool.column_of[mentor]
    certificate = from_json(stored, [one.id for one in pool.mentors])
    taken = np.zeros_like(pool.seats)
    for _row, at in pool.at(pool.locked):
        taken[at] += 1
    scores = table.block(slice(row, row + 1))[0]
    there = ~np.isnan(scores) & (pool.seats > taken)
    if not there[column]:
        return None
    left = list(zip(1 - certificate.places, scores - certificate.points, strict=True))
    places, points = max((0, 0.0), *(left[at] for at in np.flatnonzero(there)))
    lost = (int(places - left[column][0]), float(points - left[column][1]))
    return max(lost, (0, 0.0))


def _columns(pool: Pool, pairs: Iterable[tuple[int, int]]) -> Ints:
    mentor_of = np.full(len(pool.mentees), NOBODY, dtype=np.int64)
    for mentee, mentor in pairs:
        mentor_of[pool.row_of[mentee]] = pool.column_of[mentor]
    return mentor_of
