"""A program: what it is for, when it runs, and who runs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.refs import new_ref
from people.models import Person
from programs.queries import ProgramQuerySet

if TYPE_CHECKING:
    from programs.models.plan import PlannedMilestone


class Role(models.TextChoices):
    """The two sides. A program may show its own terms; the code always says these."""

    MENTOR = "mentor", _("mentor")
    MENTEE = "mentee", _("mentee")


@dataclass(frozen=True)
class Standing:
    """What one person is in a program, and how far they got."""

    role: str
    term: str  # the program's own word for the role
    state: str  # of the participation
    ref: str  # of the participation

    @property
    def counts(self) -> bool:
        """Whether the person is in, or may still come in."""
        return self.state in ("applied", "admitted", "waitlisted")


class Program(models.Model):
    """One run with a purpose, dates and a kind."""

    class Kind(models.TextChoices):
        DEVELOPMENT = "development", _("Employee development")
        ONBOARDING = "onboarding", _("New-hire onboarding")
        LEADERSHIP = "leadership", _("Leadership development")
        REVERSE = "reverse", _("Reverse mentoring")
        ENTREPRENEURSHIP = "entrepreneurship", _("Entrepreneurship")
        COMMUNITY = "community", _("Community engagement")
        COACHING = "coaching", _("Coaching engagement")
        PEER = "peer", _("Peer mentoring")

    class State(models.TextChoices):
        DRAFT = "draft", _("being prepared")
        OPEN = "open", _("open for applications")
        MATCHING = "matching", _("matching")
        RUNNING = "running", _("running")
        CLOSED = "closed", _("closed")

    class Shape(models.TextChoices):
        """What a pairing looks like, and how many places a mentor's capacity makes."""

        PAIRS = "pairs", _("one mentor, one mentee")
        SEVERAL = "several", _("one mentor may have several mentees, each on their own")
        GROUPS = "groups", _("one mentor with a small group of mentees")

    class Way(models.TextChoices):
        """How mentors and mentees find each other."""

        MATCHED = "matched", _("we propose pairs for all at once")
        CHOSEN = "chosen", _("mentees ask a mentor, who accepts or declines")
        BOTH = "both", _("mentees ask first; we propose pairs for the rest")

    CHOOSING = (Way.CHOSEN, Way.BOTH)  # the ways in which mentees ask

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    purpose = models.TextField(_("purpose"), blank=True)
    mentor_term = models.CharField(_("word for a mentor"), max_length=40, default="mentor")
    mentee_term = models.CharField(_("word for a mentee"), max_length=40, default="mentee")
    enrol_from_on = models.DateField(_("applications from"), null=True, blank=True)
    enrol_until_on = models.DateField(_("applications until"), null=True, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    cadence_days = models.PositiveSmallIntegerField(_("days between meetings"), default=14)
    session_minutes = models.PositiveSmallIntegerField(_("minutes a meeting"), default=60)
    checkin_weeks = models.PositiveSmallIntegerField(
        _("weeks between check-ins"), default=4
    )  # each is asked how it goes; 0: never
    guidelines = models.TextField(_("guidelines"), blank=True)  # Markdown
    shape = models.CharField(
        _("pairs or groups"), max_length=10, choices=Shape.choices, default=Shape.SEVERAL
    )
    group_from = models.PositiveSmallIntegerField(_("mentees in a group, from"), default=3)
    group_to = models.PositiveSmallIntegerField(_("mentees in a group, to"), default=6)
    way = models.CharField(
        _("how they find each other"), max_length=10, choices=Way.choices, default=Way.MATCHED
    )
    places = models.PositiveIntegerField(
        _("places for mentees"), null=True, blank=True
    )  # where more apply, lots are drawn; none: no limit
    turned_away_first = models.BooleanField(
        _("who was turned away by an earlier draw goes first"), default=False
    )
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar = ProgramQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-starts_on", "name", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on"))
                | Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True),
                name="program_ends_after_start",
                violation_error_message=_("A program ends after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(enrol_until_on__gte=F("enrol_from_on"))
                | Q(enrol_until_on__isnull=True)
                | Q(enrol_from_on__isnull=True),
                name="program_enrolment_in_order",
                violation_error_message=_("Applications close on or after the day they open."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | (~Q(purpose="") & Q(starts_on__isnull=False) & Q(ends_on__isnull=False)),
                name="program_open_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(cadence_days__gte=1) & Q(session_minutes__gte=5),
                name="program_cadence_positive",
            ),
            models.CheckConstraint(
                condition=Q(checkin_weeks__lte=52), name="program_checkins_within_a_year"
            ),
            models.CheckConstraint(
                condition=Q(group_from__gte=2) & Q(group_to__gte=F("group_from")),
                name="program_group_sizes_in_order",
                violation_error_message=_(
                    "A group is of two or more, from the smaller to the larger."
                ),
            ),
            models.CheckConstraint(
                condition=Q(places__isnull=True) | Q(places__gte=1),
                name="program_places_at_least_one",
                violation_error_message=_(
                    "Give at least one place, or leave it empty for no limit."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def term_for(self, role: str) -> str:
        """This program's own word for `role`."""
        return self.mentor_term if role == Role.MENTOR else self.mentee_term

    def seats_for(self, capacity: int) -> int:
        """How many mentees at a time a mentor of this capacity has here, as the shape goes."""
        if self.shape == self.Shape.PAIRS:
            return min(capacity, 1)
        if self.shape == self.Shape.GROUPS:
            return min(capacity, self.group_to)
        return capacity

    def seats_free(self, capacity: int, *, taken: int) -> int:
        """Of `seats_for`, those still to be had; a group, once it is formed, stays as it is."""
        if self.shape == self.Shape.GROUPS and taken:
            return 0
        return max(0, self.seats_for(capacity) - taken)

    @property
    def standings(self) -> list[Standing]:
        """What the person of `with_standings_of` is in this program."""
        parts = (part.split(":") for part in getattr(self, "my_parts", []))
        return [Standing(role, self.term_for(role), state, ref) for role, state, ref in parts]

    def responsible_said(self, step: PlannedMilestone) -> str:
        """Who is responsible for `step`, in this program's own words."""
        if step.responsible == step.Responsible.BOTH:
            return gettext("both")
        return self.term_for(step.responsible)

    @property
    def weeks(self) -> int | None:
        """Whole weeks from the start to the end; None while a date is missing."""
        if self.starts_on is None or self.ends_on is None:
            return None
        return (self.ends_on - self.starts_on).days // 7

    @property
    def state_said(self) -> str:
        """The state as the end of a sentence that begins with the program's name."""
        return {
            self.State.DRAFT: gettext("is being prepared"),
            self.State.OPEN: gettext("is open for applications"),
            self.State.MATCHING: gettext("is putting pairs together"),
            self.State.RUNNING: gettext("is running"),
            self.State.CLOSED: gettext("is over"),
        }[self.State(self.state)]

    def state_on(self, on: date) -> str:
        """The state in a word or two, as it is on the day `on`: applications close by the date."""
        if self.state != self.State.OPEN or self.accepts_applications(on=on):
            return self.get_state_display()
        if self.enrol_from_on is not None and on < self.enrol_from_on:
            return gettext("applications not open yet")
        return gettext("applications closed")

    def tone_on(self, on: date) -> str:
        """The state whose tone the badge has on the day `on`: what takes nobody is not open."""
        closed = self.state == self.State.OPEN and not self.accepts_applications(on=on)
        return str(self.State.CLOSED if closed else self.state)

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    def accepts_applications(self, *, on: date) -> bool:
        """Whether people may apply on the day `on`.

        Within the enrolment window while the program is open; without a last day, until matching
        starts. A window that reaches past the start lets late joiners in while it runs.
        """
        if self.state in (self.State.DRAFT, self.State.CLOSED):
            return False
        if self.enrol_from_on is not None and on < self.enrol_from_on:
            return False
        if self.ends_on is not None and on > self.ends_on:
            return False
        if self.enrol_until_on is None:
            return self.state == self.State.OPEN
        return on <= self.enrol_until_on


class ProgramAdmin(models.Model):
    """Somebody who runs a program."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="admins")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="program_adminships")
    appointed_at = models.DateTimeField()
    appointed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "person"], name="program_admin_once")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.program}"
