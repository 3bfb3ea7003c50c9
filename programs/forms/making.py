"""Starting a program, from a template, from nothing or from an earlier one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.forms import Cards, DateField, DateInput, Explained, LineField
from programs import blueprints
from programs.forms.checking import dates_in_order
from programs.models import Program

SCRATCH = "scratch"


class NewProgramForm(forms.Form):
    template = forms.ChoiceField(
        label=_("Start from"),
        widget=Cards,
        error_messages={"required": _("Choose a template, or an empty program.")},
    )
    name = LineField(
        label=_("Name"),
        max_length=120,
        error_messages={"required": _("Give the program a name.")},
        help_text=_("As people will say it, for example “Rising leaders 2027”."),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", "—"), *Program.Kind.choices],
        required=False,
        help_text=_("Only where you start with an empty program; a template brings its own."),
    )
    starts_on = DateField(
        label=_("The pairs start on"),
        widget=DateInput,
        required=False,
        help_text=_("You can leave the dates for later."),
    )
    ends_on = DateField(
        label=_("It ends on"),
        widget=DateInput,
        required=False,
        help_text=_("Left empty, it is reckoned from the start, as is usual for the kind."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["template"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *((one.key, Explained(one.name, one.summary)) for one in blueprints.ALL),
            (SCRATCH, Explained(_("An empty program"), _("Write it yourself, step by step."))),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("template") == SCRATCH and not cleaned.get("kind"):
            self.add_error("kind", _("Choose a kind: it sets the usual length and rhythm."))
        dates_in_order(self, "starts_on", "ends_on", _("Choose an end after the start."))
        return cleaned


class DuplicateForm(forms.Form):
    name = LineField(
        label=_("Name of the copy"),
        max_length=120,
        error_messages={"required": _("Give the copy a name.")},
    )
    starts_on = DateField(
        label=_("The pairs start on"),
        widget=DateInput,
        required=False,
        help_text=_("All other dates move along. Left empty, the copy has no dates yet."),
    )
