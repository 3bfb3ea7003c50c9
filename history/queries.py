from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from history.models import Event  # noqa: F401


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, subject: models.Model) -> Self:
        return self.filter(subject_kind=subject._meta.label_lower, subject_id=subject.pk)

    def since(self, moment: datetime) -> Self:
        return self.filter(at__gte=moment)

    def of_program(self, program_id: int) -> Self:
        return self.filter(program_id=program_id)

    def of_pairing(self, pairing_id: int) -> Self:
        return self.filter(pairing_id=pairing_id)
