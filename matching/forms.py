"""What the admin fills in: a search, a ruling, a swap. Criteria are in `criteria_form`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kit.forms import LineField
from matching import places
from matching.models import LeftOut, Proposal, Ruling, Run
from participants.models import Participant
from programs.models import Program


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


class ByHandForm(forms.Form):
    """Who is to be paired: a mentee who waits, and any mentor. Two queries."""

    mentee = forms.ChoiceField(
        label=_("Mentee"),
        error_messages={
            "required": _("Choose a mentee."),
            "invalid_choice": _("This mentee does not wait for a mentor. Choose another one."),
        },
    )
    mentor = forms.ChoiceField(
        label=_("Mentor"),
        error_messages={
            "required": _("Choose a mentor."),
            "invalid_choice": _("This mentor does not take part any more. Choose another one."),
        },
    )

    def __init__(self, data: Any = None, *, program: Program, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.taken = places.taken(program)
        self._people: dict[str, Any] = {one.ref: one for one in _admitted(program)}
        waiting: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
        mentors: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
        for one in self._people.values():
            one.program = program
            if one.is_mentor:
                free = program.seats_free(one.capacity, taken=self.taken.seats.get(one.pk, 0))
                mentors[free > 0].append((one.ref, self._mentor(one, free)))
            elif one.pk not in self.taken.placed:
                waiting[one.was_left_out].append((one.ref, str(one.person)))
        self._choose("mentee", _("Left out of the latest run"), _("Waiting"), waiting)
        self._choose("mentor", _("With a place free"), _("Full"), mentors)
        self.has_anybody = any(mentors.values()) and any(waiting.values())

    def _choose(
        self, name: str, first: Any, then: Any, people: dict[bool, list[tuple[str, str]]]
    ) -> None:
        """Offer those of `people[True]` under one heading, and the others under another."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        groups = [(first, people[True]), (then, people[False])]
        field.choices = [("", _("Choose somebody")), *(group for group in groups if group[1])]

    @staticmethod
    def _mentor(one: Participant, free: int) -> str:
        if not free:
            return gettext("%(name)s (full)") % {"name": one.person}
        text = ngettext("%(name)s (%(free)d place free)", "%(name)s (%(free)d places free)", free)
        return text % {"name": one.person, "free": free}

    @property
    def two(self) -> tuple[Participant, Participant]:
        """The mentor and the mentee chosen, once the form is valid."""
        chosen = self.cleaned_data
        return self._people[chosen["mentor"]], self._people[chosen["mentee"]]


def _admitted(program: Program) -> QuerySet[Any]:
    """All who take part, each with `was_left_out`: by the latest run that came to an end."""
    latest = Run.objects.of(program).done().values("pk")[:1]
    left_out = LeftOut.objects.filter(run=Subquery(latest), mentee=OuterRef("pk"))
    people = Participant.objects.of(program).admitted().filter(person__is_active=True)
    return people.select_related("person").annotate(was_left_out=Exists(left_out))
