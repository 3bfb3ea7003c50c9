"""What there is to read, watch or train with."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models.program import Program, Role


class Resource(models.Model):
    """Something to read, watch or train with."""

    class Kind(models.TextChoices):
        GUIDE = "guide", _("guide")
        TRAINING = "training", _("training")
        TEMPLATE = "template", _("template")
        LINK = "link", _("link")

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="resources")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.GUIDE)
    title = models.CharField(_("title"), max_length=120)
    url = models.URLField(_("address"), max_length=500, blank=True)
    text = models.TextField(_("text"), blank=True)  # Markdown
    for_role = models.CharField(
        _("for"), max_length=10, choices=[("", _("everyone")), *Role.choices], blank=True
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(url="") | ~Q(text=""),
                name="resource_has_content",
                violation_error_message=_("Give the resource an address or a text."),
            )
        ]

    def __str__(self) -> str:
        return self.title
