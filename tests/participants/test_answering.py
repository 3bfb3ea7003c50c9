"""What a program asks besides, and what a participant answered."""

from __future__ import annotations

import pytest

from participants import answering, intake
from participants.models import Answer, Participant
from people.models import Person
from programs.models import Program, Question
from tests.cast import NOW

Asked = dict[str, Question]


def test_each_role_is_asked_what_is_for_it_and_for_everyone(
    questions: Asked, open_program: Program
) -> None:
    for_mentees = [str(one) for one in answering.asked(open_program, "mentee")]
    assert for_mentees == [str(one) for one in questions.values()]
    assert [str(one) for one in answering.asked(open_program, "mentor")] == [
        *for_mentees,
        "Who was your own mentor?",
    ]


def test_answers_are_kept_changed_and_taken_back(questions: Asked, draft: Participant) -> None:
    one, some = questions["one"].pk, questions["some"].pk
    assert answering.write(draft, {one: ["On site"], some: ["Lunch", "Evenings"]})
    assert not answering.write(draft, {one: ["On site"]}), "nothing changed"
    assert answering.write(draft, {one: ["By video"]})
    assert answering.write(draft, {some: []})
    assert {answer.question_id: answer.values for answer in Answer.objects.all()} == {
        one: ["By video"]
    }


def test_they_are_read_in_words(questions: Asked, draft: Participant) -> None:
    given = {"some": ["Mornings", "Lunch"], "scale": ["4"], "text": ["I am away in May."]}
    answering.write(draft, {questions[kind].pk: values for kind, values in given.items()})
    assert [(str(one.question), one.said) for one in answering.of(draft)] == [
        ("How do you like to meet?", ""),
        ("When do you have time?", "Mornings, Lunch"),
        ("How much structure do you like?", "4 of 5"),
        ("What should we know?", "I am away in May."),
    ]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("one", ["By fax"]),
        ("one", ["On site", "By video"]),
        ("some", ["Lunch", "Lunch"]),
        ("some", ["Lunch", "Midnight"]),
        ("scale", ["6"]),
        ("scale", ["1", "2"]),
        ("text", [""]),
        ("text", ["x" * 301]),
    ],
)
def test_what_is_not_offered_is_no_answer(
    questions: Asked, draft: Participant, kind: str, values: list[str]
) -> None:
    with pytest.raises(ValueError, match="no such answer"):
        answering.write(draft, {questions[kind].pk: values})
    assert not Answer.objects.exists()


def test_nobody_answers_what_they_are_not_asked(questions: Asked, draft: Participant) -> None:
    for_mentors = Question.objects.get(for_role="mentor")
    with pytest.raises(ValueError, match="no such answer"):
        answering.write(draft, {for_mentors.pk: ["Somebody kind"]})


def test_what_must_be_answered_and_is_not(
    questions: Asked, draft: Participant, open_program: Program, ben: Person
) -> None:
    assert answering.unanswered(draft) == [questions["one"], questions["text"]]
    answering.write(draft, {questions["one"].pk: ["On site"]})
    assert answering.unanswered(draft) == [questions["text"]]
    mentor = intake.start(open_program, ben, "mentor", at=NOW)
    assert len(answering.unanswered(mentor)) == 3
