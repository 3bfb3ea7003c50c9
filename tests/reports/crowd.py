"""A company of some dozens, so that figures are large enough to be shown."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from pairings import agreeing
from pairings.founding import found_one
from pairings.models import Pairing
from people.models import Employment, EmploymentEvent, Person
from programs.models import Program
from tests import cast

_numbers = count(1)


def worker(
    *, department: str = "Research", left_on: date | None = None, **record: object
) -> Person:
    someone = cast.person(f"Worker No{next(_numbers)}")
    cast.employment(someone, department=department, left_on=left_on, **record)  # type: ignore[arg-type]
    return someone


def workers(how_many: int, **record: object) -> list[Person]:
    return [worker(**record) for _ in range(how_many)]  # type: ignore[arg-type]


def promote(someone: Person, *, on: date) -> None:
    EmploymentEvent.objects.create(
        employment=Employment.objects.get(person=someone), kind="promotion", on=on
    )


def pair_up(mentor: Person, mentee: Person, program: Program, *, from_on: date) -> Pairing:
    """Both admitted, matched and agreed on that day."""
    at = datetime.combine(from_on, time(8), UTC)
    made = found_one(
        cast.participant(mentor, program, "mentor"),
        [cast.participant(mentee, program, "mentee")],
        by=program.created_by,
        at=at,
    )
    agreement = made.agreements.get()
    for someone in (mentor, mentee):
        agreeing.accept(agreement, by=someone, at=at)
    Pairing.objects.filter(pk=made.pk).update(starts_on=from_on, ends_on=from_on + timedelta(364))
    made.mentees.update(joined_on=from_on)
    made.refresh_from_db()
    return made


def pairs(
    how_many: int, program: Program, *, from_on: date, department: str = "Research"
) -> list[Pairing]:
    made = []
    for _ in range(how_many):
        mentor, mentee = workers(2, department=department)
        made.append(pair_up(mentor, mentee, program, from_on=from_on))
    return made
