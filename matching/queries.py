from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from matching.models import Run  # noqa: F401
    from people.models import Person
    from programs.models import Program


class RunQuerySet(models.QuerySet["Run"]):
    def managed_by(self, user: Person) -> Self:
        return self.filter(program__admins__person=user)

    def of(self, program: Program) -> Self:
        return self.filter(program=program)

    def unfinished(self) -> Self:
        return self.filter(state__in=["queued", "running"])

    def published(self) -> Self:
        return self.filter(publication__isnull=False)
