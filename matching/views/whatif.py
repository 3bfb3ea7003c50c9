from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kit.access import Audience, audience
from kit.clock import today
from matching import comparing, criteria, explaining, pool, side_by_side, trying
from matching.criteria_form import CriteriaForm, as_fields
from matching.models import Run
from matching.scoring import Criteria
from matching.views.compare import shown as compared
from matching.views.loading import managed_run
from people.requests import PersonRequest


@require_safe
@audience(Audience.PROGRAM_ADMIN)
def what_if(request: PersonRequest, ref: str, run: str) -> HttpResponse:
    """What other criteria would do to a run. They stand in the address; nothing is stored."""
    tried = managed_run(request, ref, run)
    if not tried.is_done or tried.is_over:
        messages.info(
            request,
            _(
                "Other criteria can be tried on a finished run of a round that is not published. "
                "For those who still wait, start a new run and try them there."
            ),
        )
        return redirect("matching-run", ref, run)
    is_sent = "gap_from" in request.GET
    form = CriteriaForm(
        request.GET if is_sent else None, chosen=_start(request, tried), program=tried.program
    )
    outcome = _outcome(request, tried, form if is_sent else None)
    context = {
        "run": tried,
        "program": tried.program,
        "here": "matching",
        "form": form,
        **outcome,
    }
    is_piece = request.htmx and not request.htmx.history_restore_request
    page = "matching/_trial.html" if is_piece else "matching/what_if.html"
    if not is_piece:
        form.applying = outcome.get("applying") or pool.standing(tried.program).applying
    return render(request, page, context, status=422 if form.errors else 200)


def _start(request: PersonRequest, run: Run) -> Criteria:
    if "defaults" in request.GET:
        return criteria.default_for(run.program)
    return criteria.of(run)


def _outcome(request: PersonRequest, run: Run, form: CriteriaForm | None) -> dict[str, Any]:
    """What the criteria would come to, or why that cannot be said here."""
    if form is None:
        chosen = _start(request, run)
    elif form.is_valid():
        chosen = criteria.from_settings(form.settings)
    else:
        return {}
    context: dict[str, Any] = {"chosen": as_fields(chosen)}
    if not comparing.is_quick(run):
        return context | {"is_large": True}
    try:
        trial = trying.try_out(run, chosen, on=today())
    except trying.CannotBe as refusal:
        return context | {"refusal": str(refusal), "applying": refusal.applying}
    return context | {
        "trial": trial,
        "applying": tuple(trial.solution.shares),
        "said": side_by_side.in_words(trial.comparison),
        "shortages": explaining.shortages(map(asdict, trial.solution.bottlenecks)),
        **compared(request, trial.comparison, _("both by the criteria tried")),
    }
