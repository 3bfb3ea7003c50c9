"""Sending what is due: claim some, look whether each still makes sense, send it, write the outcome.

The only way to a second copy of a mail is to die between the server's "250" and the commit of its
outcome, which is written before the next mail is begun; it then bears the same Message-ID.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection, transaction

from notices.catalogue import KINDS, Kind
from notices.models import Notice, Round
from notices.sending import bundling, hooks, outcomes, pacing
from notices.sending.batch import Batch
from notices.sending.claiming import AT_ONCE, SPARE, claim, release
from notices.sending.doubt import Doubt
from notices.sending.post import (
    NoSuchMailbox,
    NotDelivered,
    Post,
    PutOff,
    ServerAway,
)
from notices.sending.suppressing import suppress
from notices.sending.wishes import InboxOnly, InDigest, Wishes
from notices.sense import NoLongerNeeded
from notices.writing.mails import mail
from notices.writing.words import Words, reading

ROUND = timedelta(seconds=60)
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120))
MOST_ATTEMPTS = len(BACKOFF) + 1
SERVER_AWAY = timedelta(minutes=1)
SIDE_BY_SIDE = 3

Clock = Callable[[], datetime]

log = logging.getLogger(__name__)


def send_side_by_side(*, now: datetime, limit: int = 2000, senders: int = SIDE_BY_SIDE) -> int:
    """`send_due` by several threads: while one waits for the mail server, another writes."""
    doubt = Doubt()

    def work(_number: int) -> int:
        try:
            return send_due(now=now, limit=limit // senders, doubt=doubt)
        finally:
            connection.close()

    with ThreadPoolExecutor(senders, "sender") as threads:
        return sum(threads.map(work, range(senders)))


def send_due(*, now: datetime, limit: int = 2000, doubt: Doubt | None = None) -> int:
    """Send up to `limit` notices that are due, for a minute at most; how many went out.

    Any number of senders may be at work. Where the mail server cannot be spoken to, that costs no
    notice an attempt, and channels are written to all the same.
    """
    started = time.monotonic()

    def clock() -> datetime:
        return now + timedelta(seconds=time.monotonic() - started)

    sent = taken = 0
    bundling.sweep()
    with Post(doubt or Doubt()) as post:
        while taken < limit and clock() - now < ROUND:
            most = min(AT_ONCE, limit - taken)
            notices = claim(now=clock(), most=most, to_channels=bool(post.trouble))
            if not notices:
                break
            taken += len(notices)
            sent += _Turn(notices, post, clock).see_to_all()
    if post.trouble:
        log.warning("The mail server cannot be spoken to: %s", post.trouble)
    _leave_mark(post, clock())
    return sent


def _leave_mark(post: Post, at: datetime) -> None:
    """Trouble stands until the server was spoken to again, not until a round had no mail for it."""
    mark: dict[str, object] = {"finished_at": at}
    if post.trouble or post.has_spoken:
        mark["trouble"] = post.trouble
    Round.objects.update_or_create(worker=Round.Worker.SENDER, defaults=mark)


class _Turn:
    """What was claimed at once, brought to its outcomes one after the other."""

    def __init__(self, notices: list[Notice], post: Post, clock: Clock) -> None:
        at = clock()
        self.notices, self.post, self.clock = notices, post, clock
        self.batch = Batch(notices, at)
        self.wishes = Wishes(notices, now=at)

    def see_to_all(self) -> int:
        """How many reached their readers by mail or in a channel."""
        sent = 0
        for number, notice in enumerate(self.notices):
            at = self.clock()
            assert notice.claimed_until
            if notice.claimed_until - at < SPARE:
                release(self.notices[number:])
                break
            sent += self._see_to(notice, at)
        return sent

    def _see_to(self, notice: Notice, at: datetime) -> bool:
        free_at = self._when_awake(notice, at)
        if free_at > at:
            outcomes.later(notice, free_at)
            return False
        carried: list[Notice] = []
        try:
            kind = KINDS[notice.kind]
            if kind.is_digest:
                carried = bundling.look_anew(notice, at)
            words = self.batch.words(notice, at)
        except NoLongerNeeded as given_up:
            outcomes.dropped(notice, at, why=given_up.reason)
            return False
        except (OperationalError, InterfaceError):
            raise  # the database is away: the lease runs out, and it is taken again
        except Exception as error:
            log.exception("Notice %s cannot be written", notice.ref)
            outcomes.failed(notice, at, why=f"{type(error).__name__}: {error}")
            return False
        wish = self.wishes.of(notice, kind, at)
        if isinstance(wish, InDigest):
            bundling.bundle(notice, words, wish, at)
            return False
        if isinstance(wish, InboxOnly):
            outcomes.in_the_inbox(notice, words, at, why=wish.why)
            return False
        return self._send(notice, kind, words, carried, at)

    def _when_awake(self, notice: Notice, at: datetime) -> datetime:
        """`at`, or the end of its reader's quiet hours."""
        if notice.recipient is None:
            return at
        hours = self.batch.timings.of(notice.program_id).hours
        return hours.after_quiet(at, notice.recipient.time_zone)

    def _send(
        self, notice: Notice, kind: Kind, words: Words, carried: list[Notice], at: datetime
    ) -> bool:
        try:
            return self._hand_over(notice, kind, words, carried, at)
        finally:
            self.post.doubt.end()

    def _hand_over(
        self, notice: Notice, kind: Kind, words: Words, carried: list[Notice], at: datetime
    ) -> bool:
        try:
            if notice.channel:
                hooks.deliver(notice.channel, words)
            elif (free_at := self._when_paced(notice, at)) is not None:
                outcomes.later(notice, free_at)
                return False
            else:
                with reading(notice.recipient):
                    letter = mail(notice, kind, words, now=at)
                self.post.deliver(letter)
        except NotDelivered as error:
            self._not_delivered(notice, words, self.clock(), error)
            return False
        self._sent(notice, words, carried, self.clock())
        return True

    def _when_paced(self, notice: Notice, at: datetime) -> datetime | None:
        assert notice.recipient
        return pacing.take(notice.recipient.email, at)

    def _sent(self, notice: Notice, words: Words, carried: list[Notice], at: datetime) -> None:
        way = Notice.Way.CHANNEL if notice.channel else Notice.Way.MAIL
        if not carried:
            outcomes.sent(notice, words, at, way=way)
        else:
            with transaction.atomic():
                outcomes.sent(notice, words, at, way=way)
                bundling.carried(notice, carried, at)
        self.wishes.count(notice)

    def _not_delivered(
        self, notice: Notice, words: Words, at: datetime, error: NotDelivered
    ) -> None:
        why = str(error)
        if isinstance(error, ServerAway):
            outcomes.put_off(notice, at, SERVER_AWAY, why=why, counts=False)
        elif isinstance(error, PutOff) and notice.attempts < MOST_ATTEMPTS:
            outcomes.put_off(notice, at, BACKOFF[notice.attempts - 1], why=why, counts=True)
        else:
            outcomes.failed(notice, at, why=why, words=words)
        if isinstance(error, NoSuchMailbox) and notice.recipient:
            suppress(notice.recipient.email, why=why, at=at)
            self.wishes.suppress(notice.recipient.email)
