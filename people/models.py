"""Accounts, the employment record behind them, and the roles that open rooms."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from history.recording import record
from kit.refs import new_ref
from people.queries import DirectoryImportQuerySet, EmploymentQuerySet, PersonQuerySet


def default_zone() -> str:
    return settings.DEFAULT_ZONE


class Person(AbstractBaseUser):
    """Somebody with an account. The address is the sign-in name."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=150)
    time_zone = models.CharField(_("time zone"), max_length=60, default=default_zone)
    language = models.CharField(_("language"), max_length=10, default="en")
    is_active = models.BooleanField(_("may sign in"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = PersonQuerySet.as_manager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                name="person_email_unique",
                violation_error_message=_("Somebody else has this address already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        return self.name.split(" ", 1)[0]

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles granted to this person; one query, kept for this object's life."""
        return frozenset(self.role_grants.values_list("role", flat=True))

    def forget_roles(self) -> None:
        """Ask anew at the next question: a role was given or taken."""
        self.__dict__.pop("roles", None)

    @property
    def is_administrator(self) -> bool:
        return RoleGrant.Role.ADMINISTRATOR in self.roles

    @property
    def is_hr(self) -> bool:
        return RoleGrant.Role.HR in self.roles

    @property
    def may_start_programs(self) -> bool:
        return self.is_administrator or RoleGrant.Role.PROGRAM_ADMIN in self.roles

    @transaction.atomic
    def change(
        self, *, by: Person | None, at: datetime, name: str, time_zone: str, language: str
    ) -> list[str]:
        """The person's own settings; answers the names of those that changed.

        What is chosen here stays through later imports, unless the HR file itself changed.
        """
        wanted = {"name": name.strip(), "time_zone": time_zone, "language": language}
        changed = [field for field, value in wanted.items() if getattr(self, field) != value]
        if changed:
            for field in changed:
                setattr(self, field, wanted[field])
            self.save(update_fields=changed)
            record("person.changed", self, by=by, at=at, fields=changed)
        return changed


class RoleGrant(models.Model):
    """A role somebody was given. Running one program is `programs.ProgramAdmin`."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator", _("Administrator")
        HR = "hr", _("HR")
        PROGRAM_ADMIN = "program_admin", _("Program admin (may start programs)")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="grants_made"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "role"], name="role_granted_once")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class Employment(models.Model):
    """A person's place in the company, as the HR file tells it."""

    class LeaveReason(models.TextChoices):
        VOLUNTARY = "voluntary", _("left by choice")
        INVOLUNTARY = "involuntary", _("was let go")
        RETIREMENT = "retirement", _("retired")
        OTHER = "other", _("other")

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="employment")
    number = models.CharField(_("employee number"), max_length=30, unique=True)
    name = models.CharField(_("name in the HR file"), max_length=150, blank=True)
    time_zone = models.CharField(_("time zone of the place"), max_length=60, blank=True)
    department = models.CharField(_("department"), max_length=100, db_index=True)
    job_title = models.CharField(_("job title"), max_length=120)
    job_level = models.PositiveSmallIntegerField(_("job level"))
    location = models.CharField(_("location"), max_length=100, blank=True)
    manager = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    hired_on = models.DateField(_("hired on"))
    left_on = models.DateField(_("left on"), null=True, blank=True)
    leave_reason = models.CharField(
        _("reason for leaving"), max_length=20, choices=LeaveReason.choices, blank=True
    )
    gender = models.CharField(_("gender"), max_length=30, blank=True)  # equity figures only
    annual_salary = models.DecimalField(
        _("yearly salary"), max_digits=12, decimal_places=2, null=True, blank=True
    )  # administrators and cost estimates only

    objects: ClassVar = EmploymentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("hired_on")),
                name="employment_left_after_hired",
            ),
            models.CheckConstraint(
                condition=Q(manager__isnull=True) | ~Q(manager=F("id")),
                name="employment_not_own_manager",
            ),
            models.CheckConstraint(
                condition=Q(annual_salary__isnull=True) | Q(annual_salary__gte=0),
                name="employment_salary_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.person}"

    def is_employed(self, *, on: date) -> bool:
        return self.hired_on <= on and (self.left_on is None or self.left_on > on)


class EmploymentEvent(models.Model):
    """A promotion, a change of pay or a transfer, on a day."""

    class Kind(models.TextChoices):
        PROMOTION = "promotion", _("promotion")
        PAY_CHANGE = "pay_change", _("pay change")
        TRANSFER = "transfer", _("transfer")

    employment = models.ForeignKey(Employment, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    on = models.DateField()
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["employment", "kind", "on"], name="employment_event_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class DirectoryImport(models.Model):
    """One upload of the HR files: checked, shown, and then applied whole or not at all.

    The files stay in the row only until the import has ended.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be read")
        CHECKING = "checking", _("being read")
        CHECKED = "checked", _("read")
        ACCEPTED = "accepted", _("waiting to be applied")
        APPLYING = "applying", _("being applied")
        APPLIED = "applied", _("applied")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    STUCK_AFTER = timedelta(minutes=2)  # without a sign of life

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    people_file = models.BinaryField(null=True)  # gzip
    people_name = models.CharField(max_length=200, blank=True)
    events_file = models.BinaryField(null=True)  # gzip
    events_name = models.CharField(max_length=200, blank=True)
    fingerprint = models.CharField(max_length=64)  # SHA-256 of both files
    plan_fingerprint = models.CharField(max_length=64, blank=True)  # of what was shown
    progress = models.PositiveSmallIntegerField(default=0)  # per cent of the present step
    attempt = models.PositiveSmallIntegerField(default=0)  # claims so far; only the last one counts
    moved_at = models.DateTimeField()  # the last sign of life
    counts = models.JSONField(default=dict)  # {"rows": …, "added": …, "changed": …, "left": …}
    changes = models.JSONField(default=list)  # the first changes of each sort, to be shown
    errors = models.JSONField(default=list)  # [{"file", "line", "column", "reason", "mend"}]
    failure = models.TextField(blank=True)
    uploaded_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    applied_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)

    objects: ClassVar = DirectoryImportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-uploaded_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="applied", applied_at__isnull=False)
                | (~Q(state="applied") & Q(applied_at__isnull=True)),
                name="import_applied_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["applied", "failed", "cancelled"])
                | Q(people_file__isnull=True, events_file__isnull=True),
                name="import_ended_keeps_no_files",
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state="applying"),
                name="import_one_applied_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_names} {self.uploaded_at:%Y-%m-%d}"

    @property
    def file_names(self) -> str:
        return " + ".join(name for name in (self.people_name, self.events_name) if name)

    @property
    def summary(self) -> str:
        """ "1,470 rows: 12 new, 3 left, 2 errors." """
        from people.directory.wording import sentence

        return sentence(self.counts)

    @property
    def is_busy(self) -> bool:
        """Waiting for the worker, or in its hands."""
        return self.state in (
            self.State.WAITING,
            self.State.CHECKING,
            self.State.ACCEPTED,
            self.State.APPLYING,
        )

    @property
    def would_change(self) -> bool:
        """Whether applying would do anything."""
        words = ("added", "changed", "left", "returned", "events_added", "events_changed")
        return any(self.counts.get(word) for word in words)

    @property
    def may_be_applied(self) -> bool:
        return (
            self.state == self.State.CHECKED and not self.counts.get("errors") and self.would_change
        )

    def is_stuck(self, *, at: datetime) -> bool:
        return self.is_busy and at - self.moved_at > self.STUCK_AFTER
