"""Programs of every kind and shape, from people in the database to proposals."""

from __future__ import annotations

from collections import Counter

import pytest

from matching import explaining
from matching.rechecking import gap_of
from people.models import Person
from programs.models import Program
from tests import cast
from tests.matching.conftest import finished


@pytest.mark.parametrize(
    ("kind", "level", "found", "why"),
    [
        ("reverse", 5, "Ben Okafor", "3 levels below"),
        ("peer", 2, "Ben Okafor", "the same job level"),
        ("leadership", 2, "Finn Moser", "2 levels above"),
        ("onboarding", 1, "Ben Okafor", "1 level above"),
    ],
)
def test_each_kind_of_program_proposes_whom_it_is_for(
    program: Program,
    ada: Person,
    ben: Person,
    cleo: Person,
    finn: Person,
    kind: str,
    level: int,
    found: str,
    why: str,
) -> None:
    Program.objects.filter(pk=program.pk).update(kind=kind)
    program.refresh_from_db()
    for mentor, at in ((ben, 2), (finn, 4)):
        cast.employment(mentor, level=at, department="Sales")
        cast.participant(mentor, program, "mentor")
    cast.employment(cleo, level=level)
    cast.participant(cleo, program, "mentee")
    (proposal,) = finished(program, by=ada).proposals.all()
    assert proposal.mentor.person.name == found
    assert why in explaining.sentence(proposal.reasons)


@pytest.mark.parametrize(
    ("shape", "mentees", "sizes", "placed", "left_out"),
    [
        ("pairs", 4, {1}, 2, "The 2 mentors who could be theirs are full."),
        ("several", 7, {1, 2, 3, 4, 5}, 7, ""),
        ("groups", 7, {3, 4}, 7, ""),
        ("groups", 2, {}, 0, "Too few are left who could be in one group: it takes at least 3."),
    ],
)
def test_mentors_get_as_many_as_the_shape_of_the_program_says(
    program: Program,
    ada: Person,
    ben: Person,
    finn: Person,
    shape: str,
    mentees: int,
    sizes: set[int],
    placed: int,
    left_out: str,
) -> None:
    Program.objects.filter(pk=program.pk).update(shape=shape, group_from=3, group_to=6)
    program.refresh_from_db()
    cast.participant(ben, program, "mentor", capacity=5)
    cast.participant(finn, program, "mentor", capacity=5)
    for number in range(mentees):
        cast.participant(cast.person(f"Learner {number}"), program, "mentee")
    run = finished(program, by=ada)
    used = Counter(run.proposals.values_list("mentor", flat=True))
    assert gap_of(run) == 0.0
    assert sum(used.values()) == placed
    assert {*used.values()} <= {*sizes}
    told = {explaining.left_out_because(one.reason, one.facts) for one in run.left_out.all()}
    assert told == ({left_out} if left_out else set())
