from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.sealed import SealedTextField
from pairings.models.pairing import Pairing
from people.models import Person


class CheckIn(models.Model):
    """One person's short answer to "how is it going", in the round that began on `due_on`.

    The answer is seen by the pair and by those who run the program; the comment by the pair alone.
    """

    class Answer(models.TextChoices):
        WELL = "well", _("It goes well")
        SO_SO = "so_so", _("It could go better")
        BADLY = "badly", _("It does not work")

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="checkins")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="checkins")
    due_on = models.DateField()
    answer = models.CharField(_("how it is going"), max_length=10, choices=Answer.choices)
    comment = SealedTextField(_("a line about it"), blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-due_on", "-answered_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pairing", "person", "due_on"], name="checkin_once_a_round"
            ),
            models.CheckConstraint(
                condition=models.Q(answer__in=["well", "so_so", "badly"]),
                name="checkin_answer_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pairing}: check-in of {self.due_on}"
