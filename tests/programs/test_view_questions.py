from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from participants.models import Answer, Participant
from people.models import Person
from programs import parts
from programs.models import Program, Question
from tests.cast import NOW
from tests.conftest import SignIn

ASKED = {
    "text": "When do you have time?",
    "kind": "some",
    "options": "Mornings\r\n\r\n  Evenings  ",
    "for_role": "",
    "is_required": "on",
    "counts": "same",
}


@pytest.fixture
def client(as_person: SignIn, ada: Person) -> Client:
    return as_person(ada)


@pytest.fixture
def page(program: Program) -> str:
    return f"/programs/{program.ref}/setup/questions/"


@pytest.fixture
def answered(program: Program, ada: Person, mentee: Participant) -> Question:
    question = Question(program=program, text="Why?", kind="one", options=["Money", "Fun"])
    parts.keep(question, by=ada, at=NOW)
    Answer.objects.create(participant=mentee, question=question, values=["Fun"])
    return question


def test_a_question_is_added_with_its_answers_one_a_line(
    client: Client, program: Program, page: str
) -> None:
    said = client.post(page, ASKED, follow=True).content.decode()
    assert "Mornings · Evenings" in said
    assert "counts: the more alike, the better" in said
    question = program.questions.get()
    assert (question.options, question.is_required) == (["Mornings", "Evenings"], True)


@pytest.mark.parametrize(
    ("fields", "wrong", "words"),
    [
        ({"options": "Mornings"}, "options", "at least two different answers"),
        ({"options": "a\n" + "b" * 81}, "options", "too long: 80 characters at most"),
        ({"kind": ""}, "kind", "Choose how it is answered."),
        ({"kind": "text", "options": ""}, "counts", "Free words cannot be compared"),
        ({"for_role": "mentor"}, "counts", "Only what both sides are asked"),
        ({"text": "x" * 201}, "text", "at most 200"),
        ({"text": "A\0B"}, "text", "Null characters"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_typed_is_lost(
    client: Client, program: Program, page: str, fields: dict[str, str], wrong: str, words: str
) -> None:
    answer = client.post(page, ASKED | fields)
    assert list(answer.context["form"].errors) == [wrong]
    said = answer.content.decode()
    assert words in said
    assert answer.context["form"].data.dict() == ASKED | fields
    assert not program.questions.exists()


def test_the_page_to_change_it_has_the_answers_one_a_line_and_says_who_answered(
    client: Client, page: str, answered: Question
) -> None:
    said = client.get(f"{page}{answered.pk}/").content.decode()
    assert "Money\nFun</textarea>" in said
    assert "1 person has answered it." in said


def test_an_answer_that_was_given_cannot_be_taken_away(
    client: Client, page: str, answered: Question
) -> None:
    fields = {"text": "Why?", "kind": "one", "options": "Money\nGlory", "for_role": ""}
    said = client.post(f"{page}{answered.pk}/", fields).content.decode()
    assert "“Fun” is the answer of 1 person" in said
    answered.refresh_from_db()
    assert answered.options == ["Money", "Fun"]


def test_removing_an_answered_question_says_what_is_lost_first(
    client: Client, program: Program, page: str, answered: Question
) -> None:
    removal = f"{page}{answered.pk}/removal/"
    said = client.post(removal).content.decode()
    assert "1 person has answered “Why?”." in said
    assert program.questions.exists()
    client.post(removal, {"with_answers": "1"})
    assert not program.questions.exists()
    assert not Answer.objects.exists()


def test_an_unanswered_one_is_removed_and_put_back(
    client: Client, program: Program, page: str
) -> None:
    client.post(page, ASKED)
    question = program.questions.get()
    said = client.post(f"{page}{question.pk}/removal/", follow=True).content.decode()
    assert "“When do you have time?” was removed." in said
    client.post(f"/programs/{program.ref}/setup/restoration/")
    assert program.questions.get().options == ["Mornings", "Evenings"]


def test_questions_are_moved(client: Client, program: Program, page: str) -> None:
    client.post(page, ASKED)
    client.post(page, ASKED | {"text": "And where?"})
    second = program.questions.get(text="And where?")
    client.post(f"{page}{second.pk}/position/", {"up": "1"})
    assert program.questions.first() == second


def test_an_empty_list_says_what_it_is_good_for(client: Client, page: str) -> None:
    assert "No questions of your own yet" in client.get(page).content.decode()


@pytest.mark.parametrize("who", ["dan", "cleo", "hana", "olga"])
def test_strangers_find_nothing(
    as_person: SignIn,
    page: str,
    answered: Question,
    request: pytest.FixtureRequest,
    who: str,
) -> None:
    client = as_person(request.getfixturevalue(who))
    assert client.get(page).status_code == 404
    assert client.post(page, ASKED).status_code == 404
    assert client.post(f"{page}{answered.pk}/removal/").status_code == 404
    assert Question.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    client: Client,
    ada: Person,
    program: Program,
    page: str,
    mentee: Participant,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(rows):
        question = Question(program=program, text=f"Q{n}", kind="scale")
        parts.keep(question, by=ada, at=NOW)
        Answer.objects.create(participant=mentee, question=question, values=["3"])
    with django_assert_num_queries(7):
        client.get(page)
