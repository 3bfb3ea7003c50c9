"""Whose mails, and in which course: what the address of a mail calendar says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from notices.timing.mail_calendar import MOST_MENTEES, usual_mentees, with_mentees
from notices.timing.simulating import Course, Design, Reader
from programs.models import Program

COURSES = {
    Course.WELL: _("All goes well"),
    Course.LATE: _("They log late"),
    Course.NOTHING: _("Nothing is done"),
}


class Choice(forms.Form):
    """Nonsense in the address is as nothing chosen."""

    reader = forms.ChoiceField(label=_("Who"), required=False)
    course = forms.ChoiceField(
        choices=list(COURSES.items()), required=False, widget=forms.HiddenInput
    )
    mentees = forms.IntegerField(
        min_value=1,
        max_value=MOST_MENTEES,
        required=False,
        widget=forms.NumberInput({"class": "short", "min": 1, "max": MOST_MENTEES}),
    )

    def __init__(self, data: Any, *, program: Program) -> None:
        usual = {"reader": Reader.MENTEE, "course": Course.WELL, "mentees": usual_mentees(program)}
        super().__init__(usual | {key: value for key, value in data.items() if value})
        reader, mentees = self.fields["reader"], self.fields["mentees"]
        assert isinstance(reader, forms.ChoiceField)
        reader.choices = [
            (Reader.MENTEE.value, program.mentee_term),
            (Reader.MENTOR.value, program.mentor_term),
            (Reader.ADMIN.value, _("who runs it")),
        ]
        mentees.label = _("People to each %(mentor)s") % {"mentor": program.mentor_term}
        if program.shape == Program.Shape.PAIRS:
            del self.fields["mentees"]
        self.is_valid()

    @property
    def whose(self) -> Reader:
        return Reader(self.cleaned_data.get("reader") or Reader.MENTEE)

    @property
    def how(self) -> Course:
        return Course(self.cleaned_data.get("course") or Course.WELL)

    def address(self, course: Course) -> str:
        """The same for another course."""
        asked = self.cleaned_data | {"reader": self.whose.value, "course": course.value}
        return f"?{urlencode({key: value for key, value in asked.items() if value})}"

    def fitted(self, design: Design) -> Design:
        """The design with the mentor that was asked for."""
        return with_mentees(design, self.cleaned_data.get("mentees") or design.mentees)
