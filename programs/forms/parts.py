"""The rows of a program: goals, milestones, resources, questions of the application form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.forms import Chips, LineField
from programs.forms.checking import LONGEST_TEXT
from programs.models import PlannedMilestone, Program, ProgramGoal, Question, Resource, Role

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LATEST_WEEK = 520  # of a milestone, where the program has no end yet: ten years


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


def _for_role(program: Program, label: StrOrPromise) -> forms.ChoiceField:
    """Everyone, or one of the two sides in the program's own words."""
    return forms.ChoiceField(
        label=label,
        choices=[
            ("", _("everyone")),
            (Role.MENTOR, program.mentor_term),
            (Role.MENTEE, program.mentee_term),
        ],
        required=False,
        widget=Chips,
    )


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
        self.fields["text"].validators.append(MaxLengthValidator(LONGEST_TEXT))
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"), choices=Resource.Kind.choices, widget=Chips
        )
        self.fields["for_role"] = _for_role(self.instance.program, _("For"))


class LinesField(forms.CharField):
    """A list, one entry a line; empty lines are left out."""

    def to_python(self, value: Any) -> Any:
        lines = (" ".join(line.split()) for line in (super().to_python(value) or "").splitlines())
        return [line for line in lines if line]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class QuestionForm(forms.ModelForm):  # type: ignore[type-arg]
    options = LinesField(
        label=_("Answers to choose from"),
        required=False,
        max_length=None,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line. Leave it empty for a number or a few words."),
    )

    class Meta:
        model = Question
        fields: ClassVar = ["text", "kind", "options", "for_role", "is_required", "counts"]
        field_classes: ClassVar = {"text": LineField}
        help_texts: ClassVar = {
            "text": _("As people will read it, for example “When do you have time to meet?”"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label=_("How it is answered"),
            choices=Question.Kind.choices,
            widget=Chips,
            error_messages={"required": _("Choose how it is answered.")},
        )
        self.fields["for_role"] = _for_role(self.instance.program, _("Who is asked"))
        self.fields["counts"] = forms.ChoiceField(
            label=_("In the matching"),
            choices=[
                ("", _("does not count")),
                *(one for one in Question.Counts.choices if one[0]),
            ],
            required=False,
            widget=Chips,
            help_text=_(
                "Counting needs a question to everyone with answers to choose from or a number."
                " How much it counts you set where you match."
            ),
        )

    def clean_options(self) -> list[str]:
        options: list[str] = self.cleaned_data["options"]
        longest = Question.LONGEST_OPTION
        for option in options:
            if len(option) > longest:
                raise forms.ValidationError(
                    gettext("“%(start)s…” is too long: %(most)d characters at most.")
                    % {"start": option[:30], "most": longest}
                )
        return options
