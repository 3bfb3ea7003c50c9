from __future__ import annotations

import pytest

from participants import objectives
from participants.models import Participant, Skill


def test_the_order_is_the_priority(draft: Participant) -> None:
    one, two = Skill.objects.create(name="One"), Skill.objects.create(name="Two")
    objectives.write(draft, [(one, 1), (two, 2)])
    assert objectives.write(draft, [(two, 3), (one, 1)])
    assert list(draft.objectives.values_list("skill__name", "level", "priority")) == [
        ("Two", 3, 1),
        ("One", 1, 2),
    ]


def test_a_skill_stands_once(draft: Participant) -> None:
    one = Skill.objects.create(name="One")
    with pytest.raises(ValueError, match="twice"):
        objectives.write(draft, [(one, 1), (one, 2)])
