"""Reading who is to be matched: two queries and those of `places`, whatever the size."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery

from kit.gathering import Rows, gathered, rows
from matching import places
from matching.models import Ruling
from matching.places import Taken
from matching.scoring import Asked, Mentee, Mentor, Pool, Topic, applying_to
from participants.models import Answer, Bar, Objective, Participant, Wish
from people.reporting_line import chain_above
from programs.models import Program, Question, Role


def read(program: Program, *, on: date, taken: Taken | None = None) -> Pool:
    """The admitted of `program` who have no pairing, and the mentors who have a place free.

    Time zones are compared as they stand on the program's first day, or on `on` without one.
    `taken` where it is known already; an empty one reads as if there were no pairings.
    """
    taken = places.taken(program) if taken is None else taken
    told = _told(program)
    people = [_Row(*row) for row in told["people"]]
    about = _about_all(people, _topics(told["topics"]), program.starts_on or on)
    questions = _add_what_they_said(about, told)
    free = {
        one.pk: _free(program, one.capacity, taken=taken.seats.get(one.pk, 0)) for one in people
    }
    least = program.group_from if program.shape == Program.Shape.GROUPS else 0
    mentees = [one for one in people if one.role == Role.MENTEE and one.pk not in taken.placed]
    mentors = [one for one in people if one.role == Role.MENTOR and free[one.pk]]
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
        **_rulings(told["rulings"], taken.ended),
        barred=_either_way(told["bars"], mentees, mentors),
        ended=taken.ended,
        met=_either_way(taken.met, mentees, mentors),
        questions=questions,
        groups=(program.group_from, program.group_to) if least else None,
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
    applying: tuple[str, ...] = ()  # the criteria that have a share in the scores of these people


def standing(program: Program) -> Standing:
    """Who waits, what is free and what tells them apart: one query and those of `places`."""
    taken = places.taken(program)
    told = _told_of_standing(program)
    capacity_of = {pk: room for pk, role, room in told["people"] if role == Role.MENTOR}
    mentees = [pk for pk, _role, _room in told["people"] if pk not in capacity_of]
    waiting = [pk for pk in mentees if pk not in taken.placed]
    seats = {
        pk: _free(program, room, taken=taken.seats.get(pk, 0)) for pk, room in capacity_of.items()
    }
    able = [pk for pk, free in seats.items() if free > 0]
    return Standing(
        mentees=len(waiting),
        mentors=len(able),
        seats=sum(seats.values()),
        placed=len(taken.placed),
        too_small=sum(is_too_small(program, room) for room in capacity_of.values()),
        admitted=len(capacity_of),
        offering=sum(room > 0 for room in capacity_of.values()),
        applying=_applying(told, waiting, able),
    )


def _applying(told: dict[str, Rows], waiting: list[int], able: list[int]) -> tuple[str, ...]:
    about: dict[int, dict[str, Any]] = {pk: {"id": pk, "person": pk} for pk in (*waiting, *able)}
    questions = _add_what_they_said(about, told)
    mentees = tuple(Mentee(**about[pk]) for pk in waiting)
    mentors = tuple(Mentor(**about[pk]) for pk in able)
    return applying_to(Pool(mentees, mentors, questions=questions))


def fingerprint(pool: Pool) -> str:
    """SHA-256 of everything in the pool: the same people with the same answers, the same print."""
    rows = json.dumps(pool, default=_plain, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(rows.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Pool):  # without what it has worked out for itself
        names = {one.name for one in fields(value)}
        names -= {"groups"}  # what of them binds a mentor, each mentor has
        return {name: getattr(value, name) for name in names}
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


def _told(program: Program) -> dict[str, Rows]:
    """What is known of the program's people, by what it is about. One query, as a piece of JSON."""
    people = Participant.objects.of(program).admitted()
    topics = Objective.objects.filter(participant__program=program).order_by("priority")
    rulings = Ruling.objects.filter(program=program)
    bars = Bar.objects.filter(by__in=people.values("person"))
    return _gathered(
        program,
        people=rows(people.filter(person__is_active=True).order_by("pk"), *_PERSON),
        topics=rows(topics, "participant", "skill__name", "level", "priority"),
        rulings=rows(rulings, "mentee", "mentor", "kind", "despite"),
        bars=rows(bars, "by", "against"),
        **_what_they_said(program),
    )


