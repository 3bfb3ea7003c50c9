"""The score of one pair reckoned by hand, from the words of the scoring and none of its code."""

from __future__ import annotations

from collections.abc import Mapping

from matching.scoring import Asked, Criteria, Member, Mentee, Mentor, Pool

FIT = {0: 0.4, 1: 0.8, 2: 1.0, 3: 1.0}


def score_of(mentee: Mentee, mentor: Mentor, pool: Pool, criteria: Criteria) -> float | None:
    """From 0 to 100; None where a rule keeps the two apart."""
    if is_apart(mentee, mentor, pool, criteria):
        return None
    values = values_of(mentee, mentor, pool, criteria)
    weights = {name: criteria.weights.get(name, 0) for name in values}
    return 100 * sum(weights[name] * values[name] for name in values) / sum(weights.values())


def values_of(mentee: Mentee, mentor: Mentor, pool: Pool, criteria: Criteria) -> dict[str, float]:
    """Of those criteria that apply to the pool."""
    values = {
        "objectives": objectives(mentee, mentor, criteria),
        "level_gap": level_gap(mentee, mentor, criteria),
        "hours": min(1.0, mentor.hours / max(1, mentee.hours)),
        "time_zone": min(1.0, common_hours(mentee, mentor) / 4),
        "languages": languages(mentee, mentor),
    }
    for name in ("department", "location"):
        if (wish := getattr(criteria, name)) != "any":
            values[name] = alike(getattr(mentee, name), getattr(mentor, name), wish)
    mentee_ids, mentor_ids = {one.id for one in pool.mentees}, {one.id for one in pool.mentors}
    if any(mentor_ids & set(one.wishes) for one in pool.mentees):
        values["mentee_wishes"] = wished(mentee.wishes, mentor.id, mentor_ids)
    if any(mentee_ids & set(one.wishes) for one in pool.mentors):
        values["mentor_wishes"] = wished(mentor.wishes, mentee.id, mentee_ids)
    for asked in pool.questions:
        if any(asked.id in one.answers for one in (*pool.mentees, *pool.mentors)):
            values[f"question-{asked.id}"] = answers(mentee, mentor, asked)
    return values


def objectives(mentee: Mentee, mentor: Mentor, criteria: Criteria) -> float:
    offered = {topic.skill: topic.level for topic in mentor.topics}
    whole = sum(1 / topic.priority for topic in mentee.topics)
    found = 0.0
    for topic in mentee.topics:
        above = offered.get(topic.skill, -9) - topic.level
        if above or not criteria.strictly_above:
            found += FIT.get(above, 0.0) / topic.priority
    return found / whole if whole else 0.0


def level_gap(mentee: Mentee, mentor: Mentor, criteria: Criteria) -> float:
    if mentee.job_level is None or mentor.job_level is None:
        return 0.5
    above = mentor.job_level - mentee.job_level
    for beside, value in ((0, 1.0), (1, 0.5)):
        if criteria.gap_from - beside <= above <= criteria.gap_to + beside:
            return value
    return 0.0


def common_hours(mentee: Member, mentor: Member) -> float:
    """Minute by minute of one day, from 9 to 17 by the clocks of both."""

    def works(one: Member, minute: int) -> bool:
        return 9 * 60 <= (minute + one.offset) % (24 * 60) < 17 * 60

    return sum(works(mentee, at) and works(mentor, at) for at in range(0, 24 * 60, 30)) / 2


def languages(mentee: Mentee, mentor: Mentor) -> float:
    if not (mentee.languages and mentor.languages):
        return 0.5
    return len(mentee.languages & mentor.languages) / len(mentee.languages)


def alike(one: str, other: str, wish: str) -> float:
    if not (one and other):
        return 0.5
    return float((one == other) == (wish == "same"))


def wished(wishes: Mapping[int, int], somebody: int, there: set[int]) -> float:
    if not set(wishes) & there:
        return 0.5
    return {1: 1.0, 2: 0.8, 3: 0.6, 4: 0.4, 5: 0.2}.get(wishes.get(somebody, 0), 0.0)


def answers(mentee: Mentee, mentor: Mentor, asked: Asked) -> float:
    one, other = (set(each.answers.get(asked.id, ())) for each in (mentee, mentor))
    if not (one and other):
        return 0.5
    if asked.kind == "scale":
        same = 1 - abs(int(*one) - int(*other)) / 4
    else:
        same = len(one & other) / len(one | other)
    return same if asked.counts == "same" else 1 - same


def is_apart(mentee: Mentee, mentor: Mentor, pool: Pool, criteria: Criteria) -> bool:
    pair = (mentee.id, mentor.id)
    if mentee.person == mentor.person or pair in pool.barred | pool.ended:
        return True
    if pair in pool.despite:
        return False
    above = None
    if mentee.job_level is not None and mentor.job_level is not None:
        above = mentor.job_level - mentee.job_level
    known = mentee.department and mentor.department
    same_department = mentee.department and mentee.department == mentor.department
    in_line = mentor.person in mentee.line or mentee.person in mentor.line
    least, most, overlap = criteria.least_levels, criteria.most_levels, criteria.least_overlap
    broken = (
        criteria.reporting_line and in_line,
        criteria.common_language and not mentee.languages & mentor.languages,
        criteria.wanted_skill and not objectives(mentee, mentor, criteria),
        criteria.other_department and same_department,
        criteria.same_department and known and not same_department,
        least is not None and above is not None and above < least,
        most is not None and above is not None and above > most,
        overlap is not None and 60 * common_hours(mentee, mentor) < overlap,
        criteria.met_before and pair in pool.met,
        pair in pool.forbidden,
    )
    return any(broken)
