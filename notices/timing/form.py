"""When a program's mails go out, as a form: hours, and one line for each kind that may be set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kit.forms import ChipsMultiple
from notices.catalogue import Kind, grouped
from notices.timing.hours import Hours, Timing
from notices.timing.setting import MOVABLE, SETTABLE, WEEKDAYS, CannotBeSo, said

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_s = gettext_lazy


@dataclass(frozen=True)
class Line:
    """One kind: whether it comes, and how many days from its date or on which day of the week."""

    kind: Kind
    comes: forms.BoundField
    days: forms.BoundField | None
    after_days: str  # "days before the milestone"; nothing after a day of the week
    usual: str


class TimeInput(forms.TimeInput):
    """The browser's own field for a time."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__({"class": "short"}, format="%H:%M")


class TimingForm(forms.Form):
    working_days = forms.MultipleChoiceField(
        label=_s("Days on which reminders go out"),
        choices=[(str(number), day) for number, day in enumerate(WEEKDAYS, start=1)],
        widget=ChipsMultiple,
        help_text=_s(
            "A reminder of another day comes on the next of these; before a session, on the last."
        ),
        error_messages={"required": _s("Choose one day of the week at least.")},
    )
    quiet_until = forms.TimeField(
        label=_s("Not before"),
        widget=TimeInput,
        help_text=_s("Reminders of a day come at this time."),
        error_messages={"required": _s("Give a time up to 12:00.")},
    )
    quiet_from = forms.TimeField(
        label=_s("Not after"),
        widget=TimeInput,
        help_text=_s("What happens later is told the next morning."),
        error_messages={"required": _s("Give a time from 14:00 on.")},
    )

    def __init__(self, data: Any = None, *, timing: Timing) -> None:
        hours = timing.hours
        initial: dict[str, Any] = {
            "working_days": list(hours.working_days),
            "quiet_until": hours.quiet_until,
            "quiet_from": hours.quiet_from,
        }
        super().__init__(data, initial=initial)
        for kind in SETTABLE:
            self._add(kind, timing)

    def _add(self, kind: Kind, timing: Timing) -> None:
        days = timing.offsets.get(kind.name, kind.offset_days or 0)
        self.fields[_comes(kind)] = forms.BooleanField(
            label=kind.title, required=False, initial=days is not None
        )
        bounds = MOVABLE.get(kind.name)
        if bounds is None or not bounds.has_choice:
            return
        field = _weekday_field if bounds.is_weekday else _days_field
        self.fields[_days(kind)] = field(
            kind, abs(kind.offset_days or 0) if days is None else abs(days)
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for kind in SETTABLE:
            if (
                _days(kind) in self.fields
                and cleaned.get(_comes(kind))
                and cleaned.get(_days(kind)) is None
                and _days(kind) not in self.errors
            ):
                self.add_error(_days(kind), _missing(kind))
        return cleaned

    @property
    def hours(self) -> Hours:
        cleaned = self.cleaned_data
        days = "".join(sorted(set(cleaned["working_days"])))
        return Hours(days, cleaned["quiet_from"], cleaned["quiet_until"])

    @property
    def offsets(self) -> dict[str, int | None]:
        """By kind, as `timing.change` takes them."""
        return {kind.name: self._offset(kind) for kind in SETTABLE}

    def _offset(self, kind: Kind) -> int | None:
        if not self.cleaned_data[_comes(kind)]:
            return None
        if _days(kind) not in self.fields:
            return kind.offset_days or 0
        days: int = self.cleaned_data[_days(kind)]
        return -days if MOVABLE[kind.name].is_ahead else days

    def take(self, refusal: CannotBeSo) -> None:
        """Show a refusal at the field that mends it."""
        names = (refusal.field, f"{refusal.field}_days", f"{refusal.field}_comes")
        self.add_error(next((one for one in names if one in self.fields), None), str(refusal))

    def groups(self) -> list[tuple[StrOrPromise, list[Line]]]:
        """The kinds as lines, those together that people choose together."""
        return [(group.heading, list(self._lines(kinds))) for group, kinds in grouped(SETTABLE)]

    def _lines(self, kinds: Iterable[Kind]) -> Iterator[Line]:
        for kind in kinds:
            days = self[_days(kind)] if _days(kind) in self.fields else None
            usual = said(kind, kind.offset_days)
            yield Line(kind, self[_comes(kind)], days, _after(kind, days), usual)


def _comes(kind: Kind) -> str:
    return f"{kind.name}_comes"


def _days(kind: Kind) -> str:
    return f"{kind.name}_days"


def _days_field(kind: Kind, initial: int) -> forms.Field:
    return forms.IntegerField(
        label=_("%(kind)s, days") % {"kind": kind.title},
        required=False,
        initial=initial,
        widget=forms.NumberInput({"class": "timing-days"}),
    )


def _weekday_field(kind: Kind, initial: int) -> forms.Field:
    bounds = MOVABLE[kind.name]
    return forms.TypedChoiceField(
        label=_("%(kind)s, day") % {"kind": kind.title},
        required=False,
        initial=initial,
        choices=[(days, said(kind, days)) for days in range(bounds.least, bounds.most + 1)],
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _missing(kind)},
    )


def _missing(kind: Kind) -> str:
    if MOVABLE[kind.name].is_weekday:
        return _("Choose a day of the week, or switch it off.")
    return _("Give a number of days, or switch it off.")


def _after(kind: Kind, days: forms.BoundField | None) -> str:
    bounds = MOVABLE.get(kind.name)
    if bounds is None or bounds.is_weekday or days is None:
        return ""
    many = 1 if str(days.value()) == "1" else 2
    if bounds.is_ahead:
        text = ngettext("day before %(what)s", "days before %(what)s", many)
    else:
        text = ngettext("day after %(what)s", "days after %(what)s", many)
    return text % {"what": bounds.date}
