"""Digests: many notices in one mail."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet

from notices.models import Notice
from notices.planning.owed import Owed, store
from notices.sending import outcomes
from notices.sending.batch import Batch
from notices.sending.wishes import InDigest, Rhythm
from notices.sense import NoLongerNeeded
from notices.writing.words import Words
from people.models import Person

State = Notice.State
STILL_TO_GO = (State.PLANNED, State.CLAIMED)

log = logging.getLogger(__name__)


@transaction.atomic
def bundle(notice: Notice, words: Words, wish: InDigest, at: datetime) -> None:
    """Put a claimed notice into the digest, which is made with the first one; into the one after,
    where this is being written or was settled: cancelled, or sent before its reader moved west."""
    person = notice.recipient
    assert person
    digest = _digest(person, wish, at)
    while digest.state != State.PLANNED:
        wish = Rhythm(wish.kind).next(person.time_zone, wish.due_at)
        digest = _digest(person, wish, at)
    outcomes.bundled(notice, words, at, digest=digest)


def _digest(person: Person, wish: InDigest, at: datetime) -> Notice:
    store([Owed(wish.kind, person.pk, wish.on, person.pk, None, wish.due_at)], now=at)
    return Notice.objects.select_for_update().get(  # nobody begins to write it meanwhile
        kind=wish.kind.name, subject_id=person.pk, recipient=person, due_on=wish.on
    )


def look_anew(digest: Notice, at: datetime) -> list[Notice]:
    """What the digest still has to tell, said as of now. What lost its sense is dropped; what
    cannot be written fails alone."""
    carried = list(
        digest.bundled.filter(state=State.BUNDLED).select_related("recipient").order_by("due_at")
    )
    batch = Batch(carried, at)
    left = []
    for notice in carried:
        row = Notice.objects.filter(pk=notice.pk, state=State.BUNDLED)
        try:
            words = batch.words(notice, at)
        except NoLongerNeeded as given_up:
            row.update(**outcomes.not_needed(given_up.reason, at))
        except (OperationalError, InterfaceError):
            raise  # the database is away
        except Exception as error:
            log.exception("Notice %s cannot be written for a digest", notice.ref)
            _failed(notice, at, why=f"{type(error).__name__}: {error}")
        else:
            row.update(**outcomes.said(words, at))
            left.append(notice)
    return left


@transaction.atomic
def _failed(notice: Notice, at: datetime, *, why: str) -> None:
    row = Notice.objects.filter(pk=notice.pk, state=State.BUNDLED)
    if row.update(state=State.FAILED, settled_at=at, why=why):
        outcomes.record_failure(notice, at)


def carried(digest: Notice, notices: list[Notice], at: datetime) -> None:
    """The digest went out with these."""
    Notice.objects.filter(
        pk__in=[one.pk for one in notices], state=State.BUNDLED, digest=digest
    ).update(state=State.SENT, way=Notice.Way.DIGEST, settled_at=at)


def sweep() -> int:
    """Owe again what waits for a digest that went without it, or never goes; how many they were."""
    waiting = Notice.objects.filter(state=State.BUNDLED)
    return _owe_again(waiting.exclude(digest__state__in=STILL_TO_GO))


def ask_anew(person: Person) -> int:
    """Owe again at once what waits for a digest, since its reader wants it otherwise now. What a
    sender is writing at this moment goes as it is. How many they were."""
    waiting = Notice.objects.filter(recipient=person, state=State.BUNDLED)
    return _owe_again(waiting.exclude(digest__state=State.CLAIMED))


def _owe_again(waiting: QuerySet[Notice]) -> int:
    return waiting.update(state=State.PLANNED, digest=None)
