"""The ladder of apps also holds for foreign keys, which as strings escape the import linter."""

from __future__ import annotations

from itertools import combinations

from django.apps import apps
from django.db.models import ForeignKey

LADDER = [
    {"kit"},
    {"history"},
    {"people"},
    {"programs"},
    {"participants"},
    {"matching"},
    {"pairings"},
    {"goals", "milestones"},
    {"notices"},
    {"reports"},
    {"mentorship"},
]
RUNG = {app: rung for rung, names in enumerate(LADDER) for app in names}


def test_every_app_of_ours_has_its_rung() -> None:
    ours = {
        config.label
        for config in apps.get_app_configs()
        if not config.name.startswith(
            ("django", "allauth", "csp", "template_partials", "whitenoise")
        )
    }
    assert ours == set(RUNG)


def test_no_foreign_key_points_up_the_ladder_or_across_a_rung() -> None:
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        home = model._meta.app_label
        if home not in RUNG:
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignKey):
                continue
            target = field.related_model._meta.app_label
            if target not in RUNG or (RUNG[target] >= RUNG[home] and target != home):
                wrong.append(f"{model._meta.label}.{field.name} -> {target}")
    assert wrong == []


def test_the_apps_are_installed_in_the_order_of_the_ladder() -> None:
    order = [config.label for config in apps.get_app_configs() if config.label in RUNG]
    assert all(RUNG[above] >= RUNG[below] for above, below in combinations(order, 2))
