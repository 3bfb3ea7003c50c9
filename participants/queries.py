from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from people.models import Person
    from programs.models import Program


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def visible_to(self, user: Person) -> Self:
        """A participation is seen by the person and by those who run the program."""
        return self.filter(
            Q(person=user) | Q(pk__in=self.model.objects.filter(program__admins__person=user))
        )

    def of(self, program: Program) -> Self:
        return self.filter(program=program)

    def mentors(self) -> Self:
        return self.filter(role="mentor")

    def mentees(self) -> Self:
        return self.filter(role="mentee")

    def in_state(self, *states: str) -> Self:
        return self.filter(state__in=states)

    def admitted(self) -> Self:
        return self.filter(state="admitted")
