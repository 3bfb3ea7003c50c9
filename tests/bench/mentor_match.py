"""One round and three of mentor-match, on people and pairs read as JSON.

Run as a script of its own and without this project in sight: its package is called `matching` too.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from typing import Any

process, rule = import_module("matching.process"), import_module("matching.rules.rule")
mentee, mentor = import_module("matching.mentee"), import_module("matching.mentor")
match = import_module("matching.match")


def rules(points: dict[str, Any]) -> list[Any]:
    """What our criteria give in points, as yes or no each; ours come in `points`."""
    levels, department = points["level_gap"], points["department"]
    found = [
        rule.Disqualify(lambda match: match.mentor.person in match.mentee.line),
        rule.Disqualify(lambda match: match.mentee.person in match.mentor.line),
        rule.Disqualify(lambda match: not match.mentor.languages & match.mentee.languages),
        rule.Equivalent("department", {True: 0, False: department}),
        rule.Generic({True: levels, False: 0}, lambda match: levels_above(match) in (1, 2, 3)),
        rule.Generic({True: levels // 2, False: 0}, lambda match: levels_above(match) in (0, 4)),
    ]
    for priority, most in enumerate(points["objectives"], start=1):
        found += [
            rule.Generic({True: most, False: 0}, covers(priority, (2, 3))),
            rule.Generic({True: most * 4 // 5, False: 0}, covers(priority, (1,))),
        ]
    return found


def levels_above(match: Any) -> int:
    return int(match.mentor.grade - match.mentee.grade)


def covers(priority: int, above: tuple[int, ...]) -> Any:
    def is_covered(match: Any) -> bool:
        skill, level = match.mentee.topics[priority]
        return match.mentor.offers.get(skill, 0) - level in above

    return is_covered


def person(kind: Any, about: dict[str, Any]) -> Any:
    one = kind(grade=about["job_level"], email=str(about["id"]))
    one.id, one.person = about["id"], about["person"]
    one.department, one.line = about["department"], set(about["line"])
    one.languages = set(about["languages"])
    one.topics = {priority: (skill, level) for skill, level, priority in about["topics"]}
    one.offers = {skill: level for skill, level, _priority in about["topics"]}
    return one


def main() -> None:
    asked = json.load(sys.stdin)
    chosen = rules(asked["points"])
    mentees = [person(mentee.Mentee, about) for about in asked["mentees"]]
    mentors = [person(mentor.Mentor, about) for about in asked["mentors"]]
    mentee_of, mentor_of = {one.id: one for one in mentees}, {one.id: one for one in mentors}

    def score(pairs: list[list[int]]) -> int:
        """By its own rules, and 0 for those that it would not allow."""
        return sum(
            match.Match(mentor_of[mentor], mentee_of[mentee], chosen).calculate_match().score
            for mentee, mentor in pairs
        )

    of_given = score(asked["pairs"])  # before its own matches, which it does not make twice
    started, began = time.perf_counter(), time.process_time()
    process.process_data(mentors, mentees, [chosen])
    one_round, one_processor = time.perf_counter() - started, time.process_time() - began
    pairs = [[one.id, one.mentors[0].id] for one in mentees if one.mentors]
    process.process_data(mentors, mentees, [chosen, chosen])
    three_rounds, three_processor = time.perf_counter() - started, time.process_time() - began
    for one in (*mentees, *mentors):
        one._connections = []
    json.dump(
        {
            "one_round": one_round,
            "one_processor": one_processor,
            "three_rounds": three_rounds,
            "three_processor": three_processor,
            "placed": len(pairs),
            "score": score(pairs),
            "score_of_given": of_given,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
