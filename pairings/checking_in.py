"""How is it going: each of a pair is asked every few weeks, and answers in one of three words.

A round comes every `checkin_weeks` weeks of the program after the start of the pairing, while it is
active and before its end date, and stays open until the next one.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import DateField, QuerySet
from django.utils.translation import gettext as _

from kit.refusals import Refused
from kit.sql import Written
from pairings.models import CheckIn, Pairing
from pairings.telling import tell
from people.models import Person

if TYPE_CHECKING:
    from pairings.queries import PairingQuerySet


class NothingAsked(Refused):
    def __init__(self) -> None:
        super().__init__(_("Nothing is asked at the moment. You can ask for help at any time."))


def rounds(starts_on: date, ends_on: date, weeks: int) -> list[date]:
    """The days on which it is asked: every `weeks` weeks after the start, before the end."""
    if weeks < 1:
        return []
    days = range(7 * weeks, (ends_on - starts_on).days, 7 * weeks)
    return [starts_on + timedelta(days=one) for one in days]


def current_round(pairing: Pairing, *, on: date) -> date | None:
    """The newest round that has come by the day; None where none is open.

    A round from before they agreed is none: nobody could say how it goes.
    `annotate` says the same in SQL.
    """
    if pairing.state != Pairing.State.ACTIVE or on >= pairing.ends_on:
        return None
    weeks = pairing.program.checkin_weeks
    come = [one for one in rounds(pairing.starts_on, pairing.ends_on, weeks) if one <= on]
    assert pairing.activated_at, "an active pairing has a moment"
    agreed_on = pairing.activated_at.astimezone(UTC).date()
    return come[-1] if come and come[-1] >= agreed_on else None


_LATEST = "{0} + ((%s::date - {0}) / (7 * {4})) * 7 * {4}"
_ROUND = f"""CASE
  WHEN {{1}} = 'active' AND {{4}} > 0 AND %s::date < {{2}} AND %s::date >= {{0}} + 7 * {{4}}
    AND {_LATEST} >= ({{3}} AT TIME ZONE 'UTC')::date
  THEN {_LATEST} END"""


def annotate(pairings: PairingQuerySet, *, on: date) -> PairingQuerySet:
    """`checkin_on`: what `current_round` says of each, in the same query."""
    columns = ("starts_on", "state", "ends_on", "activated_at", "program__checkin_weeks")
    round_on = Written(_ROUND, *columns, values=(on,) * 4, output_field=DateField())
    figures: dict[str, Any] = {"checkin_on": round_on}
    return pairings.annotate(**figures)


@transaction.atomic
def answer(
    pairing: Pairing, *, by: Person, at: datetime, on: date, answer: str, comment: str = ""
) -> CheckIn:
    """Say how it goes in the round that is open on the day; saying it again changes it.

    The comment is the pair's alone: history holds the round and the answer. Raises
    `NothingAsked`, `IsOver`.
    """
    pairing.lock_live()
    due_on = current_round(pairing, on=on)
    if due_on is None:
        raise NothingAsked
    said, _is_new = CheckIn.objects.update_or_create(
        pairing=pairing,
        person=by,
        due_on=due_on,
        defaults={"answer": answer, "comment": comment.strip(), "answered_at": at},
    )
    facts = {"due_on": due_on.isoformat(), "answer": str(answer)}
    tell("checkin.answered", said, pairing, by=by, at=at, **facts)
    return said


def newest_of(pairing: Pairing) -> QuerySet[CheckIn]:
    """What each of the pair has said last, whenever that was."""
    newest = pairing.checkins.order_by("person_id", "-due_on").distinct("person_id")
    return newest.select_related("person")
