from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kit.access import Audience, audience
from notices import unsubscribing
from people.requests import PersonRequest


@require_safe
@audience(Audience.SIGNED_IN)
def preferences(request: PersonRequest) -> HttpResponse:
    return render(request, "notices/preferences.html")


@require_safe
@audience(Audience.ANYONE)
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    try:
        person, group = unsubscribing.opened(token)
    except unsubscribing.NotOurs:
        raise Http404 from None
    return render(request, "notices/unsubscribe.html", {"person": person, "group": group})
