"""When a program's mails go out, as those who run it set it. Kept only where it differs from usual.

A kind stays on its side of the date it speaks of: what is told ahead cannot be told afterwards,
since its words say otherwise; what is told on the day itself is told then or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from history.recording import record
from kit.refusals import Refused
from notices import models
from notices.catalogue import ALL, KINDS, STEPS, Kind
from notices.timing.hours import Hours, Timing
from people.models import Person
from programs import lifecycle
from programs.models import Program
from programs.steps import Step

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_s = gettext_lazy

EARLIEST, LATEST = time(0), time(12)  # of "not before"
SOONEST = time(14)  # of "not after": a day that leaves room to write in every zone
WEEKDAYS: tuple[StrOrPromise, ...] = (
    *(_s("Monday"), _s("Tuesday"), _s("Wednesday"), _s("Thursday"), _s("Friday")),
    *(_s("Saturday"), _s("Sunday")),
)


@dataclass(frozen=True)
class Movable:
    """What a program may set about a dated kind: days from its date, within these bounds."""

    date: StrOrPromise  # what it speaks of, in a sentence: "7 days before the milestone"
    least: int
    most: int
    is_weekday: bool = False  # reckoned from Monday: a day of the week is chosen, not a number

    @property
    def has_choice(self) -> bool:
        return self.least < self.most

    @property
    def is_ahead(self) -> bool:
        return self.most < 0


_MILESTONE, _SESSION = _s("the milestone"), _s("the session")
_END, _ENDS = _s("the end of the pairing"), _s("the end of the pairings")
MOVABLE: dict[str, Movable] = {
    "suggestions_ready": Movable(_s("the day they are admitted"), 1, 14),
    "request_waiting": Movable(_s("the request"), 1, 6),
    "agreement_overdue": Movable(_s("the match"), 1, 30),
    "end_ahead": Movable(_END, -90, -1),
    "end_near": Movable(_END, -90, -1),
    "end_today": Movable(_END, 0, 0),
    "end_past": Movable(_END, 1, 60),
    "session_tomorrow": Movable(_SESSION, -14, -1),
    "agenda_empty": Movable(_SESSION, -14, -1),
    "session_past": Movable(_SESSION, 1, 14),
    "pair_quiet": Movable(_s("the day the pair goes quiet"), 0, 30),
    "check_in_due": Movable(_s("the day a round begins"), 0, 6),
    "milestone_ahead": Movable(_MILESTONE, -60, -1),
    "milestone_today": Movable(_MILESTONE, 0, 0),
    "milestone_overdue": Movable(_MILESTONE, 1, 60),
    "program_week": Movable(_s("Monday"), 0, 4, is_weekday=True),
    "milestones_overdue": Movable(_MILESTONE, 1, 60),
    "ends_ahead": Movable(_ENDS, -90, -1),
    "ends_near": Movable(_ENDS, -90, -1),
    "ends_today": Movable(_ENDS, 0, 0),
    "ends_past": Movable(_ENDS, 1, 60),
}
COLUMNS = (
    *("timing__working_days", "timing__quiet_from", "timing__quiet_until"),
    *("offsets__kind", "offsets__days"),
)  # of a program, for `from_rows`
SETTABLE: tuple[Kind, ...] = tuple(kind for kind in ALL if kind.may_move and not kind.must)


class CannotBeSo(Refused):
    """What was set does not go together; `field` is what to mend: a kind, or one of the hours."""

    def __init__(self, field: str, said: str) -> None:
        self.field = field
        super().__init__(said)


# --- In words --------------------------------------------------------------------------------


def said(kind: Kind, days: int | None) -> str:
    """When it comes: "7 days before the milestone", "on Monday", "not at all", "at once"."""
    if not kind.is_dated:
        return _("at once")
    if days is None:
        return _("not at all")
    bounds = MOVABLE[kind.name]
    if bounds.is_weekday:
        return _("on %(day)s") % {"day": WEEKDAYS[days]}
    return _said_days(bounds.date, days)


def _said_days(of: StrOrPromise, days: int) -> str:
    if days == 0:
        return _("on the day itself")
    before = ngettext("%(n)d day before %(what)s", "%(n)d days before %(what)s", abs(days))
    after = ngettext("%(n)d day after %(what)s", "%(n)d days after %(what)s", abs(days))
    return (before if days < 0 else after) % {"n": abs(days), "what": of}


def said_hours(hours: Hours) -> str:
    """ "Monday to Friday, from 08:00 to 20:00"."""
    return _("%(days)s, from %(start)s to %(end)s") % {
        "days": said_days(hours.working_days),
        "start": time_format(hours.quiet_until, "H:i"),
        "end": time_format(hours.quiet_from, "H:i"),
    }


def said_days(working_days: str) -> str:
    """ "Monday to Friday", "every day", "Monday, Wednesday"."""
    names = [str(WEEKDAYS[int(one) - 1]) for one in working_days]
    if len(names) == 7:
        return _("every day")
    if len(names) > 2 and working_days in "1234567":
        return _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    return ", ".join(names)


def step(own: Timing) -> Step:
    """What the set-up of a program says of it."""
    what = _("Reminders %(hours)s") % {"hours": said_hours(own.hours)}
    if own.offsets:
        differing = ngettext(
            "%(n)d kind of mail otherwise than usual",
            "%(n)d kinds of mail otherwise than usual",
            len(own.offsets),
        )
        what = f"{what}; {differing % {'n': len(own.offsets)}}"
    return Step("program-timing", _("Timing of mails"), what, is_written=own != Timing())


# --- Reading and changing --------------------------------------------------------------------


def of(program: Program) -> Timing:
    """The timing of one program; one query."""
    return from_rows(Program.objects.filter(pk=program.pk).order_by().values_list(*COLUMNS))


def from_rows(rows: Iterable[Sequence[Any]]) -> Timing:
    """The timing that rows of COLUMNS of one program tell: its hours, and an offset in each."""
    found = [tuple(row) for row in rows]
    own = found[0][:3]
    offsets = {
        kind: days for *_hours, kind, days in found if kind in KINDS and KINDS[kind].may_move
    }
    return Timing(Hours() if own[0] is None else Hours(*own), offsets)


@transaction.atomic
def change(
    program: Program, *, by: Person, at: datetime, hours: Hours, offsets: Mapping[str, int | None]
) -> bool:
    """Set when the program's mails go out; False where that is how it was.

    `offsets`: days from the date it speaks of by kind, None for not at all; what is not named goes
    as usual. Raises `CannotBeSo`, and `ProgramClosed` once it is closed.
    """
    held = lifecycle.hold(program.pk)
    lifecycle.refuse_once_closed(held)
    before, after = of(held), Timing(hours, _differing(offsets))
    _refuse_nonsense(after)
    if before == after:
        return False
    _store(held, after)
    facts = dict(_differences(before, after))
    record("timing.changed", held, by=by, at=at, program_id=held.pk, **facts)
    return True


def _differing(offsets: Mapping[str, int | None]) -> dict[str, int | None]:
    """Those that are not as usual."""
    return {
        name: days
        for name, days in offsets.items()
        if (days != KINDS[name].offset_days if KINDS[name].is_dated else days is None)
    }


def _refuse_nonsense(timing: Timing) -> None:
    _refuse_hours(timing.hours)
    for name, days in timing.offsets.items():
        kind = KINDS[name]
        if kind not in SETTABLE:
            raise CannotBeSo(
                name, _("“%(kind)s” always comes, and at once.") % {"kind": kind.title}
            )
        _refuse_beyond(kind, days)
    for steps in STEPS.values():
        _refuse_disorder(steps, timing)


def _refuse_hours(hours: Hours) -> None:
    if not hours.working_days:
        raise CannotBeSo("working_days", _("Choose one day of the week at least."))
    if not EARLIEST <= hours.quiet_until <= LATEST:
        raise CannotBeSo("quiet_until", _("Choose a time up to 12:00, so that the day has room."))
    if hours.quiet_from < SOONEST:
        raise CannotBeSo("quiet_from", _("Choose a time from 14:00 on, so that the day has room."))


def _refuse_beyond(kind: Kind, days: int | None) -> None:
    bounds = MOVABLE.get(kind.name)
    if days is None or bounds is None or bounds.least <= days <= bounds.most:
        return
    least, most = sorted((abs(bounds.least), abs(bounds.most)))
    if bounds.is_weekday:
        text = _("Choose a day from %(first)s to %(last)s.") % {
            "first": WEEKDAYS[least],
            "last": WEEKDAYS[most],
        }
    elif least == most:
        text = _("“%(kind)s” comes on the day itself, or not at all.") % {"kind": kind.title}
    else:
        text = _("Choose %(least)d to %(most)d days.") % {"least": least, "most": most}
    raise CannotBeSo(kind.name, text)


def _refuse_disorder(steps: tuple[Kind, ...], timing: Timing) -> None:
    """One reminder in steps: each comes on a later day than the one before."""
    usual = sorted(steps, key=lambda kind: kind.offset_days or 0)
    left = [(kind, days) for kind in usual if (days := timing.offset(kind)) is not None]
    for (earlier, one), (later, other) in pairwise(left):
        if one >= other:
            raise CannotBeSo(
                earlier.name,
                _("“%(earlier)s” has to come before “%(later)s”, which comes %(when)s.")
                % {
                    "earlier": earlier.title,
                    "later": later.title,
                    "when": said(later, other),
                },
            )


def _store(program: Program, timing: Timing) -> None:
    hours = timing.hours
    if hours == Hours():
        models.Timing.objects.filter(program=program).delete()
    else:
        fields = ("working_days", "quiet_from", "quiet_until")
        models.Timing.objects.update_or_create(
            program=program, defaults={field: getattr(hours, field) for field in fields}
        )
    models.Offset.objects.filter(program=program).delete()
    models.Offset.objects.bulk_create(
        models.Offset(program=program, kind=kind, days=days)
        for kind, days in timing.offsets.items()
    )


def _differences(before: Timing, after: Timing) -> Iterator[tuple[str, Any]]:
    """What is different, each as it was and as it is now."""
    for field in ("working_days", "quiet_until", "quiet_from"):
        was, now = getattr(before.hours, field), getattr(after.hours, field)
        if was != now:
            yield field, [str(was), str(now)]
    moved = {
        kind.name: [before.offset(kind), after.offset(kind)]
        for kind in SETTABLE
        if kind.is_dated and before.offset(kind) != after.offset(kind)
    }
    if moved:
        yield "days", moved
    for key, one, other in (("off", after, before), ("on", before, after)):
        names = [
            kind.name
            for kind in SETTABLE
            if not kind.is_dated and kind.name in one.offsets and kind.name not in other.offsets
        ]
        if names:
            yield key, names
