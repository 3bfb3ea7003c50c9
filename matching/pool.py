"""Reading who is to be matched: six queries whatever the size."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from matching import places
from matching.models import Ruling
from matching.scoring import Mentee, Mentor, Pool, Topic
from participants.models import Objective, Participant
from people.reporting_line import chain_above
from programs.models import Program, Role


def read(program: Program, *, on: date) -> Pool:
    """The admitted of `program` who have no pairing, and the mentors who have a place free.

    Time zones are compared as they stand on the program's first day, or on `on` without one.
    """
    taken = places.taken(program)
    people = list(
        Participant.objects.of(program)
        .admitted()
        .filter(person__is_active=True)
        .select_related("person__employment")
        .order_by("pk")
    )
    topics = _topics(people)
    lines = _lines(people)
    day = program.starts_on or on
    about = {one.pk: _about(one, topics[one.pk], lines, day) for one in people}
    locked, forbidden = _rulings(program)
    return Pool(
        mentees=tuple(
            Mentee(**about[one.pk])
            for one in people
            if one.role == Role.MENTEE and one.pk not in taken.placed
        ),
        mentors=tuple(
            Mentor(**about[one.pk], seats=free)
            for one in people
            if one.role == Role.MENTOR
            and (free := program.seats_free(one.capacity, taken=taken.seats.get(one.pk, 0)))
        ),
        locked=locked,
        forbidden=forbidden,
    )


@dataclass(frozen=True)
class Standing:
    """How many could be matched now."""

    mentees: int  # admitted, without a pairing
    mentors: int  # admitted, with a place free
    seats: int  # places free
    placed: int  # mentees who have a pairing


def standing(program: Program) -> Standing:
    """Who waits and what is free, in two queries."""
    taken = places.taken(program)
    admitted = Participant.objects.of(program).admitted().filter(person__is_active=True)
    rows = list(admitted.values_list("pk", "role", "capacity"))
    free = [
        program.seats_free(capacity, taken=taken.seats.get(pk, 0))
        for pk, role, capacity in rows
        if role == Role.MENTOR
    ]
    mentees = [pk for pk, role, _capacity in rows if role == Role.MENTEE]
    return Standing(
        mentees=sum(pk not in taken.placed for pk in mentees),
        mentors=sum(seats > 0 for seats in free),
        seats=sum(free),
        placed=len(taken.placed),
    )


def fingerprint(pool: Pool) -> str:
    """SHA-256 of everything in the pool: the same people with the same answers, the same print."""
    rows = json.dumps(_plain(asdict(pool)), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(rows.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, frozenset):
        return sorted(_plain(one) for one in value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


def _topics(people: Iterable[Participant]) -> dict[int, list[Topic]]:
    topics: dict[int, list[Topic]] = defaultdict(list)
    rows = Objective.objects.filter(participant__in=[one.pk for one in people])
    for participant, skill, level, priority in rows.order_by("participant", "priority").values_list(
        "participant", "skill__name", "level", "priority"
    ):
        topics[participant].append(Topic(skill, level, priority))
    return topics


def _lines(people: Iterable[Participant]) -> dict[int, frozenset[int]]:
    """By person: the people of this pool who stand above them."""
    person_of = {one.person.employment.pk: one.person_id for one in people if _has_employment(one)}
    return {
        person_of[employment]: frozenset(person_of[one] for one in above if one in person_of)
        for employment, above in chain_above(list(person_of)).items()
    }


def _has_employment(participant: Participant) -> bool:
    return hasattr(participant.person, "employment")


def _about(
    one: Participant, topics: list[Topic], lines: dict[int, frozenset[int]], day: date
) -> dict[str, Any]:
    job = one.person.employment if _has_employment(one) else None
    return {
        "id": one.pk,
        "person": one.person_id,
        "topics": tuple(topics),
        "job_level": job.job_level if job else None,
        "department": job.department if job else "",
        "hours": one.hours_per_month,
        "languages": frozenset(one.languages),
        "offset": _offset(one.person.time_zone, day),
        "line": lines.get(one.person_id, frozenset()),
    }


@lru_cache(maxsize=1000)
def _offset(zone: str, day: date) -> int:
    """Minutes ahead of UTC at noon of the day."""
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    ahead = noon.astimezone(ZoneInfo(zone)).utcoffset()
    return round(ahead.total_seconds() / 60) if ahead else 0


def _rulings(program: Program) -> tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int]]]:
    by_kind: dict[str, set[tuple[int, int]]] = {kind: set() for kind in Ruling.Kind.values}
    rows = Ruling.objects.filter(program=program)
    for mentee, mentor, kind in rows.values_list("mentee", "mentor", "kind"):
        by_kind[kind].add((mentee, mentor))
    return frozenset(by_kind[Ruling.Kind.LOCK]), frozenset(by_kind[Ruling.Kind.FORBID])
