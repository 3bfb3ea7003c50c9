"""Messages owed to people, and what became of each."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from history.recording import record
from kit.refs import new_ref
from notices.queries import KeptMailQuerySet, NoticeQuerySet
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

    class Reason(models.TextChoices):
        """Why a notice was dropped."""

        SUPERSEDED = "superseded", _("A newer notice says it.")
        TOO_LATE = "too_late", _("It was too late to be of use.")
        GONE = "gone", _("What it was about is not there any more.")
        DONE = "done", _("It is done already.")
        MOVED = "moved", _("The date has changed.")
        CHANGED = "changed", _("It has been decided or changed since.")
        PAUSED = "paused", _("The pairing is paused.")
        ENDED = "ended", _("The pairing has ended.")
        NOT_RECIPIENT = "not_recipient", _("The person has no part in it any more.")
        INACTIVE = "inactive", _("The person has left or may not sign in.")
        CANCELLED = "cancelled", _("An administrator cancelled it.")

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
    claimed_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    planned_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)  # sent, failed or dropped
    why = models.TextField(blank=True)  # the last error, or a `Reason` of having been dropped
    message_id = models.CharField(max_length=200, unique=True)

    objects: ClassVar = NoticeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-due_at", "-id"]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at", "id"],  # the order of claiming: many fall due at one instant
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

    @property
    def title(self) -> str:
        """What kind of notice it is, in words."""
        from notices.catalogue import KINDS

        return str(KINDS[self.kind].title) if self.kind in KINDS else self.kind

    @property
    def why_in_words(self) -> str:
        """The reason as a sentence; an error as the mail server or the template told it."""
        if self.state == self.State.DROPPED and self.why in self.Reason.values:
            return str(self.Reason(self.why).label)
        return self.why

    def retry(self, *, by: Person, at: datetime) -> bool:
        """Owe a failed notice once more; False where it has not failed (any more)."""
        with transaction.atomic():
            retried = Notice.objects.filter(pk=self.pk).owe_again(at=at)
            if retried:
                record("notice.retried", self, by=by, at=at, program_id=self.program_id)
        return bool(retried)

    def cancel(self, *, by: Person, at: datetime) -> bool:
        """Drop a notice that waits or failed; False where it is being sent or was settled."""
        with transaction.atomic():
            cancelled = Notice.objects.filter(pk=self.pk, state__in=["planned", "failed"]).update(
                state=self.State.DROPPED,
                why=self.Reason.CANCELLED,
                settled_at=at,
                claimed_until=None,
            )
            if cancelled:
                record("notice.cancelled", self, by=by, at=at, program_id=self.program_id)
        return bool(cancelled)


class Attempt(models.Model):
    """One try at sending a notice, written when its outcome is known."""

    class Outcome(models.TextChoices):
        SENT = "sent", _("sent")
        PUT_OFF = "put_off", _("put off")  # tried again later
        FAILED = "failed", _("failed")
        LOST = "lost", _("cut short")  # the sender died; its claim ran out

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="tries")
    claimed_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    why = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["ended_at", "id"]

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.outcome}"


class KeptMail(models.Model):
    """A mail kept here instead of sent, where no mail server is set (the demo)."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    message_id = models.CharField(max_length=200, db_index=True)
    to = models.EmailField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    at = models.DateTimeField()

    objects: ClassVar = KeptMailQuerySet.as_manager()

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


class Bookmark(models.Model):
    """How far the planner has read the history; one row. See notices/reading.py."""

    read_to = models.BigIntegerField(default=0)  # every event up to this id has been read
    seen_to = models.BigIntegerField(null=True)  # the newest event some round saw,
    next_transaction = models.BigIntegerField(null=True)  # and the first that had not begun then

    def __str__(self) -> str:
        return f"read to {self.read_to}"
