"""Digests: many notices in one mail."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from notices.models import Notice
from notices.planning.owed import Owed, store
from notices.sending import outcomes
from notices.sending.batch import Batch
from notices.sending.wishes import InDigest
from notices.sense import NoLongerNeeded
from notices.writing.words import Words

State = Notice.State


@transaction.atomic
def bundle(notice: Notice, words: Words, wish: InDigest, at: datetime) -> None:
    """Put a claimed notice into the digest, which is made with the first one."""
    person = notice.recipient_id or 0
    store([Owed(wish.kind, person, wish.on, person, None, wish.due_at)], now=at)
    digest = Notice.objects.get(
        kind=wish.kind.name, subject_id=person, recipient=person, due_on=wish.on
    )
    outcomes.bundled(notice, words, at, digest=digest)


def look_anew(digest: Notice, at: datetime) -> list[Notice]:
    """What the digest still has to tell, said as of now; what lost its sense is dropped."""
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
            row.update(state=State.DROPPED, settled_at=at, why=given_up.reason)
        else:
            row.update(**outcomes.said(words, at))
            left.append(notice)
    return left


def carried(digest: Notice, notices: list[Notice], at: datetime) -> None:
    """The digest went out with these."""
    Notice.objects.filter(
        pk__in=[one.pk for one in notices], state=State.BUNDLED, digest=digest
    ).update(state=State.SENT, way=Notice.Way.DIGEST, settled_at=at)


def sweep() -> int:
    """Owe again what waits for a digest that went without it, or never goes; how many they were."""
    waiting = Notice.objects.filter(state=State.BUNDLED)
    return waiting.exclude(digest__state__in=["planned", "claimed"]).update(
        state=State.PLANNED, digest=None
    )
