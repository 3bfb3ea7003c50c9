from __future__ import annotations

from datetime import timedelta

import pytest

from history.models import Event
from kit.refusals import Refused
from participants import intake
from participants.models import Participant
from people.models import Person
from programs.models import Expectations, Program, Question
from tests.cast import NOW, TODAY
from tests.participants.conftest import applied, expectations_of, filled


def test_starting_makes_a_draft_that_only_the_person_sees(
    open_program: Program, ada: Person, cleo: Person
) -> None:
    draft = intake.start(open_program, cleo, "mentee", at=NOW)
    assert draft.state == "draft"
    assert Participant.objects.visible_to(cleo).get() == draft
    assert not Participant.objects.visible_to(ada).exists()
    assert Event.objects.about(draft).get().verb == "participant.started"


def test_nobody_starts_twice_in_one_role(draft: Participant) -> None:
    with pytest.raises(intake.AlreadyIn) as refusal:
        intake.start(draft.program, draft.person, "mentee", at=NOW)
    assert refusal.value.participant == draft


def test_one_person_may_be_mentor_and_mentee_in_one_program(draft: Participant) -> None:
    other = intake.start(draft.program, draft.person, "mentor", at=NOW)
    assert {other.role, draft.role} == {"mentor", "mentee"}


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_a_program_that_is_not_open_takes_no_applications(
    open_program: Program, cleo: Person, state: str
) -> None:
    open_program.state = state
    with pytest.raises(Refused):
        intake.start(open_program, cleo, "mentee", at=NOW)


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [(1, 20, "Applications open on 3 November 2026."), (-20, -1, "closed on 1 November 2026.")],
)
def test_outside_of_the_enrolment_window_the_day_is_named(
    open_program: Program, cleo: Person, opens: int, closes: int, words: str
) -> None:
    open_program.enrol_from_on = TODAY + timedelta(days=opens)
    open_program.enrol_until_on = TODAY + timedelta(days=closes)
    with pytest.raises(Refused, match=words):
        intake.start(open_program, cleo, "mentee", at=NOW)


def test_the_last_day_ends_at_midnight_where_the_person_is(
    open_program: Program, cleo: Person
) -> None:
    open_program.enrol_until_on = TODAY
    late = NOW.replace(hour=23, minute=30)  # already tomorrow in Berlin, not yet in Lisbon
    with pytest.raises(Refused):
        intake.start(open_program, cleo, "mentee", at=late)
    cleo.time_zone = "Europe/Lisbon"
    assert intake.start(open_program, cleo, "mentee", at=late).state == "draft"


def test_a_draft_keeps_what_was_given_and_leaves_the_rest(draft: Participant) -> None:
    intake.save_draft(draft, at=NOW, wanted=[("Finance", 1)], statement="To lead.")
    intake.save_draft(draft, at=NOW, languages=["de"])
    kept = Participant.objects.get(pk=draft.pk)
    assert (kept.statement, kept.languages) == ("To lead.", ["de"])
    assert [str(one) for one in kept.objectives.all()] == ["Finance (new to it)"]


def test_saving_the_same_again_changes_nothing(draft: Participant) -> None:
    filled(draft)
    assert not intake.save_draft(draft, at=NOW, wanted=[("finance", 1), ("Writing", 2)])


def test_a_mentee_has_no_capacity_to_set(draft: Participant) -> None:
    intake.save_draft(draft, at=NOW, capacity=5)
    assert Participant.objects.get(pk=draft.pk).capacity == 1


def test_sending_names_everything_that_is_missing(open_program: Program, cleo: Person) -> None:
    draft = intake.start(open_program, cleo, "mentor", at=NOW)
    intake.save_draft(draft, at=NOW, capacity=0, hours_per_month=0)
    with pytest.raises(intake.Incomplete) as refusal:
        intake.send(draft, at=NOW, expectations=expectations_of(draft))
    assert [one.step for one in refusal.value.missing] == [1, 2, 2, 2]


def test_sending_records_the_acknowledged_version(draft: Participant) -> None:
    intake.send(filled(draft), at=NOW, expectations=expectations_of(draft))
    draft.refresh_from_db()
    assert (draft.state, draft.applied_at) == ("applied", NOW)
    assert draft.acknowledgements.get().expectations == expectations_of(draft)
    event = Event.objects.about(draft).filter(verb="participant.applied").get()
    assert (event.by_id, event.program_id) == (draft.person_id, draft.program_id)
    assert "balance sheet" not in str(event.facts)


