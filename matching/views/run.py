from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from kit.access import Audience, audience
from kit.clock import now
from kit.paging import page_of
from kit.refusals import Refused
from matching import criteria, explaining, review, runs
from matching.criteria_form import as_fields
from matching.forms import SearchForm
from matching.models import Run
from matching.views.loading import managed_run
from participants.models import Participant
from people.requests import PersonRequest

PARTS = ("proposals", "left", "about")


@require_safe
@audience(Audience.PROGRAM_ADMIN)
def run(request: PersonRequest, ref: str, run: str) -> HttpResponse:
    """One run: its progress while it is under way, then what it proposes and why."""
    shown = managed_run(request, ref, run)
    context = _about(shown)
    if shown.is_done:
        context |= _part(request, shown)
    return render(request, "matching/run.html", context)


def _about(run: Run) -> dict[str, Any]:
    at = now()
    return {
        "run": run,
        "program": run.program,
        "here": "matching",
        "is_lost": run.is_lost(now=at),
        "is_waiting_long": run.is_waiting_long(now=at),
        "at": f"{run.step}-{run.progress}",
        "step": explaining.STEPS.get(run.step, run.step),
    }


def _part(request: PersonRequest, run: Run) -> dict[str, Any]:
    """The part of a finished run that `?show=` asks for."""
    asked = request.GET.get("show", "")
    part = asked if asked in PARTS else PARTS[0]
    context = {
        "part": part,
        "summary": explaining.summary(run),
        "again": as_fields(criteria.of(run)),
        "left_out_count": sum(run.figures.get("left_out_because", {}).values()),
    }
    if part == "left":
        return context | _left_out(request, run)
    if part == "about":
        return context | {
            "lines": criteria.in_words(criteria.of(run), criteria.shares_of(run)),
            "proof": explaining.proof_of(run),
        }
    return context | _proposals(request, run)


def _proposals(request: PersonRequest, run: Run) -> dict[str, Any]:
    form, counting = SearchForm(request.GET), review.counting_in(run)
    wished = form.cleaned_data if form.is_valid() else {}
    found = review.proposals_of(run, words=wished.get("q", ""), order=wished.get("order", ""))
    page = page_of(request, found)
    return {
        "search": form,
        "track": review.bar_of((one.most, one.most) for one in counting),
        "page": page,
        "proposals": review.reviewed(counting, page.object_list),
        "here_url": request.get_full_path(),
    }


def _left_out(request: PersonRequest, run: Run) -> dict[str, Any]:
    rows = run.left_out.select_related("mentee__person__employment")
    page = page_of(request, rows.order_by("mentee__person__name", "pk"))
    mentors = Participant.objects.filter(pk__in=explaining.bottlenecks(run))
    return {
        "page": page,
        "left_out": [(one, explaining.left_out_because(one.reason, one.facts)) for one in page],
        "bottlenecks": mentors.select_related("person")[:10],
        "shortages": explaining.shortages(run.figures.get("bottlenecks", [])),
    }


@require_safe
@audience(Audience.PROGRAM_ADMIN)
def progress(request: PersonRequest, ref: str, run: str) -> HttpResponse:
    """How far a run is, as the piece that asks again; the whole page once there is more to say."""
    shown = managed_run(request, ref, run)
    context = _about(shown)
    is_told = "long" in request.GET  # the page says already that no worker has taken it up
    if not shown.is_under_way or context["is_lost"] or context["is_waiting_long"] != is_told:
        return HttpResponseClientRefresh()
    if request.GET.get("at") == context["at"]:  # as the page says: nothing to read out again
        return HttpResponse(status=204)
    return render(request, "matching/_progress.html", context)


@require_POST
@audience(Audience.PROGRAM_ADMIN)
def cancel(request: PersonRequest, ref: str, run: str) -> HttpResponse:
    shown = managed_run(request, ref, run)
    try:
        runs.cancel(shown, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The run is cancelled. Nothing was stored."))
    return redirect("matching-run", ref, run)


@require_POST
@audience(Audience.PROGRAM_ADMIN)
def start_again(request: PersonRequest, ref: str, run: str) -> HttpResponse:
    shown = managed_run(request, ref, run)
    try:
        runs.start_again(shown, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("A worker was asked to take the run up."))
    return redirect("matching-run", ref, run)
