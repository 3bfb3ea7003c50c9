"""What the admin fills in: a search, a ruling, a swap. Criteria are in `criteria_form`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.forms import LineField
from matching.models import Proposal, Ruling


class SearchForm(forms.Form):
    """Proposals by the name of the mentor or the mentee, in an order."""

    q = LineField(label=_("Name"), required=False, max_length=100)
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("by mentee")),
            ("mentor", _("by mentor")),
            ("lowest", _("lowest score first")),
            ("highest", _("highest score first")),
        ],
    )


class RulingForm(forms.Form):
    """Which two, by their refs, and how."""

    mentor = LineField(max_length=12)
    mentee = LineField(max_length=12)
    kind = forms.ChoiceField(choices=Ruling.Kind.choices)


class SwapForm(forms.Form):
    """Whose mentor to swap with."""

    other = forms.TypedChoiceField(
        label=_("Swap with"),
        coerce=int,
        error_messages={
            "required": _("Choose whose mentor to swap with."),
            "invalid_choice": _("That proposal is not in this run. Choose another one."),
        },
    )

    def __init__(self, data: Any = None, *, proposal: Proposal) -> None:
        super().__init__(data)
        others = proposal.run.proposals.exclude(mentor=proposal.mentor_id)
        rows = others.select_related("mentor__person", "mentee__person")
        self._others = {one.pk: one for one in rows}
        choice = self.fields["other"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [
            ("", _("Choose somebody")),
            *((pk, self._label(one)) for pk, one in self._others.items()),
        ]

    @staticmethod
    def _label(one: Proposal) -> str:
        names = {"mentee": one.mentee.person, "mentor": one.mentor.person}
        return gettext("%(mentee)s, now with %(mentor)s") % names

    @property
    def chosen(self) -> Proposal:
        """The proposal chosen, once the form is valid."""
        return self._others[self.cleaned_data["other"]]
