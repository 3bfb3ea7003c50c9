"""Messages owed to people, and what became of each."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.refs import new_ref
from notices.queries import NoticeQuerySet
from people.models import Person


class Notice(models.Model):
    """One message owed to one person: of what kind, about what, for which day.

    The four together are unique, so planning twice adds nothing.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("waiting")
        CLAIMED = "claimed", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")  # given up after the last attempt; somebody must look
        DROPPED = "dropped", _("no longer needed")

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    kind = models.CharField(max_length=40)  # a name of notices/catalogue.py
    subject_kind = models.CharField(max_length=40)  # model label of what it is about
    subject_id = models.BigIntegerField()
    due_on = models.DateField()  # the date it speaks of, in the recipient's zone
    recipient = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    program_id = models.BigIntegerField(null=True)
    due_at = models.DateTimeField()  # when to send; moved ahead by a retry
    expires_at = models.DateTimeField()  # too late after this
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    planned_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)  # sent, failed or dropped
    why = models.TextField(blank=True)  # the last error, or why it was dropped
    message_id = models.CharField(max_length=200, unique=True)

    objects: ClassVar = NoticeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-due_at", "-id"]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=["planned", "claimed"]),
                name="notice_waiting",
            ),
            models.Index(fields=["state", "-due_at"], name="notice_by_state"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "subject_kind", "subject_id", "due_on", "recipient"],
                name="notice_owed_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "failed", "dropped"], settled_at__isnull=False)
                | Q(state__in=["planned", "claimed"], settled_at__isnull=True),
                name="notice_settled_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="claimed") | Q(claimed_until__isnull=False),
                name="notice_claim_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.recipient_id} on {self.due_on}"


class KeptMail(models.Model):
    """A mail kept here instead of sent, where no mail server is set (the demo)."""

    message_id = models.CharField(max_length=200, db_index=True)
    to = models.EmailField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"


class Round(models.Model):
    """The last round that planner and sender really did: the mark of their being alive."""

    class Worker(models.TextChoices):
        PLANNER = "planner", _("planner")
        SENDER = "sender", _("sender")

    worker = models.CharField(max_length=10, choices=Worker.choices, unique=True)
    finished_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.worker} at {self.finished_at}"
