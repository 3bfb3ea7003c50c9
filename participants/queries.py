from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from programs.models import Expectations

if TYPE_CHECKING:
    from participants.models import Bar, Participant, ParticipantList  # noqa: F401
    from people.models import Person
    from programs.models import Program


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def visible_to(self, user: Person) -> Self:
        """A participation is seen by the person and, once sent, by those who run the program."""
        return self.filter(
            Q(person=user)
            | Q(
                pk__in=self.model.objects.filter(program__admins__person=user).exclude(
                    state="draft"
                )
            )
        )

    def managed_by(self, user: Person) -> Self:
        """Applications that `user` decides on; a draft is nobody's business yet."""
        return self.filter(program__admins__person=user).exclude(state="draft")

    def of(self, program: Program) -> Self:
        return self.filter(program=program)

    def mentors(self) -> Self:
        return self.filter(role="mentor")

    def mentees(self) -> Self:
        return self.filter(role="mentee")

    def in_state(self, *states: str) -> Self:
        return self.filter(state__in=states)

    def sent(self) -> Self:
        return self.exclude(state="draft")

    def admitted(self) -> Self:
        return self.filter(state="admitted")

    def taking_part(self) -> Self:
        """Applied and neither turned down nor gone."""
        return self.filter(state__in=["applied", "waitlisted", "admitted"])

    def owing_acknowledgement(self) -> Self:
        """Those who take part and have not acknowledged the live expectations of their role."""
        live = Expectations.objects.filter(
            program=OuterRef("program"), role=OuterRef("role"), replaced_at=None
        )
        unread = live.exclude(acknowledgements__participant=OuterRef("pk"))
        return self.taking_part().exclude(program__state="closed").filter(Exists(unread))


class BarQuerySet(models.QuerySet["Bar"]):
    def among(self, people: Collection[int] | models.QuerySet[Any, Any]) -> set[tuple[int, int]]:
        """Pairs of people (their keys) who are not to be paired, each pair either way round."""
        rows = set(self.filter(by__in=people, against__in=people).values_list("by", "against"))
        return rows | {(against, by) for by, against in rows}


class ParticipantListQuerySet(models.QuerySet["ParticipantList"]):
    def managed_by(self, user: Person) -> Self:
        return self.filter(program__admins__person=user)
