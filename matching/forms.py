"""What the admin fills in: the criteria of a run, a search, a ruling, a swap."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.forms import Chips, LineField
from matching import criteria
from matching.models import Proposal, Ruling
from matching.scoring import Criteria


class CriteriaForm(forms.Form):
    """One field for each weight and rule; their sentences are those of `matching.criteria`."""

    def __init__(self, data: Any = None, *, chosen: Criteria) -> None:
        super().__init__(data, initial=_initial(chosen))
        for name, words in criteria.WEIGHTS.items():
            self.fields[f"weight_{name}"] = forms.IntegerField(
                label=words.label,
                help_text=words.help,
                min_value=0,
                max_value=criteria.MOST_WEIGHT,
                widget=forms.NumberInput({"step": 5, "inputmode": "numeric"}),
            )
        self.fields["gap_from"] = self._levels(_("Preferred levels above, from"))
        self.fields["gap_to"] = self._levels(_("Preferred levels above, to"))
        self.fields["department"] = forms.ChoiceField(
            label=_("The mentor's department"), choices=criteria.DEPARTMENTS, widget=Chips
        )
        for name, words in criteria.RULES.items():
            self.fields[f"rule_{name}"] = forms.BooleanField(
                label=words.label, help_text=words.help, required=False
            )

    @staticmethod
    def _levels(label: Any) -> forms.IntegerField:
        return forms.IntegerField(
            label=label, min_value=-criteria.WIDEST_GAP, max_value=criteria.WIDEST_GAP
        )

    @property
    def weights(self) -> list[forms.BoundField]:
        return [self[f"weight_{name}"] for name in criteria.WEIGHTS]

    @property
    def preferences(self) -> list[forms.BoundField]:
        return [self["gap_from"], self["gap_to"], self["department"]]

    @property
    def rules(self) -> list[forms.BoundField]:
        return [self[f"rule_{name}"] for name in criteria.RULES]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                criteria.from_settings(self.settings)
            except criteria.CriteriaError as error:
                raise ValidationError(str(error)) from error
        return cleaned

    @property
    def settings(self) -> dict[str, Any]:
        """What was chosen, as a run keeps it."""
        chosen = self.cleaned_data
        return {
            "weights": {name: chosen[f"weight_{name}"] for name in criteria.WEIGHTS},
            "gap_from": chosen["gap_from"],
            "gap_to": chosen["gap_to"],
            "department": chosen["department"],
            "rules": {name: chosen[f"rule_{name}"] for name in criteria.RULES},
        }


def as_fields(chosen: Criteria) -> list[tuple[str, Any]]:
    """The criteria as the form would send them, for a button that runs again with the same."""
    return [(name, value) for name, value in _initial(chosen).items() if value is not False]


def _initial(chosen: Criteria) -> dict[str, Any]:
    return (
        {f"weight_{name}": int(chosen.weights.get(name, 0)) for name in criteria.WEIGHTS}
        | {f"rule_{name}": getattr(chosen, name) for name in criteria.RULES}
        | {
            "gap_from": chosen.gap_from,
            "gap_to": chosen.gap_to,
            "department": chosen.department,
        }
    )


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
