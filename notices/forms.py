"""What is asked on the pages about notices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.forms import LineField
from notices.catalogue import Kind
from notices.models import Wording
from notices.writing.wording import faults


class WordingForm(forms.ModelForm):  # type: ignore[type-arg]
    """A program's own words for one kind; each variable in them can be filled in."""

    title = LineField(
        label=_("Subject"),
        max_length=200,
        error_messages={"required": _("Write the subject of the mail.")},
    )

    class Meta:
        model = Wording
        fields = ("title", "text")
        widgets = {"text": forms.Textarea({"rows": 10})}
        labels = {"text": _("Text")}
        help_texts = {
            "text": _(
                "Plain text. A blank line begins a new paragraph. The greeting, the link and why"
                " somebody gets it are added by themselves."
            )
        }
        error_messages = {"text": {"required": _("Write what the mail should say.")}}

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean_title(self) -> str:
        return self._checked(self.cleaned_data["title"])

    def clean_text(self) -> str:
        return self._checked(self.cleaned_data["text"])

    def _checked(self, text: str) -> str:
        found = faults(text, self.kind)
        if found:
            raise forms.ValidationError(found)
        return text
