"""Signing in with one click, in the demo only."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kit.access import Audience, audience
from mentorship.demo.cast import demo_cast


@require_POST
@audience(Audience.ANYONE)
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as the member of the demo's cast whose `person` is posted."""
    if not settings.DEMO:
        raise Http404
    wanted = request.POST.get("person")
    for member in demo_cast():
        if member.person.ref == wanted:
            login(request, member.person, backend=settings.AUTHENTICATION_BACKENDS[0])
            return redirect(_next(request))
    raise Http404


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else settings.LOGIN_REDIRECT_URL
