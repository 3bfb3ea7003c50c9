from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from kit.access import Audience, View, audience
from kit.clock import now
from kit.refusals import Refused
from kit.returning import back_or_to
from milestones import timeline
from milestones.models import Milestone
from people.requests import PersonRequest


def load(request: PersonRequest, ref: str) -> Milestone:
    milestones = Milestone.objects.visible_to(request.user).select_related("pairing__mentor")
    return get_object_or_404(milestones, ref=ref)


def _change(verb: Callable[..., None]) -> View:
    """A view that does one thing to a milestone and goes back to where it was asked for."""

    @require_POST
    @audience(Audience.PAIR)
    def change(request: PersonRequest, ref: str) -> HttpResponse:
        milestone = load(request, ref)
        try:
            verb(milestone, by=request.user, at=now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        return back_or_to(request, reverse("pairing", args=[milestone.pairing.ref]), "#milestones")

    return change


mark_done = _change(timeline.mark_done)
reopen = _change(timeline.reopen)
