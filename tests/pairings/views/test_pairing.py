from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from goals.models import Action, Goal
from milestones.models import Milestone
from pairings import agenda, agreeing, lifecycle, sessions
from pairings.founding import found_one
from pairings.models import Pairing
from participants.models import Participant
from people.models import Person
from tests import cast
from tests.cast import NOW, TODAY
from tests.conftest import SignIn

DAY = timedelta(days=1)
Counted = Callable[[int], object]


def page(client: Client, pairing: Pairing) -> str:
    answer = client.get(reverse("pairing", args=[pairing.ref]))
    assert answer.status_code == 200
    return answer.content.decode()


def fill(pairing: Pairing, number: int) -> None:
    """Some of everything."""
    ben, cleo = pairing.people()
    for index in range(number):
        item = agenda.add(pairing, by=ben, at=NOW, text=f"talked of {index}")
        agenda.add(pairing, by=ben, at=NOW, text=f"open {index}")
        held = sessions.log(
            pairing,
            by=ben,
            at=NOW,
            starts_at=NOW - (index + 1) * DAY,
            minutes=60,
            how="video",
            note=f"note {index}",
            discussed=[item],
        )
        sessions.add_note(held, by=cleo, at=NOW, text=f"private {index}", is_shared=False)
        later = NOW + (index + 1) * DAY
        sessions.plan(pairing, by=ben, at=NOW, starts_at=later, minutes=60, how="video")
        Milestone.objects.create(
            pairing=pairing, title=f"Point {index}", responsible="both", due_on=TODAY + index * DAY
        )
        goal = Goal.objects.create(pairing=pairing, owner=cleo, text="grow", written_at=NOW)
        Action.objects.create(goal=goal, owner=ben, text="do", written_at=NOW)


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_ten_queries_however_much_is_on_it(
    number: int,
    as_person: SignIn,
    cleo: Person,
    pairing: Pairing,
    django_assert_num_queries: Counted,
) -> None:
    fill(pairing, number)
    client = as_person(cleo)
    with django_assert_num_queries(10):  # type: ignore[attr-defined]
        page(client, pairing)


def test_the_first_sentence_says_where_they_are(
    as_person: SignIn, cleo: Person, ben: Person, pairing: Pairing
) -> None:
    cast.held_session(pairing, days_ago=20)
    cast.held_session(pairing, days_ago=10)
    sessions.plan(pairing, by=ben, at=NOW, starts_at=NOW + 3 * DAY, minutes=60, how="video")
    assert "Week 5 of 26. You met 2 times; next on Thursday." in page(as_person(cleo), pairing)


def test_before_the_agreement_accepting_it_comes_first(
    as_person: SignIn, cleo: Person, mentor: Participant, mentee: Participant
) -> None:
    proposed = cast.pairing(mentor, mentee, state="proposed")
    shown = page(as_person(cleo), proposed)
    assert "You are matched with Ben" in shown
    assert "Read and accept the agreement" in shown


def test_who_has_accepted_waits_for_the_other(
    as_person: SignIn, cleo: Person, mentor: Participant, mentee: Participant
) -> None:
    proposed = cast.pairing(mentor, mentee, state="proposed")
    agreeing.accept(proposed.agreements.get(), by=cleo, at=NOW)
    assert "You accepted the agreement; Ben has not yet." in page(as_person(cleo), proposed)


def test_with_nothing_planned_planning_comes_first(
    as_person: SignIn, cleo: Person, pairing: Pairing
) -> None:
    assert "Plan your first session" in page(as_person(cleo), pairing)
    cast.held_session(pairing, days_ago=3)
    assert "Plan the next session" in page(as_person(cleo), pairing)


def test_a_planned_session_that_has_passed_asks_to_be_logged(
    as_person: SignIn, cleo: Person, ben: Person, pairing: Pairing
) -> None:
    session = sessions.plan(
        pairing, by=ben, at=NOW - 3 * DAY, starts_at=NOW - DAY, minutes=60, how="video"
    )
    shown = page(as_person(cleo), pairing)
    assert "Log the session" in shown
    assert reverse("log-session", args=[pairing.ref]) + f"?session={session.ref}" in shown
    assert "It did not happen" in shown


