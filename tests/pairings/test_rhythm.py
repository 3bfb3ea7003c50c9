from __future__ import annotations

from datetime import timedelta

import pytest

from pairings import agreeing, lifecycle, sessions
from pairings import help as helping
from pairings.models import Pairing
from participants.models import Participant
from people.models import Person
from tests import cast
from tests.cast import NOW, TODAY

DAY = timedelta(days=1)


def rhythm(*, on_day: int = 0, reader: Person | None = None) -> Pairing:
    row: Pairing = Pairing.objects.with_rhythm(on=TODAY + on_day * DAY, reader=reader).get()
    return row


def test_sessions_are_counted_without_multiplying_each_other(pairing: Pairing, ben: Person) -> None:
    for days_ago in (20, 10):
        cast.held_session(pairing, days_ago=days_ago)
    for days in (3, 9):
        sessions.plan(pairing, by=ben, at=NOW, starts_at=NOW + days * DAY, minutes=60, how="video")
    row = rhythm()
    assert (row.held_count, row.last_held_at, row.next_at) == (2, NOW - 10 * DAY, NOW + 3 * DAY)
    assert (row.quiet_days, row.rhythm_days, row.standing) == (10, 14, "on_track")


def test_a_pair_is_quiet_after_more_than_two_cadences(pairing: Pairing) -> None:
    cast.held_session(pairing, days_ago=0)
    assert rhythm(on_day=28).standing == "on_track"
    assert rhythm(on_day=29).standing == "quiet"


def test_the_pairs_own_cadence_counts(pairing: Pairing, ben: Person) -> None:
    cast.held_session(pairing, days_ago=0)
    agreeing.write(pairing, by=ben, at=NOW, cadence_days=7)
    assert rhythm(on_day=15).standing == "quiet"


def test_a_pair_that_never_met_is_quiet_since_it_agreed(pairing: Pairing) -> None:
    row = rhythm(on_day=2)
    assert (row.held_count, row.quiet_days, row.standing) == (0, 29, "quiet")


def test_after_a_pause_counting_begins_anew(pairing: Pairing, ben: Person) -> None:
    lifecycle.pause(pairing, by=ben, at=NOW, on=TODAY)
    assert rhythm(on_day=40).standing == "paused"
    lifecycle.resume(pairing, by=ben, at=NOW, on=TODAY + 40 * DAY)
    assert rhythm(on_day=45).standing == "on_track"


def test_who_asked_for_help_comes_before_everything_else(
    pairing: Pairing, ada: Person, cleo: Person
) -> None:
    request = helping.ask(pairing, by=cleo, at=NOW)
    assert rhythm(on_day=60, reader=ada).standing == "help"
    helping.settle(request, by=ada, at=NOW)
    assert rhythm(on_day=60, reader=ada).standing == "quiet"


def test_who_may_not_read_a_request_for_help_sees_how_they_stand_without_it(
    pairing: Pairing, ben: Person, cleo: Person, dan: Person
) -> None:
    helping.ask(pairing, by=cleo, at=NOW)
    for reader in (None, ben, cleo, dan):
        assert rhythm(on_day=60, reader=reader).standing == "quiet"


@pytest.mark.parametrize(("state", "standing"), [("proposed", "not_agreed"), ("ended", "ended")])
def test_states_have_a_standing(
    mentor: Participant, mentee: Participant, state: str, standing: str
) -> None:
    cast.pairing(mentor, mentee, state=state)
    assert rhythm().standing == standing
