from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models

from pairings.models import Pairing

if TYPE_CHECKING:
    from milestones.models import Milestone  # noqa: F401
    from people.models import Person


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def visible_to(self, user: Person) -> Self:
        """Milestones of the pairings one is in."""
        return self.filter(pairing__in=Pairing.objects.visible_to(user).values("pk"))

    def open(self) -> Self:
        return self.filter(done_at__isnull=True)

    def overdue(self, *, on: date) -> Self:
        return self.open().filter(due_on__lt=on)
