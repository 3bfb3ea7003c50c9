"""Why these two, why not those two, and why nobody: facts that `matching.explaining` puts in words.

Facts are JSON values, each with its `kind`; they are kept with a proposal, so a kind once used is
never given another meaning. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from matching.scoring import ALWAYS, Asked, Mentee, Mentor, Table, common_minutes

Fact = dict[str, Any]

# A rule that somebody's own and private word stands behind is kept under a name that says nothing.
KEPT_AS = {"barred": "not_possible"}


def facts(table: Table, mentee: Mentee, mentor: Mentor) -> tuple[Fact, ...]:
    """What speaks for these two and against, in the order of the criteria."""
    return tuple(fact for about in _FACTS for fact in about(table, mentee, mentor))


def _objectives(table: Table, mentee: Mentee, mentor: Mentor) -> Iterator[Fact]:
    offered = {topic.skill: topic.level for topic in mentor.topics}
    covered = [
        topic
        for topic in sorted(mentee.topics, key=lambda topic: topic.priority)
        if topic.skill in offered and table.fit(offered[topic.skill] - topic.level) > 0
    ]
    for topic in covered:
        yield {
            "kind": "covers",
            "skill": topic.skill,
            "priority": topic.priority,
            "level": offered[topic.skill],
        }
    if not mentee.topics:
        yield {"kind": "wants_nothing"}
    elif not covered:
        yield {"kind": "covers_nothing"}


def _level_gap(_table: Table, mentee: Mentee, mentor: Mentor) -> Iterator[Fact]:
    if mentee.job_level is not None and mentor.job_level is not None:
        yield {"kind": "level_gap", "levels": mentor.job_level - mentee.job_level}


def _department(table: Table, mentee: Mentee, mentor: Mentor) -> Iterator[Fact]:
    if table.criteria.department != "any" and mentee.department and mentor.department:
        yield {"kind": "department", "same": mentee.department == mentor.department}


def _location(table: Table, mentee: Mentee, mentor: Mentor) -> Iterator[Fact]:
    if table.criteria.location != "any" and mentee.location and mentor.location:
        yield {"kind": "location", "same": mentee.location == mentor.location}


def _overlap(_table: Table, mentee: Mentee, mentor: Mentor) -> Iterator[Fact]:
    yield {"kind": "overlap", "minutes": _minutes(mentee.offset - mentor.offset)}


@lru_cache(maxsize=1000)
def _minutes(apart: int) -> int:
    """A handful of differences serves everybody."""
    return int(common_minutes(np.array(float(apart))))


def _hours(_table: Table, mentee: Mentee, mentor: Mentor) -> Iterator[Fact]:
    if mentee.hours:
        yield {"kind": "hours", "given": mentor.hours, "hoped": mentee.hours}


def _languages(_table: Table, mentee: Mentee, mentor: Mentor) -> Iterator[Fact]:
    if common := sorted(mentee.languages & mentor.languages):
        yield {"kind": "languages", "codes": common}
    elif mentee.languages and mentor.languages:
        yield {"kind": "no_language"}


def _wishes(_table: Table, mentee: Mentee, mentor: Mentor) -> Iterator[Fact]:
    if mentor.id in mentee.wishes:
        yield {"kind": "wish", "of": "mentee", "rank": mentee.wishes[mentor.id]}
    elif mentee.wishes:
        yield {"kind": "no_wish", "of": "mentee"}
    if mentee.id in mentor.wishes:
        yield {"kind": "wish", "of": "mentor", "rank": mentor.wishes[mentee.id]}


def _questions(table: Table, mentee: Mentee, mentor: Mentor) -> Iterator[Fact]:
    for asked in table.pool.questions:
        wanted, given = mentee.answers.get(asked.id), mentor.answers.get(asked.id)
        if wanted and given:
            yield {"question": asked.text, **_answers(asked, wanted, given)}


def _answers(asked: Asked, mentee: tuple[str, ...], mentor: tuple[str, ...]) -> Fact:
    if asked.kind == "scale":
        return {"kind": "answers_scale", "mentee": int(mentee[0]), "mentor": int(mentor[0])}
    return {"kind": "answers", "both": [answer for answer in mentee if answer in mentor]}


def _met(table: Table, mentee: Mentee, mentor: Mentor) -> Iterator[Fact]:
    if (mentee.id, mentor.id) in table.pool.met:
        yield {"kind": "met"}


def _despite(table: Table, mentee: Mentee, mentor: Mentor) -> Iterator[Fact]:
    if (mentee.id, mentor.id) in table.pool.despite:
        passed = broken_rules(table, mentee.id, mentor.id, despite=False)
        if rules := [rule for rule in passed if rule not in ALWAYS]:
            yield {"kind": "despite", "rules": rules}


_FACTS: tuple[Callable[[Table, Mentee, Mentor], Iterator[Fact]], ...] = (
    _objectives,
    _level_gap,
    _department,
    _location,
    _overlap,
    _hours,
    _languages,
    _wishes,
    _questions,
    _met,
    _despite,
)


# --- Why not --------------------------------------------------------------------------------------


def broken_rules(
    table: Table, mentee_id: int, mentor_id: int, *, despite: bool = True
) -> tuple[str, ...]:
    """The hard rules that keep these two apart; empty where they may be paired.

    With `despite=False` also those that a lock on them knowingly passes over. Raises
    `KeyError` where one of the two is not in the pool.
    """
    row, column = table.pool.row_of[mentee_id], table.pool.column_of[mentor_id]
    broken = table.broken(slice(row, row + 1), despite=despite)
    return tuple(rule for rule, mask in broken.items() if mask[0, column])


def broken_among(
    table: Table, pairs: frozenset[tuple[int, int]]
) -> dict[tuple[int, int], list[str]]:
    """The hard rules that keep these (mentee, mentor) apart, of those where one does.

    Pairs of whom one is not in the pool are passed by.
    """
    pool, found = table.pool, defaultdict[tuple[int, int], list[str]](list)
    asked = np.array(sorted(pool.at(pairs)), dtype=np.int64).reshape(-1, 2)
    for rows in table.blocks():
        start, stop = np.searchsorted(asked[:, 0], [rows.start, rows.stop])
        here = asked[start:stop]
        for rule, mask in table.broken(rows).items() if here.size else ():
            for row, column in here[mask[here[:, 0] - rows.start, here[:, 1]]]:
                found[pool.mentees[row].id, pool.mentors[column].id].append(rule)
    return found


def why_left_out(table: Table, row: int, possible: int, least: int = 0) -> tuple[str, Fact]:
    """Why the mentee of this row has nobody, who may be paired with so many: a key and its facts.

    Either all who could be are taken, or some rule keeps everybody away, or several together do.
    With `least` one who could be has places left, but their group would be smaller than that.
    """
    if least:
        return "no_group", {"least": least}
    if possible:
        return "all_taken", {"possible": possible}
    broken = table.broken(slice(row, row + 1))
    others = ~broken.pop("oneself")[0]
    everybody = int(np.count_nonzero(others))
    if not everybody:
        return "no_mentors", {}
    counts = {
        KEPT_AS.get(rule, rule): int(np.count_nonzero(mask[0] & others))
        for rule, mask in broken.items()
    }
    for rule, count in counts.items():
        if count == everybody:
            return rule, {"mentors": everybody}
    return "several_rules", {"mentors": everybody} | {k: v for k, v in counts.items() if v}
