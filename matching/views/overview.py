from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kit.access import Audience, audience
from kit.clock import now
from kit.forms import sent
from kit.paging import page_of
from kit.refusals import Refused
from matching import criteria, explaining, pool, runs
from matching.choosing import asked
from matching.criteria_form import CriteriaForm
from matching.models import Ruling, Run
from matching.scoring import Criteria
from people.requests import PersonRequest
from programs.models import Program
from programs.views.loading import managed_program


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def matching(request: PersonRequest, ref: str) -> HttpResponse:
    """How the matching stands; a POST asks for a new run."""
    program = managed_program(request, ref)
    kept = Run.objects.of(program).with_is_over().select_related("publication", "asked_by")
    page = page_of(request, kept)
    latest = page[0] if page.number == 1 and page else kept.first()
    chosen = _last_criteria(program, None if "defaults" in request.GET else latest)
    form = CriteriaForm(sent(request), chosen=chosen, program=program)
    if request.method == "POST" and form.is_valid():
        try:
            run = runs.ask(program, by=request.user, at=now(), settings=form.settings)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("matching", ref)
        return redirect("matching-run", ref, run.ref)
    standing = pool.standing(program)
    form.applying = standing.applying
    done = next((run for run in page if run.is_done), None)
    context = {
        "program": program,
        "here": "matching",
        "standing": standing,
        "page": page,
        "can_compare": sum(run.is_done for run in page) > 1,
        "latest": latest,
        "is_lost": latest is not None and latest.is_lost(now=now()),
        "done": done,
        "summary": explaining.summary(done) if done else "",
        "rulings": Ruling.objects.filter(program=program).count(),
        "requests": _requests(program),
        "form": form,
    }
    return render(request, "matching/matching.html", context, status=422 if form.errors else 200)


def _requests(program: Program) -> asked.Counts | None:
    """How the choosing stands, where mentees choose."""
    return asked.counts(program, now=now()) if program.way in Program.CHOOSING else None


def _last_criteria(program: Program, latest: Run | None) -> Criteria:
    if latest is None:
        return criteria.default_for(program)
    return criteria.of(latest)
