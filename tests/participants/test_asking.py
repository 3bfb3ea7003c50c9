"""The form of a program's own questions."""

from __future__ import annotations

from django.http import QueryDict

from participants import answering
from participants.asking import QuestionsForm
from participants.models import Participant
from programs.models import Question

Asked = dict[str, Question]


def form(draft: Participant, sent: str | None = None, *, strict: bool = True) -> QuestionsForm:
    data = None if sent is None else QueryDict(sent)
    return QuestionsForm(data, answered=answering.of(draft), strict=strict)


def test_each_kind_has_its_field(questions: Asked, draft: Participant) -> None:
    shown = str(form(draft))
    assert shown.count('type="radio"') == 2 + 6, "a scale that may be left has “No answer” too"
    assert shown.count('type="checkbox"') == 3
    assert shown.count('type="text"') == 1
    assert "1, not at all" in shown
    assert "5, very much" in shown


def test_what_was_answered_is_chosen(questions: Asked, draft: Participant) -> None:
    answering.write(
        draft, {questions["some"].pk: ["Lunch"], questions["text"].pk: ["I am away in May."]}
    )
    shown = str(form(draft))
    assert shown.count("checked") == 2, "lunch, and “No answer” of the scale"
    assert 'value="I am away in May."' in shown


def test_what_must_be_answered_is_named(questions: Asked, draft: Participant) -> None:
    empty = form(draft, "")
    assert not empty.is_valid()
    assert {name: list(errors) for name, errors in empty.errors.items()} == {
        f"question_{questions['one'].pk}": ["Choose one."],
        f"question_{questions['text'].pk}": ["Write a few words."],
    }


def test_a_draft_may_leave_them(questions: Asked, draft: Participant) -> None:
    empty = form(draft, "", strict=False)
    assert empty.is_valid()
    assert set(map(tuple, empty.answers["answers"].values())) == {()}


def test_what_is_right_is_kept_beside_what_is_wrong(questions: Asked, draft: Participant) -> None:
    one, some = questions["one"].pk, questions["some"].pk
    half = form(draft, f"question_{one}=By+fax&question_{some}=Lunch", strict=False)
    assert not half.is_valid()
    assert half.answers["answers"][some] == ["Lunch"]
    assert one not in half.answers["answers"]
