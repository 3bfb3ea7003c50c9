"""Runs of the matching, what each proposes, and what the admin has ruled by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.refs import new_ref
from kit.sealed import SealedTextField
from matching.queries import ProposalQuerySet, RequestQuerySet, RunQuerySet
from participants.models import Participant
from people.models import Person
from programs.models import Program

LONG_WAIT = timedelta(seconds=20)  # a queued run that no worker has taken up by then


class Run(models.Model):
    """One try at matching a program's pool. Its settings and input are kept with it."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="runs")
    round = models.PositiveSmallIntegerField(default=1)  # the wave of pairings it is for
    state = models.CharField(max_length=20, choices=State.choices, default=State.QUEUED)
    settings = models.JSONField(default=dict)  # weights and rules, see matching/criteria/
    fingerprint = models.CharField(max_length=64, blank=True)  # SHA-256 of the pool as read
    certificate = models.JSONField(default=dict)  # what proves that no better assignment exists
    figures = models.JSONField(default=dict)  # {"mentees", "mentors", "placed", "total", …}
    step = models.CharField(max_length=100, blank=True)  # what it is doing, in words
    progress = models.PositiveSmallIntegerField(default=0)  # per cent
    failure = models.TextField(blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    attempt = models.PositiveSmallIntegerField(default=0)  # how often a worker has taken it up
    claimed_until = models.DateTimeField(null=True)  # without news by then its worker is lost
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    is_over: bool  # what it proposes is history; on those of `with_is_over`

    objects: ClassVar = RunQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-asked_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state__in=["done", "failed", "cancelled"])
                | Q(finished_at__isnull=False),
                name="run_finished_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(claimed_until__isnull=False),
                name="run_running_is_claimed",
            ),
            models.UniqueConstraint(
                fields=["program"],
                condition=Q(state__in=["queued", "running"]),
                name="one_run_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program}: run {self.ref}"

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    def is_lost(self, *, now: datetime) -> bool:
        """Whether its worker has stopped answering."""
        claimed = self.claimed_until
        return self.state == self.State.RUNNING and claimed is not None and claimed < now

    def is_waiting_long(self, *, now: datetime) -> bool:
        """Whether no worker has taken it up although one should have."""
        return self.state == self.State.QUEUED and self.asked_at + LONG_WAIT < now

    @property
    def is_published(self) -> bool:
        return hasattr(self, "publication")


class Proof(models.Model):
    """The cases of a run's certificate, where it takes more than two prices for each mentor.

    There may be hundreds where groups have a smallest size, so they stand beside the run, which
    every list of runs reads.
    """

    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="proof")
    cases = models.JSONField()  # see matching/proofs.py

    def __str__(self) -> str:
        return f"{self.run}: the proof"


class Publication(models.Model):
    """A run was published. One for each round of a program; a round is one wave of pairings."""

    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="publication")
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="publications")
    round = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    by_gender = models.JSONField(default=list, blank=True)  # as `reports.figures.run_genders` tells

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "round"], name="one_publication_per_round")
        ]

    def __str__(self) -> str:
        return f"{self.program}: round {self.round}"

    def keep_by_gender(self, groups: list[dict[str, Any]]) -> None:
        """Keep what is told of its mentees by gender, counted that day by who may count it."""
        self.by_gender = groups
        self.save(update_fields=["by_gender"])


class Proposal(models.Model):
    """A mentor for a mentee, with the parts of its score and the reasons in words."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="proposals")
    mentor = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    mentee = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    parts = models.JSONField(default=dict)  # criterion -> points, they add up to the score
    reasons = models.JSONField(default=list)  # facts for the sentence, see matching/explaining.py
    is_locked = models.BooleanField(default=False)

    objects: ClassVar = ProposalQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["mentee__person__name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "mentee"], name="mentee_once_per_run"),
            models.CheckConstraint(
                condition=~Q(mentor=F("mentee")), name="proposal_not_with_oneself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor.person} with {self.mentee.person}"


class LeftOut(models.Model):
    """A mentee whom a run could not place, and why."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="left_out")
    mentee = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=40)  # a key of matching/explaining.py
    facts = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "mentee"], name="left_out_once_per_run")
        ]

    def __str__(self) -> str:
        return f"{self.mentee.person}: {self.reason}"


class Ruling(models.Model):
    """The admin's hand: these two together, or never. Every later run keeps to it."""

    class Kind(models.TextChoices):
        LOCK = "lock", _("together")
        FORBID = "forbid", _("never")

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="rulings")
    mentor = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    mentee = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    despite = ArrayField(
        models.CharField(max_length=40), default=list, blank=True
    )  # rules that a lock knowingly passes over
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mentor", "mentee"], name="one_ruling_per_two"),
            models.UniqueConstraint(
                fields=["mentee"], condition=Q(kind="lock"), name="mentee_locked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor.person}, {self.mentee.person}: {self.get_kind_display()}"


class Suggestion(models.Model):
    """A mentor suggested to a mentee who chooses for themselves; rank 1 fits best."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="suggestions")
    mentor = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    mentee = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="suggestions")
    rank = models.PositiveSmallIntegerField()
    score = models.FloatField()
    parts = models.JSONField(default=dict)  # by criterion: points, and the most there are
    reasons = models.JSONField(default=list)  # as of a proposal, what the mentee may read
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["rank"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mentee", "mentor"], name="suggested_once"),
            models.UniqueConstraint(fields=["mentee", "rank"], name="suggestion_rank_once"),
        ]

    def __str__(self) -> str:
        return f"{self.mentee.person}: {self.mentor.person}"


class Outlook(models.Model):
    """Which mentors a mentee could have, as found when suggestions were last made."""

    mentee = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="outlook")
    apart = ArrayField(models.BigIntegerField(), default=list)  # mentors who cannot be theirs
    fingerprint = models.CharField(max_length=64)  # of all that was considered
    at = models.DateTimeField()  # when it was last found to hold

    def __str__(self) -> str:
        return f"{self.mentee.person}: {len(self.apart)} apart"


class Request(models.Model):
    """A mentee asks a mentor, who accepts or declines. One at a time for each mentee."""

    LASTS = timedelta(days=7)  # then it lapses

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("taken back")
        LAPSED = "lapsed", _("lapsed")

    class Lapse(models.TextChoices):
        """Why a request came to nothing without an answer."""

        TIME = "time", _("no answer in time")
        FULL = "full", _("no place left")
        PLACED = "placed", _("the mentee has a mentor by now")
        GONE = "gone", _("one of the two does not take part any more")
        OVER = "over", _("nobody is asked here any more")

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="requests")
    mentor = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="requests_got")
    mentee = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="requests_made")
    words = SealedTextField(blank=True)  # from the mentee to the mentor
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    reason = SealedTextField(blank=True)  # from the mentor to the mentee
    answered_at = models.DateTimeField(null=True)
    lapsed_because = models.CharField(max_length=10, choices=Lapse.choices, blank=True)

    objects: ClassVar = RequestQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-asked_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mentee"], condition=Q(answer=""), name="one_open_request_per_mentee"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="request_answered_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(answer="lapsed") ^ Q(lapsed_because=""), name="request_lapsed_has_a_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentee.person} asks {self.mentor.person}"

    @property
    def lapses_at(self) -> datetime:
        """When it comes to nothing if nobody answers."""
        return self.asked_at + self.LASTS

    def is_open(self, *, now: datetime) -> bool:
        return not self.answer and self.lapses_at > now
