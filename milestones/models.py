"""The timeline of a pairing: dated points, copied from the program's milestone plan."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from kit.refs import new_ref
from milestones.queries import MilestoneQuerySet
from pairings.models import Pairing
from people.models import Person
from programs.models import PlannedMilestone


class Milestone(models.Model):
    """A dated point on a pairing's timeline."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="milestones")
    planned = models.ForeignKey(
        PlannedMilestone, on_delete=models.SET_NULL, null=True, related_name="copies"
    )
    title = models.CharField(max_length=120)
    what_for = models.CharField(max_length=300, blank=True)
    responsible = models.CharField(max_length=10, choices=PlannedMilestone.Responsible.choices)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar = MilestoneQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due_on", "id"]
        indexes: ClassVar = [
            models.Index(fields=["due_on"], condition=Q(done_at__isnull=True), name="milestone_due")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pairing", "planned"], name="planned_milestone_once_in_a_pairing"
            ),
            models.CheckConstraint(
                condition=Q(done_by__isnull=True) | Q(done_at__isnull=False),
                name="milestone_done_by_needs_done_at",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_overdue(self, *, on: date) -> bool:
        return self.done_at is None and self.due_on < on
