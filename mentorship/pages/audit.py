"""The audit trail: what happened, in sentences, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django import forms
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Q, Value
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from history.models import Event
from kit.access import Audience, audience
from kit.clock import now
from kit.csvs import CsvResponse
from kit.forms import LineField
from kit.paging import page_of
from pairings.models import Pairing
from participants.models import Participant
from people.audit import SENTENCES, Names, sentence, verb_name
from people.models import Person
from people.requests import PersonRequest
from programs.models import Program, ProgramAdmin

EXPORT_BATCH = 1000


class AuditFilter(forms.Form):
    """What is shown; what is not understood is left out."""

    verb = forms.ChoiceField(
        label=gettext_lazy("What"),
        required=False,
        choices=[
            ("", gettext_lazy("Everything")),
            *((verb, verb_name(verb)) for verb in sorted(SENTENCES)),
        ],
    )
    person = LineField(
        label=gettext_lazy("Done by (name or e-mail)"), required=False, max_length=100
    )
    program = forms.ChoiceField(label=gettext_lazy("Program"), required=False)
    days = forms.ChoiceField(
        label=gettext_lazy("Since"),
        required=False,
        choices=[
            ("", gettext_lazy("The beginning")),
            ("1", gettext_lazy("Yesterday")),
            ("7", gettext_lazy("A week ago")),
            ("30", gettext_lazy("A month ago")),
            ("365", gettext_lazy("A year ago")),
        ],
    )

    def __init__(self, data: Any, programs: Sequence[Program]) -> None:
        super().__init__(data)
        choices = [(str(one.pk), one.name) for one in programs]
        self.fields["program"].choices = [("", _("All programs")), *choices]  # type: ignore[attr-defined]

    def chosen(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


@require_safe
@audience(Audience.ADMINISTRATOR)
def audit(request: PersonRequest) -> HttpResponse:
    programs = list(Program.objects.order_by("name"))
    form = AuditFilter(request.GET, programs)
    page = page_of(request, _chosen(form, at=now()))
    names = names_for(list(page), {program.pk: program.name for program in programs})
    context = {
        "filters": form,
        "page": page,
        "story": [(event, sentence(event, names)) for event in page],
        "is_filtered": any(form.chosen(name) for name in form.fields),
    }
    return render(request, "history/audit.html", context)


@require_safe
@audience(Audience.ADMINISTRATOR)
def audit_export(request: PersonRequest) -> CsvResponse:
    programs = list(Program.objects.order_by("name"))
    events = _chosen(AuditFilter(request.GET, programs), at=now())
    heading = [_("At (UTC)"), _("By"), _("What"), _("Sentence"), _("Program")]
    rows = _rows(events, {program.pk: program.name for program in programs})
    return CsvResponse("audit", heading, rows)


def _chosen(form: AuditFilter, *, at: datetime) -> Any:
    events = Event.objects.all()
    if verb := form.chosen("verb"):
        events = events.filter(verb=verb)
    if words := form.chosen("person"):
        events = events.filter(by_id__in=Person.objects.called(words).values("pk"))
    if program := form.chosen("program"):
        events = events.filter(Q(program_id=program))
    if days := form.chosen("days"):
        events = events.filter(at__gte=at - timedelta(days=int(days)))
    return events


def _rows(events: Any, programs: dict[int, str]) -> Iterator[list[Any]]:
    remaining = events.iterator(chunk_size=EXPORT_BATCH)
    while batch := list(islice(remaining, EXPORT_BATCH)):
        names = names_for(batch, programs)
        for event in batch:
            yield [
                event.at.strftime("%Y-%m-%d %H:%M:%S"),
                names.people.get(event.by_id or 0, ""),
                event.verb,
                sentence(event, names),
                names.programs.get(event.program_id or 0, ""),
            ]


def names_for(events: Sequence[Event], programs: dict[int, str]) -> Names:
    """What the people, participants and pairings of the events are called: three queries."""
    subjects = _subject_names(events)
    people = {event.by_id for event in events if event.by_id} | {
        event.subject_id for event in events if event.subject_kind == "people.person"
    }
    pairings = {event.pairing_id for event in events if event.pairing_id}
    return Names(
        people=dict(Person.objects.filter(pk__in=people).values_list("pk", "name")),
        subjects=subjects,
        programs=programs,
        pairings=_pairing_names(pairings),
    )


def _subject_names(events: Iterable[Event]) -> dict[tuple[str, int], str]:
    """Whom a row is about that is not itself a person."""
    found = []
    for model in (Participant, ProgramAdmin):
        kind = model._meta.label_lower
        keys = {event.subject_id for event in events if event.subject_kind == kind}
        rows = model.objects.order_by().filter(pk__in=keys)
        found.append(rows.values_list(Value(kind), "pk", "person__name"))
    return {(kind, key): name for kind, key, name in found[0].union(*found[1:])}


def _pairing_names(keys: set[int]) -> dict[int, str]:
    if not keys:
        return {}
    mentees = StringAgg("mentees__mentee__person__name", _(" and "), distinct=True)
    found = Pairing.objects.filter(pk__in=keys).annotate(mentee_names=mentees)
    return {
        key: _("%(mentor)s and %(mentees)s") % {"mentor": mentor, "mentees": mentees or "…"}
        for key, mentor, mentees in found.values_list("pk", "mentor__person__name", "mentee_names")
    }
