"""Meetings of a pair: planned, moved, missed, and logged once they were held."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kit.refusals import Refused
from pairings import agenda
from pairings.models import AgendaItem, Note, Pairing, Session
from pairings.telling import tell
from people.models import Person

State = Session.State


class OutsideDates(Refused):
    """The moment is not within the pairing, or on the wrong side of now."""


class NotPlanned(Refused):
    """The session was held, moved or called off meanwhile; `session` is as it stands."""

    def __init__(self, session: Session) -> None:
        self.session = session
        super().__init__(
            _("This session is no longer planned: it is marked as “%(state)s”.")
            % {"state": session.get_state_display()}
        )


@transaction.atomic
def plan(
    pairing: Pairing,
    *,
    by: Person,
    at: datetime,
    starts_at: datetime,
    minutes: int,
    how: str,
    place: str = "",
    key: UUID | None = None,
) -> Session:
    """A session to come. The same `key` again returns the same session.

    Raises `OutsideDates` for a moment that has passed or lies outside of the pairing.
    """
    pairing.lock_live()
    key = key or uuid4()
    planned: Session | None = pairing.sessions.filter(idempotency_key=key).first()
    if planned:
        return planned
    _check_ahead(pairing, starts_at, at=at)
    session = Session.objects.create(
        pairing=pairing,
        starts_at=starts_at,
        minutes=minutes,
        how=how,
        place=place,
        planned_by=by,
        planned_at=at,
        idempotency_key=_own_key(Session, key),
    )
    facts = {"starts_at": starts_at.isoformat(), "minutes": minutes, "how": str(how)}
    tell("session.planned", session, pairing, by=by, at=at, **facts)
    return session


@transaction.atomic
def move(session: Session, *, by: Person, at: datetime, starts_at: datetime) -> Session:
    """Put it off or bring it forward: the old one is marked moved, the new one returned.

    Raises `NotPlanned` where it is planned no longer, `OutsideDates` as `plan` does.
    """
    _hold_planned(session)
    pairing = session.pairing
    _check_ahead(pairing, starts_at, at=at)
    session.state = State.MOVED
    session.save(update_fields=["state"])
    new = Session.objects.create(
        pairing=pairing,
        starts_at=starts_at,
        minutes=session.minutes,
        how=session.how,
        place=session.place,
        planned_by=by,
        planned_at=at,
    )
    tell(
        "session.moved",
        new,
        pairing,
        by=by,
        at=at,
        from_at=session.starts_at.isoformat(),
        starts_at=starts_at.isoformat(),
        minutes=new.minutes,
    )
    return new


@transaction.atomic
def miss(session: Session, *, by: Person, at: datetime) -> None:
    """It did not take place; before its time that is calling it off. Raises `NotPlanned`."""
    _hold_planned(session)
    session.state = State.MISSED if session.starts_at <= at else State.CALLED_OFF
    session.save(update_fields=["state"])
    starts_at = session.starts_at.isoformat()
    tell(f"session.{session.state}", session, session.pairing, by=by, at=at, starts_at=starts_at)


@transaction.atomic
def log(
    pairing: Pairing,
    *,
    by: Person,
    at: datetime,
    starts_at: datetime,
    minutes: int,
    how: str,
    session: Session | None = None,
    discussed: Iterable[AgendaItem] = (),
    note: str = "",
    is_shared: bool = True,
    key: UUID | None = None,
) -> Session:
    """They met: the planned `session`, or one that was not planned.

    The same `key` twice logs once. Where the other has logged it already (the same planned
    session, or the same moment) the note and the ticked items are added to theirs.
    Raises `OutsideDates` for a day after today or outside of the pairing.
    """
    pairing.lock_live()
    key = key or uuid4()
    logged: Session | None = pairing.sessions.held().filter(idempotency_key=key).first()
    if logged:
        return logged
    held = _logged_already(pairing, session, starts_at) or _hold(
        pairing, session, by=by, at=at, starts_at=starts_at, minutes=minutes, how=how, key=key
    )
    agenda.close_all(pairing, list(discussed), session=held, by=by, at=at)
    if note.strip():
        add_note(held, by=by, at=at, text=note, is_shared=is_shared, key=key)
    return held


@transaction.atomic
def add_note(
    session: Session,
    *,
    by: Person,
    at: datetime,
    text: str,
    is_shared: bool,
    key: UUID | None = None,
) -> Note:
    """A note on a session, for the pair or for its author alone; the same `key` adds it once."""
    session.pairing.lock()
    key = key or uuid4()
    written: Note | None = session.notes.filter(author=by, idempotency_key=key).first()
    return written or Note.objects.create(
        session=session,
        author=by,
        is_shared=is_shared,
        text=text.strip(),
        written_at=at,
        idempotency_key=_own_key(Note, key),
    )


def window(pairing: Pairing) -> tuple[date, date]:
    """First and last day on which its people may meet as a pair.

    From the day they were told of each other: some meet before the program begins.
    """
    told_on = timezone.localdate(pairing.founded_at)
    return min(pairing.starts_on, told_on), pairing.ends_on


def _hold(
    pairing: Pairing,
    session: Session | None,
    *,
    by: Person,
    at: datetime,
    starts_at: datetime,
    minutes: int,
    how: str,
    key: UUID,
) -> Session:
    if timezone.localdate(starts_at) > timezone.localdate(at):
        raise OutsideDates(
            _("This day is still to come. Plan the session now and log it once you have met.")
        )
    _check_within(pairing, starts_at)
    held = session or Session(pairing=pairing)
    held.starts_at, held.minutes, held.how = starts_at, minutes, how
    held.state, held.logged_by, held.logged_at = State.HELD, by, at
    held.idempotency_key = _own_key(Session, key, of=held)
    held.save()
    facts = {"starts_at": starts_at.isoformat(), "minutes": minutes, "how": str(how)}
    tell("session.held", held, pairing, by=by, at=at, **facts)
    return held


def _own_key(model: type[Session] | type[Note], key: UUID, *, of: Session | None = None) -> UUID:
    """`key`, or a fresh one where it was sent for something else before: nothing typed is lost."""
    others = model.objects.filter(idempotency_key=key)
    if of and of.pk:
        others = others.exclude(pk=of.pk)
    return uuid4() if others.exists() else key


def _logged_already(
    pairing: Pairing, session: Session | None, starts_at: datetime
) -> Session | None:
    if session:
        session.refresh_from_db()
        if session.state == State.HELD:
            return session
        if session.state != State.PLANNED:
            raise NotPlanned(session)
    return pairing.sessions.held().filter(starts_at=starts_at).first()


def _hold_planned(session: Session) -> None:
    session.pairing.lock_live()
    session.refresh_from_db()
    if session.state != State.PLANNED:
        raise NotPlanned(session)


def _check_ahead(pairing: Pairing, starts_at: datetime, *, at: datetime) -> None:
    if starts_at <= at:
        raise OutsideDates(
            _("This time has passed. Choose one to come, or log the session if you met.")
        )
    _check_within(pairing, starts_at)


def _check_within(pairing: Pairing, starts_at: datetime) -> None:
    first, last = window(pairing)
    on = timezone.localdate(starts_at)
    if on < first:
        raise OutsideDates(
            _("Your pairing began on %(day)s. Choose that day or a later one.")
            % {"day": date_format(first)}
        )
    if on > last:
        raise OutsideDates(
            _("Your pairing ends on %(day)s. Choose an earlier day, or extend the end date first.")
            % {"day": date_format(last)}
        )
