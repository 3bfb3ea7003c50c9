"""What those who run a program tell many of its people at once."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.refs import new_ref
from people.models import Person
from programs.models import Program


class Announcement(models.Model):
    """Written once, sent once. Whom it reaches is settled when it is sent, whatever comes after."""

    class Role(models.TextChoices):
        ALL = "", _("mentors and mentees")
        MENTOR = "mentor", _("mentors")
        MENTEE = "mentee", _("mentees")

    class Standing(models.TextChoices):
        """Where its readers stand in the program."""

        ADMITTED = "admitted", _("everybody who was admitted")
        APPLIED = "applied", _("those who applied and wait for an answer")
        WAITLISTED = "waitlisted", _("those on the waiting list")
        PAIRED = "paired", _("those in a pairing")
        UNPAIRED = "unpaired", _("those admitted without a pairing")
        QUIET = "quiet", _("those whose pairing has gone quiet")
        NOT_AGREED = "not_agreed", _("those whose pairing has no agreement yet")

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="announcements")
    title = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("message"), max_length=4000)
    role = models.CharField(_("to"), max_length=10, choices=Role.choices, blank=True)
    standing = models.CharField(_("who"), max_length=12, choices=Standing.choices)
    written_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_to = models.PositiveIntegerField(default=0)  # how many, when it was sent
    audience = ArrayField(models.BigIntegerField(), null=True, editable=False)  # who they are

    class Meta:
        ordering: ClassVar = ["-written_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, sent_to=0) | Q(sent_at__isnull=False),
                name="announcement_reaches_nobody_before_it_is_sent",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audience_said(self) -> str:
        """Whom it is for: "Mentors: those in a pairing."."""
        to, who = self.get_role_display(), self.get_standing_display()
        return gettext("To %(to)s: %(who)s.") % {"to": to, "who": who}

    @property
    def version(self) -> str:
        """Another one after each change."""
        return self.written_at.isoformat()
