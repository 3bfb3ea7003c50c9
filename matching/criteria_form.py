"""The criteria of a run as a form: what counts, what must hold, what comes first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kit.forms import Cards, Chips, Explained
from matching import criteria
from matching.scoring import Criteria
from programs.models import Program

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LAST_AIM = [
    ("total", Explained(_("The best total score"), _("The pairs fit best taken all together."))),
    ("worst", Explained(criteria.AIMS["worst_first"].label, criteria.AIMS["worst_first"].help)),
]
_CHOICES = ("department", "location")
_PREFERENCES = {
    "level_gap": ("gap_from", "gap_to"),
    "department": ("department",),
    "location": ("location",),
}
_IDLE = {
    "mentee_wishes": _(
        "No share now: no mentee who waits wished for a mentor who has a place free."
    ),
    "mentor_wishes": _(
        "No share now: no mentor who has a place free wished for a mentee who waits."
    ),
}
_IDLE_QUESTION = _("No share now: nobody who is to be matched has answered it.")


class CriteriaForm(forms.Form):
    """One field for each weight, rule and aim; their sentences are those of `matching.criteria`.

    Which criteria have a share among the people to be matched is in `applying`; None takes all.
    """

    applying: Collection[str] | None = None

    def __init__(
        self, data: QueryDict | None = None, *, chosen: Criteria, program: Program
    ) -> None:
        self._words = criteria.weights_for(program)
        initial = _initial(chosen, self._words)
        super().__init__(_with_new_weights(data, initial), initial=initial)
        for name, words in self._words.items():
            self.fields[f"weight_{name}"] = _weight(words)
        self.fields["gap_from"] = _levels(_("Preferred levels above, from"))
        self.fields["gap_to"] = _levels(_("Preferred levels above, to"))
        self.fields["department"] = _choice(_("The mentor's department"), criteria.DEPARTMENTS)
        self.fields["location"] = _choice(_("The mentor's location"), criteria.LOCATIONS)
        for name, words in criteria.RULES.items():
            self.fields[f"rule_{name}"] = _on_or_off(words)
        for name, limit in criteria.LIMITS.items():
            self.fields[f"limit_{name}"] = _limit(limit)
        for name in ("spread", "wishes_first"):
            self.fields[f"aim_{name}"] = _on_or_off(criteria.AIMS[name])
        self.fields["aim_last"] = forms.ChoiceField(
            label=_("Of all ways that are left"), choices=LAST_AIM, widget=Cards
        )

    # --- What the page shows ------------------------------------------------------------------

    @property
    def weights(self) -> Iterator[Weighed]:
        """Each weight with its share of the score, and what is preferred where it counts."""
        shares = self._shares()
        for name in self._words:
            preferences = [self[field] for field in _PREFERENCES.get(name, ())]
            yield Weighed(
                self[f"weight_{name}"],
                shares[name],
                preferences,
                name in _CHOICES,
                _IDLE.get(name, _IDLE_QUESTION) if self._is_idle(name) else "",
            )

    @property
    def rules(self) -> list[forms.BoundField]:
        return [self[f"rule_{name}"] for name in criteria.RULES]

    @property
    def limits(self) -> list[tuple[forms.BoundField, Any]]:
        """Each limit with its unit."""
        return [(self[f"limit_{name}"], limit.unit) for name, limit in criteria.LIMITS.items()]

    def _is_idle(self, name: str) -> bool:
        return self.applying is not None and name not in self.applying

    def _shares(self) -> dict[str, int]:
        """The share of each weight in per cent as the form stands, right or wrong."""
        weights = {name: _number(self[f"weight_{name}"].value()) for name in self._words}
        for name in weights:
            if self._is_idle(name) or (name in _CHOICES and self[name].value() == "any"):
                weights[name] = 0
        total = sum(weights.values()) or 1
        return {name: round(100 * weight / total) for name, weight in weights.items()}

    # --- What was chosen ----------------------------------------------------------------------

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
            "weights": {name: chosen[f"weight_{name}"] for name in self._words},
            "gap_from": chosen["gap_from"],
            "gap_to": chosen["gap_to"],
            **{name: chosen[name] for name in _CHOICES},
            "rules": {name: chosen[f"rule_{name}"] for name in criteria.RULES},
            "limits": {name: chosen[f"limit_{name}"] for name in criteria.LIMITS},
            "aims": {
                "spread": chosen["aim_spread"],
                "wishes_first": chosen["aim_wishes_first"],
                "worst_first": chosen["aim_last"] == "worst",
            },
        }


@dataclass(frozen=True)
class Weighed:
    """A weight as a page shows it."""

    field: forms.BoundField
    share: int
    preferences: list[forms.BoundField]
    is_choice: bool  # counts only where the choice below it is not "does not matter"
    why_idle: StrPromise | str  # why it has no share, whatever its weight; empty where it has one


def as_fields(chosen: Criteria) -> list[tuple[str, Any]]:
    """The criteria as the form would send them, for a button that runs again with the same."""
    fields = _initial(chosen, chosen.weights)
    return [
        (name, value) for name, value in fields.items() if value is not None and value is not False
    ]


def _initial(chosen: Criteria, weights: Iterable[str]) -> dict[str, Any]:
    return (
        {f"weight_{name}": int(chosen.weights.get(name, 0)) for name in weights}
        | {f"rule_{name}": getattr(chosen, name) for name in criteria.RULES}
        | {f"limit_{name}": getattr(chosen, name) for name in criteria.LIMITS}
        | {f"aim_{name}": getattr(chosen, name) for name in ("spread", "wishes_first")}
        | {"aim_last": "worst" if chosen.worst_first else "total"}
        | {name: getattr(chosen, name) for name in ("gap_from", "gap_to", *_CHOICES)}
    )


def _with_new_weights(data: QueryDict | None, initial: Mapping[str, Any]) -> QueryDict | None:
    """A question may have been added since the page was opened: it weighs what it did."""
    if data is None:
        return None
    whole = data.copy()
    for name, value in initial.items():
        if name.startswith("weight_") and name not in whole:
            whole[name] = str(value)
    return whole


def _number(typed: Any) -> int:
    """What was typed as a weight; 0 where it is none."""
    try:
        return min(max(int(typed), 0), criteria.MOST_WEIGHT)
    except (TypeError, ValueError):
        return 0


def _weight(words: criteria.Words) -> forms.IntegerField:
    return forms.IntegerField(
        label=words.label,
        help_text=words.help,
        min_value=0,
        max_value=criteria.MOST_WEIGHT,
        widget=forms.NumberInput({"inputmode": "numeric", "class": "weight-number"}),
    )


def _levels(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=-criteria.WIDEST_GAP, max_value=criteria.WIDEST_GAP
    )


def _choice(label: Any, choices: Iterable[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=Chips)


def _on_or_off(words: criteria.Words) -> forms.BooleanField:
    return forms.BooleanField(label=words.label, help_text=words.help, required=False)


def _limit(limit: criteria.Limit) -> forms.IntegerField:
    return forms.IntegerField(
        label=limit.label,
        help_text=limit.help,
        required=False,
        min_value=limit.least,
        max_value=limit.most,
        widget=forms.NumberInput({"step": limit.step, "class": "limit-number"}),
    )
