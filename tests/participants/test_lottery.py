"""Drawing lots among those who applied: once, for good, and never for more than the places."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest

from history.models import Event
from participants import admission, intake, lots, lottery
from participants.models import Decision, Draw, Lot, Participant
from people.models import Person
from programs import setup
from programs.models import Program
from tests import cast
from tests.cast import NOW, TODAY
from tests.pairings.threads import at_once
from tests.participants.conftest import applied

SEED = "0123456789abcdef0123456789abcdef"
_numbers: Iterator[int] = count(1)


def several(program: Program, many: int, *, role: str = "mentee") -> list[Participant]:
    return [
        cast.participant(cast.person(f"Uma {next(_numbers)}"), program, role, state="applied")
        for _n in range(many)
    ]


def draw(program: Program, by: Person, *, seed: str = SEED) -> Draw:
    """A draw by somebody who was shown what is there."""
    program.refresh_from_db()
    room = lottery.room_of(program)
    assert room is not None
    return lottery.draw(
        *(program,),
        by=by,
        at=NOW,
        on=TODAY,
        seed=seed,
        people=room.applied,
        places=room.for_applicants,
    )


def states(program: Program) -> dict[str, str]:
    return dict(program.participants.values_list("ref", "state"))


@pytest.fixture
def five(ada: Person) -> Program:
    """Open doors with five places, applications over."""
    program = cast.program(ada, name="Open doors", state="open")
    yesterday = TODAY - timedelta(days=1)
    setup.change(program, by=ada, at=NOW, places=5, enrol_until_on=yesterday)
    return program


def test_the_first_in_the_order_are_in_and_the_others_wait(five: Program, ada: Person) -> None:
    people = several(five, 8)
    drawn = draw(five, ada)
    order = lots.in_order(SEED, {one.ref: 1 for one in people})
    rows = drawn.lots.select_related("participant")
    assert [lot.participant.ref for lot in rows] == order
    assert [lot.position for lot in rows] == list(range(1, 9))
    assert [lot.is_won for lot in rows] == [True] * 5 + [False] * 3
    wanted = {ref: "admitted" if n < 5 else "waitlisted" for n, ref in enumerate(order)}
    assert states(five) == wanted
    assert (drawn.seed, drawn.places, drawn.by, drawn.at) == (SEED, 5, ada, NOW)


def test_it_is_recorded_with_its_seed_and_everybody_is_told(five: Program, ada: Person) -> None:
    several(five, 7)
    drawn = draw(five, ada)
    event = Event.objects.get(verb="lots.drawn")
    assert (event.subject_id, event.by_id) == (drawn.pk, ada.pk)
    assert event.facts == {"people": 7, "places": 5, "seed": SEED}
    assert Event.objects.filter(verb="participant.admitted").count() == 5
    assert Event.objects.filter(verb="participant.waitlisted").count() == 2
    assert Decision.objects.filter(batch=drawn.ref).count() == 7


def test_mentors_and_those_decided_on_take_no_part(five: Program, ada: Person) -> None:
    mentors, people = several(five, 2, role="mentor"), several(five, 9)
    admission.admit(people[:1], by=ada, at=NOW)
    admission.waitlist(people[1:2], by=ada, at=NOW)
    admission.withdraw(people[2], by=people[2].person, at=NOW)
    drawn = draw(five, ada)
    assert drawn.places == 4
    assert {lot.participant for lot in drawn.lots.all()} == set(people[3:])
    assert {states(five)[one.ref] for one in mentors} == {"applied"}


@pytest.mark.parametrize("seed", ["", "0" * 31, "Z" * 32, "0" * 33, "0" * 31 + "\n"])
def test_a_seed_is_128_bits(five: Program, ada: Person, seed: str) -> None:
    several(five, 6)
    with pytest.raises(ValueError, match="32 hexadecimal digits"):
        draw(five, ada, seed=seed)


def test_nothing_is_drawn_without_need(five: Program, ada: Person) -> None:
    with pytest.raises(lottery.NothingToDraw, match="Nobody waits"):
        draw(five, ada)
    several(five, 5)
    with pytest.raises(lottery.NothingToDraw, match="a place for everybody"):
        draw(five, ada)
    Program.objects.update(places=None)
    with pytest.raises(lottery.NothingToDraw, match="no limit"):
        lottery.draw(five, by=ada, at=NOW, on=TODAY, seed=SEED, people=5, places=0)
    assert not Draw.objects.exists()


def test_who_applies_on_the_last_day_has_the_same_chance(five: Program, ada: Person) -> None:
    several(five, 6)
    setup.change(five, by=ada, at=NOW, enrol_until_on=TODAY)
    with pytest.raises(lottery.NotNow, match="open until 2 November 2026"):
        draw(five, ada)
    Program.objects.update(enrol_until_on=None)
    with pytest.raises(lottery.NotNow, match="until you start matching"):
        draw(five, ada)
    Program.objects.update(state="matching")
    assert draw(five, ada)


def test_nobody_is_drawn_for_a_program_that_is_over(five: Program, ada: Person) -> None:
    several(five, 6)
    Program.objects.update(state="closed")
    with pytest.raises(lottery.NotNow, match="Nobody is admitted"):
        draw(five, ada)


def test_who_draws_is_not_surprised_by_what_came_meanwhile(five: Program, ada: Person) -> None:
    several(five, 6)
    for people, places in ((5, 5), (6, 4), (7, 5)):
        with pytest.raises(lottery.ChangedMeanwhile):
            lottery.draw(five, by=ada, at=NOW, on=TODAY, seed=SEED, people=people, places=places)
    assert not Draw.objects.exists()


def test_a_draw_can_neither_be_undone_nor_repeated(five: Program, ada: Person) -> None:
    several(five, 8)
    drawn = draw(five, ada)
    before = states(five)
    with pytest.raises(admission.DecidedByLot, match="cannot be undone"):
        admission.undo(five, drawn.ref, by=ada, at=NOW)
    with pytest.raises(lottery.NothingToDraw, match="Ada Keller drew lots on 2 November 2026"):
        draw(five, ada, seed="f" * 32)
    assert states(five) == before


def test_no_way_leads_the_drawn_back_into_a_new_draw(five: Program, ada: Person) -> None:
    """Whatever was decided by hand before or after, undoing it never makes them wait again."""
    people = several(five, 8)
    earlier = admission.waitlist(people[:1], by=ada, at=NOW).batch
    admission.undo(five, earlier, by=ada, at=NOW)
    draw(five, ada)
    later = admission.decline(people, by=ada, at=NOW, reason="Changed our mind.").batch
    admission.undo(five, later, by=ada, at=NOW)
    admission.undo(five, earlier, by=ada, at=NOW)
    assert "applied" not in states(five).values()


def test_who_comes_later_waits_behind_those_drawn_before(five: Program, ada: Person) -> None:
    several(five, 8)
    first = draw(five, ada)
    losers = [lot.participant_id for lot in first.lots.filter(is_won=False)]
    newcomers = several(five, 2)
    second = draw(five, ada, seed="e" * 32)
    assert second.places == 0
    told = lottery.told_of(newcomers[0])
    assert told
    assert "of 2 for the waiting list." in told.sentence
    assert {lot.participant for lot in second.lots.all()} == set(newcomers)
    order = [one.pk for one in lottery.waiting(five)]
    assert order[:3] == losers
    assert order[3:] == [lot.participant_id for lot in second.lots.all()]


def test_more_places_go_to_the_waiting_list_before_the_newcomers(
    five: Program, ada: Person
) -> None:
    several(five, 8)
    draw(five, ada)
    several(five, 4)
    setup.change(five, by=ada, at=NOW, places=10)
    room = lottery.room_of(five)
    assert room
    assert (room.free, len(room.next_up), room.for_applicants) == (5, 3, 2)
    assert draw(five, ada, seed="e" * 32).places == 2


def test_a_place_that_becomes_free_is_offered_to_the_next(five: Program, ada: Person) -> None:
    several(five, 8)
    drawn = draw(five, ada)
    rows = list(drawn.lots.select_related("participant__person"))
    room = lottery.room_of(five)
    assert room
    assert room.next_up == ()
    for lot in rows[:2]:
        admission.withdraw(lot.participant, by=lot.participant.person, at=NOW)
    room = lottery.room_of(five)
    assert room
    assert [one.pk for one in room.next_up] == [rows[5].participant_id, rows[6].participant_id]


def test_who_withdraws_and_applies_again_gains_nothing(five: Program, ada: Person) -> None:
    _opened(five)
    people = [applied(five, cast.person(f"Vic {n}")) for n in range(7)]
    _over(five)
    drawn = draw(five, ada)
    last = drawn.lots.select_related("participant__person").filter(is_won=False).first()
    assert last
    assert last.participant in people
    _opened(five)
    someone = last.participant
    admission.withdraw(someone, by=someone.person, at=NOW)
    intake.reopen(someone, by=someone.person, at=NOW)
    live = five.expectations.get(role="mentee", replaced_at=None)
    intake.send(someone, at=NOW, expectations=live)
    _over(five)
    draw(five, ada, seed="e" * 32)
    assert list(lottery.waiting(five))[-1] == someone


def _opened(program: Program) -> None:
    Program.objects.update(enrol_until_on=TODAY + timedelta(days=9))
    program.refresh_from_db()


def _over(program: Program) -> None:
    Program.objects.update(enrol_until_on=TODAY - timedelta(days=1))
    program.refresh_from_db()


def test_who_was_turned_away_before_goes_first_where_the_program_says_so(
    five: Program, ada: Person
) -> None:
    people = several(five, 9)
    earlier = cast.program(ada, name="Last year", state="closed")
    old = Draw.objects.create(program=earlier, seed=SEED, places=0, by=ada, at=NOW)
    for n, one in enumerate(people[:4], start=1):
        there = cast.participant(
            one.person, earlier, "mentee", state="admitted" if n == 4 else "waitlisted"
        )
        Lot.objects.create(draw=old, participant=there, position=n, is_won=False)
    assert lottery.turned_away(five) == {one.pk for one in people[:3]}
    Program.objects.filter(pk=five.pk).update(turned_away_first=True)
    drawn = draw(five, ada)
    rows = list(drawn.lots.select_related("participant"))
    assert {lot.participant for lot in rows[:3]} == set(people[:3])
    assert [lot.tier for lot in rows] == [1] * 3 + [2] * 6


def test_unless_it_says_so_all_are_equal(five: Program, ada: Person) -> None:
    people = several(five, 6)
    earlier = cast.program(ada, name="Last year", state="closed")
    old = Draw.objects.create(program=earlier, seed=SEED, places=0, by=ada, at=NOW)
    there = cast.participant(people[0].person, earlier, "mentee", state="waitlisted")
    Lot.objects.create(draw=old, participant=there, position=1, is_won=False)
    assert {lot.tier for lot in draw(five, ada).lots.all()} == {1}


def test_each_is_told_their_own_number(five: Program, ada: Person) -> None:
    several(five, 8)
    drawn = draw(five, ada)
    lot = drawn.lots.select_related("participant").get(position=7)
    told = lottery.told_of(lot.participant, with_order=True)
    assert told
    assert told.sentence == (
        "More applied than there are places. Lots were drawn on 2 November 2026: you were number"
        " 7 of 8 for 5 places."
    )
    assert told.ahead == 1
    assert told.fingerprint == lots.fingerprint(SEED, lot.participant.ref)
    assert not told.has_tiers
    winner = drawn.lots.select_related("participant").get(position=1)
    mine = lottery.told_of(winner.participant, with_order=True)
    assert mine
    assert mine.ahead is None


def test_admitting_by_hand_is_warned_of(five: Program, ada: Person) -> None:
    several(five, 8)
    drawn = draw(five, ada)
    lot = drawn.lots.select_related("participant__person").get(position=8)
    first = drawn.lots.select_related("participant__person").get(position=6)
    admission.admit([lot.participant], by=ada, at=NOW)
    assert lottery.warnings_after(five, [lot.participant]) == [
        "6 are in now for 5 places. Undo it, or set more places.",
        f"{first.participant.person} comes first by lot and still waits.",
    ]


def test_who_is_next_is_admitted_without_a_warning(five: Program, ada: Person) -> None:
    several(five, 8)
    drawn = draw(five, ada)
    rows = list(drawn.lots.select_related("participant__person"))
    admission.withdraw(rows[0].participant, by=rows[0].participant.person, at=NOW)
    admission.admit([rows[5].participant], by=ada, at=NOW)
    assert lottery.warnings_after(five, [rows[5].participant]) == []


@pytest.mark.parametrize(("places", "people"), [(1, 2), (3, 9), (8, 9), (2, 30)])
def test_never_more_are_in_than_there_are_places(
    five: Program, ada: Person, places: int, people: int
) -> None:
    setup.change(five, by=ada, at=NOW, places=places)
    several(five, people)
    draw(five, ada)
    assert five.participants.filter(state="admitted").count() == places
    assert five.participants.filter(state="waitlisted").count() == people - places


@pytest.mark.django_db(transaction=True)
def test_of_many_who_draw_at_once_one_does(ada: Person) -> None:
    for round_ in range(3):
        program = cast.program(ada, name=f"Round {round_}", state="matching")
        setup.change(program, by=ada, at=NOW, places=3)
        several(program, 7)
        outcomes = at_once(
            *(
                lambda n=n, program=program: lottery.draw(
                    *(program,), by=ada, at=NOW, on=TODAY, seed=f"{n:032x}", people=7, places=3
                )
                for n in range(8)
            )
        )
        assert sum(isinstance(one, Draw) for one in outcomes) == 1
        assert {type(one) for one in outcomes} == {Draw, lottery.NothingToDraw}
        assert program.participants.filter(state="admitted").count() == 3
        assert Lot.objects.filter(draw__program=program).count() == 7


@pytest.mark.django_db(transaction=True)
def test_who_admits_by_hand_while_lots_are_drawn_never_makes_two_of_one(ada: Person) -> None:
    for round_ in range(3):
        program = cast.program(ada, name=f"Round {round_}", state="matching")
        setup.change(program, by=ada, at=NOW, places=3)
        people = several(program, 7)
        outcomes = at_once(
            lambda program=program: lottery.draw(  # type: ignore[misc]
                program, by=ada, at=NOW, on=TODAY, seed=SEED, people=7, places=3
            ),
            lambda people=people: admission.admit(people[:2], by=ada, at=NOW),  # type: ignore[misc]
        )
        drawn = outcomes[0]
        assert isinstance(drawn, Draw | lottery.ChangedMeanwhile)
        if isinstance(drawn, Draw):
            won = drawn.lots.filter(is_won=True)
            assert {lot.participant.state for lot in won} == {"admitted"}
