from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.sealed import SealedTextField
from pairings.models.pairing import Pairing
from people.models import Person


class How(models.TextChoices):
    """How people meet."""

    VIDEO = "video", _("video call")
    IN_PERSON = "in_person", _("in person")
    PHONE = "phone", _("phone")
    MIXED = "mixed", _("a mix")


class Agreement(models.Model):
    """How a pair will work, in versions; the newest counts once everybody has accepted it."""

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="agreements")
    version = models.PositiveSmallIntegerField()
    cadence_days = models.PositiveSmallIntegerField(_("days between meetings"))
    minutes = models.PositiveSmallIntegerField(_("minutes a meeting"))
    how = models.CharField(_("how we meet"), max_length=10, choices=How.choices)
    confidentiality = SealedTextField(_("what stays between us"))
    ending = SealedTextField(_("how either of us may end it"))
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pairing", "version"], name="agreement_version_once"),
            models.CheckConstraint(
                condition=Q(cadence_days__gte=1, minutes__gte=5), name="agreement_rhythm_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pairing}: agreement v{self.version}"


class Acceptance(models.Model):
    """One person's yes to one version."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="acceptances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="acceptances")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "person"], name="accepted_once")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.agreement}"
