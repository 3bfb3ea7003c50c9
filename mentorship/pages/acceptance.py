"""A mentor accepts a request, and the two are a pair."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kit.access import Audience, audience
from kit.clock import now
from kit.refusals import Refused
from matching.models import Request
from mentorship import choosing
from people.requests import PersonRequest


@require_POST
@audience(Audience.PARTICIPANT)
def acceptance(request: PersonRequest, ref: str) -> HttpResponse:
    got = Request.objects.filter(mentor__person=request.user).with_people()
    asked = get_object_or_404(got, ref=ref)
    try:
        pairing = choosing.accept(asked, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("request", ref)
    said = _("You are %(name)s's mentor now. Agree on how you will work together.")
    messages.success(request, said % {"name": asked.mentee.person.name})
    return redirect("pairing", pairing.ref)
