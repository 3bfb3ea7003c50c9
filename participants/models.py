"""Who takes part, as what, offering or wanting what."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kit.refs import new_ref
from participants.queries import BarQuerySet, ParticipantListQuerySet, ParticipantQuerySet
from people.models import Person
from programs.models import Expectations, Program, Question, Role


class Skill(models.Model):
    """A skill or topic that can be wanted and offered."""

    name = models.CharField(_("name"), max_length=80)
    synonyms = ArrayField(
        models.CharField(max_length=80), default=list, blank=True
    )  # lower case; see participants/skills.py

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"),
                name="skill_name_unique",
                violation_error_message=_("There is a skill of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Participant(models.Model):
    """One person in one program in one role."""

    class State(models.TextChoices):
        DRAFT = "draft", _("not sent yet")
        APPLIED = "applied", _("waiting for a decision")
        ADMITTED = "admitted", _("admitted")
        WAITLISTED = "waitlisted", _("on the waiting list")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    _TONES: ClassVar[dict[str, str]] = {
        State.APPLIED: "info",
        State.ADMITTED: "good",
        State.WAITLISTED: "warn",
    }

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="participations")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    capacity = models.PositiveSmallIntegerField(_("mentees at a time"), default=1)
    hours_per_month = models.PositiveSmallIntegerField(_("hours a month"), default=2)
    languages = ArrayField(models.CharField(max_length=10), default=list, blank=True)  # codes
    statement = models.TextField(_("what I hope for"), blank=True)
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    decision_reason = models.CharField(max_length=300, blank=True)  # shown to the person

    objects: ClassVar = ParticipantQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["person__name", "id"]
        indexes: ClassVar = [
            models.Index(fields=["program", "role", "state"], name="participant_roster")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["program", "person", "role"], name="participant_once_per_role"
            ),
            models.CheckConstraint(condition=Q(capacity__lte=20), name="participant_capacity_sane"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(applied_at__isnull=False),
                name="participant_applied_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["admitted", "waitlisted", "declined"])
                | Q(decided_at__isnull=False),
                name="participant_decided_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()}, {self.program})"

    @property
    def is_mentor(self) -> bool:
        return self.role == Role.MENTOR

    @property
    def tone(self) -> str:
        """The tone of the state's badge: what waits for somebody is not yet good."""
        return self._TONES.get(self.state, "quiet")

    @property
    def term(self) -> str:
        """The program's own word for this role."""
        return self.program.term_for(self.role)

    @property
    def is_editable(self) -> bool:
        """Whether the person may still change the application: until it is decided."""
        return self.state in (self.State.DRAFT, self.State.APPLIED)

    @property
    def may_withdraw(self) -> bool:
        return self.state in (self.State.APPLIED, self.State.WAITLISTED, self.State.ADMITTED)


class Objective(models.Model):
    """A skill that a mentee wants or a mentor offers; the role of the participant says which.

    `level` is where the person stands today: what a mentor can teach from, where a mentee starts.
    """

    class Level(models.IntegerChoices):
        NEW = 1, _("new to it")
        WORKING = 2, _("working knowledge")
        ADVANCED = 3, _("advanced")
        EXPERT = 4, _("expert")

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="objectives"
    )
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="objectives")
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices)
    priority = models.PositiveSmallIntegerField(_("priority"))  # 1 matters most

    class Meta:
        ordering: ClassVar = ["priority"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "skill"], name="objective_skill_once"),
            models.UniqueConstraint(
                fields=["participant", "priority"],
                name="objective_priority_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=4, priority__gte=1),
                name="objective_level_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill} ({self.get_level_display()})"


class Answer(models.Model):
    """What a participant answered to a question of the program's own."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    values = ArrayField(models.CharField(max_length=300))  # one, or some of the options

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "question"], name="answered_once")
        ]

    def __str__(self) -> str:
        return f"{self.question}: {', '.join(self.values)}"


class Wish(models.Model):
    """Somebody whom a participant would like to be paired with; rank 1 before all others.

    A mentee's wishes are mentors, a mentor's are mentees, of the same program.
    """

    MOST = 5

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="wishes")
    wished = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="wished_by")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["rank"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["participant", "wished"], name="wished_once"),
            models.UniqueConstraint(
                fields=["participant", "rank"],
                name="wish_rank_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=Q(rank__gte=1, rank__lte=5), name="wish_rank_known"),
            models.CheckConstraint(
                condition=~Q(participant=models.F("wished")), name="wish_not_for_oneself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant.person}: {self.rank}"


class Bar(models.Model):
    """A person who would not be paired with another, in any program and either way round.

    Nobody but its author reads it; history keeps nothing of it.
    """

    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="bars")
    against = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar = BarQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by", "against"], name="barred_once"),
            models.CheckConstraint(condition=~Q(by=models.F("against")), name="bar_not_oneself"),
        ]

    def __str__(self) -> str:
        return f"Bar {self.pk}"


class Draw(models.Model):
    """Lots were drawn among the mentees who applied, since there were more than places.

    The order is that of SHA-256 of the seed and each application's ref, so anybody can repeat it.
    `ref` is also the batch of the decisions that followed.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="draws")
    seed = models.CharField(max_length=64)
    places = models.PositiveIntegerField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.program}: {self.places}"


class Lot(models.Model):
    """One applicant's lot in a draw."""

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="lots")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="lots")
    tier = models.PositiveSmallIntegerField(default=1)  # equals share one; 1 goes before 2
    position = models.PositiveIntegerField()  # in the order drawn, from 1
    is_won = models.BooleanField()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draw", "participant"], name="one_lot_each"),
            models.UniqueConstraint(fields=["draw", "position"], name="lot_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.position}"


class Acknowledgement(models.Model):
    """A participant has read one version of what is expected and said so."""

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="acknowledgements"
    )
    expectations = models.ForeignKey(
        Expectations, on_delete=models.PROTECT, related_name="acknowledgements"
    )
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participant", "expectations"], name="acknowledged_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.expectations}"


class Decision(models.Model):
    """One step of an application: where it stood, where it went, by whom, and why.

    Decisions of one bulk action share a `batch`, by which they can be undone together.
    """

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="decisions")
    batch = models.CharField(max_length=12, default=new_ref, db_index=True)
    from_state = models.CharField(max_length=20, choices=Participant.State.choices)
    to_state = models.CharField(max_length=20, choices=Participant.State.choices)
    reason = models.CharField(max_length=300, blank=True)  # shown to the person
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participant", "batch"], name="decision_once_in_a_batch"
            ),
            models.CheckConstraint(
                condition=~Q(from_state=models.F("to_state")), name="decision_moves"
            ),
            models.CheckConstraint(
                condition=~Q(to_state="declined") | ~Q(reason=""),
                name="decision_to_decline_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.from_state} → {self.to_state}"


class ParticipantList(models.Model):
    """An uploaded list of participants: read, shown, then applied whole or not at all.

    The text stays in the row only until the list has been applied.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="lists")
    filename = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    uploaded_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    applied_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)  # {"added": …, "changed": …, "same": …}

    objects: ClassVar = ParticipantListQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-uploaded_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True) | Q(text=""),
                name="participant_list_forgotten_once_applied",
            )
        ]

    def __str__(self) -> str:
        return f"{self.program}: {self.filename}"
