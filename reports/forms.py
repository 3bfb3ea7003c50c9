"""Filters of the report pages. They stand in the address; nonsense falls back to the first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from reports.periods import Period

MONTHS = (6, 3, 12)


class MeetingFilter(forms.Form):
    """Over how many months, and of which program."""

    months = forms.TypedChoiceField(label=_("Period"), coerce=int, required=False)
    program = forms.ChoiceField(label=_("Program"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["months"].choices = [  # type: ignore[attr-defined]
            (n, ngettext("the last %(n)s month", "the last %(n)s months", n) % {"n": n})
            for n in MONTHS
        ]

    def offer(self, programs: Sequence[tuple[str, str]]) -> None:
        self.fields["program"].choices = [  # type: ignore[attr-defined]
            ("", gettext("all programs")),
            *programs,
        ]

    @property
    def chosen_months(self) -> int:
        asked = self.data.get("months", "")
        return next((n for n in MONTHS if str(n) == asked), MONTHS[0])

    def chosen_program(self, programs: Sequence[tuple[str, str]]) -> str:
        asked = self.data.get("program", "")
        return next((ref for ref, _name in programs if ref == asked), "")


class YearFilter(forms.Form):
    """Which of the years offered."""

    until = forms.ChoiceField(label=_("Period"), required=False)

    def __init__(self, data: Any, years: Sequence[Period]) -> None:
        super().__init__(data)
        self.years = years
        self.fields["until"].choices = [  # type: ignore[attr-defined]
            (year.last_on.isoformat(), said(year)) for year in years
        ]

    @property
    def chosen(self) -> Period:
        asked = self.data.get("until", "")
        return next(
            (year for year in self.years if year.last_on.isoformat() == asked), self.years[0]
        )


def said(period: Period) -> str:
    """ "November 2025 to October 2026"."""
    return gettext("%(first)s to %(last)s") % {
        "first": date_format(period.first_on, "F Y"),
        "last": date_format(period.last_on, "F Y"),
    }
