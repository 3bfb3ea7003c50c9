"""What became of a claimed notice, each written in a transaction of its own.

Nothing is written where the lease was over and another sender has taken the notice.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from history.recording import record
from notices.models import Attempt, Notice
from notices.sending.settling import Settling
from notices.writing.words import Words

State = Notice.State

_SENT = """
UPDATE notices_notice SET state = 'sent', way = %s, settled_at = %s, why = '', title = %s,
    text = %s, label = %s, link = %s, written_at = %s, claimed_until = NULL
WHERE id = %s AND state = 'claimed' AND claimed_until = %s"""


def sent(notice: Notice, words: Words, at: datetime, *, way: Notice.Way, by: Settling) -> None:
    """It reached its reader. One statement: the time until its commit is all in which a second
    copy can come to be."""
    told = said(words, at)
    by.begin(_SENT, [way.value, at, *told.values(), notice.pk, notice.claimed_until])


def in_the_inbox(notice: Notice, words: Words, at: datetime, *, why: str) -> None:
    """No mail of it is sent, for this reason."""
    _write(
        notice, state=State.SENT, way=Notice.Way.INBOX, settled_at=at, why=why, **said(words, at)
    )


def bundled(notice: Notice, words: Words, at: datetime, *, digest: Notice) -> None:
    _write(notice, state=State.BUNDLED, digest=digest, attempts=0, why="", **said(words, at))


def dropped(notice: Notice, at: datetime, *, why: str) -> None:
    _write(notice, **not_needed(why, at))


def not_needed(why: str, at: datetime) -> dict[str, object]:
    overtaken = why == Notice.Reason.SUPERSEDED
    state = State.SUPERSEDED if overtaken else State.DROPPED
    return {"state": state, "settled_at": at, "why": why}


@transaction.atomic
def failed(notice: Notice, at: datetime, *, why: str, words: Words | None = None) -> None:
    """Given up: somebody must look. What was written is in the reader's inbox all the same."""
    more = {} if words is None else said(words, at)
    if _write(notice, state=State.FAILED, settled_at=at, why=why, **more):
        _remember(notice, at, Attempt.Outcome.FAILED, why)
        record_failure(notice, at)


def record_failure(notice: Notice, at: datetime) -> None:
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
def put_off(notice: Notice, at: datetime, wait: timedelta, *, why: str, counts: bool) -> None:
    """To be tried again; `counts`: it was an attempt of this notice's own."""
    attempts = notice.attempts if counts else notice.attempts - 1
    if _write(notice, state=State.PLANNED, due_at=at + wait, why=why, attempts=attempts):
        _remember(notice, at, Attempt.Outcome.PUT_OFF, why)


def later(notice: Notice, due_at: datetime) -> None:
    """Not now, and no attempt: its reader has quiet hours, or their mail domain is busy."""
    _write(notice, state=State.PLANNED, due_at=due_at, attempts=notice.attempts - 1)


def said(words: Words, at: datetime) -> dict[str, object]:
    """What stands in the inbox from now on, in the order in which `_SENT` writes it."""
    return {
        "title": words.title[:300],
        "text": words.text,
        "label": words.label[:100],
        "link": words.link[:500],
        "written_at": at,
    }


def mine(notice: Notice) -> QuerySet[Notice]:
    """The row while it is still this sender's."""
    return Notice.objects.filter(
        pk=notice.pk, state=State.CLAIMED, claimed_until=notice.claimed_until
    )


def _write(notice: Notice, **outcome: object) -> bool:
    return bool(mine(notice).update(claimed_until=None, **outcome))


def _remember(notice: Notice, at: datetime, outcome: Attempt.Outcome, why: str) -> None:
    Attempt.objects.create(
        notice=notice, claimed_at=notice.claimed_at or at, ended_at=at, outcome=outcome, why=why
    )
