"""Reading who is to be matched: seven queries and those of `places`, whatever the size."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from matching import places
from matching.models import Ruling
from matching.scoring import Asked, Mentee, Mentor, Pool, Topic
from participants.models import Answer, Bar, Objective, Participant, Wish
from people.reporting_line import chain_above
from programs.models import Program, Question, Role


def read(program: Program, *, on: date, everybody: bool = False) -> Pool:
    """The admitted of `program` who have no pairing, and the mentors who have a place free.

    Time zones are compared as they stand on the program's first day, or on `on` without one. With
    `everybody` as if there were no pairings, to score what a run proposed before it was published.
    """
    taken = places.Taken() if everybody else places.taken(program)
    people = _admitted(program)
    about = _about_all(program, people, program.starts_on or on)
    free = {
        one.pk: _free(program, one.capacity, taken=taken.seats.get(one.pk, 0)) for one in people
    }
    least = program.group_from if program.shape == Program.Shape.GROUPS else 0
    mentees = [one for one in people if one.role == Role.MENTEE and one.pk not in taken.placed]
    mentors = [one for one in people if one.role == Role.MENTOR and free[one.pk]]
    answers, questions = _answers(program, about)
    for participant, given in answers.items():
        about[participant]["answers"] = given
    for participant, wishes in _wishes(program, about).items():
        about[participant]["wishes"] = wishes
    return Pool(
        mentees=tuple(Mentee(**about[one.pk]) for one in mentees),
        mentors=tuple(
            Mentor(
                **about[one.pk],
                seats=free[one.pk],
                has=taken.seats.get(one.pk, 0),
                least=least,
            )
            for one in mentors
        ),
        **_rulings(program, taken.ended),
        barred=_either_way(_bars(program), mentees, mentors),
        ended=taken.ended,
        met=_either_way(taken.met, mentees, mentors),
        questions=questions,
    )


def is_too_small(program: Program, capacity: int) -> bool:
    """Whether a mentor with room for so many cannot hold a group, where groups are the point."""
    return program.shape == Program.Shape.GROUPS and capacity < program.group_from


def _free(program: Program, capacity: int, *, taken: int) -> int:
    """Places free; none with a mentor whose room is too small for a group."""
    if is_too_small(program, capacity):
        return 0
    return program.seats_free(capacity, taken=taken)


@dataclass(frozen=True)
class Standing:
    """How many could be matched now."""

    mentees: int  # admitted, without a pairing
    mentors: int  # admitted, with a place free
    seats: int  # places free
    placed: int  # mentees who have a pairing
    too_small: int = 0  # mentors with room for fewer mentees than make a group
    admitted: int = 0  # mentors, with a place free or without
    offering: int = 0  # of them those who would take anybody at all


def standing(program: Program) -> Standing:
    """Who waits and what is free, in one query and those of `places`."""
    taken = places.taken(program)
    admitted = Participant.objects.of(program).admitted().filter(person__is_active=True)
    rows = list(admitted.values_list("pk", "role", "capacity"))
    capacities = [capacity for _pk, role, capacity in rows if role == Role.MENTOR]
    seats = [
        _free(program, capacity, taken=taken.seats.get(pk, 0))
        for pk, role, capacity in rows
        if role == Role.MENTOR
    ]
    mentees = [pk for pk, role, _capacity in rows if role == Role.MENTEE]
    return Standing(
        mentees=sum(pk not in taken.placed for pk in mentees),
        mentors=sum(free > 0 for free in seats),
        seats=sum(seats),
        placed=len(taken.placed),
        too_small=sum(is_too_small(program, capacity) for capacity in capacities),
        admitted=len(capacities),
        offering=sum(capacity > 0 for capacity in capacities),
    )


def fingerprint(pool: Pool) -> str:
    """SHA-256 of everything in the pool: the same people with the same answers, the same print."""
    rows = json.dumps(pool, default=_plain, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(rows.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Pool):  # without what it has worked out for itself
        return {one.name: getattr(value, one.name) for one in fields(value)}
    return vars(value)


class _Row(NamedTuple):
    """An admitted participant as read; a tuple of columns takes a third of the time of models."""

    pk: int
    role: str
    capacity: int
    hours: int
    languages: list[str]
    person: int
    zone: str
    employment: int | None
    job_level: int | None
    department: str | None
    location: str | None


def _admitted(program: Program) -> list[_Row]:
    admitted = Participant.objects.of(program).admitted().filter(person__is_active=True)
    rows = admitted.order_by("pk").values_list(
        "pk",
        "role",
        "capacity",
        "hours_per_month",
        "languages",
        "person",
        "person__time_zone",
        "person__employment",
        "person__employment__job_level",
        "person__employment__department",
        "person__employment__location",
    )
    return [_Row(*row) for row in rows]


def _about_all(program: Program, people: list[_Row], day: date) -> dict[int, dict[str, Any]]:
    topics, lines = _topics(program), _lines(people)
    return {one.pk: _about(one, topics[one.pk], lines, day) for one in people}


def _topics(program: Program) -> dict[int, list[Topic]]:
    topics: dict[int, list[Topic]] = defaultdict(list)
    rows = Objective.objects.filter(participant__program=program)
    for participant, skill, level, priority in rows.order_by("participant", "priority").values_list(
        "participant", "skill__name", "level", "priority"
    ):
        topics[participant].append(Topic(skill, level, priority))
    return topics


def _answers(
    program: Program, people: Container[int]
) -> tuple[dict[int, dict[int, tuple[str, ...]]], tuple[Asked, ...]]:
    """What each of `people` answered to the questions that count, and those somebody answered."""
    answers: dict[int, dict[int, tuple[str, ...]]] = defaultdict(dict)
    asked: dict[int, Asked] = {}
    rows = Answer.objects.filter(participant__program=program)
    for participant, values, question, *about in rows.exclude(
        question__counts=Question.Counts.NOT
    ).values_list(
        "participant",
        "values",
        "question",
        "question__text",
        "question__kind",
        "question__counts",
    ):
        if participant in people:
            answers[participant][question] = tuple(values)
            asked[question] = Asked(question, *about)
    return answers, tuple(asked.values())


def _wishes(program: Program, people: Container[int]) -> dict[int, dict[int, int]]:
    wishes: dict[int, dict[int, int]] = defaultdict(dict)
    rows = Wish.objects.filter(participant__program=program)
    for participant, wished, rank in rows.values_list("participant", "wished", "rank"):
        if participant in people:
            wishes[participant][wished] = rank
    return wishes


def _bars(program: Program) -> set[tuple[int, int]]:
    """Whom the people of the program barred, as people."""
    there = Participant.objects.of(program).admitted().values("person")
    return set(Bar.objects.filter(by__in=there).values_list("by", "against"))


def _either_way(
    people: Iterable[tuple[int, int]], mentees: list[_Row], mentors: list[_Row]
) -> frozenset[tuple[int, int]]:
    """(mentee, mentor) of this pool for two people, whichever of them is which."""
    mentee_of = {one.person: one.pk for one in mentees}
    mentor_of = {one.person: one.pk for one in mentors}
    return frozenset(
        (mentee_of[mentee], mentor_of[mentor])
        for one, other in people
        for mentee, mentor in ((one, other), (other, one))
        if mentee in mentee_of and mentor in mentor_of
    )


def _lines(people: Iterable[_Row]) -> dict[int, frozenset[int]]:
    """By person: the people of this pool who stand above them."""
    person_of = {one.employment: one.person for one in people if one.employment is not None}
    return {
        person_of[employment]: frozenset(person_of[one] for one in above if one in person_of)
        for employment, above in chain_above(list(person_of)).items()
    }


def _about(
    one: _Row, topics: list[Topic], lines: dict[int, frozenset[int]], day: date
) -> dict[str, Any]:
    return {
        "id": one.pk,
        "person": one.person,
        "topics": tuple(topics),
        "job_level": one.job_level,
        "department": one.department or "",
        "hours": one.hours,
        "languages": frozenset(one.languages),
        "offset": _offset(one.zone, day),
        "line": lines.get(one.person, frozenset()),
        "location": one.location or "",
    }


@lru_cache(maxsize=1000)
def _offset(zone: str, day: date) -> int:
    """Minutes ahead of UTC at noon of the day."""
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    ahead = noon.astimezone(ZoneInfo(zone)).utcoffset()
    return round(ahead.total_seconds() / 60) if ahead else 0


def _rulings(
    program: Program, ended: frozenset[tuple[int, int]]
) -> dict[str, frozenset[tuple[int, int]]]:
    """The pairs locked, those of them despite a rule, and those forbidden.

    A lock has had its effect once the pairing it led to has ended.
    """
    found: dict[str, set[tuple[int, int]]] = {"locked": set(), "despite": set(), "forbidden": set()}
    rows = Ruling.objects.filter(program=program)
    for mentee, mentor, kind, despite in rows.values_list("mentee", "mentor", "kind", "despite"):
        if kind == Ruling.Kind.FORBID:
            found["forbidden"].add((mentee, mentor))
            continue
        if (mentee, mentor) in ended:
            continue
        found["locked"].add((mentee, mentor))
        if despite:
            found["despite"].add((mentee, mentor))
    return {name: frozenset(pairs) for name, pairs in found.items()}
