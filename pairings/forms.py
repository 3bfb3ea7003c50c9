"""What people fill in about their pairing."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kit.forms import Cards, Chips, DateField, DateInput, DateTimeInput, Explained, LineField
from pairings.models import AgendaItem, CheckIn, Ending, How, Pairing
from pairings.rhythm import Standing

MINUTES = (30, 45, 60, 90)
OTHER = "other"
ONE_WAY = [choice for choice in How.choices if choice[0] != How.MIXED]  # of one single meeting
TEXT = 4000  # characters of a note; an agenda item is shorter


class MinutesMixin(forms.Form):
    """Minutes as chips, and a field for any other number."""

    minutes = forms.ChoiceField(
        label=gettext_lazy("How long"),
        choices=[
            *((str(m), format_lazy("{} {}", m, pgettext_lazy("minutes", "min"))) for m in MINUTES),
            (OTHER, pgettext_lazy("length", "Other")),
        ],
        widget=Chips,
    )
    other_minutes = forms.IntegerField(
        label=gettext_lazy("Other length, in minutes"),
        required=False,
        min_value=5,
        max_value=600,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen, other = cleaned.get("minutes"), cleaned.get("other_minutes")
        if chosen == OTHER and not other and "other_minutes" not in self.errors:
            self.add_error("other_minutes", _("Say how many minutes, from 5 to 600."))
        cleaned["length"] = other if chosen == OTHER else int(chosen or 0)
        return cleaned


def minutes_initial(minutes: int) -> dict[str, Any]:
    """`minutes` as the two fields of MinutesMixin show it."""
    if minutes in MINUTES:
        return {"minutes": str(minutes)}
    return {"minutes": OTHER, "other_minutes": minutes}


def meeting_initial(minutes: int, how: str) -> dict[str, Any]:
    """What a meeting is by default, where the pair agreed on `minutes` and `how`."""
    return {"how": How.VIDEO if how == How.MIXED else how} | minutes_initial(minutes)


class PlanForm(MinutesMixin):
    """The next meeting."""

    starts_at = forms.DateTimeField(label=gettext_lazy("When"), widget=DateTimeInput)
    how = forms.ChoiceField(label=gettext_lazy("How"), choices=ONE_WAY, widget=Chips)
    place = LineField(
        label=gettext_lazy("Place or link"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Only you two can read it, and it is put into the calendar file."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    field_order = ("starts_at", "minutes", "other_minutes", "how", "place")


class LogForm(MinutesMixin):
    """They met: one screen, everything filled in that can be known."""

    starts_at = forms.DateTimeField(label=gettext_lazy("When"), widget=DateTimeInput)
    how = forms.ChoiceField(label=gettext_lazy("How"), choices=ONE_WAY, widget=Chips)
    discussed = forms.ModelMultipleChoiceField(
        label=gettext_lazy("What did you talk about?"),
        queryset=AgendaItem.objects.none(),
        to_field_name="ref",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What you leave open stays on the agenda for next time."),
    )
    note = forms.CharField(
        label=gettext_lazy("A line to remember"),
        required=False,
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reader = forms.ChoiceField(label=gettext_lazy("Who can read the note"), widget=Chips)
    session = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    field_order = ("starts_at", "minutes", "other_minutes", "how", "discussed", "note", "reader")

    def __init__(self, *args: Any, pairing: Pairing, names: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reader"] = reader_field(names)
        items = pairing.agenda.open()
        discussed = self.fields["discussed"]
        assert isinstance(discussed, forms.ModelMultipleChoiceField)
        discussed.queryset = items
        discussed.choices = [(item.ref, item.text) for item in items]
        if not items:
            del self.fields["discussed"]


class NoteForm(forms.Form):
    """A note on a session that was held."""

    text = forms.CharField(
        label=gettext_lazy("Note"), max_length=TEXT, widget=forms.Textarea(attrs={"rows": 4})
    )
    reader = forms.ChoiceField(label=gettext_lazy("Who can read it"), widget=Chips)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, names: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reader"] = reader_field(names)


class AgendaForm(forms.Form):
    """A line to talk about."""

    text = LineField(
        label=gettext_lazy("What to talk about"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "done"}),
    )


class WordingForm(AgendaForm):
    """Another wording of an item, knowing which one was read."""

    text = LineField(
        label=gettext_lazy("What to talk about"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class MoveForm(forms.Form):
    starts_at = forms.DateTimeField(label=gettext_lazy("New time"), widget=DateTimeInput)


class AgreementForm(forms.Form):
    """How the pair will work; `base` is the version that was read."""

    cadence_days = forms.IntegerField(
        label=gettext_lazy("Days between our meetings"),
        min_value=1,
        max_value=365,
        help_text=gettext_lazy("14 is every other week, 30 about once a month."),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes a meeting"), min_value=5, max_value=600
    )
    how = forms.ChoiceField(label=gettext_lazy("How we meet"), choices=How.choices, widget=Chips)
    confidentiality = forms.CharField(
        label=gettext_lazy("What stays between us"),
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    ending = forms.CharField(
        label=gettext_lazy("How either of us may end it"),
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    base = forms.IntegerField(widget=forms.HiddenInput)


class PauseForm(forms.Form):
    until_on = DateField(
        label=gettext_lazy("Back on"),
        required=False,
        widget=DateInput,
        help_text=gettext_lazy("Leave it empty if you do not know yet. You resume with one click."),
    )
    ahead = forms.ChoiceField(
        label=gettext_lazy("Sessions that are planned"),
        choices=[
            ("off", gettext_lazy("Call off those within the break")),
            ("keep", gettext_lazy("Keep them all")),
        ],
        initial="off",
        widget=Chips,
        help_text=gettext_lazy("Without a day to come back, the break takes in all of them."),
    )

    def __init__(self, *args: Any, asks_ahead: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_ahead:
            del self.fields["ahead"]


class ExtendForm(forms.Form):
    to_on = DateField(label=gettext_lazy("New end date"), widget=DateInput)


class CheckInForm(forms.Form):
    answer = forms.ChoiceField(
        label=gettext_lazy("How is it going?"),
        choices=[
            (value, Explained(CheckIn.Answer(value).label, note))
            for value, note in (
                (CheckIn.Answer.WELL, gettext_lazy("We meet, and it is worth the time.")),
                (CheckIn.Answer.SO_SO, gettext_lazy("Something should change, and can.")),
                (CheckIn.Answer.BADLY, gettext_lazy("We do not get anywhere like this.")),
            )
        ],
        widget=Cards(attrs={"class": "choice-list"}),
        error_messages={"required": gettext_lazy("Choose one of the three answers.")},
    )
    comment = LineField(label=gettext_lazy("A line about it"), required=False, max_length=300)


class EndForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Why it ends"), choices=Ending.Kind.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, pairing: Pairing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if pairing.state == Pairing.State.PROPOSED:
            del self.fields["kind"]
        else:
            before_agreement = (Ending.Kind.DECLINED, Ending.Kind.TAKEN_BACK)
            self.fields["kind"].choices = [  # type: ignore[attr-defined]
                choice for choice in Ending.Kind.choices if choice[0] not in before_agreement
            ]


class HelpForm(forms.Form):
    message = forms.CharField(
        label=gettext_lazy("What would help?"),
        required=False,
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class FilterForm(forms.Form):
    """What the list of a program's pairings shows."""

    q = LineField(label=gettext_lazy("Name"), required=False, max_length=100)
    standing = forms.ChoiceField(
        label=gettext_lazy("Show"),
        required=False,
        choices=[("", gettext_lazy("All")), *Standing.choices],
    )


def reader_field(names: str) -> forms.ChoiceField:
    """Who reads a note: the pair, or its author alone."""
    return forms.ChoiceField(
        label=_("Who can read it"),
        choices=[
            ("both", _("You and %(names)s") % {"names": names}),
            ("me", _("Only you")),
        ],
        initial="both",
        widget=Chips,
    )
