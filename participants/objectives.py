"""What a participant wants to learn or can teach, in order of weight."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from participants.models import Objective, Participant, Skill


@transaction.atomic
def write(participant: Participant, wanted: Sequence[tuple[Skill, int]]) -> bool:
    """Make these the objectives, the first matters most. Returns whether anything changed.

    `wanted` holds skills with levels of `Objective.Level`. Raises `ValueError` where a skill
    stands twice.
    """
    ids = [skill.pk for skill, _ in wanted]
    if len(set(ids)) < len(ids):
        raise ValueError("A skill stands twice among the objectives.")
    before = list(participant.objectives.values_list("skill_id", "level").order_by("priority"))
    if before == [(skill.pk, level) for skill, level in wanted]:
        return False
    participant.objectives.all().delete()
    Objective.objects.bulk_create(rows_for(participant, wanted))
    return True


def rows_for(participant: Participant, wanted: Sequence[tuple[Skill, int]]) -> list[Objective]:
    """The rows that say so, not yet saved."""
    return [
        Objective(participant=participant, skill=skill, level=level, priority=priority)
        for priority, (skill, level) in enumerate(wanted, start=1)
    ]
