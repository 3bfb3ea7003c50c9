"""The first page after signing in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kit import clock
from kit.access import Audience, audience
from mentorship.welcome import Welcome
from people.requests import PersonRequest


@require_safe
@audience(Audience.SIGNED_IN)
def home(request: PersonRequest) -> HttpResponse:
    """What comes next for the viewer."""
    welcome = Welcome(request.user, clock.today(), clock.now())
    return render(request, "mentorship/home/home.html", {"welcome": welcome})
