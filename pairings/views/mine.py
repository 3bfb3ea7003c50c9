"""The pairings one is in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kit import clock
from kit.access import Audience, audience
from pairings import overview
from pairings.views.loading import viewer


@require_safe
@audience(Audience.SIGNED_IN)
def my_pairings(request: HttpRequest) -> HttpResponse:
    person, today, now = viewer(request), clock.today(), clock.now()
    return render(
        request,
        "pairings/mine.html",
        {
            "overviews": overview.of(person, today=today, now=now),
            "past": overview.past_of(person, today=today, now=now),
        },
    )
