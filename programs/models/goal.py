"""What a program is to reach."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.models.program import Program


class ProgramGoal(models.Model):
    """What the program is to reach, how it is measured, and the target."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="program_goals")
    text = models.CharField(_("goal"), max_length=200)
    measure = models.CharField(_("how it is measured"), max_length=200)
    target = models.CharField(_("target"), max_length=100)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return self.text