def test_only_the_live_version_counts_as_read(draft: Participant, ada: Person) -> None:
    old = expectations_of(draft)
    Expectations.objects.filter(pk=old.pk).update(replaced_at=NOW)
    Expectations.objects.create(
        program=draft.program, role="mentee", version=2, text="More.", written_at=NOW
    )
    with pytest.raises(intake.Outdated):
        intake.send(filled(draft), at=NOW, expectations=old)


def test_the_expectations_of_the_other_role_do_not_count(draft: Participant) -> None:
    other = draft.program.expectations.get(role="mentor")
    with pytest.raises(intake.Outdated):
        intake.send(filled(draft), at=NOW, expectations=other)


def test_nothing_is_sent_after_the_last_day(draft: Participant) -> None:
    filled(draft)
    with pytest.raises(Refused):
        intake.send(draft, at=NOW + timedelta(days=31), expectations=expectations_of(draft))


def test_nothing_is_sent_twice(draft: Participant) -> None:
    intake.send(filled(draft), at=NOW, expectations=expectations_of(draft))
    with pytest.raises(Refused, match="already"):
        intake.send(draft, at=NOW, expectations=expectations_of(draft))


def test_an_application_may_be_changed_until_it_is_decided(
    open_program: Program, cleo: Person
) -> None:
    sent = applied(open_program, cleo)
    assert intake.save_draft(sent, at=NOW, statement="Something else.")
    Participant.objects.filter(pk=sent.pk).update(state="admitted", decided_at=NOW)
    with pytest.raises(Refused, match="decided"):
        intake.save_draft(sent, at=NOW, statement="Too late.")


def test_an_application_that_was_sent_stays_complete(open_program: Program, cleo: Person) -> None:
    sent = applied(open_program, cleo)
    with pytest.raises(intake.Incomplete):
        intake.save_draft(sent, at=NOW, wanted=[])
    assert sent.objectives.count() == 2


def test_a_draft_can_be_thrown_away_and_an_application_cannot(
    draft: Participant, open_program: Program, ben: Person
) -> None:
    intake.discard(draft, by=draft.person, at=NOW)
    assert not Participant.objects.filter(pk=draft.pk).exists()
    with pytest.raises(Refused):
        intake.discard(applied(open_program, ben), by=ben, at=NOW)


def test_the_programs_own_questions_are_answered_before_sending(
    draft: Participant, questions: dict[str, Question]
) -> None:
    filled(draft)
    with pytest.raises(intake.Incomplete) as refusal:
        intake.send(draft, at=NOW, expectations=expectations_of(draft))
    assert [(one.step, one.words) for one in refusal.value.missing] == [
        (3, "Answer “How do you like to meet?”."),
        (3, "Answer “What should we know?”."),
    ]
    given = {questions["one"].pk: ["On site"], questions["text"].pk: ["secret-words"]}
    assert intake.save_draft(draft, at=NOW, answers=given)
    intake.send(draft, at=NOW, expectations=expectations_of(draft))
    assert draft.state == "applied"


def test_a_changed_answer_is_recorded_without_its_text(
    open_program: Program, cleo: Person, questions: dict[str, Question]
) -> None:
    Question.objects.update(is_required=False)
    sent = applied(open_program, cleo)
    assert intake.save_draft(sent, at=NOW, answers={questions["text"].pk: ["secret-words"]})
    event = Event.objects.about(sent).filter(verb="participant.changed").get()
    assert "secret-words" not in str(event.facts)


def test_an_answer_that_must_be_there_cannot_be_taken_back(
    open_program: Program, cleo: Person, questions: dict[str, Question]
) -> None:
    Question.objects.update(is_required=False)
    sent = applied(open_program, cleo)
    intake.save_draft(sent, at=NOW, answers={questions["one"].pk: ["On site"]})
    Question.objects.update(is_required=True)
    with pytest.raises(intake.Incomplete):
        intake.save_draft(sent, at=NOW, answers={questions["one"].pk: []})
    assert sent.answers.count() == 1


def test_a_question_that_came_later_does_not_keep_the_rest_from_changing(
    open_program: Program, cleo: Person, request: pytest.FixtureRequest
) -> None:
    sent = applied(open_program, cleo)
    request.getfixturevalue("questions")
    assert intake.save_draft(sent, at=NOW, statement="Something else.")
    assert len(intake.missing(sent)) == 2
