"""One mentee and one mentor, and how they score."""

from __future__ import annotations

from matching.scoring import CRITERIA, Criteria, Mentee, Mentor, Pool, Table, Topic

ONLY = {name: {name: 1.0} for name in CRITERIA}


def score(mentee: Mentee, mentor: Mentor, **criteria: object) -> float:
    settings = {"common_language": False, "weights": ONLY["objectives"]} | criteria
    table = Table(Pool((mentee,), (mentor,)), Criteria(**settings))  # type: ignore[arg-type]
    return float(table.scores()[0, 0])


def wants(*topics: Topic, **fields: object) -> Mentee:
    return Mentee(id=1, person=1, topics=topics, **fields)  # type: ignore[arg-type]


def offers(*topics: Topic, **fields: object) -> Mentor:
    return Mentor(id=2, person=2, topics=topics, **fields)  # type: ignore[arg-type]
