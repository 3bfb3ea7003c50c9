from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kit.access import Audience, audience
from kit.clock import now
from kit.refusals import Refused
from people.requests import PersonRequest
from programs.lifecycle import (
    close,
    open_program,
    start_matching,
)
from programs.removal import remove
from programs.views.loading import managed_program


@require_POST
@audience(Audience.PROGRAM_ADMIN)
def opening(request: PersonRequest, ref: str) -> HttpResponse:
    program = managed_program(request, ref)
    try:
        open_program(program, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("program-setup", ref)
    messages.success(request, _("The program is open: everybody can find it and apply."))
    return redirect("program", ref)


@require_POST
@audience(Audience.PROGRAM_ADMIN)
def matching_phase(request: PersonRequest, ref: str) -> HttpResponse:
    program = managed_program(request, ref)
    try:
        start_matching(program, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Matching has started."))
    return redirect("program-setup", ref)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def closing(request: PersonRequest, ref: str) -> HttpResponse:
    """Say what closing means, then do it."""
    program = managed_program(request, ref)
    if request.method != "POST":
        return render(request, "programs/closing.html", {"program": program})
    try:
        close(program, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The program is closed. What was done stays readable."))
    return redirect("program", ref)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def removal(request: PersonRequest, ref: str) -> HttpResponse:
    """Say what discarding a draft means, then do it."""
    program = managed_program(request, ref)
    if request.method != "POST":
        return render(request, "programs/removal.html", {"program": program})
    try:
        remove(program, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("program-setup", ref)
    messages.success(request, _("%(program)s is discarded.") % {"program": program.name})
    return redirect("programs")
