"""The program's own questions on its application form."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programs.models.program import Program, Role


class Question(models.Model):
    """A question of the program's own on its application form.

    Its answers may count in the matching (`counts`), where both sides are asked.
    """

    class Kind(models.TextChoices):
        ONE = "one", _("one of several answers")
        SOME = "some", _("any of several answers")
        SCALE = "scale", _("a number from 1 to 5")
        TEXT = "text", _("a few words")

    class Counts(models.TextChoices):
        NOT = "", _("not in the matching")
        SAME = "same", _("the more alike, the better")
        DIFFERENT = "different", _("the more different, the better")

    MOST_OPTIONS = 20
    LONGEST_OPTION = 80

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(_("question"), max_length=200)
    kind = models.CharField(_("answer"), max_length=10, choices=Kind.choices)
    options = ArrayField(models.CharField(max_length=LONGEST_OPTION), default=list, blank=True)
    for_role = models.CharField(
        _("for"), max_length=10, choices=[("", _("everyone")), *Role.choices], blank=True
    )
    is_required = models.BooleanField(_("must be answered"), default=False)
    counts = models.CharField(
        _("counts"), max_length=10, choices=Counts.choices, default=Counts.NOT, blank=True
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["program", "text"],
                name="question_once",
                violation_error_message=_("The form has this question already."),
            ),
            models.CheckConstraint(
                condition=Q(counts="") | (~Q(kind="text") & Q(for_role="")),
                name="question_counts_for_both",
                violation_error_message=_(
                    "Only a question to everyone, with answers to choose from, can count."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def has_options(self) -> bool:
        """Whether one chooses from answers that the program gives."""
        return self.kind in (self.Kind.ONE, self.Kind.SOME)

    def clean(self) -> None:
        wrong = {}
        if self.kind and (options := self._wrong_options()):
            wrong["options"] = options
        if self.counts and self.kind == self.Kind.TEXT:
            wrong["counts"] = gettext("Free words cannot be compared. Choose another answer.")
        elif self.counts and self.for_role:
            wrong["counts"] = gettext("Only what both sides are asked can be compared.")
        if wrong:
            raise ValidationError(wrong)

    def _wrong_options(self) -> str:
        different = {option.casefold() for option in self.options}
        if not self.has_options:
            said = gettext("Answers to choose from belong to the first two kinds. Clear this box.")
            return said if self.options else ""
        if len(different) < 2:
            return gettext("Give at least two different answers, each on its own line.")
        if len(different) < len(self.options):
            return gettext("Two of the answers are the same. Take one away.")
        if len(self.options) > self.MOST_OPTIONS:
            return gettext("Give %(most)d answers at most.") % {"most": self.MOST_OPTIONS}
        return ""
