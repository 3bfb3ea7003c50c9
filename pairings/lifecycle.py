"""A pairing pauses, resumes, is extended, ends. Either side may, and nobody is at fault."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kit.refusals import Refused
from pairings.models import (
    Acceptance,
    Ending,
    Extension,
    ExtensionRequest,
    Pairing,
    Pause,
    Session,
)
from pairings.telling import tell
from people.models import Person

State = Pairing.State


class NotActive(Refused):
    def __init__(self) -> None:
        super().__init__(_("Only an active pairing can be paused."))


class NotPaused(Refused):
    def __init__(self) -> None:
        super().__init__(_("This pairing is not paused."))


class NotLater(Refused):
    """The new end date is not after the present one."""


class AgreedOn(Refused):
    """Somebody has accepted the agreement already."""


class OutOfOrder(Refused):
    """A date lies where it cannot."""


@transaction.atomic
def pause(
    pairing: Pairing,
    *,
    by: Person,
    at: datetime,
    on: date,
    until_on: date | None = None,
    calls_off: bool = False,
) -> Pause:
    """Rest from `on`, perhaps until a planned day. Raises `NotActive`, `OutOfOrder`.

    With `calls_off` the sessions planned within the break are called off, and all those ahead
    where nobody knows how long it lasts; otherwise they stay.
    """
    pairing.lock()
    if pairing.state != State.ACTIVE:
        raise NotActive
    if until_on and until_on < on:
        raise OutOfOrder(_("The day you come back is before the pause begins."))
    made = Pause.objects.create(
        pairing=pairing, from_on=on, until_on=until_on, paused_at=at, paused_by=by
    )
    _set_state(pairing, State.PAUSED)
    called_off = _call_off(pairing, at=at, until_on=until_on) if calls_off else 0
    facts = {
        "from_on": on.isoformat(),
        "until_on": until_on.isoformat() if until_on else None,
        "sessions_called_off": called_off,
    }
    tell("pairing.paused", pairing, pairing, by=by, at=at, **facts)
    return made


def _call_off(pairing: Pairing, *, at: datetime, until_on: date | None) -> int:
    """Call off what is planned after `at` and before the day `until_on`; how many these were."""
    ahead = pairing.sessions.planned().filter(starts_at__gt=at)
    if until_on:
        ahead = ahead.filter(starts_at__lt=timezone.make_aware(datetime.combine(until_on, time())))
    return ahead.update(state=Session.State.CALLED_OFF)


@transaction.atomic
def resume(pairing: Pairing, *, by: Person, at: datetime, on: date) -> None:
    """Go on from `on`. Raises `NotPaused`."""
    pairing.lock()
    if pairing.state != State.PAUSED:
        raise NotPaused
    _close_pause(pairing, by=by, at=at, on=on)
    _set_state(pairing, State.ACTIVE)
    tell("pairing.resumed", pairing, pairing, by=by, at=at, on=on.isoformat())


@transaction.atomic
def extend(pairing: Pairing, *, by: Person, at: datetime, to_on: date) -> Extension:
    """Move the end date to a later day, past the program's end if need be (the event says so).

    Who has asked for a day up to the new one has got it; an open question for a later day lapses.
    Raises `NotLater` where `to_on` is not after the present end.
    """
    pairing.lock_live()
    refuse_unless_later(pairing, to_on)
    made = Extension.objects.create(
        pairing=pairing, from_on=pairing.ends_on, to_on=to_on, by=by, at=at
    )
    pairing.ends_on = to_on
    pairing.save(update_fields=["ends_on"])
    tell(
        "pairing.extended",
        pairing,
        pairing,
        by=by,
        at=at,
        from_on=made.from_on.isoformat(),
        to_on=to_on.isoformat(),
        beyond_program=is_beyond_program(pairing, to_on),
    )
    _settle_request(pairing, by=by, at=at)
    return made


def answer_request(
    request: ExtensionRequest, pairing: Pairing, answer: str, *, by: Person | None, at: datetime
) -> None:
    """Write the answer to an open request of `pairing`, which the caller holds."""
    request.answer, request.answered_at = answer, at
    request.answered_by = None if answer == ExtensionRequest.Answer.LAPSED else by
    request.save(update_fields=["answer", "answered_at", "answered_by"])
    tell(f"extension.{answer}", request, pairing, by=by, at=at, to_on=request.to_on.isoformat())


def _settle_request(pairing: Pairing, *, by: Person | None, at: datetime) -> None:
    """What becomes of an open request now that the end date, or the end itself, is decided."""
    asked = pairing.extension_requests.filter(answer="").first()
    if asked:
        is_reached = pairing.is_live and asked.to_on <= pairing.ends_on
        answer = ExtensionRequest.Answer.GRANTED if is_reached else ExtensionRequest.Answer.LAPSED
        answer_request(asked, pairing, answer.value, by=by, at=at)


def refuse_unless_later(pairing: Pairing, to_on: date) -> None:
    if to_on <= pairing.ends_on:
        raise NotLater(
            _("The pairing ends on %(day)s already. Choose a later day.")
            % {"day": date_format(pairing.ends_on)}
        )


def is_beyond_program(pairing: Pairing, on: date) -> bool:
    """Whether the day lies after the end of the program itself."""
    return pairing.program.ends_on is not None and on > pairing.program.ends_on


@transaction.atomic
def end(pairing: Pairing, *, by: Person | None, at: datetime, on: date, kind: str) -> Ending:
    """It is over from `on`: seats are freed, sessions ahead called off, a pause closed.

    Before the agreement that is declining the match, whatever `kind` says.
    """
    pairing.lock_live()
    if pairing.state == State.PROPOSED:
        kind = Ending.Kind.DECLINED
    return _end(pairing, by=by, at=at, on=on, kind=kind)


@transaction.atomic
def take_back(pairing: Pairing, *, by: Person, at: datetime, on: date) -> Ending:
    """Undo a match that nobody has accepted: as if never made, so the two may be matched again.

    Raises `AgreedOn` or `IsOver`.
    """
    pairing.lock_live()
    if not may_be_taken_back(pairing):
        raise AgreedOn(
            _("Somebody has accepted this match already. Talk to them, and end it with a reason.")
        )
    return _end(pairing, by=by, at=at, on=on, kind=Ending.Kind.TAKEN_BACK)


def may_be_taken_back(pairing: Pairing) -> bool:
    """Whether nobody has agreed yet. One query at most."""
    if pairing.state != State.PROPOSED:
        return False
    return not Acceptance.objects.filter(agreement__pairing=pairing).exists()


def _end(pairing: Pairing, *, by: Person | None, at: datetime, on: date, kind: str) -> Ending:
    if pairing.state == State.PAUSED:
        _close_pause(pairing, by=by, at=at, on=on)
    made = Ending.objects.create(pairing=pairing, kind=kind, on=on, by=by, at=at)
    pairing.mentees.filter(left_on__isnull=True).update(left_on=Greatest(F("joined_on"), on))
    called_off = pairing.sessions.planned().update(state=Session.State.CALLED_OFF)
    _set_state(pairing, State.ENDED)
    facts = {"kind": str(kind), "on": on.isoformat(), "sessions_called_off": called_off}
    tell("pairing.ended", pairing, pairing, by=by, at=at, **facts)
    _settle_request(pairing, by=by, at=at)
    return made


def _close_pause(pairing: Pairing, *, by: Person | None, at: datetime, on: date) -> None:
    pairing.pauses.filter(resumed_on__isnull=True).update(
        resumed_on=Greatest(F("from_on"), on), resumed_at=at, resumed_by=by
    )


def _set_state(pairing: Pairing, state: str) -> None:
    pairing.state = state
    pairing.save(update_fields=["state"])
