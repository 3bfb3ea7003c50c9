"""What the forms of the set-up check, and how they take what the domain refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

LONGEST_TEXT = 20_000  # characters of Markdown


def dates_in_order(
    form: forms.BaseForm, first: str, second: str, wrong: Any, *, same_day: bool = False
) -> None:
    """Complain at the second date where it is before the first (or the same, unless it may be)."""
    one, two = form.cleaned_data.get(first), form.cleaned_data.get(second)
    if one is None or two is None:
        return
    if two < one or (two == one and not same_day):
        form.add_error(second, wrong)


def take_errors(form: forms.BaseForm, errors: Mapping[str, Iterable[Any]]) -> None:
    """Show what the domain refused at the fields it is about, and the rest above the form."""
    for field, found in errors.items():
        for error in found:
            form.add_error(field if field in form.fields else None, error)
