"""The forms of applying, deciding and bringing a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.csvs import nearest
from kit.forms import Chips, ChipsMultiple, DecliningForm, LineField
from participants import languages, skills
from participants.admission import KIND_WORDS
from participants.barring import SHORTEST
from participants.listing.reading import MOST_CAPACITY, MOST_HOURS, MOST_OBJECTIVES
from participants.models import Objective, Participant

Level = Objective.Level

_LEVEL_WORDS = {
    Level.NEW: _("New to it"),
    Level.WORKING: _("I know the basics"),
    Level.ADVANCED: _("I am good at it"),
    Level.EXPERT: _("Others ask me"),
}
FIRST_ROWS = 3
MORE_ROWS = 3


@dataclass(frozen=True)
class ObjectiveRow:
    """The two fields of one objective, side by side."""

    number: int
    skill: BoundField
    level: BoundField

    @property
    def is_filled(self) -> bool:
        return bool(self.skill.value())


class ObjectivesForm(forms.Form):
    """Step 1: skills with levels, the most important first; empty rows are left out.

    `rows` is how many rows to show. `strict` asks for at least one objective.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        participant: Participant | None,
        is_mentor: bool,
        rows: int = 0,
        strict: bool = True,
    ) -> None:
        super().__init__(data)
        self.is_mentor, self.strict = is_mentor, strict
        there = list(participant.objectives.select_related("skill")) if participant else []
        typed = _whole(data.get("rows", "")) if data is not None else 0
        self.row_count = min(max(rows, typed, len(there) + 1, FIRST_ROWS), MOST_OBJECTIVES)
        for number in range(self.row_count):
            self._add_row(number, there[number] if number < len(there) else None)

    def _add_row(self, number: int, there: Objective | None) -> None:
        usual = Level.ADVANCED if self.is_mentor else Level.NEW
        self.fields[f"skill_{number}"] = LineField(
            label=gettext("Skill or topic %(number)s") % {"number": number + 1},
            max_length=skills.LONGEST,
            required=False,
            initial=there.skill.name if there else "",
            widget=forms.TextInput({"list": "skills", "autocomplete": "off"}),
        )
        self.fields[f"level_{number}"] = forms.TypedChoiceField(
            label=gettext("Where you stand with topic %(number)s") % {"number": number + 1},
            choices=list(_LEVEL_WORDS.items()),
            coerce=int,
            required=False,
            empty_value=str(int(usual)),
            initial=there.level if there else int(usual),
        )

    @property
    def rows(self) -> Iterator[ObjectiveRow]:
        for number in range(self.row_count):
            yield ObjectiveRow(number, self[f"skill_{number}"], self[f"level_{number}"])

    @property
    def may_grow(self) -> bool:
        return self.row_count < MOST_OBJECTIVES

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        known = skills.known(self._typed(cleaned))
        seen: dict[str, str] = {}
        wanted: list[tuple[str, int]] = []
        for number in range(self.row_count):
            name = skills.tidy(cleaned.get(f"skill_{number}") or "")
            if not name:
                continue
            key = known[name.lower()].name.lower() if name.lower() in known else name.lower()
            if key in seen:
                self.add_error(
                    f"skill_{number}",
                    _("This is the same as “%(other)s”. Keep one of them.") % {"other": seen[key]},
                )
            seen[key] = name
            wanted.append((name, int(cleaned.get(f"level_{number}") or Level.NEW)))
        if self.strict and not wanted and not self.errors:
            self.add_error(
                "skill_0",
                _("Name at least one thing you can help with.")
                if self.is_mentor
                else _("Name at least one thing you want to learn."),
            )
        cleaned["wanted"] = wanted
        return cleaned

    def _typed(self, cleaned: dict[str, Any]) -> list[str]:
        names = [cleaned.get(f"skill_{number}") or "" for number in range(self.row_count)]
        return [name for name in names if skills.tidy(name)]

    def moved_up(self, number: int) -> list[tuple[str, int]]:
        """What is wanted, with the filled row `number` one place up."""
        wanted: list[tuple[str, int]] = list(self.cleaned_data["wanted"])
        filled = [
            row.number for row in self.rows if skills.tidy(self.cleaned_data[row.skill.name] or "")
        ]
        place = filled.index(number) if number in filled else 0
        if place:
            wanted[place - 1], wanted[place] = wanted[place], wanted[place - 1]
        return wanted


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


