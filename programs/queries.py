from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from people.models import Person


class ProgramQuerySet(models.QuerySet["Program"]):
    def managed_by(self, user: Person) -> Self:
        """Programs that `user` runs."""
        return self.filter(admins__person=user)

    def visible_to(self, user: Person) -> Self:
        """Programs whose public face `user` may read.

        Everybody reads what is open; who runs or takes part in one reads it to the end; HR and
        administrators read all but drafts. Drafts are for those who run them.
        """
        if user.is_administrator or user.is_hr:
            mine = ~Q(state="draft")
        else:
            mine = Q(state="open") | (Q(participants__person=user) & ~Q(state="draft"))
        return self.filter(mine | Q(admins__person=user)).distinct()

    def in_state(self, *states: str) -> Self:
        return self.filter(state__in=states)
