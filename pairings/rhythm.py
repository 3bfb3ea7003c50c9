"""How a pairing goes, from dates alone: when they met, when they meet next, who needs a hand.

Everything is an annotation, so that a list of any length costs one query.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    DateTimeField,
    Exists,
    F,
    Field,
    Func,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Greatest, TruncDate
from django.utils.translation import gettext_lazy as _

from pairings.models import Agreement, HelpRequest, Pause, Session

if TYPE_CHECKING:
    from pairings.queries import PairingQuerySet

QUIET_AFTER = 2  # cadences without a session


class Standing(TextChoices):
    """How a pairing stands, those first that need somebody."""

    HELP = "help", _("asked for help")
    QUIET = "quiet", _("quiet")
    NOT_AGREED = "not_agreed", _("not yet agreed")
    ON_TRACK = "on_track", _("on track")
    PAUSED = "paused", _("paused")
    ENDED = "ended", _("ended")


def annotate(pairings: PairingQuerySet, *, on: date) -> PairingQuerySet:
    """What `on`'s reader needs to know of each pairing:

    `held_count`, `last_held_at`, `next_at` (the first planned session from that day on),
    `rhythm_days` (the cadence of the newest agreement, else the program's), `quiet_days` (since
    the last session, or since they began or resumed) and `standing`.
    A pairing is quiet after more than QUIET_AFTER cadences.
    """
    held = Session.objects.filter(pairing=OuterRef("pk"), state="held")
    planned = Session.objects.filter(pairing=OuterRef("pk"), state="planned")
    newest = Agreement.objects.filter(pairing=OuterRef("pk")).order_by("-version")
    resumed = Pause.objects.filter(pairing=OuterRef("pk"), resumed_on__isnull=False)
    figures: dict[str, Any] = {
        "held_count": Coalesce(_one(held, Count("pk"), IntegerField()), 0),
        "last_held_at": _one(held, Max("starts_at"), DateTimeField()),
        "next_at": _one(planned.filter(starts_at__date__gte=on), Min("starts_at"), DateTimeField()),
        "rhythm_days": Coalesce(
            Subquery(newest.values("cadence_days")[:1]), "program__cadence_days"
        ),
        "quiet_since_on": Greatest(
            TruncDate("last_held_at"),
            TruncDate("activated_at"),
            _one(resumed, Max("resumed_on"), DateField()),
            "starts_on",
        ),
        "quiet_days": _days(on, "quiet_since_on"),
        "standing": _by_standing({value: Value(value) for value in Standing}, CharField()),
    }
    return pairings.annotate(**figures)


def need() -> Case:
    """The rank of a pairing's standing, for sorting; of those annotated only.

    It asks the same conditions again: naming `standing` in six branches would repeat all that it
    is made of six times.
    """
    return _by_standing({one: Value(at) for at, one in enumerate(Standing)}, IntegerField())


def _by_standing(says: dict[Standing, Value], kind: Field[Any, Any]) -> Case:
    asked = HelpRequest.objects.filter(pairing=OuterRef("pk"), settled_at__isnull=True)
    return Case(
        When(state="ended", then=says[Standing.ENDED]),
        When(Exists(asked), then=says[Standing.HELP]),
        When(state="proposed", then=says[Standing.NOT_AGREED]),
        When(state="paused", then=says[Standing.PAUSED]),
        When(Q(quiet_days__gt=F("rhythm_days") * QUIET_AFTER), then=says[Standing.QUIET]),
        default=says[Standing.ON_TRACK],
        output_field=kind,
    )


def _one(rows: QuerySet[Any], figure: Count | Max | Min, kind: Field[Any, Any]) -> Subquery:
    """One figure over the rows of each pairing, without joining them."""
    grouped = rows.order_by().values("pairing").annotate(figure=figure).values("figure")
    return Subquery(grouped, output_field=kind)


def _days(on: date, since: str) -> Func:
    return Func(
        Cast(Value(on), DateField()),
        F(since),
        template="(%(expressions)s)",
        arg_joiner=" - ",
        output_field=IntegerField(),
    )
