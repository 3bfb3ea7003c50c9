from __future__ import annotations

from pytest_django import DjangoAssertNumQueries

from kit.gathering import gathered, rows
from people.models import Person
from programs.models import Program
from tests import cast


def test_rows_of_several_tables_come_in_one_query(
    program: Program, ben: Person, cleo: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    both = [
        cast.participant(one, program, role) for one, role in ((ben, "mentor"), (cleo, "mentee"))
    ]
    people = Person.objects.filter(pk__in=[ben.pk, cleo.pk]).order_by("-name")
    told = gathered(
        people=rows(people, "pk", "name"),
        parts=rows(program.participants.order_by("pk"), "pk", "languages", "decided_by"),
        nobody=rows(Person.objects.filter(name="Nobody"), "pk"),
    )
    with django_assert_num_queries(1):
        found = Program.objects.values_list(told, flat=True).get(pk=program.pk)
    assert found == {
        "people": [[cleo.pk, "Cleo Martin"], [ben.pk, "Ben Okafor"]],
        "parts": [[one.pk, one.languages, None] for one in both],
        "nobody": [],
    }
