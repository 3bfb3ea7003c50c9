"""What a program asks besides, and what a participant answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils.translation import gettext as _

from participants.models import Answer, Participant
from programs.models import Program, Question

Kind = Question.Kind

SCALE = ("1", "2", "3", "4", "5")
LONGEST = 300


@dataclass(frozen=True)
class Answered:
    """A question with what was answered to it; no values where it was not."""

    question: Question
    values: Sequence[str] = ()

    @property
    def said(self) -> str:
        """The answer as it is read; empty without one."""
        if self.question.kind == Kind.SCALE and self.values:
            return _("%(value)s of %(most)s") % {"value": self.values[0], "most": SCALE[-1]}
        return ", ".join(self.values)


def asked(program: Program, role: str) -> QuerySet[Question]:
    """What `program` asks those who apply as `role`, in order."""
    return program.questions.filter(Q(for_role="") | Q(for_role=role))


def of(participant: Participant) -> list[Answered]:
    """Each question asked of the participant, with the answer; one query."""
    own = FilteredRelation("answers", condition=Q(answers__participant=participant))
    rows: Any = asked(participant.program, participant.role).annotate(own=own)
    return [Answered(row, row.given or ()) for row in rows.annotate(given=F("own__values"))]


def unanswered(participant: Participant) -> list[Question]:
    """What must be answered and is not; one query."""
    required = asked(participant.program, participant.role).filter(is_required=True)
    return list(required.exclude(answers__participant=participant))


def write(participant: Participant, given: Mapping[int, Sequence[str]]) -> bool:
    """Keep answers by the key of their question; an empty one takes the answer back.

    Questions that are not in `given` keep theirs. Returns whether anything changed. Raises
    `ValueError` for what the question does not offer, or where it is not asked of the participant.
    """
    questions = {one.pk: one for one in asked(participant.program, participant.role)}
    before = {one.question_id: one for one in participant.answers.all()}
    new: list[Answer] = []
    old: list[Answer] = []
    for key, values in given.items():
        if key not in questions or not fits(questions[key], values):
            raise ValueError(f"Question {key} has no such answer.")
        here = before.get(key)
        if list(values) == (here.values if here else []):
            continue
        if here:
            old.append(here)
        if values:
            new.append(Answer(participant=participant, question_id=key, values=list(values)))
    if old:
        Answer.objects.filter(pk__in=[one.pk for one in old]).delete()
    Answer.objects.bulk_create(new)
    return bool(old or new)


def fits(question: Question, values: Sequence[str]) -> bool:
    """Whether these may be the values of an answer to `question`; none at all always may."""
    if question.kind == Kind.TEXT:
        return len(values) <= 1 and all(0 < len(one) <= LONGEST for one in values)
    offered = SCALE if question.kind == Kind.SCALE else question.options
    most = len(offered) if question.kind == Kind.SOME else 1
    return len(set(values)) == len(values) <= most and set(values) <= set(offered)
