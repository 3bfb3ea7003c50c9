"""When a program's notices go out, as those who run it set it."""

from __future__ import annotations

from datetime import time
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Person
from programs.models import Program

WEEKDAYS = "12345"  # Monday is 1


class Timing(models.Model):
    """The days and hours in which a program writes to people; without a row, the usual ones."""

    program = models.OneToOneField(Program, on_delete=models.CASCADE, related_name="timing")
    working_days = models.CharField(_("days"), max_length=7, default=WEEKDAYS)
    quiet_from = models.TimeField(_("not after"), default=time(20))
    quiet_until = models.TimeField(_("not before"), default=time(8))

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(working_days__regex=r"^1?2?3?4?5?6?7?$") & ~Q(working_days=""),
                name="timing_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(quiet_until__lt=models.F("quiet_from")),
                name="timing_leaves_hours_to_write",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program}: {self.working_days}, {self.quiet_until} to {self.quiet_from}"


class Offset(models.Model):
    """When one kind is due in a program, otherwise than usual; `days` None: not at all."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="offsets")
    kind = models.CharField(max_length=40)  # a name of notices/catalogue
    days = models.SmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "kind"], name="offset_once_a_kind"),
            models.CheckConstraint(
                condition=Q(days__isnull=True) | Q(days__range=(-90, 90)), name="offset_in_bounds"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program}: {self.kind} {self.days}"


class Wording(models.Model):
    """A program's own words for one kind of notice; `{name}` stands for a value of the kind's."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="wordings")
    kind = models.CharField(max_length=40)
    title = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"), max_length=4000)
    written_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "kind"], name="wording_once_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.program}: {self.kind}"
