from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.refs import new_ref
from kit.sealed import SealedTextField
from pairings.models.agreement import How
from pairings.models.pairing import Pairing
from pairings.queries import AgendaItemQuerySet, NoteQuerySet, SessionQuerySet
from people.models import Person


class Session(models.Model):
    """A meeting of a pairing, planned or held."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        MISSED = "missed", _("did not take place")
        MOVED = "moved", _("moved to another time")
        CALLED_OFF = "called_off", _("called off")

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    how = models.CharField(_("how"), max_length=10, choices=How.choices)
    place = SealedTextField(_("place or link"), blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    planned_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    planned_at = models.DateTimeField(null=True)
    logged_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    logged_at = models.DateTimeField(null=True)
    idempotency_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects: ClassVar = SessionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-starts_at"]
        indexes: ClassVar = [
            models.Index(fields=["pairing", "state", "-starts_at"], name="session_of_pairing"),
            models.Index(fields=["state", "starts_at"], name="session_by_time"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pairing", "starts_at"],
                condition=Q(state="held"),
                name="session_held_once",
                violation_error_message=_("A session at this time is logged already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(logged_at__isnull=False),
                name="session_held_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=600), name="session_minutes_sane"
            ),
        ]

    def __str__(self) -> str:
        return f"session {self.ref}"


class AgendaItem(models.Model):
    """Something to talk about; while open it carries over to the next session."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DISCUSSED = "discussed", _("discussed")
        DROPPED = "dropped", _("dropped")

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="agenda")
    text = SealedTextField(_("what to talk about"))
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    session = models.ForeignKey(
        Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="discussed"
    )  # where it was discussed
    added_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)  # of the text: two hands cannot collide

    objects: ClassVar = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pairing", "position"],
                condition=Q(state="open"),
                name="agenda_position_once",
            ),
        ]

    def __str__(self) -> str:
        return f"agenda item {self.ref}"


class Note(models.Model):
    """What one person wrote about a session: for both to read, or for themselves alone."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notes")
    is_shared = models.BooleanField(default=True)
    text = SealedTextField(_("note"))
    written_at = models.DateTimeField()
    idempotency_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects: ClassVar = NoteQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["written_at", "id"]

    def __str__(self) -> str:
        return f"note {self.pk}"
