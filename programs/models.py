"""A program: what it is for, when it runs, what it asks of each role, and who runs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.refs import new_ref
from people.models import Person
from programs.queries import ProgramQuerySet


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

    @property
    def standings(self) -> list[Standing]:
        """What the person of `with_standings_of` is in this program."""
        parts = (part.split(":") for part in getattr(self, "my_parts", []))
        return [Standing(role, self.term_for(role), state, ref) for role, state, ref in parts]

    def responsible_said(self, step: PlannedMilestone) -> str:
        """Who is responsible for `step`, in this program's own words."""
        if step.responsible == PlannedMilestone.Responsible.BOTH:
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


class ProgramGoal(models.Model):
    """What the program is to reach, how it is measured, and the target."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="program_goals")
    text = models.CharField(_("goal"), max_length=200)
    measure = models.CharField(_("how it is measured"), max_length=200)
    target = models.CharField(_("target"), max_length=100)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return self.text


class Expectations(models.Model):
    """What one role is held to, in one version. The live one has not been replaced."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="expectations")
    role = models.CharField(max_length=10, choices=Role.choices)
    version = models.PositiveSmallIntegerField()
    text = models.TextField(_("expectations"))  # Markdown
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["role", "-version"]
        verbose_name_plural = "expectations"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["program", "role", "version"], name="expectations_version_once"
            ),
            models.UniqueConstraint(
                fields=["program", "role"],
                condition=Q(replaced_at__isnull=True),
                name="expectations_one_live",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program}: {self.get_role_display()} v{self.version}"


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

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(_("question"), max_length=200)
    kind = models.CharField(_("answer"), max_length=10, choices=Kind.choices)
    options = ArrayField(models.CharField(max_length=80), default=list, blank=True)
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


class PlannedMilestone(models.Model):
    """A row of the milestone plan, copied into each pairing's timeline at its founding."""

    class Responsible(models.TextChoices):
        MENTOR = "mentor", _("mentor")
        MENTEE = "mentee", _("mentee")
        BOTH = "both", _("both")

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="milestone_plan")
    title = models.CharField(_("milestone"), max_length=120)
    what_for = models.CharField(_("what it is for"), max_length=300, blank=True)
    responsible = models.CharField(
        _("who is responsible"), max_length=10, choices=Responsible.choices
    )
    weeks_after_start = models.PositiveSmallIntegerField(_("weeks after the start"))

    class Meta:
        ordering: ClassVar = ["weeks_after_start", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["program", "title"],
                name="planned_milestone_once",
                violation_error_message=_("The plan has a milestone of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.weeks_after_start is not None and not self.fits():
            raise ValidationError(
                {
                    "weeks_after_start": gettext(
                        "The program ends after %(weeks)d weeks: choose a week up to then, or end"
                        " the program later."
                    )
                    % {"weeks": self.program.weeks or 0}
                }
            )

    def due_on(self) -> date | None:
        """The day it falls on for a pair that starts with the program; None without a start."""
        starts_on = self.program.starts_on
        if starts_on is None:
            return None
        return starts_on + timedelta(weeks=self.weeks_after_start)

    def fits(self) -> bool:
        """Whether it falls within the program's dates (or those are not known yet)."""
        ends_on = self.program.ends_on
        due_on = self.due_on()
        return ends_on is None or due_on is None or due_on <= ends_on


class Resource(models.Model):
    """Something to read, watch or train with."""

    class Kind(models.TextChoices):
        GUIDE = "guide", _("guide")
        TRAINING = "training", _("training")
        TEMPLATE = "template", _("template")
        LINK = "link", _("link")

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="resources")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.GUIDE)
    title = models.CharField(_("title"), max_length=120)
    url = models.URLField(_("address"), max_length=500, blank=True)
    text = models.TextField(_("text"), blank=True)  # Markdown
    for_role = models.CharField(
        _("for"), max_length=10, choices=[("", _("everyone")), *Role.choices], blank=True
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(url="") | ~Q(text=""),
                name="resource_has_content",
                violation_error_message=_("Give the resource an address or a text."),
            )
        ]

    def __str__(self) -> str:
        return self.title
