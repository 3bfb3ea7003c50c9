from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from pairings.models import Pairing

if TYPE_CHECKING:
    from goals.models import Action, Goal  # noqa: F401
    from people.models import Person


class GoalQuerySet(models.QuerySet["Goal"]):
    def visible_to(self, user: Person) -> Self:
        """Goals of the pairings one is in."""
        return self.filter(pairing__in=Pairing.objects.visible_to(user).values("pk"))

    def under_way(self) -> Self:
        return self.filter(state="open")


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user: Person) -> Self:
        return self.filter(goal__pairing__in=Pairing.objects.visible_to(user).values("pk"))

    def open(self) -> Self:
        return self.filter(done_at__isnull=True, goal__state="open")
