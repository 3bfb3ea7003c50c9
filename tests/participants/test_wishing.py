"""Whom a participant would like to be paired with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from history.models import Event
from kit.refusals import Refused
from participants import barring, ties, wishing
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW
from tests.pairings.threads import at_once


def names(rows: object) -> list[str]:
    return [one.person.name for one in rows]  # type: ignore[attr-defined]


@pytest.fixture
def mentors(program: Program) -> list[Participant]:
    """Six who could be named."""
    people = [cast.person(f"Mentor {n}") for n in "ABCDEF"]
    return [cast.participant(one, program, "mentor") for one in people]


def wished(participant: Participant) -> list[str]:
    return [one.wished.person.name for one in wishing.of(participant)]


class TestWhoCanBeNamed:
    def test_a_mentee_names_mentors_who_are_in_or_have_applied(
        self, mentee: Participant, program: Program
    ) -> None:
        for state in Participant.State.values:
            cast.participant(cast.person(f"Is {state}"), program, "mentor", state=state)
        assert names(wishing.candidates(mentee)) == ["Is admitted", "Is applied"]

    def test_a_mentor_names_only_mentees_who_are_in(
        self, mentor: Participant, program: Program
    ) -> None:
        for state in Participant.State.values:
            cast.participant(cast.person(f"Is {state}"), program, "mentee", state=state)
        assert names(wishing.candidates(mentor)) == ["Is admitted"]

    def test_nobody_names_themselves_who_has_left_or_is_elsewhere(
        self, mentee: Participant, program: Program, dan: Person
    ) -> None:
        cast.participant(mentee.person, program, "mentor")
        gone = cast.participant(cast.person("Gone Away"), program, "mentor")
        Person.objects.filter(pk=gone.person.pk).update(is_active=False)
        assert not wishing.candidates(mentee).exists()

    def test_whom_one_barred_is_not_offered_and_who_barred_one_is(
        self, mentee: Participant, mentors: list[Participant]
    ) -> None:
        barring.bar(mentee.person, mentors[0].person, at=NOW)
        barring.bar(mentors[1].person, mentee.person, at=NOW)
        offered = names(wishing.candidates(mentee))
        assert "Mentor A" not in offered
        assert "Mentor B" in offered, "that they are missing would tell"

    def test_they_are_found_by_name_work_and_topic(
        self, mentee: Participant, program: Program
    ) -> None:
        someone = cast.person("Uma One")
        cast.employment(someone, department="Legal")
        cast.participant(someone, program, "mentor", skills=("Negotiation", "Writing"))
        for words in ("uma", "legal", "research", "negot", "one legal writing"):
            assert names(wishing.found(mentee, words)) == ["Uma One"], words
        assert not wishing.found(mentee, "uma beekeeping")

    def test_who_shares_most_topics_stands_first_and_who_is_named_is_gone(
        self, mentee: Participant, mentors: list[Participant], program: Program
    ) -> None:
        cast.participant(cast.person("A Stranger"), program, "mentor", skills=("Beekeeping",))
        found = names(wishing.found(mentee, ""))
        assert found[0] == "Mentor A"
        assert found[-1] == "A Stranger"
        wishing.add(mentee, mentors[0], at=NOW)
        assert "Mentor A" not in names(wishing.found(mentee, ""))


class TestTheOrder:
    def test_wishes_are_ranked_as_they_come_and_move(
        self, mentee: Participant, mentors: list[Participant]
    ) -> None:
        a, b, c = mentors[:3]
        for one in (a, b, c):
            wishing.add(mentee, one, at=NOW)
        wishing.move(mentee, c, up=True, at=NOW)
        assert wished(mentee) == ["Mentor A", "Mentor C", "Mentor B"]
        wishing.move(mentee, a, up=False, at=NOW)
        assert wished(mentee) == ["Mentor C", "Mentor A", "Mentor B"]
        wishing.move(mentee, c, up=True, at=NOW)
        wishing.move(mentee, b, up=False, at=NOW)
        assert wished(mentee) == ["Mentor C", "Mentor A", "Mentor B"], "the ends stay"
        wishing.remove(mentee, a, at=NOW)
        assert [(one.rank, one.wished) for one in mentee.wishes.all()] == [(1, c), (2, b)]

    def test_what_is_not_wished_is_neither_moved_nor_removed(
        self, mentee: Participant, mentors: list[Participant]
    ) -> None:
        wishing.add(mentee, mentors[0], at=NOW)
        wishing.move(mentee, mentors[1], up=True, at=NOW)
        wishing.remove(mentee, mentors[1], at=NOW)
        assert wished(mentee) == ["Mentor A"]

    def test_five_are_as_many_as_one_can_name(
        self, mentee: Participant, mentors: list[Participant]
    ) -> None:
        for one in mentors[:5]:
            wishing.add(mentee, one, at=NOW)
        with pytest.raises(Refused, match="Take one away before you name another"):
            wishing.add(mentee, mentors[5], at=NOW)
        assert mentee.wishes.count() == 5

    def test_nobody_is_named_twice_and_no_stranger_at_all(
        self, mentee: Participant, mentors: list[Participant], dan: Person
    ) -> None:
        wishing.add(mentee, mentors[0], at=NOW)
        with pytest.raises(Refused, match="Mentor A already"):
            wishing.add(mentee, mentors[0], at=NOW)
        elsewhere = Participant.objects.get(person=dan)
        with pytest.raises(Refused, match="Only people who take part"):
            wishing.add(mentee, elsewhere, at=NOW)
        with pytest.raises(Refused, match="Only people who take part"):
            wishing.add(mentee, mentee, at=NOW)

    def test_a_wish_for_somebody_who_left_is_there_and_does_not_count(
        self, mentee: Participant, mentors: list[Participant]
    ) -> None:
        for one in mentors[:2]:
            wishing.add(mentee, one, at=NOW)
        Participant.objects.filter(pk=mentors[0].pk).update(state="withdrawn")
        assert [(one.rank, one.counts) for one in wishing.of(mentee)] == [(1, False), (2, True)]


class TestWhen:
    @pytest.fixture
    def held(self) -> Iterator[set[int]]:
        """Participants whom a pairing holds."""
        ids: set[int] = set()
        check = ties.hold(lambda asked: ids & set(asked))
        yield ids
        ties._checks.remove(check)

    @pytest.mark.parametrize(
        ("state", "words"),
        [
            ("draft", "Send your application first"),
            ("applied", ""),
            ("waitlisted", ""),
            ("admitted", ""),
            ("declined", "do not take part"),
            ("withdrawn", "do not take part"),
        ],
    )
    def test_who_applies_or_is_in_may_wish(
        self, mentee: Participant, state: str, words: str
    ) -> None:
        mentee.state = state
        said = wishing.closed_because(mentee)
        assert words in said
        assert bool(said) == bool(words)

    def test_not_once_matched(
        self, mentee: Participant, mentors: list[Participant], held: set[int]
    ) -> None:
        wishing.add(mentee, mentors[0], at=NOW)
        held.add(mentee.pk)
        for change in (
            lambda: wishing.add(mentee, mentors[1], at=NOW),
            lambda: wishing.move(mentee, mentors[0], up=True, at=NOW),
            lambda: wishing.remove(mentee, mentors[0], at=NOW),
        ):
            with pytest.raises(Refused, match="You are matched"):
                change()
        assert wished(mentee) == ["Mentor A"]

    def test_not_once_the_program_is_over_or_where_people_ask_each_other(
        self, mentee: Participant
    ) -> None:
        mentee.program.state = "closed"
        assert "over" in wishing.closed_because(mentee)
        mentee.program.state, mentee.program.way = "running", "chosen"
        assert "people ask each other" in wishing.closed_because(mentee)
        mentee.program.way = "both"
        assert not wishing.closed_because(mentee)


def test_history_keeps_how_many_and_never_whom(
    mentee: Participant, mentors: list[Participant]
) -> None:
    wishing.add(mentee, mentors[0], at=NOW)
    wishing.add(mentee, mentors[1], at=NOW + timedelta(minutes=1))
    events = Event.objects.about(mentee).filter(verb="participant.wished").order_by("at")
    assert [event.facts for event in events] == [{"wishes": 1}, {"wishes": 2}]


@pytest.mark.django_db(transaction=True)
def test_of_six_named_at_the_same_instant_five_are_kept(
    mentee: Participant, mentors: list[Participant]
) -> None:
    outcomes = at_once(*(lambda one=one: wishing.add(mentee, one, at=NOW) for one in mentors))
    assert sorted(type(one).__name__ for one in outcomes) == ["Refused", *["Wish"] * 5]
    assert [one.rank for one in mentee.wishes.all()] == [1, 2, 3, 4, 5]


@pytest.mark.django_db(transaction=True)
def test_an_order_that_changes_while_somebody_is_taken_away_has_no_gap(
    mentee: Participant, mentors: list[Participant]
) -> None:
    for one in mentors[:4]:
        wishing.add(mentee, one, at=NOW)
    outcomes = at_once(
        lambda: wishing.remove(mentee, mentors[1], at=NOW),
        lambda: wishing.move(mentee, mentors[3], up=True, at=NOW),
        lambda: wishing.remove(mentee, mentors[0], at=NOW),
    )
    assert outcomes == [None, None, None]
    assert [one.rank for one in mentee.wishes.all()] == [1, 2]
    assert {one.wished for one in mentee.wishes.all()} == {mentors[2], mentors[3]}
