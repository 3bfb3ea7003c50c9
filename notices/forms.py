"""What is asked on the pages about notices."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.forms import Chips, LineField
from notices.catalogue import Kind
from notices.models import Announcement, Wording
from notices.writing.wording import faults
from programs.models import Program

EVERY_ROLE = "all"  # a choice like the others; nothing chosen would look as if it could be left out


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


class AnnouncementForm(forms.ModelForm):  # type: ignore[type-arg]
    """What an announcement says, and to whom."""

    role = forms.ChoiceField(
        label=_("To"), widget=Chips, error_messages={"required": _("Choose whom it is for.")}
    )
    standing = forms.ChoiceField(
        label=_("Who of them"),
        choices=Announcement.Standing.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whom it is for.")},
    )

    class Meta:
        model = Announcement
        fields: ClassVar = ["title", "text", "role", "standing"]
        field_classes: ClassVar = {"title": LineField}
        widgets: ClassVar = {"text": forms.Textarea(attrs={"rows": 10})}
        help_texts: ClassVar = {
            "text": _(
                "Plain text; an empty line begins a paragraph, and an address such as"
                " https://example.com becomes a link. Your name and the name of the program follow."
            ),
        }
        error_messages: ClassVar = {
            "title": {"required": _("Write a subject, so that people see what it is about.")},
            "text": {"required": _("Write the message.")},
        }

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role, standing = self.fields["role"], self.fields["standing"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [
            (EVERY_ROLE, _("both")),
            ("mentor", _("each %(mentor)s") % {"mentor": program.mentor_term}),
            ("mentee", _("each %(mentee)s") % {"mentee": program.mentee_term}),
        ]
        self.initial["role"] = self.instance.role or EVERY_ROLE
        if not self.instance.pk:
            standing.initial = Announcement.Standing.ADMITTED

    def clean_role(self) -> str:
        role: str = self.cleaned_data["role"]
        return "" if role == EVERY_ROLE else role