def _told_of_standing(program: Program) -> dict[str, Rows]:
    people = Participant.objects.of(program).admitted().filter(person__is_active=True)
    return _gathered(
        program,
        people=rows(people.order_by("pk"), "pk", "role", "capacity"),
        **_what_they_said(program),
    )


def _what_they_said(program: Program) -> dict[str, ArraySubquery]:
    """Wishes, and answers to questions that count."""
    theirs = {"participant__program": program}
    questions = Question.objects.filter(program=program).exclude(counts=Question.Counts.NOT)
    answers = Answer.objects.filter(**theirs, question__in=questions.order_by())
    wishes = Wish.objects.filter(**theirs).order_by()
    return {
        "questions": rows(questions.order_by("pk"), "pk", "text", "kind", "counts"),
        "answers": rows(answers.order_by(), "participant", "question", "values"),
        "wishes": rows(wishes, "participant", "wished", "rank"),
    }


def _gathered(program: Program, **lists: ArraySubquery) -> dict[str, Rows]:
    told = Program.objects.values_list(gathered(**lists), flat=True)
    found: dict[str, Rows] = told.get(pk=program.pk)
    return found


_PERSON = (
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


def _about_all(
    people: list[_Row], topics: Mapping[int, list[Topic]], day: date
) -> dict[int, dict[str, Any]]:
    lines = _lines(people)
    return {one.pk: _about(one, topics.get(one.pk, []), lines, day) for one in people}


def _topics(told: Rows) -> dict[int, list[Topic]]:
    topics: dict[int, list[Topic]] = defaultdict(list)
    for participant, skill, level, priority in told:
        topics[participant].append(Topic(skill, level, priority))
    return topics


def _add_what_they_said(
    about: dict[int, dict[str, Any]], told: Mapping[str, Rows]
) -> tuple[Asked, ...]:
    """Adds the answers and wishes of each; the questions that any of them answered."""
    answers = _answers(told["answers"], about)
    for participant, given in answers.items():
        about[participant]["answers"] = given
    for participant, wishes in _wishes(told["wishes"], about).items():
        about[participant]["wishes"] = wishes
    answered = {question for given in answers.values() for question in given}
    return tuple(Asked(*one) for one in told["questions"] if one[0] in answered)


def _answers(told: Rows, people: Container[int]) -> dict[int, dict[int, tuple[str, ...]]]:
    answers: dict[int, dict[int, tuple[str, ...]]] = defaultdict(dict)
    for participant, question, values in told:
        if participant in people:
            answers[participant][question] = tuple(values)
    return answers


def _wishes(told: Rows, people: Container[int]) -> dict[int, dict[int, int]]:
    wishes: dict[int, dict[int, int]] = defaultdict(dict)
    for participant, wished, rank in told:
        if participant in people:
            wishes[participant][wished] = rank
    return wishes


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
    told: Rows, ended: frozenset[tuple[int, int]]
) -> dict[str, frozenset[tuple[int, int]]]:
    """The pairs locked, those of them despite a rule, and those forbidden.

    A lock has had its effect once the pairing it led to has ended.
    """
    found: dict[str, set[tuple[int, int]]] = {"locked": set(), "despite": set(), "forbidden": set()}
    for mentee, mentor, kind, despite in told:
        if kind == Ruling.Kind.FORBID:
            found["forbidden"].add((mentee, mentor))
            continue
        if (mentee, mentor) in ended:
            continue
        found["locked"].add((mentee, mentor))
        if despite:
            found["despite"].add((mentee, mentor))
    return {name: frozenset(pairs) for name, pairs in found.items()}
