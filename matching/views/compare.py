from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kit.access import Audience, audience
from kit.clock import today
from kit.paging import page_of
from kit.refs import is_ref
from matching import comparing, criteria, explaining, side_by_side
from matching.comparing import Change, Comparison
from matching.models import Run
from matching.views.loading import managed_runs
from people.requests import PersonRequest
from programs.views.loading import managed_program


@require_safe
@audience(Audience.PROGRAM_ADMIN)
def choose(request: PersonRequest, ref: str) -> HttpResponse:
    """From the two runs ticked in the list to the page that compares them, the older one first."""
    program = managed_program(request, ref)
    refs = [ref for ref in request.GET.getlist("run") if is_ref(ref)]
    chosen = Run.objects.of(program).done().filter(ref__in=refs)
    pair = list(chosen.order_by("asked_at", "pk"))
    if len(pair) != 2:
        messages.error(request, _("Choose two finished runs to compare."))
        return redirect("matching", ref)
    return redirect("run-comparison", ref, pair[0].ref, pair[1].ref)


@require_safe
@audience(Audience.PROGRAM_ADMIN)
def compare(request: PersonRequest, ref: str, run: str, other: str) -> HttpResponse:
    """Two runs that are kept, side by side."""
    first, second = managed_runs(request, ref, run, other)
    if not (first.is_done and second.is_done):
        messages.error(request, _("Only finished runs can be compared."))
        return redirect("matching", ref)
    comparison = comparing.of_runs(first, second, on=today())
    context = {
        "program": second.program,
        "here": "matching",
        "first": first,
        "second": second,
        "runs": [first, second],
        "settings": criteria.differences(first, second),
        "said": side_by_side.in_words(comparison),
        "shortages": explaining.shortages(second.figures.get("bottlenecks", [])),
        **shown(request, comparison, _("both by the second's criteria")),
    }
    return render(request, "matching/compare.html", context)


def shown(request: HttpRequest, comparison: Comparison, yardstick: str) -> dict[str, Any]:
    """The context of `matching/_comparison.html`: the figures, and a page of the part asked for."""
    changes = {
        "moved": comparison.moved,
        "placed": comparison.newly_placed,
        "left": comparison.left_out,
    }
    if comparison.gone:
        changes["gone"] = comparison.gone
    asked = request.GET.get("show", "")
    part = asked if asked in changes else next((name for name in changes if changes[name]), "moved")
    page: Page[Change] = page_of(request, changes[part])
    on_page = list(page)
    people = side_by_side.people_in(on_page)
    return {
        "comparison": comparison,
        "figures": side_by_side.figures_of(comparison, yardstick),
        "part": part,
        "page": page,
        "rows": side_by_side.rows_of(on_page, comparison, people),
    }
