"""The points that every pairing of a program passes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programs.models.program import Program


class PlannedMilestone(models.Model):
    """A row of the milestone plan, copied into each pairing's timeline at its founding."""

    class Responsible(models.TextChoices):
        MENTOR = "mentor", _("mentor")
        MENTEE = "mentee", _("mentee")
        BOTH = "both", _("both")

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="milestone_plan")
    title = models.CharField(_("milestone"), max_length=120)
    what_for = models.CharField(_("what it is for"), max_length=300, blank=True)
    responsible = models.CharField(
        _("who is responsible"), max_length=10, choices=Responsible.choices
    )
    weeks_after_start = models.PositiveSmallIntegerField(_("weeks after the start"))

    class Meta:
        ordering: ClassVar = ["weeks_after_start", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["program", "title"],
                name="planned_milestone_once",
                violation_error_message=_("The plan has a milestone of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.weeks_after_start is not None and not self.fits():
            raise ValidationError(
                {
                    "weeks_after_start": gettext(
                        "The program ends after %(weeks)d weeks: choose a week up to then, or end"
                        " the program later."
                    )
                    % {"weeks": self.program.weeks or 0}
                }
            )

    def due_on(self) -> date | None:
        """The day it falls on for a pair that starts with the program; None without a start."""
        starts_on = self.program.starts_on
        if starts_on is None:
            return None
        return starts_on + timedelta(weeks=self.weeks_after_start)

    def fits(self) -> bool:
        """Whether it falls within the program's dates (or those are not known yet)."""
        ends_on = self.program.ends_on
        due_on = self.due_on()
        return ends_on is None or due_on is None or due_on <= ends_on
