"""How a pairing goes, from dates alone: when they met, when they meet next, who needs a hand.

Everything is an annotation, so that a list of any length costs one query.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    DateTimeField,
    F,
    Field,
    Func,
    IntegerField,
    Q,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.sql import Written
from pairings import hearing

if TYPE_CHECKING:
    from pairings.queries import PairingQuerySet
    from people.models import Person

QUIET_AFTER = 2  # cadences without a session


class Standing(TextChoices):
    """How a pairing stands, those first that need somebody."""

    HELP = "help", _("asked for help")
    QUIET = "quiet", _("quiet")
    NOT_AGREED = "not_agreed", _("not yet agreed")
    ON_TRACK = "on_track", _("on track")
    PAUSED = "paused", _("paused")
    ENDED = "ended", _("ended")


_COUNT_HELD = """(SELECT COUNT(*) FROM pairings_session
  WHERE pairing_id = {0} AND state = 'held')"""
_LAST_HELD = """(SELECT MAX(starts_at) FROM pairings_session
  WHERE pairing_id = {0} AND state = 'held')"""
_NEXT = """(SELECT MIN(starts_at) FROM pairings_session
  WHERE pairing_id = {0} AND state = 'planned' AND (starts_at AT TIME ZONE %s)::date >= %s)"""
_RHYTHM = """COALESCE((SELECT cadence_days FROM pairings_agreement WHERE pairing_id = {0}
  ORDER BY version DESC LIMIT 1), {1})"""
_QUIET_SINCE = """GREATEST(
  (<last held> AT TIME ZONE %s)::date, ({1} AT TIME ZONE %s)::date,
  (SELECT MAX(resumed_on) FROM pairings_pause WHERE pairing_id = {0}), {2})""".replace(
    "<last held>", _LAST_HELD
)


def annotate_meetings(pairings: PairingQuerySet, *, on: date) -> PairingQuerySet:
    """`held_count`, `last_held_at`, `next_at` (the first planned session from the day on) and
    `rhythm_days` (the cadence of the newest agreement, else the program's)."""
    zone = timezone.get_current_timezone_name()
    figures: dict[str, Any] = {
        "held_count": Written(_COUNT_HELD, "pk", output_field=IntegerField()),
        "last_held_at": Written(_LAST_HELD, "pk", output_field=DateTimeField()),
        "next_at": Written(_NEXT, "pk", values=(zone, on), output_field=DateTimeField()),
        "rhythm_days": Written(_RHYTHM, "pk", "program__cadence_days", output_field=IntegerField()),
    }
    return pairings.annotate(**figures)


def annotate(
    pairings: PairingQuerySet, *, on: date, reader: Person | None = None
) -> PairingQuerySet:
    """What `reader` needs to know of each pairing on the day: `annotate_meetings`, and

    `quiet_days` (since the last session, or since they began or resumed) and `standing`.
    A pairing is quiet after more than QUIET_AFTER cadences. `reader` is one who runs the program;
    that a pairing asked for help is told to who reads what was asked (`pairings.hearing`), and
    without a reader to nobody.
    """
    zone = timezone.get_current_timezone_name()
    figures: dict[str, Any] = {
        "quiet_since_on": Written(
            _QUIET_SINCE,
            *("pk", "activated_at", "starts_on"),
            values=(zone, zone),
            output_field=DateField(),
        ),
        "quiet_days": _days(on, "quiet_since_on"),
        "standing": _by_standing({value: Value(value) for value in Standing}, CharField()),
    }
    asks = (
        hearing.asks_for_help(reader.pk, pairing="pk") if reader else Value(False, BooleanField())
    )
    return annotate_meetings(pairings, on=on).alias(asks_for_help=asks).annotate(**figures)


def need() -> Case:
    """The rank of a pairing's standing, for sorting; of those annotated only.

    It asks the same conditions again: naming `standing` in six branches would repeat all that it
    is made of six times.
    """
    return _by_standing({one: Value(at) for at, one in enumerate(Standing)}, IntegerField())


def _by_standing(says: dict[Standing, Value], kind: Field[Any, Any]) -> Case:
    return Case(
        When(state="ended", then=says[Standing.ENDED]),
        When(asks_for_help=True, then=says[Standing.HELP]),
        When(state="proposed", then=says[Standing.NOT_AGREED]),
        When(state="paused", then=says[Standing.PAUSED]),
        When(Q(quiet_days__gt=F("rhythm_days") * QUIET_AFTER), then=says[Standing.QUIET]),
        default=says[Standing.ON_TRACK],
        output_field=kind,
    )


def _days(on: date, since: str) -> Func:
    return Func(
        Cast(Value(on), DateField()),
        F(since),
        template="(%(expressions)s)",
        arg_joiner=" - ",
        output_field=IntegerField(),
    )
