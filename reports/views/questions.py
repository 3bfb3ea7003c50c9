"""The report pages, for HR. No person's name stands on them, and no page of a pair opens."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kit.access import Audience, audience
from kit.clock import today
from people.requests import PersonRequest
from reports.answers import fairness, meeting, outcomes, overview
from reports.figures import engagement
from reports.figures import fairness as fairness_figures
from reports.figures import outcomes as outcome_figures
from reports.figures.outcomes import Outcome
from reports.forms import MeetingFilter, YearFilter, said
from reports.periods import years_back
from reports.views.exporting import export_of

YEARS = 3


@require_safe
@audience(Audience.HR)
def home(request: PersonRequest) -> HttpResponse:
    """One honest sentence and the four questions."""
    on = today()
    year = years_back(today=on, count=1)[0]
    return render(
        request, "reports/overview.html", {"found": overview.as_of(on), "year": said(year)}
    )


@require_safe
@audience(Audience.HR)
def meeting_page(request: PersonRequest, *, export: bool = False) -> HttpResponseBase:
    """Are they meeting?"""
    form = MeetingFilter(request.GET)
    found = engagement.figures(months=form.chosen_months, today=today())
    programs = [(row.key, row.label) for row in found.programs]
    form.offer(programs)
    chosen = form.chosen_program(programs)
    answer = meeting.answer(found, program=chosen)
    if export:
        return export_of("meeting", answer)
    form.initial = {"months": form.chosen_months, "program": chosen}
    return render(
        request,
        "reports/meeting.html",
        {
            "answer": answer,
            "filters": _unbound(form),
            "chosen": dict(programs).get(chosen, ""),
        },
    )


@require_safe
@audience(Audience.HR)
def staying_page(request: PersonRequest, *, export: bool = False) -> HttpResponseBase:
    """Do they stay?"""
    return _outcome_page(request, "stayed", "staying", export=export)


@require_safe
@audience(Audience.HR)
def growing_page(request: PersonRequest, *, export: bool = False) -> HttpResponseBase:
    """Do they grow?"""
    return _outcome_page(request, "promoted", "growing", export=export)


@require_safe
@audience(Audience.HR)
def fairness_page(request: PersonRequest, *, export: bool = False) -> HttpResponseBase:
    """Is it fair?"""
    answer = fairness.answer(fairness_figures.figures())
    if export:
        return export_of("fairness", answer)
    return render(request, "reports/fairness.html", {"answer": answer})


def _outcome_page(
    request: PersonRequest, outcome: Outcome, name: str, *, export: bool
) -> HttpResponseBase:
    form = YearFilter(request.GET, years_back(today=today(), count=YEARS))
    answer = outcomes.answer(outcome_figures.figures(period=form.chosen, outcome=outcome), outcome)
    if export:
        return export_of(name, answer)
    form.initial = {"until": form.chosen.last_on.isoformat()}
    context = {"answer": answer, "filters": _unbound(form), "period": form.chosen}
    return render(request, f"reports/{name}.html", context)


def _unbound(form: MeetingFilter | YearFilter) -> MeetingFilter | YearFilter:
    """The form showing what was taken, which may be less than what was asked."""
    form.is_bound = False
    return form
