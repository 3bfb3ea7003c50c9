from __future__ import annotations

import io

import pytest
from pytest_django import DjangoAssertNumQueries

from history.models import Event
from participants import admission, intake, listing
from participants.models import Participant, ParticipantList, Skill
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW, TODAY

HEADING = "email,role,capacity,objectives,languages,hours_per_month\n"
BEN = "ben.okafor@example.com,mentor,2,Finance; Writing,English; German,3\n"
CLEO = "cleo.martin@example.com,mentee,1,Finance,English,2\n"


def the_list(program: Program, by: Person, text: str) -> ParticipantList:
    return ParticipantList.objects.create(
        program=program, filename="list.csv", text=text, uploaded_by=by, uploaded_at=NOW
    )


def faults(program: Program, row: str) -> list[tuple[int, str, str, str]]:
    plan = listing.check(program, HEADING + row, today=TODAY)
    return [(one.line, one.column, one.reason, one.mend) for one in plan.faults]


def test_a_list_is_applied_as_the_admin_chooses(
    open_program: Program, ada: Person, ben: Person, cleo: Person
) -> None:
    counts = listing.apply(
        the_list(open_program, ada, HEADING + BEN + CLEO), as_state="admitted", by=ada, at=NOW
    )
    assert counts["added"] == 2
    mentor = open_program.participants.get(person=ben)
    assert (mentor.state, mentor.capacity, mentor.hours_per_month) == ("admitted", 2, 3)
    assert mentor.languages == ["en", "de"]
    assert [str(one.skill) for one in mentor.objectives.all()] == ["Finance", "Writing"]
    assert mentor.decided_by == ada
    verbs = Event.objects.about(mentor).values_list("verb", flat=True)
    assert set(verbs) == {"participant.applied", "participant.admitted"}


def test_a_second_time_changes_nothing(
    open_program: Program, ada: Person, ben: Person, cleo: Person
) -> None:
    text = HEADING + BEN + CLEO
    listing.apply(the_list(open_program, ada, text), as_state="applied", by=ada, at=NOW)
    events = Event.objects.count()
    plan = listing.check(open_program, text, today=TODAY)
    assert (len(plan.same), plan.may_be_applied) == (2, False)
    with pytest.raises(listing.NotApplicable):
        listing.apply(the_list(open_program, ada, text), as_state="admitted", by=ada, at=NOW)
    assert Event.objects.count() == events
    assert set(Participant.objects.values_list("state", flat=True)) == {"applied"}


def test_a_list_is_applied_once_and_its_text_forgotten(
    open_program: Program, ada: Person, ben: Person
) -> None:
    once = the_list(open_program, ada, HEADING + BEN)
    listing.apply(once, as_state="applied", by=ada, at=NOW)
    once.refresh_from_db()
    assert (once.text, once.applied_by) == ("", ada)
    with pytest.raises(listing.NotApplicable, match="already"):
        listing.apply(once, as_state="applied", by=ada, at=NOW)


def test_what_changed_is_taken_over_and_the_state_and_levels_stay(
    open_program: Program, ada: Person, ben: Person
) -> None:
    mine = intake.start(open_program, ben, "mentor", at=NOW)
    intake.save_draft(mine, at=NOW, wanted=[("Finance", 4)], languages=["en"])
    intake.send(mine, at=NOW, expectations=open_program.expectations.get(role="mentor"))
    counts = listing.apply(
        the_list(open_program, ada, HEADING + BEN), as_state="admitted", by=ada, at=NOW
    )
    assert (counts["changed"], counts["added"]) == (1, 0)
    mine.refresh_from_db()
    assert (mine.state, mine.capacity) == ("applied", 2)
    assert list(mine.objectives.values_list("level", flat=True)) == [4, 3]


def test_a_draft_of_the_person_is_filled_in(
    open_program: Program, ada: Person, cleo: Person, draft: Participant
) -> None:
    listing.apply(the_list(open_program, ada, HEADING + CLEO), as_state="admitted", by=ada, at=NOW)
    draft.refresh_from_db()
    assert draft.state == "admitted"
    assert Participant.objects.count() == 1


def test_who_was_declined_or_withdrew_is_left_alone(
    open_program: Program, ada: Person, ben: Person, cleo: Person
) -> None:
    listing.apply(the_list(open_program, ada, HEADING + BEN), as_state="applied", by=ada, at=NOW)
    admission.withdraw(Participant.objects.get(), by=ben, at=NOW)
    counts = listing.apply(
        the_list(open_program, ada, HEADING + BEN + CLEO), as_state="applied", by=ada, at=NOW
    )
    assert (counts["left_alone"], counts["added"]) == (1, 1)
    assert Participant.objects.get(person=ben).state == "withdrawn"


