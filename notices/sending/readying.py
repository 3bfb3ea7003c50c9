"""What is to go out of a batch, one after the other, each judged and written just before.

Whatever does not go out now (dropped, bundled, for the inbox only, for later) is settled here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import InterfaceError, OperationalError

from notices.catalogue import KINDS
from notices.models import Notice
from notices.sending import bundling, outcomes, pacing
from notices.sending.batch import Batch
from notices.sending.wishes import InboxOnly, InDigest, Wishes
from notices.sense import NoLongerNeeded
from notices.writing.letter import Letter
from notices.writing.mails import mail
from notices.writing.words import Words

Clock = Callable[[], datetime]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ready:
    """A notice in words, to be handed over: by mail where there is a letter, else to a channel."""

    notice: Notice
    words: Words
    letter: Letter | None
    carried: list[Notice] = field(default_factory=list)  # of a digest


class Readying:
    """Iterates over what is to go out of `notices`; what is needed for all is read at once."""

    def __init__(self, notices: Sequence[Notice], clock: Clock) -> None:
        at = clock()
        self._notices, self._clock = notices, clock
        self._batch = Batch(notices, at)
        self.wishes = Wishes(notices, now=at)

    def __iter__(self) -> Iterator[Ready | None]:
        """In short steps: None after each that does not end in a notice to hand over."""
        for notice in self._notices:
            yield from self._steps(notice, self._clock())

    def _steps(self, notice: Notice, at: datetime) -> Iterator[Ready | None]:
        free_at = self._when_awake(notice, at)
        if free_at > at:
            outcomes.later(notice, free_at)
            return
        try:
            carried = bundling.look_anew(notice, at) if KINDS[notice.kind].is_digest else []
            words = self._batch.words(notice, at)
            yield None
            ready = self._as_wished(notice, words, carried, at)
            if ready and ready.letter:
                yield None
                ready.letter.make_ready()
        except NoLongerNeeded as given_up:
            outcomes.dropped(notice, at, why=given_up.reason)
        except (OperationalError, InterfaceError):
            raise  # the database is away: the lease runs out, and it is taken again
        except Exception as error:
            log.exception("Notice %s cannot be written", notice.ref)
            outcomes.failed(notice, at, why=f"{type(error).__name__}: {error}")
        else:
            yield ready

    def _as_wished(
        self, notice: Notice, words: Words, carried: list[Notice], at: datetime
    ) -> Ready | None:
        """The notice as its reader wants it: now, or settled here."""
        if notice.recipient is None:
            return Ready(notice, words, None)
        kind = KINDS[notice.kind]
        wish = self.wishes.of(notice, kind, at)
        if isinstance(wish, InDigest):
            bundling.bundle(notice, words, wish, at)
            self.wishes.bundled(notice, wish)
        elif isinstance(wish, InboxOnly):
            outcomes.in_the_inbox(notice, words, at, why=wish.why)
        elif (free_at := pacing.take(notice.recipient.email, at)) is not None:
            outcomes.later(notice, free_at)
        else:
            self.wishes.count(notice)
            return Ready(notice, words, mail(notice, kind, words, now=at), carried)
        return None

    def _when_awake(self, notice: Notice, at: datetime) -> datetime:
        """`at`, or the end of its reader's quiet hours."""
        if notice.recipient is None:
            return at
        hours = self._batch.timings.of(notice.program_id).hours
        return hours.after_quiet(at, notice.recipient.time_zone)
