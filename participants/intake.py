"""How somebody comes into a program: starting, writing and sending an application."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from history.recording import record
from kit.clock import date_in
from kit.refusals import Refused
from participants import answering, objectives, skills
from participants.models import Acknowledgement, Participant
from people.models import Person
from programs.models import Expectations, Program, Role

State = Participant.State
TOPICS, HOPES, QUESTIONS = 1, 2, 3  # steps of the form; the third only where something is asked


class AlreadyIn(Refused):
    """The person is in the program in this role already."""

    def __init__(self, participant: Participant) -> None:
        super().__init__(_("You are in this program in this role already."))
        self.participant = participant


class Incomplete(Refused):
    """The application lacks something; `missing` says what and on which step."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(" ".join(one.words for one in missing))
        self.missing = missing


class Outdated(Refused):
    """What was acknowledged is not what is expected now."""

    def __init__(self) -> None:
        super().__init__(_("What is expected has changed since. Read it again before you send."))


@dataclass(frozen=True)
class Missing:
    """Something an application lacks, and the step of the form that asks for it."""

    step: int
    words: str


def closed_because(program: Program, *, today: date) -> str:
    """Why nobody can apply on `today`, in words; empty where one can."""
    if program.accepts_applications(on=today):
        return ""
    if program.is_draft:
        return _("This program is not open yet.")
    if not program.is_closed and program.enrol_from_on and today < program.enrol_from_on:
        return _("Applications open on %(day)s.") % {"day": _day(program.enrol_from_on)}
    if program.enrol_until_on and today > program.enrol_until_on:
        return _("Applications closed on %(day)s.") % {"day": _day(program.enrol_until_on)}
    return _("Applications for this program are closed.")


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _must_be_open(program: Program, person: Person, at: datetime) -> None:
    reason = closed_because(program, today=date_in(person.time_zone, at))
    if reason:
        raise Refused(reason)


@transaction.atomic
def start(program: Program, person: Person, role: str, *, at: datetime) -> Participant:
    """A draft of an application. Days are reckoned in the person's zone.

    Raises `AlreadyIn`, and `Refused` where nobody can apply now.
    """
    _must_be_open(program, person, at)
    try:
        with transaction.atomic():
            participant = Participant.objects.create(
                program=program, person=person, role=Role(role), created_at=at
            )
    except IntegrityError as taken:
        raise AlreadyIn(program.participants.get(person=person, role=role)) from taken
    record("participant.started", participant, by=person, at=at, program_id=program.pk, role=role)
    return participant


@transaction.atomic
def save_draft(
    participant: Participant,
    *,
    at: datetime,
    wanted: Sequence[tuple[str, int]] | None = None,
    statement: str | None = None,
    hours_per_month: int | None = None,
    languages: Sequence[str] | None = None,
    capacity: int | None = None,
    answers: Mapping[int, Sequence[str]] | None = None,
) -> bool:
    """Keep what was given, leave the rest. Returns whether anything changed.

    `wanted` is skill names with levels, the most important first; `languages` are codes; `answers`
    go by the keys of the program's own questions. An application that was sent must stay as
    complete as it is: raises `Incomplete`, and `Refused` once it is decided.
    """
    kept = Participant.objects.select_for_update().get(pk=participant.pk)
    if not kept.is_editable:
        raise Refused(_("This application has been decided; it cannot be changed any more."))
    lacked = missing(kept) if kept.state == State.APPLIED else []
    given = {
        "statement": statement,
        "hours_per_month": hours_per_month,
        "languages": None if languages is None else list(languages),
        "capacity": capacity if kept.is_mentor else None,
    }
    news = {
        name: value
        for name, value in given.items()
        if value is not None and value != getattr(kept, name)
    }
    for name, value in news.items():
        setattr(kept, name, value)
        setattr(participant, name, value)
    kept.save(update_fields=list(news))
    changed = bool(news)
    if wanted is not None:
        named = skills.skills_named(name for name, _level in wanted)
        pairs = [(named[skills.tidy(name).lower()], level) for name, level in wanted]
        changed = objectives.write(kept, pairs) or changed
    if answers is not None:
        changed = answering.write(kept, answers) or changed
    if kept.state == State.APPLIED and changed:
        _must_be_complete(kept, but_for=lacked)
        record(
            "participant.changed",
            kept,
            by=participant.person,
            at=at,
            program_id=kept.program_id,
        )
    return changed


