"""Deciding on applications, one or many at a time, and leaving a program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from history.models import Event
from history.recording import record, record_many
from kit.refs import new_ref
from kit.refusals import Refused
from participants import ties
from participants.intake import reopen
from participants.models import Decision, Draw, Participant
from people.models import Person
from programs.models import Program

__all__ = [
    "KIND_WORDS",
    "DecidedByLot",
    "Outcome",
    "Skipped",
    "admit",
    "decline",
    "reopen",
    "undo",
    "waitlist",
    "withdraw",
]

State = Participant.State
_FROM: dict[str, frozenset[str]] = {
    State.ADMITTED: frozenset({State.APPLIED, State.WAITLISTED, State.DECLINED}),
    State.WAITLISTED: frozenset({State.APPLIED, State.ADMITTED, State.DECLINED}),
    State.DECLINED: frozenset({State.APPLIED, State.WAITLISTED, State.ADMITTED}),
}
_UNDECIDABLE = (Program.State.DRAFT, Program.State.CLOSED)

KIND_WORDS = [
    gettext_lazy(
        "Thank you for applying. There are more applicants than places this time; "
        "please apply again for the next round."
    ),
    gettext_lazy(
        "Thank you for applying. We have nobody yet who could help with what you want to learn; "
        "we will tell you when that changes."
    ),
    gettext_lazy(
        "Thank you for offering your time. We have more mentors than we need this time "
        "and would gladly ask you again."
    ),
    gettext_lazy(
        "Thank you for applying. This program is meant for another group; "
        "let us find the right one for you."
    ),
]


class Skip(models.TextChoices):
    """Why a participant was left as they were."""

    ALREADY = "already", gettext_lazy("was there already")
    NOT_SENT = "not_sent", gettext_lazy("has not sent the application")
    WITHDRAWN = "withdrawn", gettext_lazy("has withdrawn")
    HELD = "held", gettext_lazy("is in a pairing")
    NOT_NOW = "not_now", gettext_lazy("is in a program that is not open")
    CHANGED = "changed", gettext_lazy("has changed since")


class DecidedByLot(Refused):
    """A draw stays as it fell."""


@dataclass(frozen=True)
class Skipped:
    participant: Participant
    reason: Skip


@dataclass
class Outcome:
    """What became of a bulk decision; `batch` undoes it."""

    state: str
    batch: str = field(default_factory=new_ref)
    changed: list[Participant] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def admit(
    participants: Iterable[Participant],
    *,
    by: Person | None,
    at: datetime,
    reason: str = "",
    batch: str = "",
) -> Outcome:
    """Take them in. Whoever cannot be is skipped, and the outcome says why.

    `batch` puts it together with other decisions, such as those of a draw.
    """
    return _decide(State.ADMITTED, participants, by=by, at=at, reason=reason, batch=batch)


def waitlist(
    participants: Iterable[Participant],
    *,
    by: Person | None,
    at: datetime,
    reason: str = "",
    batch: str = "",
) -> Outcome:
    """Keep them waiting for a place."""
    return _decide(State.WAITLISTED, participants, by=by, at=at, reason=reason, batch=batch)


def decline(
    participants: Iterable[Participant], *, by: Person | None, at: datetime, reason: str = ""
) -> Outcome:
    """Turn them down, with a reason that they will read. Raises `Refused` without one."""
    if not reason.strip():
        raise Refused(_("Give a reason: the people you decline will read it."))
    return _decide(State.DECLINED, participants, by=by, at=at, reason=reason.strip())


@transaction.atomic
def _decide(
    to: State,
    participants: Iterable[Participant],
    *,
    by: Person | None,
    at: datetime,
    reason: str,
    batch: str = "",
) -> Outcome:
    given = {participant.pk: participant for participant in participants}
    outcome = Outcome(state=to, batch=batch or new_ref())
    rows = _locked(given)
    held = ties.held([row.pk for row in rows if row.state == State.ADMITTED != to])
    decisions: list[Decision] = []
    for row in rows:
        skip = _why_not(row, to, held)
        if skip:
            outcome.skipped.append(Skipped(row, skip))
            continue
        decisions.append(
            Decision(
                participant=row,
                batch=outcome.batch,
                from_state=row.state,
                to_state=to,
                reason=reason,
                by=by,
                at=at,
            )
        )
        _stand(row, to, by, at, reason)
        _stand(given[row.pk], to, by, at, reason)
        outcome.changed.append(row)
    _keep(outcome.changed)
    Decision.objects.bulk_create(decisions)
    record_many([_event(f"participant.{to}", one, by, at) for one in decisions])
    return outcome


def _locked(ids: Iterable[int]) -> list[Participant]:
    return list(
        Participant.objects.select_for_update(of=("self",))
        .select_related("program", "person")
        .filter(pk__in=list(ids))
        .order_by("pk")
    )


def _why_not(row: Participant, to: State, held: set[int]) -> Skip | None:
    if row.state == to:
        return Skip.ALREADY
    if row.state == State.DRAFT:
        return Skip.NOT_SENT
    if row.state not in _FROM[to]:
        return Skip.WITHDRAWN
    if row.program.state in _UNDECIDABLE:
        return Skip.NOT_NOW
    return Skip.HELD if row.pk in held else None


def _stand(
    row: Participant, state: str, by: Person | None, at: datetime | None, reason: str
) -> None:
    row.state = state
    row.decided_at, row.decided_by, row.decision_reason = at, by, reason


def _keep(rows: list[Participant]) -> None:
    Participant.objects.bulk_update(
        rows, ["state", "decided_at", "decided_by", "decision_reason"], batch_size=500
    )


def _event(verb: str, decision: Decision, by: Person | None, at: datetime) -> Event:
    return Event(
        verb=verb,
        subject_kind=Participant._meta.label_lower,
        subject_id=decision.participant_id,
        program_id=decision.participant.program_id,
        by_id=by.pk if by else None,
        at=at,
        facts={"from": decision.from_state, "to": decision.to_state, "batch": decision.batch},
    )


@transaction.atomic
def undo(program: Program, batch: str, *, by: Person, at: datetime) -> Outcome:
    """Move the participants of a bulk decision back to where they were.

    Whoever has moved since, by another decision or by withdrawing, is skipped. Raises
    `DecidedByLot` for a draw, which could else be repeated until it pleases.
    """
    if Draw.objects.filter(program=program, ref=batch).exists():
        raise DecidedByLot(_("What lots decided cannot be undone. You can still decide on each."))
    taken = {
        one.participant_id: one
        for one in Decision.objects.filter(
            participant__program=program, batch=batch, undone_at=None
        )
    }
    outcome = Outcome(state="", batch=batch)
    rows = _locked(taken)
    held = ties.held([row.pk for row in rows if row.state == State.ADMITTED])
    standing = _standing_decisions(taken)
    undone: list[Decision] = []
    for row in rows:
        last, *earlier = standing[row.pk]
        if row.state != taken[row.pk].to_state or last.batch != batch:
            outcome.skipped.append(Skipped(row, Skip.CHANGED))
        elif row.pk in held:
            outcome.skipped.append(Skipped(row, Skip.HELD))
        else:
            before = earlier[0] if earlier and last.from_state != State.APPLIED else None
            last.participant, last.undone_at = row, at
            undone.append(last)
            _stand(
                row,
                last.from_state,
                before.by if before else None,
                before.at if before else _moment(last),
                before.reason if before else "",
            )
            outcome.changed.append(row)
    _keep(outcome.changed)
    Decision.objects.bulk_update(undone, ["undone_at"])
    record_many([_event("participant.restored", one, by, at) for one in undone])
    return outcome


def _moment(decision: Decision) -> datetime | None:
    """When the state before `decision` was decided, where no row tells: not later than this."""
    undecided = decision.from_state in (State.APPLIED, State.WITHDRAWN)
    return None if undecided else decision.at


def _standing_decisions(participant_ids: Iterable[int]) -> dict[int, list[Decision]]:
    """The decisions that stand, newest first, by participant."""
    found: dict[int, list[Decision]] = {}
    for one in Decision.objects.filter(
        participant__in=list(participant_ids), undone_at=None
    ).select_related("by"):
        found.setdefault(one.participant_id, []).append(one)
    return found


@transaction.atomic
def withdraw(participant: Participant, *, by: Person, at: datetime) -> None:
    """Leave the program, or take back the application.

    Raises `Refused` where there is nothing to withdraw and where a pairing has to end first.
    """
    kept = _locked([participant.pk])[0]
    if not kept.may_withdraw:
        raise Refused(_("There is nothing to withdraw."))
    if ties.held([kept.pk]):
        raise Refused(_("You are in a pairing. End it on its page first, then withdraw here."))
    before = kept.state
    participant.state = State.WITHDRAWN
    participant.save(update_fields=["state"])
    record(
        "participant.withdrawn",
        participant,
        by=by,
        at=at,
        program_id=participant.program_id,
        before=before,
    )
