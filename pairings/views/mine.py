"""The pairings one is in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kit import clock
from kit.access import Audience, audience
from pairings import overview
from people.requests import PersonRequest


@require_safe
@audience(Audience.SIGNED_IN)
def my_pairings(request: PersonRequest) -> HttpResponse:
    person, today, now = request.user, clock.today(), clock.now()
    return render(
        request,
        "pairings/mine.html",
        {
            "overviews": overview.of(person, today=today, now=now),
            "past": overview.past_of(person, today=today, now=now),
        },
    )
