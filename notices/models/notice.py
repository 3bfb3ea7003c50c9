"""One message owed to one person or channel, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from history.recording import record
from kit.refs import new_ref
from notices.models.channel import Channel
from notices.queries import NoticeQuerySet
from people.models import Person

_OWED = ("kind", "subject_kind", "subject_id", "due_on")


class Notice(models.Model):
    """One message owed: of what kind, about what, for which day (how far ahead) or event, to whom.

    All together are unique, so planning twice adds nothing.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("waiting")
        CLAIMED = "claimed", _("being sent")
        BUNDLED = "bundled", _("waits for a digest")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")  # given up after the last attempt; somebody must look
        DROPPED = "dropped", _("no longer needed")
        SUPERSEDED = "superseded", _("overtaken")  # a newer notice says it

    class Reason(models.TextChoices):
        """Why a notice was dropped, or reached the inbox only."""

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
        NOTHING = "nothing", _("There was nothing left to tell.")
        SWITCHED_OFF = "switched_off", _("The program does without this kind of notice.")
        CANCELLED = "cancelled", _("An administrator cancelled it.")
        UNWANTED = "unwanted", _("The person wants no mail of this kind.")
        SUPPRESSED = "suppressed", _("Mail to this address comes back, so none is sent.")
        NO_DIGEST = "no_digest", _("It would have come too late in the next digest.")

    class Way(models.TextChoices):
        """How it reached its reader. What went to a person stands in their inbox besides."""

        MAIL = "mail", _("by mail")
        DIGEST = "digest", _("in a digest")
        INBOX = "inbox", _("in the inbox only")
        CHANNEL = "channel", _("in a channel")

    ref = models.CharField(max_length=12, default=new_ref, editable=False)
    kind = models.CharField(max_length=40)  # a name of notices/catalogue
    subject_kind = models.CharField(max_length=40)  # model label of what it is about
    subject_id = models.BigIntegerField()
    due_on = models.DateField()  # the date it speaks of, in the recipient's zone
    event_id = models.BigIntegerField(default=0, db_default=0)  # what happened; 0: owed by a date
    days_ahead = models.PositiveSmallIntegerField(default=0, db_default=0)  # of it, as was set
    recipient = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, related_name="notices"
    )
    channel = models.ForeignKey(
        Channel, on_delete=models.CASCADE, null=True, related_name="notices", db_index=False
    )
    program_id = models.BigIntegerField(null=True)
    due_at = models.DateTimeField()  # when to send; moved ahead by a retry
    expires_at = models.DateTimeField()  # too late after this
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    planned_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)  # sent, failed, dropped or overtaken
    why = models.TextField(blank=True)  # the last error, or a `Reason`
    message_id = models.CharField(max_length=200)
    digest = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="bundled", db_index=False
    )  # the notice that carries this one
    way = models.CharField(max_length=10, choices=Way.choices, blank=True)

    # What its reader was told, once it was written; what a pair wrote is never in it.
    title = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)  # paragraphs, a blank line between them
    label = models.CharField(max_length=100, blank=True)  # of the link
    link = models.CharField(max_length=500, blank=True)
    written_at = models.DateTimeField(null=True)  # in the inbox from then on
    read_at = models.DateTimeField(null=True)

    objects: ClassVar = NoticeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-due_at", "-id"]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at", "id"],  # the order of claiming: many fall due at one instant
                condition=Q(state__in=["planned", "claimed"]),
                name="notice_waiting",
            ),
            models.Index(
                # The id last: among rows that fall due at one instant, each change of a state had
                # to look for its place, which took longer than all the rest of writing an outcome.
                fields=["state", "-due_at", "-id"],
                include=["kind", "way"],  # counted for monitors without a look at the rows
                name="notice_by_state",
            ),
            BrinIndex(
                fields=["settled_at"], pages_per_range=32, autosummarize=True, name="notice_settled"
            ),
            models.Index(
                fields=["recipient", "-written_at"],
                condition=Q(written_at__isnull=False),
                name="notice_in_the_inbox",
            ),
            models.Index(
                fields=["recipient", "settled_at"],
                condition=Q(state="sent", way="mail"),
                name="notice_mailed",
            ),
            models.Index(fields=["program_id", "-due_at", "-id"], name="notice_by_program"),
            models.Index(
                fields=["digest"], condition=Q(digest__isnull=False), name="notice_in_a_digest"
            ),
            models.Index(
                fields=["channel"], condition=Q(channel__isnull=False), name="notice_to_a_channel"
            ),
        ]
        constraints: ClassVar = [
            # Not `unique=True`, which brings an index for LIKE: one more to write each time.
            models.UniqueConstraint(fields=["ref"], name="notice_ref_once"),
            models.UniqueConstraint(fields=["message_id"], name="notice_message_id_once"),
            models.UniqueConstraint(
                fields=[*_OWED, "recipient", "event_id", "days_ahead"],
                name="notice_owed_once",
            ),
            models.UniqueConstraint(
                fields=[*_OWED, "channel", "event_id", "days_ahead"],
                condition=Q(channel__isnull=False),
                name="notice_owed_once_to_a_channel",
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, channel__isnull=True)
                | Q(recipient__isnull=True, channel__isnull=False),
                name="notice_to_a_person_or_a_channel",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["sent", "failed", "dropped", "superseded"],
                    settled_at__isnull=False,
                )
                | Q(state__in=["planned", "claimed", "bundled"], settled_at__isnull=True),
                name="notice_settled_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="claimed") | Q(claimed_until__isnull=False),
                name="notice_claim_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.recipient_id or self.channel_id} on {self.due_on}"

    @property
    def kind_in_words(self) -> str:
        """What kind of notice it is."""
        from notices.catalogue import KINDS  # late: a kind speaks of models

        return str(KINDS[self.kind].title) if self.kind in KINDS else self.kind

    @property
    def reader(self) -> str:
        """The name of the person or channel it goes to."""
        if self.recipient:
            return self.recipient.name
        return self.channel.name if self.channel else ""

    @property
    def why_in_words(self) -> str:
        """The reason as a sentence; an error as the mail server or the template told it."""
        return str(self.Reason(self.why).label) if self.why in self.Reason.values else self.why

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
            cancelled = Notice.objects.filter(
                pk=self.pk, state__in=["planned", "bundled", "failed"]
            ).update(
                state=self.State.DROPPED,
                why=self.Reason.CANCELLED,
                settled_at=at,
                claimed_until=None,
            )
            if cancelled:
                record("notice.cancelled", self, by=by, at=at, program_id=self.program_id)
        return bool(cancelled)


class Attempt(models.Model):
    """One try at sending a notice that did not reach its reader, and why.

    That it did is on the notice itself: one row less to write while a mail is in doubt.
    """

    class Outcome(models.TextChoices):
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
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(outcome="lost"), name="attempt_lost")
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.outcome}"
