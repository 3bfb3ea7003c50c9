"""A program's own words: checked before they are kept, and never in the way of a notice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from history.models import Event
from notices import rewording
from notices.catalogue import KINDS
from notices.models import KeptMail, Notice, Wording
from notices.planning.planner import plan
from notices.sending.sender import send_due
from notices.writing.wording import faults, names
from pairings.models import Pairing
from people.models import Person
from programs.lifecycle import ProgramClosed, close
from programs.models import Program
from tests import cast
from tests.cast import NOW, TODAY

KIND = KINDS["milestone_ahead"]
ALL = "{name}, {program}, {company}, {others}, {milestone}, {day}, {days}"
MEND = "A variable has one on either side: {name}."
with_database = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hello {name}, “{milestone}” comes.", []),
        ("Nothing in braces.", []),
        ("{milestoen}", ["{milestoen} is no variable of this notice. Did you mean {milestone}?"]),
        ("{Name }", ["{Name } is no variable of this notice. Did you mean {name}?"]),
        ("{xyzzy}", [f"{{xyzzy}} is no variable of this notice. You can use: {ALL}."]),
        ("Dear {name, hello", [f"A brace stands alone near “Dear {{name, hello”. {MEND}"]),
        ("Dear name}!", [f"A brace stands alone near “Dear name}}!”. {MEND}"]),
    ],
)
def test_what_cannot_be_filled_in_is_named_with_the_mend(text: str, said: list[str]) -> None:
    assert faults(text, KIND) == said


def test_doubled_braces_are_no_way_around() -> None:
    assert len(faults("{{name}}", KIND)) == 1
    assert len(faults("{%if%}", KIND)) == 1


def test_a_channel_is_not_called_by_a_name() -> None:
    assert "name" in names(KIND)
    assert "name" not in names(KINDS["help_asked"])
    assert faults("{names}", KINDS["help_asked"]) != []


@with_database
def test_it_is_written_and_taken_away_with_its_events(program: Program, ada: Person) -> None:
    for text in ("First.", "Second."):
        made = rewording.write(program, KIND, title="Soon", text=text, by=ada, at=NOW)
    assert (Wording.objects.get().text, made.written_by) == ("Second.", ada)
    assert rewording.remove(program, KIND, by=ada, at=NOW) == ("Soon", "Second.")
    assert rewording.remove(program, KIND, by=ada, at=NOW) is None
    told = Event.objects.filter(verb__startswith="wording.").order_by("pk")
    assert [(one.verb, one.facts) for one in told] == [
        ("wording.written", {"kind": KIND.name}),
        ("wording.written", {"kind": KIND.name}),
        ("wording.removed", {"kind": KIND.name}),
    ]


@with_database
def test_a_closed_program_stays_as_it_was(program: Program, ada: Person) -> None:
    rewording.write(program, KIND, title="Soon", text="First.", by=ada, at=NOW)
    close(program, by=ada, at=NOW)
    with pytest.raises(ProgramClosed):
        rewording.write(program, KIND, title="Soon", text="Second.", by=ada, at=NOW)
    with pytest.raises(ProgramClosed):
        rewording.remove(program, KIND, by=ada, at=NOW)
    assert Wording.objects.get().text == "First."


@pytest.fixture
def owed(pairing: Pairing) -> Pairing:
    """A milestone in a week, of which both are told."""
    cast.milestone(pairing, due_on=TODAY + timedelta(days=7))
    plan(now=NOW)
    return pairing


def _words(owed: Pairing, ada: Person, title: str, text: str) -> None:
    Wording.objects.create(
        program=owed.program, kind=KIND.name, title=title, text=text, written_by=ada, written_at=NOW
    )


@with_database
def test_a_notice_goes_out_in_the_words_of_its_program(
    owed: Pairing, ada: Person, cleo: Person
) -> None:
    _words(owed, ada, "{name}: {days} days", "With {others} in {program}, on {day}.\n\nGo.")
    assert send_due(now=NOW) == 2
    notice = Notice.objects.get(recipient=cleo, kind=KIND.name)
    assert notice.title == "Cleo: 7 days"
    assert notice.text == "With Ben Okafor in Rising leaders, on Monday 9 November.\n\nGo."
    mail = KeptMail.objects.get(to=cleo.email)
    assert mail.subject == "Cleo: 7 days"
    assert "With Ben Okafor" in mail.text
    assert "With Ben Okafor" in mail.html


@with_database
@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("{gone}", "A variable that the kind has lost since."),
        ("Fine", "{session_time} is of another kind."),
        ("Fine", "{__class__}"),
        ("{company}", "A title of which nothing is left."),
    ],
)
def test_what_cannot_be_filled_in_goes_out_in_the_usual_words(
    owed: Pairing, ada: Person, cleo: Person, settings: Settings, title: str, text: str
) -> None:
    settings.COMPANY_NAME = ""
    _words(owed, ada, title, text)
    assert send_due(now=NOW) == 2
    notice = Notice.objects.get(recipient=cleo, kind=KIND.name)
    assert notice.state == "sent"
    assert notice.title.endswith("is due in 7 days")
    assert text not in notice.text


@with_database
def test_the_words_of_one_program_are_not_those_of_another(
    owed: Pairing, ada: Person, cleo: Person
) -> None:
    other = cast.program(ada, name="Another")
    rewording.write(other, KIND, title="Elsewhere", text="Not here.", by=ada, at=NOW)
    send_due(now=NOW)
    assert Notice.objects.get(recipient=cleo, kind=KIND.name).title.endswith("is due in 7 days")
