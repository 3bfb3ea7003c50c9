from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kit.access import Audience, audience
from kit.clock import today
from mentorship import desk as figures
from people.requests import PersonRequest


@require_safe
@audience(Audience.PROGRAM_ADMIN)
def desk(request: PersonRequest) -> HttpResponse:
    """What needs a program admin today."""
    strips = figures.strips(request.user, today=today())
    if not strips and not request.user.may_start_programs:
        raise Http404
    needs = [need for strip in strips for need in figures.needs(strip, today=today())]
    page = {
        "strips": strips,
        "needs": sorted(needs, key=lambda need: need.rank),
        "ahead": figures.dates_ahead(strips, today=today()),
    }
    return render(request, "mentorship/desk/desk.html", page)
