"""What the mentee wants to reach: the mentee's own goals, and the actions under them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from goals.queries import ActionQuerySet, GoalQuerySet
from kit.refs import new_ref
from kit.sealed import SealedTextField
from pairings.models import Pairing
from people.models import Person


class Goal(models.Model):
    """A goal of one mentee. A mentor may propose one; it is a goal once the mentee takes it on."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        OPEN = "open", _("under way")
        REACHED = "reached", _("reached")
        DROPPED = "dropped", _("let go")

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="goals")
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="goals")
    text = SealedTextField(_("goal"))
    reached_when = SealedTextField(_("how we will know it is reached"), blank=True)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)  # per cent
    written_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)  # reached or let go

    objects: ClassVar = GoalQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["written_at", "id"]
        indexes: ClassVar = [models.Index(fields=["pairing", "state"], name="goal_of_pairing")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="goal_progress_in_range"),
            models.CheckConstraint(
                condition=Q(state__in=["reached", "dropped"], closed_at__isnull=False)
                | Q(state__in=["proposed", "open"], closed_at__isnull=True),
                name="goal_closed_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"goal {self.ref}"


class ProgressStep(models.Model):
    """How far a goal was said to be, by whom and when."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="steps")
    progress = models.PositiveSmallIntegerField()  # per cent
    note = SealedTextField(_("what changed"), blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="step_progress_in_range")
        ]

    def __str__(self) -> str:
        return f"{self.goal}: {self.progress} %"


class Action(models.Model):
    """A task under a goal, with an owner and a date."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="actions")
    text = SealedTextField(_("action"))
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="actions")
    due_on = models.DateField(_("by when"), null=True, blank=True)
    written_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar = ActionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due_on", "id"]
        indexes: ClassVar = [
            models.Index(fields=["due_on"], condition=Q(done_at__isnull=True), name="action_due")
        ]

    def __str__(self) -> str:
        return f"action {self.ref}"
