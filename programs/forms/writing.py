"""What is written at length, and the search for somebody to run it too."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.forms import LineField
from programs.forms.checking import LONGEST_TEXT


class ExpectationsForm(forms.Form):
    text = forms.CharField(
        label=_("What is expected"),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Write at least one line.")},
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "One line for each thing, beginning with a hyphen. People agree to exactly these words."
        ),
    )


class GuidelinesForm(forms.Form):
    guidelines = forms.CharField(
        label=_("Guidelines"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 18}),
        required=False,
        help_text=_("Markdown: ## for a heading, - for a list, **bold**, [words](https://…)."),
    )


class AdminSearchForm(forms.Form):
    q = LineField(label=_("Name or e-mail"), min_length=2, max_length=100)
