"""Sending what is due: claim some, look whether each still makes sense, send it, write the outcome.

The only way to a second copy of a mail is to die between the server's "250" and the commit of its
outcome, which is waited for before the server gets the text of the next mail; it then bears the
same Message-ID.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction

from notices.models import Notice, Round
from notices.sending import bundling, hooks, outcomes
from notices.sending.claiming import AT_ONCE, SPARE, claim, release
from notices.sending.post import NoSuchMailbox, NotDelivered, Post, PutOff, ServerAway
from notices.sending.readying import Clock, Ready, Readying
from notices.sending.settling import Settling
from notices.sending.suppressing import suppress

ROUND = timedelta(seconds=60)
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120))
MOST_ATTEMPTS = len(BACKOFF) + 1
SERVER_AWAY = timedelta(minutes=1)

log = logging.getLogger(__name__)


def send_due(*, now: datetime, limit: int = 2000) -> int:
    """Send up to `limit` notices that are due, for a minute at most; how many went out.

    Any number of senders may be at work. Where the mail server cannot be spoken to, that costs no
    notice an attempt, and channels are written to all the same.
    """
    started = time.monotonic()

    def clock() -> datetime:
        return now + timedelta(seconds=time.monotonic() - started)

    bundling.sweep()
    with Settling() as settling:
        sender = _Sender(settling, clock, until=now + ROUND)
        with sender.post as post:
            taken = 0
            while taken < limit and clock() < sender.until:
                most = min(AT_ONCE, limit - taken)
                notices = claim(now=clock(), most=most, to_channels=bool(post.trouble))
                if not notices:
                    break
                taken += len(notices)
                sender.see_to(notices)
    if post.trouble:
        log.warning("The mail server cannot be spoken to: %s", post.trouble)
    _leave_mark(post, clock())
    return sender.sent


def _leave_mark(post: Post, at: datetime) -> None:
    """Trouble stands until the server was spoken to again, not until a round had no mail for it."""
    mark: dict[str, object] = {"finished_at": at}
    if post.trouble or post.has_spoken:
        mark["trouble"] = post.trouble
    Round.objects.update_or_create(worker=Round.Worker.SENDER, defaults=mark)


class _Sender:
    """Hands over what is ready; while the server takes one mail, the next is made ready."""

    def __init__(self, settling: Settling, clock: Clock, *, until: datetime) -> None:
        self.sent = 0  # how many reached their readers by mail or in a channel
        self.settling, self.clock, self.until = settling, clock, until
        self.post = Post(before_text=settling.finish, meanwhile=self._look_ahead)
        self._coming: Iterator[Ready | None] = iter(())
        self._next: Ready | None = None
        self._is_over = False  # nothing is coming any more
        self._trouble_ahead: Exception | None = None

    def see_to(self, notices: list[Notice]) -> None:
        """Bring what was claimed at once to its outcomes, one after the other."""
        readying = Readying(notices, self.clock)
        self._coming, self._is_over = iter(readying), False
        while ready := self._take():
            if self._is_out_of_time(ready.notice):
                release(notices[notices.index(ready.notice) :])
                self._coming = iter(())  # no longer ours to look at
                break
            self._hand_over(ready, readying)
        self.settling.finish()

    def _is_out_of_time(self, notice: Notice) -> bool:
        """The round is over, or so nearly is our lease that another may take the notice."""
        assert notice.claimed_until
        at = self.clock()
        return at >= self.until or notice.claimed_until - at < SPARE

    def _look_ahead(self) -> None:
        """One step towards the next one. Trouble with that (a database that is away, a value that
        it does not take) is told once this mail is settled: it is none of this one's."""
        if self._next or self._is_over or self._trouble_ahead:
            return
        try:
            self._next = next(self._coming)
        except StopIteration:
            self._is_over = True
        except (OperationalError, InterfaceError, ValueError) as error:
            self._trouble_ahead = error

    def _take(self) -> Ready | None:
        """The next one, ours to hand over; None where there is none left."""
        while not (self._next or self._is_over or self._trouble_ahead):
            self._look_ahead()
        if self._trouble_ahead:
            raise self._trouble_ahead
        ready, self._next = self._next, None
        return ready

    def _hand_over(self, ready: Ready, readying: Readying) -> None:
        try:
            if ready.letter:
                self.post.deliver(ready.letter)
            elif ready.notice.channel:
                hooks.deliver(ready.notice.channel, ready.words)
        except NotDelivered as error:
            self._not_delivered(ready, self.clock(), error)
            if isinstance(error, NoSuchMailbox) and ready.notice.recipient:
                suppress(ready.notice.recipient.email, why=str(error), at=self.clock())
                readying.wishes.suppress(ready.notice.recipient.email)
        else:
            self._delivered(ready, self.clock())

    def _delivered(self, ready: Ready, at: datetime) -> None:
        way = Notice.Way.MAIL if ready.letter else Notice.Way.CHANNEL
        if not ready.carried:
            outcomes.sent(ready.notice, ready.words, at, way=way, by=self.settling)
        else:
            with transaction.atomic():
                outcomes.sent(ready.notice, ready.words, at, way=way, by=self.settling)
                bundling.carried(ready.notice, ready.carried, at)
        self.sent += 1

    def _not_delivered(self, ready: Ready, at: datetime, error: NotDelivered) -> None:
        notice, why = ready.notice, str(error)
        if isinstance(error, ServerAway):
            outcomes.put_off(notice, at, SERVER_AWAY, why=why, counts=False)
        elif isinstance(error, PutOff) and notice.attempts < MOST_ATTEMPTS:
            outcomes.put_off(notice, at, BACKOFF[notice.attempts - 1], why=why, counts=True)
        else:
            outcomes.failed(notice, at, why=why, words=ready.words)
