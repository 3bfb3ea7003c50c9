"""A new mentor for the mentees of a pairing that has ended, in one click."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kit import clock
from kit.access import Audience, audience
from kit.refusals import Refused
from mentorship import rematching
from mentorship.rematching import Found
from pairings.models import Pairing
from pairings.words import names_of
from people.requests import PersonRequest


@require_POST
@audience(Audience.PROGRAM_ADMIN)
def rematch(request: PersonRequest, ref: str, pairing_ref: str) -> HttpResponse:
    """Found the best possible pairing, and lead to it; or back, with the reason why not."""
    pairings = Pairing.objects.managed_by(request.user).select_related("program")
    ended = get_object_or_404(pairings, program__ref=ref, ref=pairing_ref)
    try:
        made = rematching.find_new_mentor(ended, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("program-pairing", ref, pairing_ref)
    for one in made.found:
        messages.success(request, _said(one))
    for why in made.without:
        messages.warning(request, why)
    return redirect("program-pairing", ref, made.found[0].pairing.ref)


def _said(found: Found) -> str:
    """Who it is and why, and what happens now."""
    mentor, *mentees = found.pairing.people()
    return _("%(mentor)s is the new mentor of %(mentees)s. %(reasons)s Both sides are told.") % {
        "mentor": mentor,
        "mentees": names_of(mentees),
        "reasons": found.reasons,
    }
