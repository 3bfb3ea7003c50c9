"""A made-up notice of each kind: whatever is said in it is there, and nobody is asked for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.template import engines
from django.utils import translation

from notices.catalogue import ALL, KINDS, Kind
from notices.models import Wording
from notices.writing import wording
from notices.writing.previewing import draft, preview, variables
from notices.writing.samples import SAMPLES, Sample
from people.models import Person
from tests.cast import NOW

MISSING = "[nothing is known of %s]"
WORDED = [kind for kind in ALL if kind.may_be_worded]


@pytest.fixture
def sample() -> Sample:
    return Sample(Person(name="Olga Novak", language="en", time_zone="Europe/Berlin"), NOW)


@pytest.fixture(autouse=True)
def _missing_is_seen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", MISSING)  # type: ignore[attr-defined]
    with translation.override("en"):
        yield


def test_there_is_one_for_each_kind_and_for_nothing_else() -> None:
    assert set(SAMPLES) == set(KINDS)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_it_looks_like_a_real_one_without_a_look_into_the_database(
    kind: Kind, sample: Sample
) -> None:
    """No test database is open here: a query would fail."""
    found = preview(kind, sample)
    assert found.words.title
    assert found.words.paragraphs or found.words.items
    assert found.words.label
    assert found.words.link.startswith("http")
    for text in (found.words.title, found.words.text, str(found.letter.body), found.html):
        assert "[nothing is known of" not in text
        assert "None" not in text
    assert found.words.heading in str(found.letter.body)
    assert str(kind.because) in str(found.letter.body)


@pytest.mark.parametrize("kind", WORDED, ids=lambda kind: kind.name)
def test_every_variable_has_a_meaning_and_an_example(kind: Kind, sample: Sample) -> None:
    explained = variables(kind, sample)
    assert [one.name for one in explained] == list(wording.names(kind))
    for one in explained:
        assert one.meaning
        assert one.example or one.name == "company", one


@pytest.mark.parametrize("kind", WORDED, ids=lambda kind: kind.name)
def test_the_draft_holds_variables_where_the_usual_words_hold_facts(
    kind: Kind, sample: Sample
) -> None:
    begun = draft(kind, sample)
    assert wording.faults(begun.title + begun.text, kind) == []
    for fact in ("Ben Okafor", "Cleo Martin", "Ada Keller", "Rising leaders", "2026", "Berlin"):
        assert fact not in begun.title + begun.text
    assert not any(letter.isdigit() for letter in begun.title + begun.text), begun.text


def test_the_draft_says_the_same_as_the_usual_words(sample: Sample) -> None:
    kind = KINDS["session_tomorrow"]
    begun = draft(kind, sample)
    assert begun.title == "{session_day} at {session_time}: you and {others}"
    assert begun.text.startswith("{session_day} at {session_time} ({zone} time), {minutes} minutes")
    assert preview(kind, sample, begun).words.paragraphs == preview(kind, sample).words.paragraphs


def test_own_words_replace_the_usual_ones_in_every_form(sample: Sample) -> None:
    own = Wording(kind="check_in_due", title="How are you, {name}?", text="Say it.\n\n<b>{others}")
    found = preview(KINDS["check_in_due"], sample, own)
    assert found.words.title == found.words.heading == "How are you, Cleo?"
    assert found.words.paragraphs == ["Say it.", "<b>Ben Okafor"]
    assert found.letter.subject == "How are you, Cleo?"
    assert "&lt;b&gt;Ben Okafor" in found.html
    assert "<b>Ben Okafor" in str(found.letter.body)
    assert found.words.label == "Answer in one click"
