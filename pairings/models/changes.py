"""What happens to a pairing on its way: paused, extended, helped, ended."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from kit.refs import new_ref
from kit.sealed import SealedTextField
from pairings.models.pairing import Pairing
from pairings.queries import HelpRequestQuerySet
from people.models import Person


class Pause(models.Model):
    """The pair rests from a day on; no reminders meanwhile. `until_on` is a plan, not an alarm."""

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="pauses")
    from_on = models.DateField()
    until_on = models.DateField(_("back on"), null=True, blank=True)
    paused_at = models.DateTimeField()
    paused_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    resumed_on = models.DateField(null=True)
    resumed_at = models.DateTimeField(null=True)
    resumed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-from_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pairing"], condition=Q(resumed_on__isnull=True), name="one_open_pause"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="pause_in_order",
            ),
            models.CheckConstraint(
                condition=Q(resumed_on__isnull=True, resumed_at__isnull=True)
                | Q(resumed_on__gte=F("from_on"), resumed_at__isnull=False),
                name="pause_resumed_in_order",
            ),
            ExclusionConstraint(
                name="pauses_do_not_overlap",
                expressions=[
                    ("pairing", RangeOperators.EQUAL),
                    (
                        Func(
                            F("from_on"),
                            F("resumed_on"),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pairing} from {self.from_on}"


class Extension(models.Model):
    """The end date was moved, by whom and from when to when."""

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="extensions")
    from_on = models.DateField()
    to_on = models.DateField(_("new end date"))
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(to_on__gt=F("from_on")), name="extension_is_later")
        ]

    def __str__(self) -> str:
        return f"{self.pairing} to {self.to_on}"


class ExtensionRequest(models.Model):
    """One side would like to go on until a later day, and asks the other.

    While it is open, `answer` is empty. It lapses where the end date is moved otherwise, or the
    pairing ends, before anybody has answered; nobody has answered then.
    """

    class Answer(models.TextChoices):
        GRANTED = "granted", _("granted")
        DECLINED = "declined", _("declined")
        TAKEN_BACK = "taken_back", _("taken back")
        LAPSED = "lapsed", _("lapsed")

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    pairing = models.ForeignKey(
        Pairing, on_delete=models.CASCADE, related_name="extension_requests"
    )
    asked_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    from_on = models.DateField()  # the end date when it was asked
    to_on = models.DateField(_("new end date"))
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pairing"], condition=Q(answer=""), name="one_open_extension_request"
            ),
            models.CheckConstraint(
                condition=Q(to_on__gt=F("from_on")), name="extension_request_is_later"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | Q(
                    answer__in=["granted", "declined", "taken_back", "lapsed"],
                    answered_at__isnull=False,
                ),
                name="extension_answer_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pairing}: more time asked, to {self.to_on}"

    @property
    def is_open(self) -> bool:
        return not self.answer


class Ending(models.Model):
    """The pairing is over, without fault: why, who said so, and from which day."""

    class Kind(models.TextChoices):
        COMPLETED = "completed", _("We reached the end")
        GOALS_REACHED = "goals_reached", _("We reached what we wanted early")
        NOT_A_FIT = "not_a_fit", _("It is not the right match")
        NO_TIME = "no_time", _("One of us has no time now")
        UNREACHABLE = "unreachable", _("I cannot reach the other")
        LEFT_COMPANY = "left_company", _("One of us left the company")
        DECLINED = "declined", _("The match was declined")
        TAKEN_BACK = "taken_back", _("The match was taken back")

    pairing = models.OneToOneField(Pairing, on_delete=models.CASCADE, related_name="ending")
    kind = models.CharField(_("reason"), max_length=20, choices=Kind.choices)
    on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.pairing}: {self.get_kind_display()}"


class HelpRequest(models.Model):
    """Somebody told those who run the program that something isn't working.

    The message is written to them, and read by them alone; the other of the pair does not see it,
    nor that there is one, also where they run the program: see `pairings.hearing`.
    """

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="help_requests")
    asked_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="help_asked")
    asked_at = models.DateTimeField()
    message = SealedTextField(_("what would help"), blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    # What `with_readers` adds, see pairings/hearing.py:
    readers: list[int]
    stands_in: bool
    involves_admin: bool

    objects: ClassVar = HelpRequestQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pairing", "asked_by"],
                condition=Q(settled_at__isnull=True),
                name="one_open_help_request",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pairing}: help asked"
