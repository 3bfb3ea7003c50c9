"""The sheet of one run of the matching, for whoever runs the program."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kit.access import Audience, audience
from matching.models import Run
from matching.views.loading import managed_run
from participants.models import Participant
from people.requests import PersonRequest
from reports.answers import run_sheet
from reports.figures import run_genders
from reports.figures import run_sheet as figures
from reports.views.exporting import export_of


@require_safe
@audience(Audience.PROGRAM_ADMIN)
def sheet(request: PersonRequest, ref: str, run: str, *, export: bool = False) -> HttpResponseBase:
    """Who is placed and how well, by group, and who would rather have each other."""
    shown = managed_run(request, ref, run)
    if not shown.is_done:
        raise Http404
    by_gender = run_genders.kept(shown.publication) if shown.is_published else []
    found = figures.published(figures.read(shown), by_gender=by_gender)
    answer = run_sheet.answer(found, shown.figures)
    if export:
        return export_of(f"run-{shown.ref}", answer)
    return render(
        request,
        "reports/run_sheet.html",
        {
            "run": shown,
            "program": shown.program,
            "here": "matching",
            "answer": answer,
            "rather": _rather(shown),
            "left_out_count": sum(shown.figures.get("left_out_because", {}).values()),
        },
    )


def _rather(run: Run) -> list[tuple[Participant, Participant]]:
    """Some of those who would rather have each other: mentee and mentor, the strongest first."""
    examples = run.figures.get("blocking", {}).get("examples", [])
    people = Participant.objects.select_related("person__employment")
    by_id = people.in_bulk([one for two in examples for one in two])
    return [
        (by_id[mentee], by_id[mentor])
        for mentee, mentor in examples
        if mentee in by_id and mentor in by_id
    ]
