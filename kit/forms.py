"""How forms look: one renderer, so that every form has the same summary, fields and errors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, however little; None where the page is only looked at.

    `request.POST or None` is not the same: a form sent with nothing in it would look unsent.
    """
    return request.POST if request.method == "POST" else None


class Renderer(TemplatesSetting):
    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


class LineField(forms.CharField):
    """Text of one line: a line break in it, which no browser sends, is read as a blank.

    So a name can neither break out of the subject of a mail nor of a row of a sheet.
    """

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").splitlines())


class DateField(forms.DateField):
    """A date that can be reckoned with: a year beyond all plans is a slip of the keyboard."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators += [
            MinValueValidator(date(1900, 1, 1), _("Choose a year from 1900 on.")),
            MaxValueValidator(date(2199, 12, 31), _("Choose a year before 2200.")),
        ]


class DateInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    """The browser's own field for a date and a time, in the active zone."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"step": "300"} | (attrs or {}), format="%Y-%m-%dT%H:%M")


class Chips(forms.RadioSelect):
    """A few short choices side by side, one of which is taken."""

    template_name = "ui/widgets/chips.html"


class ChipsMultiple(forms.CheckboxSelectMultiple):
    """A few short choices side by side, any of which may be taken."""

    template_name = "ui/widgets/chips.html"


@dataclass(frozen=True)
class Explained:
    """The label of a choice that needs explaining."""

    title: StrOrPromise
    note: StrOrPromise

    def __str__(self) -> str:
        return str(self.title)


class Cards(forms.RadioSelect):
    """Choices that need explaining; their labels are `Explained`."""

    template_name = "ui/widgets/cards.html"
