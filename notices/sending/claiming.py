"""Taking notices to send: a lease, committed before anybody is spoken to.

No row is locked meanwhile, and a sender that dies leaves rows that another takes when the lease is
over. Several are claimed at once, so that what they need is read at once; each is settled alone.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from history.models import Event
from history.recording import record_many
from notices.models import Attempt, Notice

LEASE = timedelta(minutes=2)
SPARE = timedelta(seconds=45)  # left of the lease when the last mail of a batch is begun
AT_ONCE = 100
MOST_LOST = 10  # whoever is cut short that often takes its sender down
SUSPECT = 5  # whoever was, that often, is taken alone: no other goes down with it
_CUT_SHORT = "Each sender that took it was cut short."


def claim(*, now: datetime, most: int = AT_ONCE, to_channels: bool = False) -> list[Notice]:
    """Up to `most` notices that are due, the longest due first, ours until their lease is over.

    `to_channels`: only what no mail server is needed for.
    """
    while True:  # where all that was found is given up, there may be more
        found, mine = _claim(now, most, to_channels=to_channels)
        if mine or not found:
            return mine


@transaction.atomic
def _claim(now: datetime, most: int, *, to_channels: bool) -> tuple[int, list[Notice]]:
    """How many were due, up to `most`, and which of them are ours."""
    due = Notice.objects.due(now=now)
    found = list(
        (due.filter(channel__isnull=False) if to_channels else due)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("recipient", "channel")
        .order_by("due_at", "id")[:most]
    )
    lost = [one for one in found if one.state == Notice.State.CLAIMED]  # of senders that died
    if suspects := [one for one in lost if one.attempts >= SUSPECT]:
        found = lost = [min(suspects, key=lambda one: one.attempts)]
    _remember(lost, now)
    given_up = {one.pk for one in lost if one.attempts >= MOST_LOST}
    _give_up([one for one in lost if one.pk in given_up], now)
    mine = [one for one in found if one.pk not in given_up]
    for one in mine:
        one.state, one.claimed_at, one.claimed_until = Notice.State.CLAIMED, now, now + LEASE
        one.attempts += 1
    Notice.objects.filter(pk__in=[one.pk for one in mine]).update(
        state=Notice.State.CLAIMED,
        claimed_at=now,
        claimed_until=now + LEASE,
        attempts=F("attempts") + 1,
    )
    return len(found), mine


def release(notices: Collection[Notice]) -> None:
    """Give back what was claimed and not begun, for others to take at once."""
    for one in notices:
        Notice.objects.filter(
            pk=one.pk, state=Notice.State.CLAIMED, claimed_until=one.claimed_until
        ).update(state=Notice.State.PLANNED, claimed_until=None, attempts=F("attempts") - 1)


def _remember(lost: Collection[Notice], now: datetime) -> None:
    Attempt.objects.bulk_create(
        [
            Attempt(
                notice=one,
                claimed_at=one.claimed_at or now,
                ended_at=now,
                outcome=Attempt.Outcome.LOST,
            )
            for one in lost
        ]
    )


def _give_up(lost: Collection[Notice], now: datetime) -> None:
    if not lost:
        return
    Notice.objects.filter(pk__in=[one.pk for one in lost]).update(
        state=Notice.State.FAILED, why=_CUT_SHORT, settled_at=now, claimed_until=None
    )
    record_many(
        [
            Event(
                verb="notice.failed",
                subject_kind=Notice._meta.label_lower,
                subject_id=one.pk,
                program_id=one.program_id,
                at=now,
                facts={"kind": one.kind, "attempts": one.attempts},
            )
            for one in lost
        ]
    )
