from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q, Value
from django.db.models.functions import Concat

if TYPE_CHECKING:
    from people.models import Person
    from programs.models import Program  # noqa: F401


class ProgramQuerySet(models.QuerySet["Program"]):
    def managed_by(self, user: Person) -> Self:
        """Programs that `user` runs."""
        return self.filter(admins__person=user)

    def taken_part_in_by(self, user: Person) -> Self:
        """Programs that `user` applied for or is in, drafts of programs excepted."""
        return self.filter(self._with_part(user)).exclude(state="draft")

    def accepting(self, *, on: date) -> Self:
        """Programs that people may apply for on the day `on`: see `accepts_applications`."""
        return (
            self.filter(
                Q(state="open") | Q(state__in=["matching", "running"], enrol_until_on__gte=on)
            )
            .filter(Q(enrol_from_on=None) | Q(enrol_from_on__lte=on))
            .filter(Q(enrol_until_on=None) | Q(enrol_until_on__gte=on))
            .filter(Q(ends_on=None) | Q(ends_on__gte=on))
        )

    def visible_to(self, user: Person, *, on: date | None = None) -> Self:
        """Programs whose public face `user` may read.

        Everybody reads what is open, and given a date also what takes late joiners on it; who runs
        or takes part in one reads it to the end; HR and administrators read all but drafts. Drafts
        are for those who run them.
        """
        mine = Q(pk__in=self.model.objects.filter(admins__person=user).values("pk"))
        if user.is_administrator or user.is_hr:
            return self.filter(~Q(state="draft") | mine)
        open_to_all = Q(state="open")
        if on is not None:
            open_to_all |= Q(pk__in=self.model.objects.accepting(on=on).values("pk"))
        return self.filter(open_to_all | (self._with_part(user) & ~Q(state="draft")) | mine)

    def with_standings_of(self, user: Person) -> Self:
        """Lets `program.standings` tell what `user` is in the program."""
        mine = self.model.objects.filter(pk=OuterRef("pk"), participants__person=user)
        told = Concat(
            *("participants__role", Value(":"), "participants__state", Value(":")),
            "participants__ref",
        )
        return self.annotate(
            my_parts=ArraySubquery(mine.order_by("participants__role").values_list(told))
        )

    def in_state(self, *states: str) -> Self:
        return self.filter(state__in=states)

    def _with_part(self, user: Person) -> Q:
        return Q(pk__in=self.model.objects.filter(participants__person=user).values("pk"))
