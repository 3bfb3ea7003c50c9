"""What a question of the application form may still become once people have answered it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from kit.refusals import Refused
from programs.models import Question, Role
from programs.uses import Answered, answered


class HasAnswers(Refused):
    """A question goes with what people answered to it, so somebody has to mean it."""

    def __init__(self, people: int) -> None:
        said = ngettext(
            "%(people)s person has answered it. The answer would go with the question.",
            "%(people)s people have answered it. The answers would go with the question.",
            people,
        )
        super().__init__(said % {"people": people})
        self.people = people


def refuse_against_answers(question: Question) -> None:
    """Raises `ValidationError` for a change under which answers that were given make no sense."""
    before = Question.objects.get(pk=question.pk)
    given = answered([question.pk]).get(question.pk)
    if given is None:
        return
    wrong: dict[str, list[str]] = {}
    if question.kind != before.kind:
        wrong["kind"] = [_kind_stays(before, given)]
    elif lost := [one for one in before.options if one not in question.options]:
        wrong["options"] = [_chosen(one, n) for one in lost if (n := given.by_value.get(one, 0))]
    if question.for_role and (others := given.people - given.by_role.get(question.for_role, 0)):
        wrong["for_role"] = [_others_answered(question, others)]
    wrong = {field: found for field, found in wrong.items() if found}
    if wrong:
        raise ValidationError(wrong)


def refuse_removal(question: Question) -> None:
    """Raises `HasAnswers` where answers would be lost."""
    given = answered([question.pk]).get(question.pk)
    if given is not None and given.people:
        raise HasAnswers(given.people)


def _kind_stays(before: Question, given: Answered) -> str:
    said = ngettext(
        "%(people)s person has answered it as “%(kind)s”, so that stays. Add a new question"
        " instead.",
        "%(people)s people have answered it as “%(kind)s”, so that stays. Add a new question"
        " instead.",
        given.people,
    )
    return said % {"people": given.people, "kind": before.get_kind_display()}


def _chosen(option: str, people: int) -> str:
    said = ngettext(
        "“%(option)s” is the answer of %(people)s person: leave it as it is. You can add more.",
        "“%(option)s” is the answer of %(people)s people: leave it as it is. You can add more.",
        people,
    )
    return said % {"option": option, "people": people}


def _others_answered(question: Question, people: int) -> str:
    other = Role.MENTEE if question.for_role == Role.MENTOR else Role.MENTOR
    said = ngettext(
        "%(people)s person has answered it as %(role)s. Leave it to everyone, or remove it.",
        "%(people)s people have answered it as %(role)s. Leave it to everyone, or remove it.",
        people,
    )
    return said % {"people": people, "role": question.program.term_for(other)}