class HopesForm(forms.Form):
    """Step 2: hopes, hours, languages and, for a mentor, how many people at a time.

    The languages most people here speak are one click; others are typed.
    """

    statement = forms.CharField(
        label=_("What I hope for"),
        help_text=_("Two or three sentences. They help to find the right person."),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
    )
    hours_per_month = forms.IntegerField(
        label=_("Hours a month I can give"), min_value=1, max_value=MOST_HOURS
    )
    capacity = forms.IntegerField(
        label=_("People I can take on at a time"), min_value=1, max_value=MOST_CAPACITY
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages I can talk in"),
        widget=ChipsMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )
    more_languages = LineField(
        label=_("Other languages"),
        help_text=_("With a comma between them, for example: Turkish, Hindi."),
        max_length=200,
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        participant: Participant | None,
        is_mentor: bool,
        common: Sequence[str],
        strict: bool = True,
    ) -> None:
        spoken = participant.languages if participant else []
        super().__init__(
            data,
            initial={
                "statement": participant.statement if participant else "",
                "hours_per_month": participant.hours_per_month if participant else 2,
                "capacity": participant.capacity if participant else 1,
                "languages": [code for code in spoken if code in common],
                "more_languages": ", ".join(
                    languages.name_of(code) for code in spoken if code not in common
                ),
            },
        )
        field = self.fields["languages"]
        assert isinstance(field, forms.MultipleChoiceField)
        typed = data.get("more_languages", "").strip() if data is not None else ""
        field.required = strict and not typed
        field.choices = [(code, languages.name_of(code)) for code in common]
        if not is_mentor:
            del self.fields["capacity"]

    def clean_more_languages(self) -> list[str]:
        codes = []
        for name in filter(str.strip, self.cleaned_data["more_languages"].split(",")):
            try:
                codes.append(languages.code_of(name))
            except languages.UnknownLanguage:
                self.add_error("more_languages", _unknown_language(name.strip()))
        return codes

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = [*cleaned.get("languages", []), *(cleaned.get("more_languages") or [])]
        cleaned["all_languages"] = list(dict.fromkeys(chosen))
        return cleaned

    @property
    def answers(self) -> dict[str, Any]:
        """What of it can be kept, as `intake.save_draft` takes it."""
        kept: dict[str, Any] = {
            name: self.cleaned_data[name]
            for name in ("statement", "hours_per_month", "capacity")
            if name in self.cleaned_data
        }
        if not {"languages", "more_languages"} & set(self.errors):
            kept["languages"] = self.cleaned_data["all_languages"]
        return kept


def _unknown_language(name: str) -> str:
    like = nearest(name, [known for _code, known in languages.choices()])
    if like:
        return gettext("No language is called “%(name)s”. Is it %(like)s?") % {
            "name": name,
            "like": like,
        }
    return gettext("No language is called “%(name)s”. Write its English name.") % {"name": name}


class AcknowledgeForm(forms.Form):
    """Step 3: what is expected was read, in exactly the version that was shown."""

    expectations = forms.IntegerField(widget=forms.HiddenInput)
    acknowledged = forms.BooleanField(
        label=_("I have read what is expected of me and will keep to it."),
        error_messages={"required": _("Tick the box once you have read what is expected.")},
    )


class DrawForm(forms.Form):
    """How many took part and for how many places, as whoever draws was shown."""

    people = forms.IntegerField(min_value=0, max_value=10**6)
    places = forms.IntegerField(min_value=0, max_value=10**6)


class DeclineForm(DecliningForm):
    """Why people are declined; the reason stands where they find their application."""

    kind_words = KIND_WORDS
    nothing_written = _("Write the reason: the people you decline will read it.")
    longest = 300


class RosterFilterForm(forms.Form):
    """Which part of the roster to show; what it does not understand it leaves out."""

    q = LineField(
        label=_("Name or e-mail"), required=False, max_length=100, widget=forms.SearchInput
    )
    role = forms.ChoiceField(label=_("Role"), required=False)
    state = forms.ChoiceField(required=False, widget=forms.HiddenInput)  # the tabs choose it
    department = forms.ChoiceField(label=_("Department"), required=False)


class BarSearchForm(forms.Form):
    """Looking for somebody one knows by name."""

    q = LineField(
        label=_("Name or whole e-mail address"),
        min_length=SHORTEST,
        max_length=100,
        widget=forms.SearchInput({"autocomplete": "off"}),
        error_messages={
            "required": _("Write a name first."),
            "min_length": _("Write at least three letters of the name."),
        },
    )


class ListForm(forms.Form):
    """A list of participants, as CSV."""

    MOST_BYTES = 4 * 2**20

    file = forms.FileField(
        label=_("List"),
        help_text=_("CSV, UTF-8, at most 4 MB and 10,000 rows."),
        widget=forms.ClearableFileInput({"accept": ".csv,text/csv"}),
        error_messages={
            "required": _("Choose the file first."),
            "empty": _("The file is empty. Choose another one."),
        },
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > self.MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 4 MB. Split it and bring the parts one by one.")
            )
        return file


class ListApplyForm(forms.Form):
    """How the newcomers on a list come in."""

    as_state = forms.ChoiceField(
        label=_("Newcomers are"),
        choices=[("admitted", _("admitted at once")), ("applied", _("waiting for your decision"))],
        initial="admitted",
        widget=Chips,
    )
