"""What somebody wants to be mailed, how often, and the addresses from which mail comes back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from people.models import Person


class Pace(models.TextChoices):
    """How soon mails of a group reach somebody. The inbox has everything at once."""

    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("in a daily digest")
    WEEKLY = "weekly", _("in a weekly digest")
    OFF = "off", _("no mail")


class Preference(models.Model):
    """The pace somebody chose for one group of kinds; without a row it is at once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="preferences")
    group = models.CharField(max_length=20)  # a name of notices.catalogue.Group
    pace = models.CharField(max_length=10, choices=Pace.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "group"], name="preference_once_a_group"),
            models.CheckConstraint(condition=Q(pace__in=Pace.values), name="preference_has_a_pace"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.group} {self.pace}"


class MailBudget(models.Model):
    """How many mails a week somebody wants at most; without a row, the company's number."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="mail_budget")
    mails = models.PositiveSmallIntegerField(_("mails a week at most"))

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(mails__range=(1, 100)), name="budget_in_bounds")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.mails} a week"


class Suppression(models.Model):
    """An address to which no mail is sent, since it came back for good."""

    email = models.EmailField()
    why = models.TextField()  # what the mail server said
    since_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-since_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="suppression_once_an_address")
        ]

    def __str__(self) -> str:
        return self.email


class MailDomain(models.Model):
    """A mail domain that is written to slowly: the instant from which it takes the next mail."""

    name = models.CharField(max_length=255, unique=True)
    free_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
