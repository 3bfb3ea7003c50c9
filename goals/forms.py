from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goals.models import Goal
from kit.forms import DateField, DateInput, LineField
from pairings.models import Pairing
from people.models import Person

LONGEST_TEXT = 2000


class GoalForm(forms.Form):
    """A goal; with several mentees a mentor also says whose it is."""

    owner = forms.ModelChoiceField(label=_("Whose goal"), queryset=Person.objects.none())
    text = forms.CharField(
        label=_("What do you want to reach?"),
        help_text=_("One thing, in your own words. Only the pair can read it."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 2}),
    )
    reached_when = forms.CharField(
        label=_("How will you know you have reached it?"),
        help_text=_("For instance: I led three meetings on my own."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 2}),
        required=False,
    )
    due_on = DateField(label=_("By when"), widget=DateInput({"class": "short"}), required=False)

    def __init__(self, *args: Any, pairing: Pairing, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mentees = pairing.people()[1:]
        if by in mentees:
            del self.fields["owner"]
        else:
            owner = self.fields["owner"]
            assert isinstance(owner, forms.ModelChoiceField)
            owner.queryset = Person.objects.filter(pk__in=[mentee.pk for mentee in mentees])
            owner.initial = mentees[0].pk
            self.fields["text"].label = _("What could they reach?")
            if len(mentees) == 1:
                owner.widget = owner.hidden_widget()

    @classmethod
    def starting_from(cls, goal: Goal) -> dict[str, Any]:
        """What the form shows before somebody changes `goal`."""
        return {"text": goal.text, "reached_when": goal.reached_when, "due_on": goal.due_on}


class ProgressForm(forms.Form):
    to = forms.IntegerField(
        label=_("Per cent"),
        min_value=0,
        max_value=100,
        widget=forms.NumberInput({"class": "short", "step": 5, "inputmode": "numeric"}),
    )
    note = LineField(
        label=_("What changed"),
        max_length=LONGEST_TEXT,
        required=False,
    )


class ActionForm(forms.Form):
    text = LineField(label=_("What is to be done?"), max_length=LONGEST_TEXT)
    owner = forms.ModelChoiceField(label=_("Who does it"), queryset=Person.objects.none())
    due_on = DateField(label=_("By when"), widget=DateInput({"class": "short"}), required=False)

    def __init__(self, *args: Any, goal: Goal, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = Person.objects.filter(pk__in=[p.pk for p in goal.pairing.people()])
        owner.initial = by.pk
