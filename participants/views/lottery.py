"""Drawing lots where more apply than there are places, and what a draw gave."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.db.models import Max, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kit.access import Audience, audience
from kit.clock import now, today
from kit.csvs import CsvResponse
from kit.forms import sent
from kit.paging import page_of
from kit.refusals import Refused
from participants import lots, lottery
from participants.forms import DrawForm
from participants.models import Draw, Lot
from participants.views.roster import managed
from people.requests import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def draw(request: PersonRequest, ref: str) -> HttpResponse:
    """Who takes part, how it goes and what follows; sent, it is done, once and for all."""
    program = managed(request, ref)
    form = DrawForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            drawn = lottery.draw(
                program,
                by=request.user,
                at=now(),
                on=today(),
                seed=secrets.token_hex(lots.SEED_LENGTH // 2),
                **form.cleaned_data,
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("draw", ref)
        messages.success(request, _("The lots are drawn. Everybody is told."))
        return redirect("draw-result", ref, drawn.ref)
    room = lottery.room_of(program)
    first = len(lottery.turned_away(program)) if program.turned_away_first else 0
    about = {
        "program": program,
        "room": room,
        "first": first,
        "equals": room.applied - first if room else 0,
        "losing": room.applied - room.for_applicants if room else 0,
        "closed": lottery.closed_because(program, on=today()),
        "draws": program.draws.all(),
    }
    return render(request, "participants/draw.html", about, status=422 if form.is_bound else 200)


@require_safe
@audience(Audience.PROGRAM_ADMIN)
def draw_result(request: PersonRequest, ref: str, draw_ref: str) -> HttpResponse:
    """What a draw gave, in its order, and how anybody can check it."""
    drawn, about = _drawn(request, ref, draw_ref)
    page = page_of(request, _lots(drawn))
    for lot in page:
        lot.fingerprint = lots.fingerprint(drawn.seed, lot.participant.ref)
    people = drawn.lots.aggregate(last=Max("position"), tiers=Max("tier"))
    about |= {
        "page": page,
        "people": people["last"] or 0,
        "waiting": max(0, (people["last"] or 0) - drawn.places),
        "has_tiers": (people["tiers"] or 1) > lottery.FIRST,
        "others": drawn.program.draws.exclude(pk=drawn.pk),
    }
    return render(request, "participants/draw_result.html", about)


EXPORT_HEADING = ("number", "tier", "name", "email", "code", "sha256", "lot", "state_now")


@require_safe
@audience(Audience.PROGRAM_ADMIN)
def draw_export(request: PersonRequest, ref: str, draw_ref: str) -> HttpResponseBase:
    """The whole order as CSV, with all that is needed to check it."""
    drawn, _about = _drawn(request, ref, draw_ref)
    rows = (
        (
            lot.position,
            lot.tier,
            lot.participant.person.name,
            lot.participant.person.email,
            lot.participant.ref,
            lots.fingerprint(drawn.seed, lot.participant.ref),
            "place" if lot.is_won else "waiting list",
            lot.participant.state,
        )
        for lot in _lots(drawn)
    )
    return CsvResponse(f"draw-{drawn.seed}", EXPORT_HEADING, rows)


def _drawn(request: PersonRequest, ref: str, draw_ref: str) -> tuple[Draw, dict[str, Any]]:
    program = managed(request, ref)
    drawn = get_object_or_404(program.draws.select_related("by"), ref=draw_ref)
    drawn.program = program
    return drawn, {"program": program, "draw": drawn}


def _lots(drawn: Draw) -> QuerySet[Lot]:
    return drawn.lots.select_related("participant__person").order_by("position")
