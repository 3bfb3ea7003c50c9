from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kit.access import Audience, audience
from kit.clock import now
from notices.catalogue import DIGESTS
from notices.models import KeptMail, Notice
from notices.sending.suppressing import suppression_of
from notices.watching.life import life
from people.requests import PersonRequest
from programs.models import Program


@require_safe
@audience(Audience.ADMINISTRATOR)
def notice(request: PersonRequest, ref: str) -> HttpResponse:
    rows = Notice.objects.select_related("recipient", "channel", "digest")
    found = get_object_or_404(rows, ref=ref)
    carried = found.bundled.order_by("due_at", "pk")
    context = {
        "notice": found,
        "program": found.program_id and Program.objects.filter(pk=found.program_id).first(),
        "life": life(found, list(found.tries.all())),
        "mail": KeptMail.objects.of_notices().filter(message_id=found.message_id).first(),
        "carried": carried if found.kind in DIGESTS else [],
        "suppression": found.recipient and suppression_of(found.recipient.email),
    }
    return render(request, "notices/notice.html", context)


@require_POST
@audience(Audience.ADMINISTRATOR)
def retrial(request: PersonRequest, ref: str) -> HttpResponse:
    found = get_object_or_404(Notice, ref=ref)
    if found.retry(by=request.user, at=now()):
        messages.success(request, _("It is sent again."))
    else:
        messages.info(request, _("It had not failed, so there was nothing to send again."))
    return redirect("notice", ref)


@require_POST
@audience(Audience.ADMINISTRATOR)
def cancellation(request: PersonRequest, ref: str) -> HttpResponse:
    found = get_object_or_404(Notice, ref=ref)
    if found.cancel(by=request.user, at=now()):
        messages.success(request, _("It will not be sent."))
    else:
        messages.info(request, _("It was too late to cancel it: look at how it went below."))
    return redirect("notice", ref)
