"""Who has answered a program's own questions: see `programs.uses`."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Count, F, Func

from participants.models import Answer
from programs.uses import Answered


def answers_given(question_ids: Collection[int]) -> Mapping[int, Answered]:
    """How many of each role answered each of the questions, and with what. Two queries.

    Drafts count: what somebody has begun to write is theirs too.
    """
    answers = Answer.objects.filter(question__in=question_ids).order_by()
    roles = answers.values_list("question", "participant__role").annotate(n=Count("pk"))
    one = Func(F("values"), function="unnest")
    values = answers.annotate(one=one).values_list("question", "one").annotate(n=Count("pk"))
    by_role: dict[int, dict[str, int]] = {}
    by_value: dict[int, dict[str, int]] = {}
    for question, role, people in roles:
        by_role.setdefault(question, {})[role] = people
    for question, value, people in values:
        by_value.setdefault(question, {})[value] = people
    return {pk: Answered(found, by_value.get(pk, {})) for pk, found in by_role.items()}
