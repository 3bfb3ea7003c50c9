"""What every row must hold, asked of all models at once."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from tests.mentorship.test_ladder import RUNG

OURS = [model for model in apps.get_models() if model._meta.app_label in RUNG]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_at_is_an_instant_and_on_is_a_date(model: type[models.Model]) -> None:
    for field in model._meta.get_fields():
        if not isinstance(field, models.Field):
            continue
        if field.name == "at" or field.name.endswith("_at"):
            assert isinstance(field, models.DateTimeField), field.name
        if field.name == "on" or field.name.endswith("_on"):
            assert isinstance(field, models.DateField), field.name
            assert not isinstance(field, models.DateTimeField), field.name


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_who_did_it_goes_with_when_it_was_done(model: type[models.Model]) -> None:
    names = {field.name for field in model._meta.fields}
    for name in names:
        if name.endswith("_by"):
            assert f"{name.removesuffix('_by')}_at" in names, name
        if name == "by":
            assert "at" in names


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_choice_of_states_is_held_by_the_database_or_by_a_choice(
    model: type[models.Model],
) -> None:
    for field in model._meta.get_fields():
        if isinstance(field, models.Field) and field.name == "state":
            assert field.choices, model._meta.label
