"""What happened: append-only, written in the same transaction as the change it tells of."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from history.queries import EventQuerySet


class Event(models.Model):
    """One thing that happened. No foreign keys: it outlives what it speaks of.

    `facts` holds dates, counts and states, never a word that a pair wrote.
    """

    verb = models.CharField(max_length=60)  # "pairing.paused": subject, then the past tense
    subject_kind = models.CharField(max_length=40)  # model label, "pairings.pairing"
    subject_id = models.BigIntegerField()
    program_id = models.BigIntegerField(null=True)
    pairing_id = models.BigIntegerField(null=True)
    by_id = models.BigIntegerField(null=True)  # a person; nothing means the system itself
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)

    objects: ClassVar = EventQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["-at", "-id"], name="event_at"),
            models.Index(fields=["verb", "-at"], name="event_verb"),
            models.Index(fields=["subject_kind", "subject_id", "-at"], name="event_subject"),
            models.Index(fields=["program_id", "-at"], name="event_program"),
            models.Index(fields=["pairing_id", "-at"], name="event_pairing"),
            models.Index(fields=["by_id", "-at"], name="event_by"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind}:{self.subject_id}"

    def fact(self, name: str) -> Any:
        """The fact called `name`, or None."""
        return self.facts.get(name)
