"""PostgreSQL is restarted, immediately and without goodbye, while a batch is being sent."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

from tests.faults.house import House, ask_to_send
from tests.faults.ledger import Finding, Owed, settle
from tests.faults.scale import Scale
from tests.faults.sink import Point
from tests.faults.world import company, leases_run_out, wait_until_settled

ROW = 3
PAIRS = 10


def findings(house: House, scale: Scale) -> Iterator[Finding]:
    """One worker lives through all restarts."""
    with house.room():
        world = company(pairs=PAIRS)
        [worker] = house.workers(1)
        dice = random.Random(ROW)
        owed: list[Owed] = []
        slowest = 0.0
        for _crash in range(scale.crashes):
            batch = world.fall_due(world.pairings)
            owed += batch
            unlucky = dice.choice(batch).to
            hold = house.sink.hold(unlucky, Point.DATA_ENDED)
            ask_to_send()
            hold.wait_until_reached()
            house.restart_database()
            house.sink.release(unlucky)
            began = time.monotonic()
            _go_on(batch, house)
            slowest = max(slowest, time.monotonic() - began)
        account = settle(owed, house.sink.mails)
        figures = {
            "restarts": scale.crashes,
            **account.figures(),
            "slowest recovery s": round(slowest, 1),
        }
        promises = account.promises(duplicates=scale.crashes)
        promises["at most one second copy a restart"] = account.most_copies <= 2
        promises["the same worker goes on"] = worker.child.is_running
        yield Finding(ROW, "PostgreSQL restarted in mid-batch", figures, promises)


def _go_on(batch: list[Owed], house: House) -> None:
    """The sender whose database was taken away has given up; the next round does the rest."""
    waiting = {one.to for one in batch}
    time.sleep(0.5)
    leases_run_out()
    ask_to_send()
    wait_until_settled()
    assert waiting <= {mail.to for mail in house.sink.mails}
