"""Sending what is due: claim a row, look whether it still makes sense, send, write the outcome.

A claim is a lease, committed before the mail server is spoken to, so no row is locked meanwhile and
a sender that dies leaves a row that another takes when the lease is over. The only way to a second
copy is to die between the server's "250" and the commit; it then bears the same Message-ID.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction

from history.recording import record
from notices.catalogue import KINDS, Kind
from notices.mails import compose
from notices.models import Attempt, Notice, Round
from notices.post import NotDelivered, Post, PutOff, Rejected, ServerAway
from notices.sense import NoLongerNeeded

LEASE = timedelta(minutes=5)  # well above the longest batch and the slowest mail together
BATCH = timedelta(seconds=60)
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120))
MOST_ATTEMPTS = len(BACKOFF) + 1
SERVER_AWAY = timedelta(minutes=1)

log = logging.getLogger(__name__)


def send_due(*, now: datetime, limit: int = 500) -> int:
    """Send up to `limit` notices that are due, for a minute at most; how many went out.

    Any number of senders may be at work. Where the mail server cannot be spoken to, the round
    ends; that costs no notice an attempt.
    """
    started = time.monotonic()
    at, sent = now, 0
    with Post() as post:
        for _turn in range(limit):
            at = now + timedelta(seconds=time.monotonic() - started)
            if at - now > BATCH or (notice := claim(now=at)) is None:
                break
            try:
                sent += _see_to(notice, post, at)
            except ServerAway as away:
                log.warning("The mail server cannot be spoken to: %s", away)
                break
    Round.objects.update_or_create(worker=Round.Worker.SENDER, defaults={"finished_at": at})
    return sent


@transaction.atomic
def claim(*, now: datetime) -> Notice | None:
    """The next notice that is due, ours alone until its lease is over; None if there is none."""
    notice = (
        Notice.objects.due(now=now)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("recipient")
        .order_by("due_at", "id")
        .first()
    )
    if notice is None:
        return None
    if notice.state == Notice.State.CLAIMED:  # of a sender that died
        Attempt.objects.create(
            notice=notice,
            claimed_at=notice.claimed_at or now,
            ended_at=now,
            outcome=Attempt.Outcome.LOST,
        )
    notice.state = Notice.State.CLAIMED
    notice.claimed_at, notice.claimed_until = now, now + LEASE
    notice.attempts += 1
    notice.save(update_fields=["state", "claimed_at", "claimed_until", "attempts"])
    return notice


def _see_to(notice: Notice, post: Post, at: datetime) -> bool:
    """Bring a claimed notice to its outcome; whether it was sent."""
    try:
        kind = _still_owed(notice, at)
        mail = compose(notice, kind, now=at)
    except NoLongerNeeded as given_up:
        _settle(notice, at, Notice.State.DROPPED, why=given_up.reason)
        return False
    except DatabaseError:
        raise  # no fault of this notice: its lease runs out, and it is taken again
    except Exception as error:
        log.exception("Notice %s cannot be written", notice.ref)
        _settle(notice, at, Notice.State.FAILED, why=f"{type(error).__name__}: {error}")
        return False
    try:
        post.deliver(mail)
    except NotDelivered as error:
        _not_delivered(notice, at, error)
        return False
    _settle(notice, at, Notice.State.SENT)
    return True


def _still_owed(notice: Notice, at: datetime) -> Kind:
    """The kind of a notice that is not too late, not superseded, and to somebody who is there."""
    kind = KINDS[notice.kind]
    if notice.expires_at <= at:
        raise NoLongerNeeded(Notice.Reason.TOO_LATE)
    if not notice.recipient.is_active:
        raise NoLongerNeeded(Notice.Reason.INACTIVE)
    later = [step.name for step in kind.later_steps]
    if (
        later
        and Notice.objects.filter(
            kind__in=later,
            subject_kind=notice.subject_kind,
            subject_id=notice.subject_id,
            due_on=notice.due_on,
            recipient=notice.recipient,
        ).exists()
    ):
        raise NoLongerNeeded(Notice.Reason.SUPERSEDED)
    return kind


def _not_delivered(notice: Notice, at: datetime, error: NotDelivered) -> None:
    why = str(error)
    if isinstance(error, ServerAway):
        _put_off(notice, at, SERVER_AWAY, why, attempts=notice.attempts - 1)
        raise error
    if isinstance(error, Rejected) or notice.attempts >= MOST_ATTEMPTS:
        _settle(notice, at, Notice.State.FAILED, why=why)
    elif isinstance(error, PutOff):
        _put_off(notice, at, BACKOFF[notice.attempts - 1], why, attempts=notice.attempts)


@transaction.atomic
def _settle(notice: Notice, at: datetime, state: Notice.State, *, why: str = "") -> None:
    if not _write(notice, state=state, settled_at=at, why=why):
        return
    if state != Notice.State.DROPPED:
        outcome = Attempt.Outcome.SENT if state == Notice.State.SENT else Attempt.Outcome.FAILED
        _remember(notice, at, outcome, why)
    if state == Notice.State.FAILED:
        record(
            "notice.failed",
            notice,
            by=None,
            at=at,
            program_id=notice.program_id,
            kind=notice.kind,
            attempts=notice.attempts,
        )


@transaction.atomic
def _put_off(notice: Notice, at: datetime, wait: timedelta, why: str, *, attempts: int) -> None:
    if _write(notice, state=Notice.State.PLANNED, due_at=at + wait, why=why, attempts=attempts):
        _remember(notice, at, Attempt.Outcome.PUT_OFF, why)


def _write(notice: Notice, **outcome: object) -> bool:
    """Write the outcome, unless the lease was over and another has taken the notice."""
    mine = Notice.objects.filter(
        pk=notice.pk, state=Notice.State.CLAIMED, claimed_until=notice.claimed_until
    )
    return bool(mine.update(claimed_until=None, **outcome))


def _remember(notice: Notice, at: datetime, outcome: Attempt.Outcome, why: str) -> None:
    Attempt.objects.create(
        notice=notice, claimed_at=notice.claimed_at or at, ended_at=at, outcome=outcome, why=why
    )
