from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from kit.refs import new_ref
from matching.models import Run
from pairings.queries import PairingQuerySet
from pairings.refusals import IsOver
from participants.models import Participant
from people.models import Person
from programs.models import Program


class Pairing(models.Model):
    """A mentor with a mentee, or a small group of mentees, from a start to an end date."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waiting for agreement")
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")
        ENDED = "ended", _("ended")

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="pairings")
    mentor = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="pairings_led")
    run = models.ForeignKey(
        Run, on_delete=models.SET_NULL, null=True, blank=True, related_name="pairings"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    founded_at = models.DateTimeField()
    founded_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    activated_at = models.DateTimeField(null=True)

    objects: ClassVar = PairingQuerySet.as_manager()

    # What `with_meetings` adds, see pairings/rhythm.py:
    held_count: int
    last_held_at: datetime | None
    next_at: datetime | None
    rhythm_days: int
    # What `with_rhythm` adds to that:
    quiet_since_on: date
    quiet_days: int
    standing: str
    # What `with_checkin_round` adds, see pairings/checking_in.py:
    checkin_on: date | None
    # What `for_viewer` adds, see pairings/overview.py:
    coming_at: datetime | None
    coming_ref: str | None
    unlogged_ref: str | None
    agreement_version: int
    agreement_minutes: int
    agreement_how: str
    open_items: int
    has_accepted: bool
    accepted_count: int
    paused_from: date
    paused_until: date | None
    has_asked_for_help: bool
    first_end_on: date
    checked_in_on: date | None
    # What `with_readers` adds, see pairings/hearing.py:
    readers: list[int]
    stands_in: bool
    # What `with_more_time` adds:
    asked_ref: str | None
    asked_by: int | None
    asked_to_on: date | None

    class Meta:
        ordering: ClassVar = ["-starts_on", "id"]
        indexes: ClassVar = [
            models.Index(fields=["program", "state"], name="pairing_program_state"),
            models.Index(fields=["ends_on"], condition=~Q(state="ended"), name="pairing_live_end"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="pairing_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["active", "paused"]) | Q(activated_at__isnull=False),
                name="pairing_active_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"pairing {self.ref}"

    def week(self, *, on: date) -> int:
        """Which week of the pairing the day falls in, from 1; never past the last."""
        return max(1, min((on - self.starts_on).days // 7 + 1, self.weeks))

    @property
    def weeks(self) -> int:
        return max(1, round((self.ends_on - self.starts_on).days / 7))

    @property
    def is_live(self) -> bool:
        return self.state != self.State.ENDED

    def lock(self) -> None:
        """Read the row anew and hold it until the transaction ends: one change at a time."""
        self.refresh_from_db(from_queryset=Pairing.objects.select_for_update(no_key=True))

    def lock_live(self) -> None:
        """`lock`, and raise `IsOver` where the pairing has ended."""
        self.lock()
        if not self.is_live:
            raise IsOver

    def people(self) -> list[Person]:
        """The mentor, then the mentees: those in it now, or all who were when it ended."""
        places = [place for place in self.mentees.all() if not self.is_live or not place.left_on]
        return [self.mentor.person, *(place.mentee.person for place in places)]

    def others(self, than: Person) -> list[Person]:
        return [person for person in self.people() if person != than]


class PairingMentee(models.Model):
    """A mentee's place in a pairing, on one numbered seat of the mentor's.

    The seat holds the capacity: its number is unique among the mentor's live mentees and never
    above `seats`, the mentor's capacity when the place was taken.
    """

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="mentees")
    mentee = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="places")
    mentor = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="seats_taken")
    seat = models.PositiveSmallIntegerField()
    seats = models.PositiveSmallIntegerField()
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pairing", "mentee"], name="mentee_once_in_a_pairing"),
            models.UniqueConstraint(
                fields=["mentee"], condition=Q(left_on__isnull=True), name="mentee_one_live_pairing"
            ),
            models.UniqueConstraint(
                fields=["mentor", "seat"],
                condition=Q(left_on__isnull=True),
                name="mentor_seat_taken_once",
            ),
            models.CheckConstraint(
                condition=Q(seat__gte=1) & Q(seat__lte=F("seats")),
                name="mentor_seat_within_capacity",
            ),
            models.CheckConstraint(condition=~Q(mentor=F("mentee")), name="mentee_not_own_mentor"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="mentee_left_after_joined",
            ),
            ExclusionConstraint(
                name="same_two_not_twice_at_once",
                expressions=[
                    ("mentor", RangeOperators.EQUAL),
                    ("mentee", RangeOperators.EQUAL),
                    (
                        Func(
                            F("joined_on"),
                            F("left_on"),
                            function="DATERANGE",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentee_id} on seat {self.seat} of {self.mentor_id}"
