"""What a program says of itself: name and purpose, dates, how they are matched."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.utils.translation import gettext_lazy as _

from kit.forms import Cards, Chips, DateField, DateInput, Explained, LineField
from programs.forms.checking import LONGEST_TEXT, dates_in_order
from programs.models import Program

RHYTHMS = {
    7: _("every week"),
    14: _("every two weeks"),
    21: _("every three weeks"),
    28: _("every four weeks"),
}
MINUTES = (30, 45, 60, 75, 90)
CHECKINS = {
    0: _("never"),
    2: _("every two weeks"),
    4: _("every four weeks"),
    6: _("every six weeks"),
    8: _("every eight weeks"),
}
MOST_IN_A_GROUP = 20  # no mentor has more, see the application

_SHAPES = (
    (
        Program.Shape.PAIRS,
        _("One to one"),
        _(
            "Each %(mentor)s has one %(mentee)s at most, whatever they offer, and time for"
            " nobody else. You need as many of one as of the other."
        ),
    ),
    (
        Program.Shape.SEVERAL,
        _("One to one, several each"),
        _(
            "Each %(mentor)s says how many they can take and meets every %(mentee)s alone."
            " You get along with fewer, who give more hours."
        ),
    ),
    (
        Program.Shape.GROUPS,
        _("Small groups"),
        _(
            "A %(mentor)s meets all of a group together, and every %(mentee)s learns from the"
            " others too. You need the fewest; a group has one agreement and one agenda."
        ),
    ),
)
_WAYS = (
    (
        Program.Way.MATCHED,
        _("You match everybody at once"),
        _(
            "Nobody has to ask anybody. You run the matching, look through the pairs and the"
            " reasons for them, and publish; each %(mentor)s and %(mentee)s learns of it then."
        ),
    ),
    (
        Program.Way.CHOSEN,
        _("They choose"),
        _(
            "Each %(mentee)s sees suggestions with reasons and asks one %(mentor)s, who accepts"
            " or declines. You have little to do, and look after those whom nobody took."
        ),
    ),
    (
        Program.Way.BOTH,
        _("They choose first, you match the rest"),
        _(
            "Who knows whom they want asks, and a %(mentor)s may accept or decline. When that has"
            " settled, you run the matching for every %(mentee)s still without one."
        ),
    ),
)


class BasicsForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Program
        fields: ClassVar = ["name", "kind", "purpose", "mentor_term", "mentee_term"]
        field_classes: ClassVar = dict.fromkeys(["name", "mentor_term", "mentee_term"], LineField)
        widgets: ClassVar = {"purpose": forms.Textarea(attrs={"rows": 5})}
        help_texts: ClassVar = {
            "purpose": _("Two or three sentences: for whom it is, and what it should change."),
            "mentor_term": _("For example mentor, coach, sponsor."),
            "mentee_term": _("For example mentee, protégé, apprentice, newcomer."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].validators.append(MaxLengthValidator(LONGEST_TEXT))


class DatesForm(forms.ModelForm):  # type: ignore[type-arg]
    cadence_days = forms.TypedChoiceField(label=_("Pairs meet"), coerce=int, widget=Chips)
    session_minutes = forms.TypedChoiceField(label=_("Minutes a meeting"), coerce=int, widget=Chips)
    checkin_weeks = forms.TypedChoiceField(
        label=_("Ask each how it is going"),
        coerce=int,
        widget=Chips,
        help_text=_("Three answers to choose from. You see the answer, not what they add to it."),
    )

    class Meta:
        model = Program
        fields: ClassVar = [
            *("enrol_from_on", "enrol_until_on", "starts_on", "ends_on"),
            *("cadence_days", "session_minutes", "checkin_weeks"),
        ]
        field_classes: ClassVar = dict.fromkeys(
            ["enrol_from_on", "enrol_until_on", "starts_on", "ends_on"], DateField
        )
        widgets: ClassVar = dict.fromkeys(
            ["enrol_from_on", "enrol_until_on", "starts_on", "ends_on"], DateInput
        )
        help_texts: ClassVar = {
            "enrol_from_on": _("Left empty: from the moment you open the program."),
            "enrol_until_on": _(
                "Left empty: until matching starts. A day after the start lets late joiners in."
            ),
            "starts_on": _("The milestones are reckoned from this day."),
            "ends_on": _("Every pair ends on this day unless it is extended."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rhythm, minutes = self.fields["cadence_days"], self.fields["session_minutes"]
        assert isinstance(rhythm, forms.ChoiceField)
        assert isinstance(minutes, forms.ChoiceField)
        own = self.instance.cadence_days
        rhythms = RHYTHMS if own in RHYTHMS else {own: _("every %d days") % own} | RHYTHMS
        rhythm.choices = list(rhythms.items())
        lengths = sorted({*MINUTES, self.instance.session_minutes})
        minutes.choices = [(length, str(length)) for length in lengths]
        checkins, weeks = self.fields["checkin_weeks"], self.instance.checkin_weeks
        assert isinstance(checkins, forms.ChoiceField)
        asked = CHECKINS if weeks in CHECKINS else {weeks: _("every %d weeks") % weeks} | CHECKINS
        checkins.choices = list(asked.items())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        late = _("Choose a last day on or after the first.")
        dates_in_order(self, "enrol_from_on", "enrol_until_on", late, same_day=True)
        dates_in_order(self, "starts_on", "ends_on", _("Choose an end after the start."))
        closes, ends = self.cleaned_data.get("enrol_until_on"), self.cleaned_data.get("ends_on")
        if closes and ends and closes >= ends:
            self.add_error("enrol_until_on", _("Choose a day before the program ends."))
        return cleaned


class PairingUpForm(forms.ModelForm):  # type: ignore[type-arg]
    """Shape, way and places; each choice says what it does to whom."""

    class Meta:
        model = Program
        fields: ClassVar = [
            *("shape", "group_from", "group_to", "way", "places", "turned_away_first"),
        ]
        labels: ClassVar = {
            "group_from": _("A small group has at least"),
            "group_to": _("A small group has at most"),
            "places": _("Places"),
            "turned_away_first": _("Who was turned away by an earlier draw goes first"),
        }
        help_texts: ClassVar = {
            "turned_away_first": _(
                "In another program of this kind. All others are equal among themselves. It is"
                " said where people apply, and stays so once the program is open."
            ),
        }
        widgets: ClassVar = dict.fromkeys(
            ["group_from", "group_to", "places"], forms.NumberInput(attrs={"class": "short"})
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mentor, mentee = self.instance.mentor_term, self.instance.mentee_term
        terms = {"mentor": mentor, "mentee": mentee}
        self.fields["shape"] = forms.ChoiceField(
            label=_("What a pairing looks like"),
            choices=[(value, Explained(title, note % terms)) for value, title, note in _SHAPES],
            widget=Cards(attrs={"class": "choice-list"}),
        )
        self.fields["way"] = forms.ChoiceField(
            label=_("How they find each other"),
            choices=[(value, Explained(title, note % terms)) for value, title, note in _WAYS],
            widget=Cards(attrs={"class": "choice-list"}),
        )
        self.fields["places"].help_text = (
            _(
                "How many can take part as %(mentee)s. Where more apply, you draw lots among"
                " them, and they are told so. Left empty, there is no limit. Nobody who is in"
                " loses the place when you lower it."
            )
            % terms
        )
        for name in ("group_from", "group_to"):
            field = self.fields[name]
            field.required = False
            field.validators.append(MaxValueValidator(MOST_IN_A_GROUP))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("group_from", "group_to"):
            if cleaned.get(name) is None and name not in self.errors:
                self._size_left_empty(name)
        least, most = cleaned.get("group_from"), cleaned.get("group_to")
        if least is not None and least < 2:
            self.add_error("group_from", _("A group is of two or more."))
        elif least is not None and most is not None and most < least:
            self.add_error("group_to", _("Give at least the size above."))
        self._refuse_asking_for_a_group(cleaned)
        return cleaned

    def _refuse_asking_for_a_group(self, cleaned: dict[str, Any]) -> None:
        """Who asks and is accepted is a pair at once; a group is of several from the start."""
        is_of_groups = cleaned.get("shape") == Program.Shape.GROUPS
        if is_of_groups and cleaned.get("way") in Program.CHOOSING:
            self.add_error(
                "way", _("Groups are put together by matching: choose that, or another shape.")
            )

    def _size_left_empty(self, name: str) -> None:
        """Sizes matter for groups alone: elsewhere an empty one stays what it was."""
        if self.cleaned_data.get("shape") == Program.Shape.GROUPS:
            self.add_error(name, _("Say how many are in a group."))
        else:
            self.cleaned_data[name] = getattr(self.instance, name)
