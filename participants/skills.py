"""Skills by name: found whatever the case, by a synonym too, and made where nobody had them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Count, F, Q
from django.db.models.functions import Lower

from participants.models import Skill

LONGEST = 80


def tidy(text: str) -> str:
    """One line, single spaces, no more than a skill's name may hold."""
    return " ".join(text.split())[:LONGEST].strip()


@transaction.atomic
def skills_named(texts: Iterable[str]) -> dict[str, Skill]:
    """The skills behind `texts`, keyed by the tidied name in lower case; missing ones are made.

    Three queries at most, however many names. Raises `ValueError` for an empty name.
    """
    wanted = {tidy(text).lower(): tidy(text) for text in texts}
    if "" in wanted:
        raise ValueError("A skill needs a name.")
    found = _behind(wanted)
    new = [Skill(name=name) for key, name in wanted.items() if key not in found]
    if new:
        Skill.objects.bulk_create(new, ignore_conflicts=True)  # somebody may have been quicker
        found = _behind(wanted)
    return found


def known(texts: Iterable[str]) -> dict[str, Skill]:
    """Like `skills_named`, but what is missing stays missing. One query."""
    return _behind({tidy(text).lower() for text in texts})


def _behind(wanted: Collection[str]) -> dict[str, Skill]:
    keys = list(wanted)
    found: dict[str, Skill] = {}
    rows = Skill.objects.alias(key=Lower("name")).filter(
        Q(key__in=keys) | Q(synonyms__overlap=keys)
    )
    for skill in rows:
        found |= {synonym: skill for synonym in skill.synonyms if synonym in wanted}
    found |= {skill.name.lower(): skill for skill in rows if skill.name.lower() in wanted}
    return found


def in_use() -> list[str]:
    """Names to offer while somebody types, the most used first, 200 at most."""
    return list(
        Skill.objects.annotate(uses=Count("objectives"))
        .order_by(F("uses").desc(), "name")
        .values_list("name", flat=True)[:200]
    )
