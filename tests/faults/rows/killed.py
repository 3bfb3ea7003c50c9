"""kill -9 of the worker that sends: after the claim, in mid-DATA, after the 250."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

from kit.clock import now
from notices.models import Attempt, Notice
from tests.faults.house import House, Process, ask_to_send
from tests.faults.ledger import Finding, Owed, settle
from tests.faults.scale import Scale
from tests.faults.sink import Hold, Point
from tests.faults.world import World, company, leases_run_out, wait_until_settled

ROW = 1
AT_ONCE = 2  # pairs whose reminders fall due together: four mails
PAIRS = 20
POINTS = {
    "after the claim": (Point.CLAIMED,),
    "in mid-DATA": (Point.DATA_BEGUN, Point.DATA_ENDED),
    "after the 250": (Point.TAKEN,),
}


def findings(house: House, scale: Scale) -> Iterator[Finding]:
    with house.room():
        world = company(pairs=PAIRS)
        survivor = house.worker("survivor")
        survivor.wait_until_ready()
        for name, points in POINTS.items():
            house.sink.forget()
            yield _killed(house, world, survivor, name, points, scale.kills)


def _killed(
    house: House, world: World, survivor: Process, name: str, points: tuple[Point, ...], kills: int
) -> Finding:
    dice = random.Random(name)
    owed: list[Owed] = []
    began, on_the_point = now(), 0
    for number, victim in enumerate(house.victims(kills)):
        batch = _fall_due(world, number)
        owed += batch
        unlucky = dice.choice(batch)
        hold = house.sink.hold(unlucky.to, points[number % len(points)])
        ask_to_send(victim.queue)
        hold.wait_until_reached()
        _strike(victim, hold, dice, stop_first=number % 2 == 0)
        on_the_point += _is_claimed(unlucky)
        house.sink.release(unlucky.to)
        leases_run_out()
        ask_to_send(survivor.queue)
        wait_until_settled()
    account = settle(owed, house.sink.mails)
    may_be_double = points == (Point.TAKEN,)
    promises = account.promises(duplicates=kills if may_be_double else 0)
    promises["at most one second copy a kill"] = account.most_copies <= (2 if may_be_double else 1)
    promises["each kill hit its point"] = may_be_double or on_the_point == kills
    cut_short = Attempt.objects.filter(outcome=Attempt.Outcome.LOST, ended_at__gt=began).count()
    figures = {"kills": kills, **account.figures(), "claims cut short": cut_short}
    return Finding(ROW, f"kill -9 {name}", figures, promises)


def _fall_due(world: World, number: int) -> list[Owed]:
    first = AT_ONCE * number % PAIRS
    return world.fall_due(world.pairings[first : first + AT_ONCE])


def _strike(victim: Process, hold: Hold, dice: random.Random, *, stop_first: bool) -> None:
    """After the 250 every other worker never reads it, and the rest have some milliseconds."""
    if hold.point == Point.TAKEN:
        if stop_first:
            victim.stand_still()
        hold.let_go()
        hold.wait_until_answered()
        if not stop_first:
            time.sleep(dice.uniform(0, 0.005))
    victim.kill()


def _is_claimed(one: Owed) -> bool:
    return Notice.objects.filter(
        kind=one.kind, subject_id=one.subject_id, recipient__email=one.to, state="claimed"
    ).exists()
