from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kit.access import Audience, audience
from kit.clock import now
from notices import unsubscribing
from notices.preferring import choose, musts, pace_of


# A mail provider posts "List-Unsubscribe=One-Click" without a cookie, and so without a token of
# ours against forged forms (RFC 8058, section 3.1). The signed address itself is the permission,
# and all that it permits is to get fewer mails of one group, and to take that back within a day.
# The answer is no redirect, which the same section forbids. Looking changes nothing: scanners of
# mail follow every link.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.ANYONE)
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    try:
        person, group = unsubscribing.opened(token)
        pace = before = pace_of(person, group)
        if request.method == "POST":
            pace = unsubscribing.wanted(request.POST, person, group, now=before)
            choose(person, paces={group: pace}, at=now())
    except unsubscribing.NotOurs:
        return render(request, "notices/unsubscribe_unknown.html", status=404)
    is_theirs = request.user.pk == person.pk
    context = {
        "address": person.email if is_theirs else unsubscribing.masked(person.email),
        "group": group,
        "always": musts(group),
        "pace": pace.value,
        "is_done": request.method == "POST",
        "is_changed": pace != before,
        "offered": unsubscribing.offered(pace, before),
        "former": unsubscribing.kept(person, group, before=before, now=pace),
    }
    return render(request, "notices/unsubscribe.html", context)
