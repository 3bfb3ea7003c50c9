from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Greatest

if TYPE_CHECKING:
    from notices.models import Notice  # noqa: F401

STILL_OF_USE = timedelta(days=2)  # what is sent again by hand, although it would be too late


class NoticeQuerySet(models.QuerySet["Notice"]):
    def due(self, *, now: datetime) -> Self:
        """Owed by now and free to be claimed: new, up for a retry, or of a sender that died."""
        return self.filter(
            Q(state="planned") | Q(state="claimed", claimed_until__lt=now), due_at__lte=now
        )

    def waiting(self) -> Self:
        return self.filter(state__in=["planned", "claimed"])

    def failed(self) -> Self:
        return self.filter(state="failed")

    def owe_again(self, *, at: datetime) -> int:
        """Put the failed ones among these back into the queue; how many there were."""
        return self.failed().update(
            state="planned",
            attempts=0,
            due_at=at,
            expires_at=Greatest("expires_at", Value(at + STILL_OF_USE)),
            settled_at=None,
            claimed_at=None,
            claimed_until=None,
            why="",
        )
