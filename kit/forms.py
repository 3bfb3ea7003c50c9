"""How forms look: one renderer, so that every form has the same summary, fields and errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from kit.widgets import input_element

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, however little; None where the page is only looked at.

    `request.POST or None` is not the same: a form sent with nothing in it would look unsent.
    """
    return request.POST if request.method == "POST" else None


INPUTS = frozenset(
    f"django/forms/widgets/{name}.html"
    for name in ("checkbox", "date", "datetime", "email", "hidden", "input", "number", "password")
    + ("search", "tel", "text", "time", "url")
)


class Renderer(TemplatesSetting):
    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """As a template, but for a plain `<input>`."""
        if template_name in INPUTS:
            return input_element(context["widget"])
        return super().render(template_name, context, request)


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


class DecliningForm(forms.Form):
    """Why somebody is declined: one of `kind_words`, ready made, or words of one's own.

    Once it is valid, `cleaned_data["reason"]` holds the words that the other will read.
    """

    OWN = "own"
    kind_words: ClassVar[Sequence[StrOrPromise]]
    nothing_written: ClassVar[StrOrPromise]  # said where one's own words are left empty
    longest: ClassVar[int]  # letters of one's own words

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ready = ((str(number), words) for number, words in enumerate(self.kind_words))
        self.fields["preset"] = forms.ChoiceField(
            label=_("What they will read"),
            choices=[*ready, (self.OWN, _("My own words:"))],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose the words that they will read.")},
        )
        self.fields["own_words"] = forms.CharField(
            label=_("My own words"),
            max_length=self.longest,
            required=False,
            widget=forms.Textarea({"rows": 3}),
        )

    def clean(self) -> dict[str, Any]:
        """Adds the reason; an error where one's own words were chosen and none are there."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        preset = cleaned.get("preset") or self.OWN
        own_words = (cleaned.get("own_words") or "").strip()
        if cleaned.get("preset") == self.OWN and not own_words:
            self.add_error("own_words", self.nothing_written)
        cleaned["reason"] = own_words if preset == self.OWN else str(self.kind_words[int(preset)])
        return cleaned
