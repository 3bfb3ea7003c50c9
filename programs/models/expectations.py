"""What each role is held to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Person
from programs.models.program import Program, Role


class Expectations(models.Model):
    """What one role is held to, in one version. The live one has not been replaced."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="expectations")
    role = models.CharField(max_length=10, choices=Role.choices)
    version = models.PositiveSmallIntegerField()
    text = models.TextField(_("expectations"))  # Markdown
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["role", "-version"]
        verbose_name_plural = "expectations"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["program", "role", "version"], name="expectations_version_once"
            ),
            models.UniqueConstraint(
                fields=["program", "role"],
                condition=Q(replaced_at__isnull=True),
                name="expectations_one_live",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program}: {self.get_role_display()} v{self.version}"
