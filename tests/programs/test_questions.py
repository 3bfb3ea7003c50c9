"""Questions of the application form, before and after people have answered them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from participants.models import Answer, Participant
from people.models import Person
from programs import parts, setup
from programs.models import Program, Question
from programs.questions import HasAnswers
from tests.cast import NOW

TIMES = ["Mornings", "Afternoons", "Evenings"]


def ask(program: Program, by: Person, **fields: Any) -> Question:
    given = {"text": "When do you have time?", "kind": "some", "options": TIMES} | fields
    question = Question(program=program, **given)
    parts.keep(question, by=by, at=NOW)
    return question


@pytest.fixture
def question(program: Program, ada: Person) -> Question:
    return ask(program, ada)


@pytest.fixture
def answer(question: Question, mentor: Participant, mentee: Participant) -> Answer:
    """Ben and Cleo have answered; Cleo's is given back."""
    Answer.objects.create(participant=mentor, question=question, values=["Mornings", "Evenings"])
    return Answer.objects.create(participant=mentee, question=question, values=["Mornings"])


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"options": []}, "options", "at least two"),
        ({"options": ["Mornings"]}, "options", "at least two"),
        ({"options": ["Mornings", "mornings"]}, "options", "at least two"),
        ({"options": ["Mornings", "Evenings", "MORNINGS"]}, "options", "are the same"),
        ({"options": [str(n) for n in range(21)]}, "options", "20 answers at most"),
        ({"kind": "scale"}, "options", "Clear this box"),
        ({"kind": "text", "options": [], "counts": "same"}, "counts", "cannot be compared"),
        ({"for_role": "mentee", "counts": "different"}, "counts", "both sides"),
        ({"kind": "guess"}, "kind", "not a valid choice"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(
    program: Program, ada: Person, fields: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        ask(program, ada, **fields)
    assert words in " ".join(refused.value.message_dict[field])
    assert not program.questions.exists()


def test_the_same_question_is_asked_once(program: Program, ada: Person, question: Question) -> None:
    with pytest.raises(ValidationError, match="has this question already"):
        ask(program, ada)


def test_questions_are_put_in_order(program: Program, ada: Person, question: Question) -> None:
    second = ask(program, ada, text="How far?", kind="scale", options=[])
    parts.move(second, up=True, by=ada, at=NOW)
    assert list(program.questions.all()) == [second, question]


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"kind": "one"}, "kind", "2 people have answered it as “any of several answers”"),
        ({"options": ["Afternoons", "Evenings"]}, "options", "is the answer of 2 people"),
        ({"options": ["mornings", "Evenings"]}, "options", "“Mornings” is the answer of 2"),
        ({"for_role": "mentee"}, "for_role", "1 person has answered it as mentor"),
    ],
)
def test_what_would_make_nonsense_of_answers_is_refused(
    question: Question,
    answer: Answer,
    ada: Person,
    fields: dict[str, Any],
    field: str,
    words: str,
) -> None:
    for name, value in fields.items():
        setattr(question, name, value)
    with pytest.raises(ValidationError) as refused:
        parts.keep(question, by=ada, at=NOW)
    assert list(refused.value.message_dict) == [field]
    assert words in " ".join(refused.value.message_dict[field])


def test_an_answered_question_may_gain_answers_and_lose_those_nobody_gave(
    question: Question, answer: Answer, ada: Person
) -> None:
    question.options = ["Evenings", "Mornings", "Nights"]
    question.text = "When do you have time to meet?"
    parts.keep(question, by=ada, at=NOW)
    question.refresh_from_db()
    assert question.options == ["Evenings", "Mornings", "Nights"]


def test_a_question_nobody_answered_may_become_any_other(question: Question, ada: Person) -> None:
    question.kind, question.options, question.for_role = "text", [], "mentor"
    parts.keep(question, by=ada, at=NOW)
    assert Question.objects.get().kind == "text"


def test_answers_go_with_a_question_only_where_that_is_meant(
    question: Question, answer: Answer, ada: Person
) -> None:
    with pytest.raises(HasAnswers, match="2 people have answered it"):
        parts.remove(question, by=ada, at=NOW)
    assert Answer.objects.count() == 2
    parts.remove(question, by=ada, at=NOW, with_answers=True)
    assert not Answer.objects.exists()


def test_a_removed_question_can_be_put_back(
    program: Program, question: Question, ada: Person
) -> None:
    removed = parts.remove(question, by=ada, at=NOW)
    parts.restore(program, removed, by=ada, at=NOW)
    assert program.questions.get().options == TIMES


def test_answers_to_another_question_do_not_count(
    program: Program, answer: Answer, ada: Person
) -> None:
    other = ask(program, ada, text="And where?", options=["Here", "Mornings"])
    parts.remove(other, by=ada, at=NOW)
    assert program.questions.count() == 1


def test_a_copy_of_the_program_asks_the_same_and_is_matched_the_same(
    program: Program, question: Question, answer: Answer, ada: Person
) -> None:
    setup.change(program, by=ada, at=NOW, way="both", places=40, group_from=2, group_to=4)
    copy = setup.duplicate(program, by=ada, at=NOW, name="Next round")
    asked = copy.questions.get()
    assert (asked.text, asked.options, asked.kind) == (question.text, TIMES, "some")
    assert not asked.answers.exists()
    assert (copy.way, copy.places, copy.group_from, copy.group_to) == ("both", 40, 2, 4)
