"""What the two fill in where mentees choose: a search, a request, a no."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.forms import DecliningForm, LineField


class MentorsForm(forms.Form):
    """Which mentors a mentee looks for; what it does not understand it leaves out."""

    q = LineField(label=_("Name"), required=False, max_length=100, widget=forms.SearchInput)
    skill = forms.ChoiceField(label=_("Offers"), required=False)

    def __init__(self, data: Any, *, skills: Iterable[str]) -> None:
        super().__init__(data)
        choices = [("", _("anything")), *((name, name) for name in skills)]
        self.fields["skill"].choices = choices  # type: ignore[attr-defined]


class RequestForm(forms.Form):
    """The few words with which a mentee asks."""

    words = forms.CharField(
        label=_("What you hope for from this mentor"),
        help_text=_("A few sentences. Only the two of you read them."),
        max_length=1000,
        widget=forms.Textarea({"rows": 5}),
        error_messages={
            "required": _("Write a few words: they are what the answer will be about.")
        },
    )


KIND_WORDS = (
    _("I would like to, but I do not have the time for one more person at the moment."),
    _("I believe that somebody else can help you better with what you want to learn."),
    _("We work too closely together for this. With some distance you will speak more freely."),
    _("I have to say no this time, and it is not about you. I wish you a good mentor."),
)


class NoForm(DecliningForm):
    """Why a mentor declines a request."""

    kind_words = KIND_WORDS
    nothing_written = _("Write the reason: the one who asked will read it.")
    longest = 500
