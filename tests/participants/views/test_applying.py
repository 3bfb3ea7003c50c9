"""The three steps of an application."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from participants import admission, intake
from participants.models import Answer, Participant
from people.models import Person
from programs.models import Expectations, Program, Question
from tests import cast
from tests.cast import NOW
from tests.conftest import SignIn
from tests.participants.conftest import applied

STEP_1 = {"rows": "3", "skill_0": "Finance", "level_0": "1", "skill_1": "Writing", "level_1": "2"}
STEP_2 = {
    "statement": "To read a balance sheet.",
    "hours_per_month": "3",
    "languages": ["en"],
    "more_languages": "Turkish, deutsch",
}


@pytest.fixture
def page(timeless: Program) -> str:
    return reverse("apply", args=[timeless.ref, "mentee"])


@pytest.fixture
def client(as_person: SignIn, cleo: Person) -> Client:
    return as_person(cleo)


def test_somebody_applies_in_three_steps(
    client: Client, page: str, timeless: Program, cleo: Person
) -> None:
    assert client.get(page).status_code == 200
    assert not Participant.objects.exists(), "looking makes nothing"
    assert client.post(page, STEP_1 | {"then": "next"}).headers["Location"] == f"{page}?step=2"
    answer = client.post(f"{page}?step=2", STEP_2 | {"then": "next"})
    assert answer.headers["Location"] == f"{page}?step=3"
    review = client.get(f"{page}?step=3").content.decode()
    assert "What a mentee does." in review
    assert "To read a balance sheet." in review
    assert "Ada Keller" in review, "who will see it"
    live = timeless.expectations.get(role="mentee", replaced_at=None)
    answer = client.post(
        f"{page}?step=3", {"then": "send", "expectations": live.pk, "acknowledged": "on"}
    )
    sent = Participant.objects.get()
    assert answer.headers["Location"] == reverse("application", args=[sent.ref])
    assert (sent.state, sent.person, sent.languages) == ("applied", cleo, ["en", "tr", "de"])
    assert [str(one) for one in sent.objectives.all()] == [
        "Finance (new to it)",
        "Writing (working knowledge)",
    ]


@pytest.mark.parametrize(
    ("role", "way", "words"),
    [
        ("mentee", "matched", "Once you are admitted, every mentor here"),
        ("mentee", "chosen", ""),
        ("mentor", "matched", "Those who apply as mentee"),
        ("mentor", "chosen", "Those who apply as mentee"),
    ],
)
def test_the_last_step_says_who_else_learns_that_one_takes_part(
    client: Client, timeless: Program, role: str, way: str, words: str
) -> None:
    Program.objects.update(way=way)
    page = reverse("apply", args=[timeless.ref, role])
    client.post(page, STEP_1)
    said = client.get(f"{page}?step=3").content.decode()
    assert words in said
    assert ("so that they can say with whom" in said) == bool(words)


def test_the_programs_own_terms_are_used(client: Client, page: str, timeless: Program) -> None:
    Program.objects.update(mentee_term="apprentice")
    assert "Apply as apprentice" in client.get(page).content.decode()


def test_a_mentor_says_how_many_people(as_person: SignIn, ben: Person, timeless: Program) -> None:
    page = reverse("apply", args=[timeless.ref, "mentor"])
    client = as_person(ben)
    client.post(page, STEP_1 | {"then": "next"})
    assert 'name="capacity"' in client.get(f"{page}?step=2").content.decode()
    answer = client.post(f"{page}?step=2", STEP_2 | {"capacity": "0", "then": "next"})
    assert answer.status_code == 422
    client.post(f"{page}?step=2", STEP_2 | {"capacity": "3", "then": "next"})
    assert Participant.objects.get().capacity == 3


def test_next_asks_for_what_is_missing_and_loses_nothing(client: Client, page: str) -> None:
    answer = client.post(page, {"rows": "3", "then": "next"})
    assert answer.status_code == 422
    assert "Name at least one thing you want to learn." in answer.content.decode()
    typed = {"statement": "Kept on the page", "hours_per_month": "x", "more_languages": "Klingno"}
    answer = client.post(f"{page}?step=2", typed | {"then": "next"})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Kept on the page" in said
    assert "Klingno" in said
    assert "No language is called" in said


def test_a_topic_that_stands_twice_is_named(client: Client, page: str) -> None:
    answer = client.post(page, STEP_1 | {"skill_1": " FINANCE ", "then": "next"})
    assert "This is the same as “Finance”" in answer.content.decode()
    assert not Participant.objects.exists()


def test_more_rows_come_without_a_script_and_nothing_typed_is_lost(
    client: Client, page: str
) -> None:
    answer = client.post(page, STEP_1 | {"then": "add"}, follow=True)
    said = answer.content.decode()
    assert 'value="Finance"' in said
    assert 'name="skill_5"' in said


def test_a_topic_moves_up(client: Client, page: str) -> None:
    client.post(page, STEP_1 | {"then": "up-1"})
    assert [one.skill.name for one in Participant.objects.get().objectives.all()] == [
        "Writing",
        "Finance",
    ]


@pytest.mark.parametrize("then", ["up-77", "up-x", "nonsense", ""])
def test_a_forged_button_does_no_harm(client: Client, page: str, then: str) -> None:
    assert client.post(page, STEP_1 | {"then": then}).status_code == 302
    assert Participant.objects.get().objectives.first().skill.name == "Finance"  # type: ignore[union-attr]


def test_what_is_typed_is_kept_quietly(client: Client, page: str) -> None:
    answer = client.post(page, STEP_1 | {"then": "save"}, headers={"HX-Request": "true"})
    assert "Saved" in answer.content.decode()
    answer = client.post(
        f"{page}?step=2", {"statement": "Half a thought", "hours_per_month": "", "then": "save"}
    )
    assert "Not saved yet" in answer.content.decode()
    kept = Participant.objects.get()
    assert (kept.statement, kept.hours_per_month) == ("Half a thought", 2)
    assert kept.objectives.count() == 2


def test_nothing_is_sent_without_acknowledging(
    client: Client, page: str, timeless: Program
) -> None:
    client.post(page, STEP_1)
    client.post(f"{page}?step=2", STEP_2)
    live = timeless.expectations.get(role="mentee", replaced_at=None)
    answer = client.post(f"{page}?step=3", {"then": "send", "expectations": live.pk})
    assert answer.status_code == 422
    assert "Tick the box" in answer.content.decode()
    assert Participant.objects.get().state == "draft"


@pytest.mark.parametrize("forged", ["999999", "", "x"])
def test_a_forged_version_is_not_acknowledged(client: Client, page: str, forged: str) -> None:
    client.post(page, STEP_1)
    client.post(f"{page}?step=2", STEP_2)
    client.post(f"{page}?step=3", {"then": "send", "expectations": forged, "acknowledged": "on"})
    assert Participant.objects.get().state == "draft"


def test_what_changed_meanwhile_is_shown_before_sending(
    client: Client, page: str, timeless: Program
) -> None:
    client.post(page, STEP_1)
    client.post(f"{page}?step=2", STEP_2)
    old = timeless.expectations.get(role="mentee")
    Expectations.objects.filter(pk=old.pk).update(replaced_at=NOW)
    Expectations.objects.create(
        program=timeless, role="mentee", version=2, text="Something new.", written_at=NOW
    )
    answer = client.post(
        f"{page}?step=3", {"then": "send", "expectations": old.pk, "acknowledged": "on"}
    )
    said = answer.content.decode()
    assert "What is expected has changed since" in said
    assert "Something new." in said
    assert Participant.objects.get().state == "draft"


def test_the_review_names_what_is_missing(client: Client, page: str, timeless: Program) -> None:
    client.post(page, STEP_1)
    said = client.get(f"{page}?step=3").content.decode()
    assert "Choose at least one language." in said


def test_the_last_step_comes_after_the_first(client: Client, page: str) -> None:
    assert client.get(f"{page}?step=3").headers["Location"] == f"{page}?step=1"


def test_an_application_is_changed_until_it_is_decided(
    client: Client, page: str, timeless: Program, cleo: Person, ada: Person
) -> None:
    sent = applied(timeless, cleo)
    assert client.post(page, STEP_1 | {"skill_0": "Beekeeping"}).status_code == 302
    assert sent.objectives.first().skill.name == "Beekeeping"  # type: ignore[union-attr]
    assert client.post(page, {"rows": "3", "then": "save"}).status_code == 200
    assert sent.objectives.count() == 2, "it stays complete"
    admission.admit([sent], by=ada, at=NOW)
    assert client.get(page).headers["Location"] == reverse("application", args=[sent.ref])
    assert client.post(page, STEP_1).status_code == 302
    assert sent.objectives.first().skill.name == "Beekeeping"  # type: ignore[union-attr]


def test_a_program_that_takes_nobody_says_so(
    client: Client, page: str, timeless: Program, cleo: Person
) -> None:
    intake.start(timeless, cleo, "mentee", at=NOW)
    Program.objects.update(state="running")
    said = client.get(page).content.decode()
    assert "Applications for this program are closed." in said
    assert "Throw my draft away" in said
    client.post(page, STEP_1)
    assert not Participant.objects.get().objectives.exists()


def test_there_are_two_roles(client: Client, timeless: Program) -> None:
    assert client.get(reverse("apply", args=[timeless.ref, "boss"])).status_code == 404


def test_a_program_one_may_not_see_is_not_there(client: Client, ada: Person) -> None:
    secret = cast.program(ada, name="Secret", state="draft")
    assert client.get(reverse("apply", args=[secret.ref, "mentee"])).status_code == 404


def test_somebody_else_gets_a_form_of_their_own(
    client: Client, as_person: SignIn, dan: Person, page: str
) -> None:
    client.post(page, STEP_1 | {"skill_0": "My secret wish"})
    assert (
        "secret wish"
        not in as_person(dan).get(f"{page}?step=1").content.decode().split("<datalist")[0]
    )


class TestQuestions:
    """A step of its own, where the program asks something."""

    @pytest.fixture
    def answers(self, questions: dict[str, Question]) -> dict[str, str]:
        """What must be answered, as the form sends it."""
        given = {"one": "By video", "text": "I am away in May."}
        return {f"question_{questions[kind].pk}": value for kind, value in given.items()}

    def test_somebody_applies_in_four_steps(
        self, client: Client, page: str, timeless: Program, answers: dict[str, str]
    ) -> None:
        client.post(page, STEP_1)
        client.post(f"{page}?step=2", STEP_2)
        asked = client.get(f"{page}?step=3").content.decode()
        assert "How do you like to meet?" in asked
        assert "Who was your own mentor?" not in asked
        answer = client.post(f"{page}?step=3", answers | {"then": "next"})
        assert answer.headers["Location"] == f"{page}?step=4"
        review = client.get(f"{page}?step=4").content.decode()
        assert "I am away in May." in review
        live = timeless.expectations.get(role="mentee", replaced_at=None)
        client.post(
            f"{page}?step=4", {"then": "send", "expectations": live.pk, "acknowledged": "on"}
        )
        sent = Participant.objects.get()
        assert sent.state == "applied"
        said = client.get(reverse("application", args=[sent.ref])).content.decode()
        assert "I am away in May." in said

    def test_the_review_leads_to_what_is_missing(
        self, client: Client, page: str, answers: dict[str, str]
    ) -> None:
        client.post(page, STEP_1)
        client.post(f"{page}?step=2", STEP_2)
        review = client.get(f"{page}?step=4").content.decode()
        assert "Answer “How do you like to meet?”." in review
        assert "?step=3" in review

    def test_next_asks_for_them_and_loses_nothing(
        self, client: Client, page: str, answers: dict[str, str]
    ) -> None:
        answer = client.post(f"{page}?step=3", dict([answers.popitem()]) | {"then": "next"})
        assert answer.status_code == 422
        said = answer.content.decode()
        assert "Choose one." in said
        assert "I am away in May." in said

    def test_what_is_chosen_is_kept_quietly(
        self, client: Client, page: str, answers: dict[str, str]
    ) -> None:
        answer = client.post(
            f"{page}?step=3",
            dict([answers.popitem()]) | {"then": "save"},
            headers={"HX-Request": "true"},
        )
        assert answer.content.decode().strip() == "Saved"
        assert Answer.objects.get().values == ["I am away in May."]

    def test_sending_from_a_page_that_knew_fewer_steps_changes_nothing(
        self, client: Client, page: str, answers: dict[str, str]
    ) -> None:
        client.post(page, STEP_1)
        client.post(f"{page}?step=2", STEP_2)
        client.post(f"{page}?step=3", answers)
        sending = {"then": "send", "expectations": "1", "acknowledged": "on"}
        answer = client.post(f"{page}?step=3", sending)
        assert answer.headers["Location"] == f"{page}?step=4"
        assert Answer.objects.count() == 2
        Question.objects.all().delete()
        answer = client.post(f"{page}?step=4", sending)
        assert answer.headers["Location"] == f"{page}?step=3"
        assert Participant.objects.get().objectives.count() == 2

    def test_who_has_sent_the_application_reads_of_new_questions(
        self, client: Client, timeless: Program, cleo: Person, request: pytest.FixtureRequest
    ) -> None:
        sent = applied(timeless, cleo)
        address = reverse("application", args=[sent.ref])
        assert "new questions" not in client.get(address).content.decode()
        request.getfixturevalue("questions")
        said = client.get(address).content.decode()
        assert "There are new questions for you" in said
        assert "?step=3" in said
