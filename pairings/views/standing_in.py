"""For administrators: what pairs ask where nobody who runs the program may read it."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kit import clock
from kit.access import Audience, audience
from kit.paging import page_of
from pairings import help as helping
from pairings.models import HelpRequest, Pairing
from pairings.queries import HelpRequestQuerySet
from people.requests import PersonRequest


@require_safe
@audience(Audience.ADMINISTRATOR)
def listing(request: PersonRequest) -> HttpResponse:
    asked = _left_to(request).open().select_related("asked_by")
    full = asked.prefetch_related(Prefetch("pairing", Pairing.objects.with_people()))
    page = page_of(request, full)
    return render(request, "pairings/help_requests.html", {"page": page})


@require_POST
@audience(Audience.ADMINISTRATOR)
def settle(request: PersonRequest, asked: int) -> HttpResponse:
    helping.settle(get_object_or_404(_left_to(request), pk=asked), by=request.user, at=clock.now())
    messages.success(request, _("Marked as seen to."))
    return redirect("help-requests")


def _left_to(request: PersonRequest) -> HelpRequestQuerySet:
    found: HelpRequestQuerySet = HelpRequest.objects.left_to_administrators()
    return found.managed_by(request.user)
