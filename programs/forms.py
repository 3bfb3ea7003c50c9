"""What a program admin fills in, one small form for each step of the set-up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.utils.translation import gettext_lazy as _

from kit.forms import Cards, Chips, DateField, DateInput, Explained, LineField
from programs import blueprints
from programs.models import PlannedMilestone, Program, ProgramGoal, Resource

SCRATCH = "scratch"
RHYTHMS = {
    7: _("every week"),
    14: _("every two weeks"),
    21: _("every three weeks"),
    28: _("every four weeks"),
}
MINUTES = (30, 45, 60, 75, 90)

LONGEST_TEXT = 20_000  # characters of Markdown
LATEST_WEEK = 520  # of a milestone, where the program has no end yet: ten years


class NewProgramForm(forms.Form):
    template = forms.ChoiceField(
        label=_("Start from"),
        widget=Cards,
        error_messages={"required": _("Choose a template, or an empty program.")},
    )
    name = LineField(
        label=_("Name"),
        max_length=120,
        error_messages={"required": _("Give the program a name.")},
        help_text=_("As people will say it, for example “Rising leaders 2027”."),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", "—"), *Program.Kind.choices],
        required=False,
        help_text=_("Only where you start with an empty program; a template brings its own."),
    )
    starts_on = DateField(
        label=_("The pairs start on"),
        widget=DateInput,
        required=False,
        help_text=_("You can leave the dates for later."),
    )
    ends_on = DateField(
        label=_("It ends on"),
        widget=DateInput,
        required=False,
        help_text=_("Left empty, it is reckoned from the start, as is usual for the kind."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["template"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *((one.key, Explained(one.name, one.summary)) for one in blueprints.ALL),
            (SCRATCH, Explained(_("An empty program"), _("Write it yourself, step by step."))),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("template") == SCRATCH and not cleaned.get("kind"):
            self.add_error("kind", _("Choose a kind: it sets the usual length and rhythm."))
        _dates_in_order(self, "starts_on", "ends_on", _("Choose an end after the start."))
        return cleaned


class DuplicateForm(forms.Form):
    name = LineField(
        label=_("Name of the copy"),
        max_length=120,
        error_messages={"required": _("Give the copy a name.")},
    )
    starts_on = DateField(
        label=_("The pairs start on"),
        widget=DateInput,
        required=False,
        help_text=_("All other dates move along. Left empty, the copy has no dates yet."),
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

    class Meta:
        model = Program
        fields: ClassVar = [
            *("enrol_from_on", "enrol_until_on", "starts_on", "ends_on"),
            *("cadence_days", "session_minutes"),
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

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        late = _("Choose a last day on or after the first.")
        _dates_in_order(self, "enrol_from_on", "enrol_until_on", late, same_day=True)
        _dates_in_order(self, "starts_on", "ends_on", _("Choose an end after the start."))
        closes, ends = self.cleaned_data.get("enrol_until_on"), self.cleaned_data.get("ends_on")
        if closes and ends and closes >= ends:
            self.add_error("enrol_until_on", _("Choose a day before the program ends."))
        return cleaned


class GoalForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = ProgramGoal
        fields: ClassVar = ["text", "measure", "target"]
        field_classes: ClassVar = dict.fromkeys(["text", "measure", "target"], LineField)
        help_texts: ClassVar = {
            "text": _("What will be different? For example “Newcomers find their feet”."),
            "measure": _("A figure somebody can look up or ask for."),
            "target": _("For example “90 %” or “twice a month”."),
        }


class MilestoneForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = PlannedMilestone
        fields: ClassVar = ["title", "what_for", "responsible", "weeks_after_start"]
        field_classes: ClassVar = {"title": LineField}
        widgets: ClassVar = {
            "what_for": forms.Textarea(attrs={"rows": 2}),
            "responsible": Chips,
        }
        help_texts: ClassVar = {
            "what_for": _("One sentence, so that nobody ticks it off as a duty."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        program = self.instance.program
        choices = PlannedMilestone.Responsible.choices
        field = forms.ChoiceField(
            label=_("Who is responsible"),
            choices=[
                (value, program.term_for(value) if value != "both" else label)
                for value, label in choices
            ],
            widget=Chips,
        )
        self.fields["responsible"] = field
        latest = MaxValueValidator(LATEST_WEEK, _("Choose a week up to %(limit_value)d."))
        self.fields["weeks_after_start"].validators.append(latest)
        if program.weeks is not None:
            self.fields["weeks_after_start"].help_text = _(
                "From 0 to %(weeks)d, the length of the program."
            ) % {"weeks": program.weeks}


class ResourceForm(forms.ModelForm):  # type: ignore[type-arg]
    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Where it is found, if it is elsewhere."),
    )

    class Meta:
        model = Resource
        fields: ClassVar = ["title", "kind", "for_role", "url", "text"]
        field_classes: ClassVar = {"title": LineField}
        widgets: ClassVar = {"text": forms.Textarea(attrs={"rows": 6}), "kind": Chips}
        help_texts: ClassVar = {
            "text": _("What it says, or what to expect of it. You can use Markdown."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        program = self.instance.program
        self.fields["text"].validators.append(MaxLengthValidator(LONGEST_TEXT))
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"), choices=Resource.Kind.choices, widget=Chips
        )
        self.fields["for_role"] = forms.ChoiceField(
            label=_("For"),
            choices=[
                ("", _("everyone")),
                ("mentor", program.mentor_term),
                ("mentee", program.mentee_term),
            ],
            required=False,
            widget=Chips,
        )


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


def _dates_in_order(
    form: forms.BaseForm, first: str, second: str, wrong: Any, *, same_day: bool = False
) -> None:
    """Complain at the second date where it is before the first (or the same, unless it may be)."""
    one, two = form.cleaned_data.get(first), form.cleaned_data.get(second)
    if one is None or two is None:
        return
    if two < one or (two == one and not same_day):
        form.add_error(second, wrong)


def take_errors(form: forms.BaseForm, errors: Mapping[str, Iterable[Any]]) -> None:
    """Show what the domain refused at the fields it is about, and the rest above the form."""
    for field, found in errors.items():
        for error in found:
            form.add_error(field if field in form.fields else None, error)
