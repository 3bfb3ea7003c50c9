"""Telling many people of a program something at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from history.recording import record
from kit.refusals import Refused
from notices.models import Announcement, Notice
from pairings.models import Pairing
from pairings.rhythm import Standing
from participants.models import Participant
from people.models import Person
from programs.models import Program

_OF_PAIRINGS = {"quiet": Standing.QUIET, "not_agreed": Standing.NOT_AGREED}
SOME = 6  # names that a preview shows


class SentAlready(Refused):
    """Somebody was faster, or it was a second click: it goes out once."""

    def __init__(self) -> None:
        super().__init__(_("This announcement has been sent already."))


class Rewritten(Refused):
    """It says something else than what its sender has looked at."""

    def __init__(self) -> None:
        super().__init__(
            _("This announcement was changed meanwhile. Look at it once more, then send it.")
        )


class NobodyThere(Refused):
    """As things stand the announcement would reach nobody."""

    def __init__(self) -> None:
        super().__init__(
            _("Nobody is in this audience now. Choose others, or wait until there is somebody.")
        )


@dataclass(frozen=True)
class Reach:
    """Whom an announcement reaches as things stand."""

    people: int
    mentors: int
    mentees: int
    names: tuple[str, ...]  # of some

    @property
    def both(self) -> int:
        """How many are mentor and mentee; they get it once."""
        return self.mentors + self.mentees - self.people

    @property
    def others(self) -> int:
        """How many are not among the names."""
        return self.people - len(self.names)


@dataclass(frozen=True)
class Outcome:
    """What became of a sent announcement: how many, not who."""

    mailed: int
    in_digest: int  # or to come in one
    in_inbox: int  # only
    waiting: int
    failed: int
    not_needed: int  # they have left, or it came too late


# --- Whom it reaches -----------------------------------------------------------------------------


def audience(announcement: Announcement, *, on: date | None = None) -> QuerySet[Person]:
    """Whom it reaches: each person once. As of the day `on`, else as when it was sent."""
    if on is None and announcement.audience is not None:
        return Person.objects.active().filter(pk__in=announcement.audience)
    return Person.objects.active().filter(pk__in=_rows(announcement, on).values("person"))


def reach(announcement: Announcement, *, on: date) -> Reach:
    """Two queries."""
    people = Person.objects.filter(pk=OuterRef("person")).active()
    rows = _rows(announcement, on).filter(Exists(people))
    found = rows.order_by().aggregate(
        people=Count("person", distinct=True),
        mentors=Count("person", filter=Q(role="mentor"), distinct=True),
        mentees=Count("person", filter=Q(role="mentee"), distinct=True),
    )
    names = audience(announcement, on=on).order_by("name").values_list("name", flat=True)
    return Reach(names=tuple(names[:SOME]), **found)


def _rows(announcement: Announcement, on: date | None) -> QuerySet[Participant]:
    rows: QuerySet[Participant] = Participant.objects.filter(program=announcement.program_id)
    if announcement.role:
        rows = rows.filter(role=announcement.role)
    day = on or (announcement.sent_at or announcement.written_at).date()
    return _standing(rows, announcement, day)


def _standing(
    rows: QuerySet[Participant], announcement: Announcement, day: date
) -> QuerySet[Participant]:
    standing = announcement.standing
    if standing in ("applied", "waitlisted", "admitted"):
        return rows.filter(state=standing)
    pairings = Pairing.objects.filter(
        program=announcement.program_id, state__in=["proposed", "active", "paused"]
    )
    if standing in _OF_PAIRINGS:
        pairings = pairings.with_rhythm(on=day).in_standing(_OF_PAIRINGS[standing])
    ids = pairings.order_by().values("pk")
    is_mentor = Exists(Pairing.objects.filter(pk__in=ids, mentor=OuterRef("pk")))
    is_mentee = Exists(
        Pairing.objects.filter(
            pk__in=ids, mentees__mentee=OuterRef("pk"), mentees__left_on__isnull=True
        )
    )
    admitted = rows.filter(state="admitted")
    if standing == "unpaired":
        return admitted.exclude(is_mentor | is_mentee)
    return admitted.filter(is_mentor | is_mentee)


# --- Its life ------------------------------------------------------------------------------------


@transaction.atomic
def write(
    program: Program, *, by: Person, at: datetime, title: str, text: str, role: str, standing: str
) -> Announcement:
    """A draft, seen by those who run the program alone."""
    written = Announcement.objects.create(
        program=program,
        title=title,
        text=text,
        role=role,
        standing=standing,
        written_by=by,
        written_at=at,
    )
    record("announcement.written", written, by=by, at=at, program_id=program.pk)
    return written


@transaction.atomic
def rewrite(announcement: Announcement, *, by: Person, at: datetime, **fields: str) -> None:
    """Change a draft; whoever wrote it last signs it. Raises `SentAlready`."""
    held = _hold_draft(announcement)
    for field, value in fields.items():
        setattr(held, field, value)
    held.written_by, held.written_at = by, at
    held.save()
    record("announcement.written", held, by=by, at=at, program_id=held.program_id)


@transaction.atomic
def remove(announcement: Announcement, *, by: Person, at: datetime) -> None:
    """Throw a draft away. Raises `SentAlready`."""
    held = _hold_draft(announcement)
    record("announcement.removed", held, by=by, at=at, program_id=held.program_id)
    held.delete()


@transaction.atomic
def send(
    announcement: Announcement, *, by: Person, at: datetime, on: date | None = None, seen: str = ""
) -> int:
    """Send it to whom it reaches now; how many they are. Raises `SentAlready`, `NobodyThere`.

    `on` is the day where its sender is, as they have looked at its reach; else that of `at` in UTC.
    `seen` is the `version` that its sender has looked at; `Rewritten` where it is another now.
    """
    held = _hold_draft(announcement)
    if seen and seen != held.version:
        raise Rewritten
    reached = audience(held, on=on or at.date()).order_by("pk")
    held.audience = list(reached.values_list("pk", flat=True))
    if not held.audience:
        raise NobodyThere
    held.sent_at, held.sent_to = at, len(held.audience)
    held.save(update_fields=["sent_at", "sent_to", "audience"])
    record("announcement.sent", held, by=by, at=at, program_id=held.program_id, people=held.sent_to)
    return held.sent_to


def _hold_draft(announcement: Announcement) -> Announcement:
    """The draft as it is now, held; `SentAlready` where it is none any more, or was removed."""
    rows = Announcement.objects.select_for_update().select_related(None)
    held = rows.filter(pk=announcement.pk, sent_at=None).first()
    if held is None:
        raise SentAlready
    return held


def outcome(announcement: Announcement) -> Outcome:
    """What has become of it so far; one query."""
    found = (
        Notice.objects.filter(kind="announcement", subject_id=announcement.pk)
        .order_by()
        .aggregate(
            owed=Count("pk"),
            mailed=Count("pk", filter=Q(state="sent", way="mail")),
            in_digest=Count("pk", filter=Q(state="bundled") | Q(state="sent", way="digest")),
            in_inbox=Count("pk", filter=Q(state="sent", way="inbox")),
            failed=Count("pk", filter=Q(state="failed")),
            not_needed=Count("pk", filter=Q(state__in=["dropped", "superseded"])),
        )
    )
    owed = found.pop("owed")
    not_yet = max(0, announcement.sent_to - owed)
    settled = sum(found.values())
    return Outcome(waiting=not_yet + owed - settled, **found)
