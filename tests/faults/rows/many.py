"""Five beats and four workers, none of which knows of the others."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count

from notices.models import Notice
from tests.faults.house import House
from tests.faults.ledger import Finding, settle
from tests.faults.scale import Scale
from tests.faults.world import company, wait_until_settled

ROW = 6
BEATS, WORKERS = 5, 4
ROUNDS = 3
SECONDS = "1"  # between two rounds of each beat: so that they meet


def findings(house: House, scale: Scale) -> Iterator[Finding]:
    with house.room():
        world = company(pairs=scale.due // 2)
        workers = house.workers(WORKERS)
        for number in range(BEATS):
            house.beat(number, FAULTS_BEAT=SECONDS)
        owed = []
        for _round in range(ROUNDS):
            owed += world.owe(world.pairings)
            house.sink.wait_for_mails(len(owed), seconds=300)
        wait_until_settled()
        account = settle(owed, house.sink.mails)
        at_work = sum(b"send_notices" in one.log.read_bytes() for one in workers)
        rows = Notice.objects.values("kind", "subject_id", "recipient")
        planned_twice = rows.annotate(rows=Count("pk")).filter(rows__gt=1).count()
        figures = {
            "beats": BEATS,
            "workers": WORKERS,
            **account.figures(),
            "planned twice": planned_twice,
            "workers that sent": at_work,
        }
        promises = account.promises() | {"planned once": planned_twice == 0}
        yield Finding(ROW, "5 beats and 4 workers", figures, promises)
