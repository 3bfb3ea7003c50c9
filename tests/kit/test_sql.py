from __future__ import annotations

from django.db.models import F, IntegerField

from kit.sql import Written
from people.models import Person


def names_at_least(length: int) -> Written:
    return Written("(LENGTH({0}) - %s)", "name", values=(length,), output_field=IntegerField())


def test_what_is_written_reads_like_any_other_figure(ben: Person) -> None:
    found = Person.objects.annotate(over=names_at_least(2)).filter(pk=ben.pk, over__gt=0)
    assert found.values_list("over", flat=True).get() == len(ben.name) - 2


def test_its_columns_are_those_of_its_own_query_within_another(ben: Person, ada: Person) -> None:
    only_ben = Person.objects.annotate(over=names_at_least(0)).filter(over=len(ben.name), pk=ben.pk)
    found = Person.objects.filter(pk__in=only_ben.values("pk")).order_by(F("pk"))
    assert list(found) == [ben]
    assert not Person.objects.exclude(pk__in=only_ben.values("pk")).filter(pk=ben.pk).exists()
