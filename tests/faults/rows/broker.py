"""The broker forgets everything, is killed and started, is gone for a while."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping

from tests.faults.house import House, ask_to_plan
from tests.faults.ledger import Finding, Owed, settle
from tests.faults.scale import Scale
from tests.faults.world import World, company, wait_until_settled

ROW = 2
MINUTES_TO_SEND = 2
PAGES = 3  # opened while the broker is gone
SECONDS_FOR_A_PAGE = 5.0
UNDER_WAY = 0.1  # of the mails have gone out when the broker goes


def findings(house: House, scale: Scale) -> Iterator[Finding]:
    with house.room():
        world = company(pairs=scale.due // 2)
        yield _with_the_wake_up(house, world, scale)
        yield _in_the_middle(house, world, "flushed in mid-batch", house.flush)
        yield _in_the_middle(house, world, "killed and started", lambda: _restart(house))
        yield _gone(house, world, scale)


def _restart(house: House) -> None:
    house.kill_broker()
    house.start_broker()


def _with_the_wake_up(house: House, world: World, scale: Scale) -> Finding:
    """What wakes the planner up is in the queue, and forgotten before anybody reads it."""
    owed = world.owe(world.pairings)
    ask_to_plan()
    house.flush()
    house.workers(2)
    house.beat(FAULTS_BEAT=scale.beat)
    return _told(house, "flushed with the wake-up", owed, since=time.monotonic())


def _in_the_middle(house: House, world: World, what: str, deed: Callable[[], None]) -> Finding:
    """While senders are at work."""
    house.sink.forget()
    owed = world.owe(world.pairings)
    ask_to_plan()
    house.sink.wait_for_mails(int(UNDER_WAY * len(owed)), seconds=60)
    began, before = time.monotonic(), len(house.sink.mails)
    deed()
    return _told(house, what, owed, since=began, figures={"sent before": before})


def _gone(house: House, world: World, scale: Scale) -> Finding:
    house.sink.forget()
    applicants = world.applicants(PAGES)
    browser = world.browser()
    house.kill_broker()
    gone_at = time.monotonic()
    owed = world.owe(world.pairings)
    slowest = 0.0
    for one in applicants:
        began = time.monotonic()
        answer = browser.post(
            f"/programs/{world.program.ref}/roster/decision/",
            {"decision": "admit", "chosen": one.ref},
        )
        slowest = max(slowest, time.monotonic() - began)
        assert answer.status_code == 302, answer.status_code
        one.refresh_from_db()
        assert one.state == "admitted", one.state
        owed.append(Owed("application_admitted", one.pk, one.person.email))
    time.sleep(max(0.0, scale.outage - (time.monotonic() - gone_at)))
    assert not house.sink.mails
    house.start_broker()
    figures = {"gone for s": round(scale.outage), "slowest page s": round(slowest, 2)}
    promises = {"pages answer meanwhile": slowest < SECONDS_FOR_A_PAGE}
    return _told(house, "gone", owed, since=time.monotonic(), figures=figures, promises=promises)


def _told(
    house: House,
    what: str,
    owed: list[Owed],
    *,
    since: float,
    figures: Mapping[str, object] | None = None,
    promises: Mapping[str, bool] | None = None,
) -> Finding:
    seconds = 60 * MINUTES_TO_SEND
    house.sink.wait_for_mails(len(owed), seconds=seconds)
    wait_until_settled()
    account = settle(owed, house.sink.mails)
    kept = account.promises() | dict(promises or {})
    kept[f"all sent within {MINUTES_TO_SEND} minutes"] = account.late(by=since + seconds) == 0
    told = {**account.figures(), **(figures or {}), "last after s": account.last(since=since)}
    return Finding(ROW, f"broker {what}", told, kept)
