"""The mail server refuses, puts off, hangs up, says nothing, says it a byte at a time."""

from __future__ import annotations

import time
from collections.abc import Iterator

from kit.clock import now
from notices.models import Notice, Round
from tests.faults.house import House, ask_to_send
from tests.faults.ledger import Finding, Owed, settle
from tests.faults.scale import Scale
from tests.faults.sink import Manner
from tests.faults.world import World, company, retries_fall_due, wait_until_settled
from tests.worker import wait_for

ROW = 4
PAIRS = 25
ON_TIME = 30.0  # seconds that nobody is held up by others


def findings(house: House, scale: Scale) -> Iterator[Finding]:
    with house.room():
        world = company(pairs=PAIRS)
        house.workers(1)
        yield _nobody_listens(house, world)
        house.sink.forget()
        yield _some_are_treated_badly(house, world, scale)


def _nobody_listens(house: House, world: World) -> Finding:
    owed = world.fall_due(world.pairings)
    house.sink.shut()
    ask_to_send()
    wait_until_settled()
    attempts = sum(Notice.objects.values_list("attempts", flat=True))
    trouble = Round.objects.filter(worker="sender").exclude(trouble="")
    wait_for(trouble.exists, "the sender to say that the server is away")  # once its round ends
    told_as = trouble.get().trouble
    house.sink.open()
    retries_fall_due()
    began = time.monotonic()
    ask_to_send()
    wait_until_settled()
    account = settle(owed, house.sink.mails)
    told = {**account.figures(), "attempts spent": attempts}
    promises = account.promises() | {
        "it costs no attempt": attempts == 0,
        "it is shown that the server is away": "refused" in told_as.lower(),
        "all sent once it listens": account.late(by=began + ON_TIME) == 0,
    }
    return Finding(ROW, "mail server refuses connections", told, promises)


def _some_are_treated_badly(house: House, world: World, scale: Scale) -> Finding:
    """Each kind, spread over the batch; the four that do not answer stand beside each other."""
    owed = world.fall_due(world.pairings)
    due = Notice.objects.due(now=now()).order_by("due_at", "id")
    order = [one.recipient.email for one in due.select_related("recipient") if one.recipient]
    places = {
        5: Manner.CLOSING,
        9: Manner.PUT_OFF_ONCE,
        10: Manner.REFUSED,
        12: Manner.SILENT,
        13: Manner.TRICKLE,
        14: Manner.SILENT,
        15: Manner.TRICKLE,
    }
    bad = {order[place]: manner for place, manner in places.items()}
    house.sink.manners.update(bad)
    good = [one for one in owed if one.to not in bad]
    began = time.monotonic()
    ask_to_send()
    wait_until_settled(seconds=90)
    first = settle(good, house.sink.mails)
    held_up, late = first.last(since=began), first.late(by=began + ON_TIME) + first.lost
    for _try in range(scale.tries - 1):
        _again()
    house.sink.manners = {
        to: manner for to, manner in bad.items() if manner in (Manner.REFUSED, Manner.PUT_OFF_ONCE)
    }
    _again()
    return _told(house, owed, bad, held_up=held_up, late=late, tries=scale.tries)


def _again() -> None:
    retries_fall_due()
    ask_to_send()
    wait_until_settled(seconds=90)


def _told(
    house: House,
    owed: list[Owed],
    bad: dict[str, Manner],
    *,
    held_up: float,
    late: int,
    tries: int,
) -> Finding:
    refused = {to for to, manner in bad.items() if manner == Manner.REFUSED}
    reached = [one for one in owed if one.to not in refused]
    account = settle(reached, house.sink.mails)
    asked_again = sum(house.sink.asked[to] - 1 for to in refused)
    failed = Notice.objects.filter(state="failed").values_list("recipient__email", "why")
    figures = {
        **account.figures(),
        "bad": len(bad),
        "tries": tries + 1,
        "last of the others after s": held_up,
        "refused asked again": asked_again,
    }
    promises = account.promises() | {
        f"nobody else waits over {ON_TIME:.0f} s": late == 0,
        "what is refused for good is not tried again": asked_again == 0,
        "and says why": [(to, why[:3]) for to, why in failed] == [(to, "550") for to in refused],
    }
    return Finding(ROW, "421, 450, 550, silence, a byte a second", figures, promises)
