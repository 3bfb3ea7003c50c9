"""Whoever runs two programs reaches nothing of the one by an address, or a form, of the other."""

from __future__ import annotations

import pytest
from django.db.models import Model
from django.urls import reverse

from history.models import Event
from kit import clock
from matching import runs
from matching.models import Publication, Request, Ruling, Run
from notices.models import Announcement, Channel, Notice, Offset, Timing, Wording
from pairings.models import Pairing
from participants.models import Participant
from programs.models import Program
from tests import cast
from tests.attacks.addresses import ADDRESSES, RUNS_IT
from tests.attacks.house import House, undone
from tests.conftest import SignIn

# What an address may name besides the program, and that is of one program.
OF_A_PROGRAM = {
    *("run", "other", "mentee", "draw_ref", "list_ref", "participant_ref", "pairing_ref", "asked"),
    *("pk", "batch", "channel_ref", "announcement_ref"),
}


@pytest.fixture
def second(house: House) -> Program:
    """Ada runs it too; it has a mentor and a mentee."""
    program = cast.program(house["ada"], name="Second program")
    cast.participant(cast.person("Second Mentor"), program, "mentor")
    cast.participant(cast.person("Second Mentee"), program, "mentee")
    return program


def state() -> list[object]:
    """All that a forged form could change."""
    tables: tuple[type[Model], ...] = (
        *(Run, Publication, Ruling, Request, Pairing, Participant),
        *(Announcement, Channel, Notice, Offset, Timing, Wording),
    )
    return [Event.objects.count(), *(list(one._default_manager.values()) for one in tables)]


def crossed(house: House) -> dict[str, dict[str, object]]:
    """The addresses that name something of a program, by route."""
    found = {route: parts(house) for route, (who, parts) in ADDRESSES.items() if who == RUNS_IT}
    return {route: parts for route, parts in found.items() if parts.keys() & OF_A_PROGRAM}


def test_no_address_of_a_program_leads_to_something_of_another(
    house: House, second: Program, as_person: SignIn
) -> None:
    client, before = as_person(house["ada"]), state()
    routes = crossed(house)
    assert {"launch", "run-cancelling", "proposal-swap", "rematch", "draw-result"} <= routes.keys()
    assert {"announcement-sending", "channel-test", "channel-removal"} <= routes.keys()
    let_in = set()
    for route, parts in routes.items():
        address = reverse(route, kwargs=parts | {"ref": second.ref})
        with undone():
            codes = {client.get(address).status_code, client.post(address).status_code}
            assert state() == before, route
        if codes - {404, 405}:
            let_in.add(route)
    assert let_in == {"roster-undo"}  # says that there is nothing to take back


def test_no_form_of_a_program_takes_somebody_of_another(
    house: House, second: Program, as_person: SignIn
) -> None:
    client, here, before = as_person(house["ada"]), house.program.ref, state()
    mentor, mentee = second.participants.order_by("pk")
    ours = house.program.participants.get(person=house["ned"])
    for two in (
        {"mentor": mentor.ref, "mentee": mentee.ref},
        {"mentor": ours.ref, "mentee": mentee.ref},
    ):
        ruled = client.post(reverse("rulings", args=[here]), two | {"kind": "lock"})
        by_hand = client.post(reverse("by-hand", args=[here]), two | {"deed": "pair"})
        assert (ruled.status_code, by_hand.status_code) == (404, 422)
    client.post(
        reverse("roster-decision", args=[here]), {"chosen": [mentee.ref], "decision": "waitlist"}
    )
    assert state() == before


def test_no_swap_takes_a_proposal_of_another_run(
    house: House, second: Program, as_person: SignIn
) -> None:
    run = runs.ask(second, by=house["ada"], at=cast.NOW)
    runs.carry_out(run, clock=clock.now)
    client, before = as_person(house["ada"]), state()
    own, theirs = house.run.proposals.all()[0], run.proposals.get()
    address = reverse("proposal-swap", args=[house.program.ref, house.run.ref, own.pk])
    assert client.post(address, {"other": theirs.pk}).status_code == 422
    address = reverse("proposal-swap", args=[house.program.ref, house.run.ref, theirs.pk])
    assert client.post(address, {"other": own.pk}).status_code == 404
    address = reverse("run-comparison", args=[house.program.ref, house.run.ref, run.ref])
    assert client.get(address).status_code == 404
    assert state() == before


def test_no_mentor_of_another_program_is_asked(
    house: House, second: Program, as_person: SignIn
) -> None:
    client, before = as_person(house["finn"]), state()
    mentor = second.participants.get(role="mentor")
    address = reverse("asking", args=[house.program.ref, mentor.ref])
    assert client.post(address, {"words": "Would you?"}).status_code == 404
    elsewhere = reverse("asking", args=[second.ref, mentor.ref])
    assert client.post(elsewhere, {"words": "Would you?"}).status_code == 404
    assert state() == before
