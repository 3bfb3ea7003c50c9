"""The form of a program's own questions, for whoever applies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kit.forms import Chips, ChipsMultiple, LineField
from participants.answering import LONGEST, SCALE, Answered
from programs.models import Question

Kind = Question.Kind


class QuestionsForm(forms.Form):
    """A field for each question, with what was answered so far.

    `strict` asks for the answers that must be given. An answer that is no longer offered is not
    chosen again by itself.
    """

    def __init__(self, data: Any = None, *, answered: Sequence[Answered], strict: bool) -> None:
        super().__init__(data)
        self._keys: dict[str, int] = {}
        for one in answered:
            name = f"question_{one.question.pk}"
            self._keys[name] = one.question.pk
            self.fields[name] = _field(one, required=strict and one.question.is_required)

    @property
    def answers(self) -> dict[str, Any]:
        """What of it can be kept, as `intake.save_draft` takes it."""
        return {
            "answers": {
                key: _values(self.cleaned_data[name])
                for name, key in self._keys.items()
                if name in self.cleaned_data
            }
        }


def _values(cleaned: str | list[str]) -> list[str]:
    if isinstance(cleaned, list):
        return cleaned
    return [cleaned] if cleaned else []


def _field(one: Answered, *, required: bool) -> forms.Field:
    question, values = one.question, list(one.values)
    first = values[0] if values else ""
    if question.kind == Kind.TEXT:
        return LineField(
            label=question.text,
            max_length=LONGEST,
            required=required,
            initial=first,
            error_messages={"required": _("Write a few words.")},
        )
    offered = _scale() if question.kind == Kind.SCALE else [(o, o) for o in question.options]
    if question.kind == Kind.SOME:
        return forms.MultipleChoiceField(
            label=question.text,
            help_text=_("Choose any that apply."),
            choices=offered,
            required=required,
            initial=values,
            widget=ChipsMultiple,
            error_messages={"required": _("Choose at least one.")},
        )
    nothing = [] if question.is_required else [("", _("No answer"))]
    return forms.ChoiceField(
        label=question.text,
        choices=[*offered, *nothing],
        required=required,
        initial=first,
        widget=Chips,
        error_messages={"required": _("Choose one.")},
    )


def _scale() -> list[tuple[str, str]]:
    """From 1 to 5, with words at both ends."""
    ends = {SCALE[0]: _("1, not at all"), SCALE[-1]: _("5, very much")}
    return [(value, ends.get(value, value)) for value in SCALE]
