"""Publishing a run: the last look, and the decision."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kit.access import Audience, audience
from kit.clock import now, today
from kit.refusals import Refused
from matching import publication
from matching.views.loading import managed_run
from mentorship import launching
from people.requests import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def launch(request: PersonRequest, ref: str, run: str) -> HttpResponse:
    """What publishing would do; a POST does it."""
    found, by = managed_run(request, ref, run), request.user
    if request.method == "POST":
        try:
            pairings = launching.launch(found, by=by, at=now())
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("launch", ref, run)
        count = len(pairings)
        said = ngettext("One pairing is founded.", "%(count)s pairings are founded.", count)
        asked = _("Everybody concerned is told and asked to agree on how they work together.")
        messages.success(request, f"{said % {'count': count}} {asked}")
        return redirect("program-pairings", ref)
    return render(request, "matching/publish.html", publication.confirmation(found, on=today()))
