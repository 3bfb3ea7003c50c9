from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    pass


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