def test_each_reads_the_shared_notes_and_their_own_private_ones(
    as_person: SignIn, cleo: Person, ben: Person, pairing: Pairing
) -> None:
    held = cast.held_session(pairing, days_ago=2)
    sessions.add_note(held, by=ben, at=NOW, text="zebra-shared", is_shared=True)
    sessions.add_note(held, by=ben, at=NOW, text="zebra-bens", is_shared=False)
    sessions.add_note(held, by=cleo, at=NOW, text="zebra-cleos", is_shared=False)
    for person, own, foreign in ((ben, "zebra-bens", "cleos"), (cleo, "zebra-cleos", "bens")):
        shown = page(as_person(person), pairing)
        assert "zebra-shared" in shown
        assert own in shown
        assert f"zebra-{foreign}" not in shown
        assert "Only you can read this." in shown
    assert "Only you and Ben can read it." in page(as_person(cleo), pairing)


def test_the_others_time_is_shown_where_the_zones_differ(
    as_person: SignIn, cleo: Person, ben: Person, pairing: Pairing
) -> None:
    Person.objects.filter(pk=ben.pk).update(time_zone="America/New_York")
    starts_at = NOW + 3 * DAY  # 10:00 in Berlin
    sessions.plan(pairing, by=ben, at=NOW, starts_at=starts_at, minutes=60, how="video")
    shown = page(as_person(cleo), pairing)
    assert "Thu 5 Nov, 10:00 your time" in shown
    assert "Ben: Thu, 04:00 in New York" in shown


def test_the_picture_places_start_sessions_and_today(
    as_person: SignIn, cleo: Person, pairing: Pairing
) -> None:
    fill(pairing, 2)
    shown = page(as_person(cleo), pairing)
    assert shown.count('class="mark mark-held"') == 2
    assert shown.count('class="mark mark-planned"') == 2
    assert shown.count('class="mark mark-due"') == 2
    assert "2 sessions held" in shown


def test_near_its_end_it_offers_to_extend_or_to_end_well(
    as_person: SignIn, cleo: Person, pairing: Pairing
) -> None:
    assert "The end date is near" not in page(as_person(cleo), pairing)
    Pairing.objects.update(ends_on=TODAY + 20 * DAY)
    assert "The end date is near" in page(as_person(cleo), pairing)


def test_an_extension_is_shown_with_the_date_before(
    as_person: SignIn, cleo: Person, ben: Person, pairing: Pairing
) -> None:
    lifecycle.extend(pairing, by=ben, at=NOW, to_on=pairing.ends_on + 30 * DAY)
    assert "extended from" in page(as_person(cleo), pairing)


def test_after_the_end_it_is_read_only(as_person: SignIn, cleo: Person, pairing: Pairing) -> None:
    fill(pairing, 1)
    lifecycle.end(pairing, by=cleo, at=NOW, on=TODAY, kind="completed")
    shown = page(as_person(cleo), pairing)
    assert "This pairing ended on Mon 2 Nov. You met once." in shown
    assert "note 0" in shown
    for gone in ("Log a session", "Plan a session", "Add something to talk about", "End this"):
        assert gone not in shown


def test_a_pause_can_be_resumed(as_person: SignIn, cleo: Person, pairing: Pairing) -> None:
    lifecycle.pause(pairing, by=cleo, at=NOW, on=TODAY, until_on=TODAY + 14 * DAY)
    shown = page(as_person(cleo), pairing)
    assert "Paused until Mon 16 Nov." in shown
    assert reverse("pairing-resume", args=[pairing.ref]) in shown


def test_text_is_never_markup(as_person: SignIn, cleo: Person, pairing: Pairing) -> None:
    agenda.add(pairing, by=cleo, at=NOW, text="<script>alert(1)</script>")
    shown = page(as_person(cleo), pairing)
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_in_a_group_each_reads_who_mentors_and_all_must_accept(
    as_person: SignIn, ben: Person, cleo: Person, mentor: Participant, mentee: Participant
) -> None:
    dora = cast.participant(cast.person("Dora Lang"), mentor.program, "mentee")
    group = found_one(mentor, [mentee, dora], by=None, at=NOW)
    address = reverse("pairing", args=[group.ref])
    assert "Ben Okafor is the mentor of this group" in as_person(cleo).get(address).content.decode()
    assert "You are the mentor" in as_person(ben).get(address).content.decode()
    agreement = group.agreements.get()
    for person, state in ((ben, "proposed"), (cleo, "proposed"), (dora.person, "active")):
        agreeing.accept(agreement, by=person, at=NOW)
        group.refresh_from_db()
        assert group.state == state