@pytest.mark.parametrize(
    ("row", "column", "reason", "mend"),
    [
        (BEN.replace("ben.", "bne."), "email", "Nobody here has the address", "HR import"),
        (BEN.replace("@", " at "), "email", "not an e-mail address", "signs in with"),
        (BEN.replace("mentor", "boss"), "role", "“boss” is not a role.", "mentor or mentee"),
        (BEN.replace(",2,", ",two,"), "capacity", "not a whole number", "from 1 to 20"),
        (BEN.replace(",2,", ",99,"), "capacity", "out of range", "from 1 to 20"),
        (BEN.replace(",2,", ",0,"), "capacity", "out of range", "from 1 to 20"),
        (CLEO.replace(",1,", ",3,"), "capacity", "out of range", "Write 1"),
        (BEN.replace("German", "Germna"), "languages", "called “Germna”", "Is it German?"),
        (BEN.replace("English; German", ""), "languages", "no language", "at least one"),
        (BEN.replace("Finance; Writing", ";"), "objectives", "no objective", "at least one"),
        (BEN.replace("Writing", "finance"), "objectives", "stands twice", "Remove one"),
        (BEN.replace(",3\n", ",900\n"), "hours_per_month", "out of range", "from 1 to 40"),
        (BEN.replace("Finance", "=1+1"), "objectives", "formula", "plain text"),
    ],
)
def test_a_fault_says_what_where_and_how_to_mend_it(
    open_program: Program, ben: Person, cleo: Person, row: str, column: str, reason: str, mend: str
) -> None:
    ((line, where, said, advice),) = faults(open_program, row)
    assert (line, where) == (2, column)
    assert reason in said
    assert mend in advice


def test_a_mistyped_address_is_guessed(open_program: Program, ben: Person) -> None:
    ((_, _, _, mend),) = faults(open_program, BEN.replace("okafor", "okafro"))
    assert mend == "Is it ben.okafor@example.com?"


def test_a_row_that_stands_twice_names_the_first(open_program: Program, ben: Person) -> None:
    ((line, _, reason, _),) = faults(open_program, BEN + BEN)
    assert (line, "line 2" in reason) == (3, True)


def test_somebody_who_left_is_named_with_the_day(open_program: Program, ben: Person) -> None:
    cast.employment(ben, left_on=TODAY)
    ((_, _, reason, _),) = faults(open_program, BEN)
    assert reason == "Ben Okafor left on 2 November 2026."


def test_one_fault_keeps_the_whole_list_out(
    open_program: Program, ada: Person, ben: Person
) -> None:
    with pytest.raises(listing.NotApplicable):
        listing.apply(
            the_list(open_program, ada, HEADING + BEN + CLEO), as_state="applied", by=ada, at=NOW
        )
    assert not Participant.objects.exists()


@pytest.mark.parametrize(("state", "words"), [("draft", "Open"), ("closed", "closed")])
def test_a_list_waits_for_an_open_program(
    open_program: Program, ada: Person, ben: Person, state: str, words: str
) -> None:
    Program.objects.filter(pk=open_program.pk).update(state=state)
    with pytest.raises(listing.NotApplicable, match=words):
        listing.apply(
            the_list(open_program, ada, HEADING + BEN), as_state="applied", by=ada, at=NOW
        )


def test_the_programs_own_terms_are_roles_too(open_program: Program, ben: Person) -> None:
    open_program.mentor_term = "Coach"
    assert faults(open_program, BEN.replace("mentor", "coach")) == []


def test_a_synonym_is_the_same_objective(
    open_program: Program, ada: Person, ben: Person, cleo: Person
) -> None:
    Skill.objects.create(name="Finance", synonyms=["money matters"])
    listing.apply(the_list(open_program, ada, HEADING + CLEO), as_state="applied", by=ada, at=NOW)
    text = HEADING + CLEO.replace("Finance", "Money Matters")
    assert len(listing.check(open_program, text, today=TODAY).same) == 1


def test_a_file_that_cannot_be_read_is_refused_as_a_whole() -> None:
    for content in (b"", b"email,role\n", HEADING.encode() + "Größe".encode("latin-1")):
        with pytest.raises(listing.UnreadableError):
            listing.text_of(io.BytesIO(content))


def test_semicolons_and_a_byte_order_mark_are_fine(open_program: Program, ben: Person) -> None:
    text = HEADING.replace(",", ";") + 'ben.okafor@example.com;mentor;2;"A; B";English;2\n'
    read = listing.text_of(io.BytesIO(b"\xef\xbb\xbf" + text.encode()))
    assert len(listing.check(open_program, read, today=TODAY).added) == 1


@pytest.mark.parametrize("how_many", [1, 30])
def test_looking_at_many_rows_costs_as_much_as_at_one(
    open_program: Program, how_many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = ""
    for number in range(how_many):
        email = cast.person(f"Person {number}").email
        rows += f"{email},mentee,1,Finance,English,2\n"
    with django_assert_num_queries(3):
        plan = listing.check(open_program, HEADING + rows, today=TODAY)
    assert (len(plan.added), plan.faults) == (how_many, [])
