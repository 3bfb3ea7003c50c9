from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from goals.models import Action, Goal  # noqa: F401
    from people.models import Person


class GoalQuerySet(models.QuerySet["Goal"]):
    def visible_to(self, user: Person) -> Self:
        """Goals of the pairings one is in."""
        return self.filter(
            Q(pairing__mentor__person=user) | Q(pairing__mentees__mentee__person=user)
        ).distinct()

    def under_way(self) -> Self:
        return self.filter(state="open")


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user: Person) -> Self:
        return self.filter(
            Q(goal__pairing__mentor__person=user) | Q(goal__pairing__mentees__mentee__person=user)
        ).distinct()

    def open(self) -> Self:
        return self.filter(done_at__isnull=True, goal__state="open")
