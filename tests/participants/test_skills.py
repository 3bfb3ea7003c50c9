from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from participants import skills
from participants.models import Skill


@pytest.mark.django_db
def test_a_skill_is_found_whatever_the_case_and_spacing() -> None:
    finance = Skill.objects.create(name="Corporate finance")
    assert skills.skills_named(["  corporate   FINANCE "]) == {"corporate finance": finance}
    assert Skill.objects.count() == 1


@pytest.mark.django_db
def test_a_synonym_means_the_skill() -> None:
    leading = Skill.objects.create(name="Leadership", synonyms=["führung"])
    assert skills.skills_named(["Führung"]) == {"führung": leading}


@pytest.mark.django_db
def test_a_new_name_becomes_a_skill() -> None:
    assert skills.skills_named(["Beekeeping"])["beekeeping"].name == "Beekeeping"
    assert Skill.objects.get().name == "Beekeeping"


@pytest.mark.django_db
def test_a_skill_needs_a_name() -> None:
    with pytest.raises(ValueError, match="name"):
        skills.skills_named(["   "])


@pytest.mark.django_db
@pytest.mark.parametrize("how_many", [1, 30])
def test_many_names_cost_as_much_as_one(
    how_many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    names = [f"Skill {number}" for number in range(how_many)]
    with django_assert_num_queries(5):  # savepoint, look, make, look again, release
        found = skills.skills_named([*names, names[0].upper()])
    assert len(found) == how_many


@pytest.mark.django_db
def test_what_is_used_most_is_offered_first() -> None:
    Skill.objects.create(name="Rare")
    assert skills.in_use() == ["Rare"]