def missing(participant: Participant) -> list[Missing]:
    """What the application lacks before it can be sent."""
    lacks: list[Missing] = []
    if not participant.objectives.exists():
        words = (
            _("Name at least one thing you can help with.")
            if participant.is_mentor
            else _("Name at least one thing you want to learn.")
        )
        lacks.append(Missing(TOPICS, words))
    if not participant.languages:
        lacks.append(Missing(HOPES, _("Choose at least one language.")))
    if participant.hours_per_month < 1:
        lacks.append(Missing(HOPES, _("Give at least one hour a month.")))
    if participant.is_mentor and participant.capacity < 1:
        lacks.append(Missing(HOPES, _("Say how many people you can take on: at least one.")))
    lacks += [
        Missing(QUESTIONS, _("Answer “%(question)s”.") % {"question": question})
        for question in answering.unanswered(participant)
    ]
    return lacks


def _must_be_complete(participant: Participant, *, but_for: Collection[Missing] = ()) -> None:
    """Raises `Incomplete`. A question may have come since an application was sent: `but_for`."""
    lacks = [one for one in missing(participant) if one not in but_for]
    if lacks:
        raise Incomplete(lacks)


@transaction.atomic
def send(participant: Participant, *, at: datetime, expectations: Expectations | None) -> None:
    """Send the draft to those who run the program; `expectations` is what the person acknowledged.

    Raises `Incomplete`, `Outdated` where a newer version is live, and `Refused` where nobody can
    apply now or it was sent already.
    """
    kept = Participant.objects.select_for_update().get(pk=participant.pk)
    if kept.state != State.DRAFT:
        raise Refused(_("This application was sent already."))
    program = Program.objects.get(pk=kept.program_id)
    _must_be_open(program, participant.person, at)
    _must_be_complete(kept)
    live = program.expectations.filter(role=kept.role, replaced_at=None).first()
    if live is None or expectations != live:
        raise Outdated
    Acknowledgement.objects.get_or_create(participant=kept, expectations=live, defaults={"at": at})
    participant.state, participant.applied_at = State.APPLIED, at
    participant.decided_at, participant.decided_by, participant.decision_reason = None, None, ""
    participant.save(
        update_fields=["state", "applied_at", "decided_at", "decided_by", "decision_reason"]
    )
    record(
        "participant.applied",
        participant,
        by=participant.person,
        at=at,
        program_id=program.pk,
        role=participant.role,
        expectations_version=live.version,
    )


@transaction.atomic
def discard(participant: Participant, *, by: Person, at: datetime) -> None:
    """Throw a draft away. Raises `Refused` for one that was sent."""
    kept = Participant.objects.select_for_update().get(pk=participant.pk)
    if kept.state != State.DRAFT:
        raise Refused(_("This application was sent; withdraw it instead."))
    record("participant.discarded", kept, by=by, at=at, program_id=kept.program_id)
    kept.delete()


@transaction.atomic
def reopen(participant: Participant, *, by: Person, at: datetime) -> None:
    """Make a withdrawn application a draft again, while people can apply.

    Raises `Refused` otherwise.
    """
    kept = Participant.objects.select_for_update().get(pk=participant.pk)
    if kept.state != State.WITHDRAWN:
        raise Refused(_("Only an application that was withdrawn can be taken up again."))
    _must_be_open(participant.program, participant.person, at)
    participant.state = State.DRAFT
    participant.save(update_fields=["state"])
    record("participant.reopened", participant, by=by, at=at, program_id=participant.program_id)
