from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kit.access import Audience, audience
from kit.clock import now
from kit.forms import sent
from kit.refusals import Refused
from people.requests import PersonRequest
from programs import expectations as writing
from programs.forms import ExpectationsForm, GuidelinesForm
from programs.models import Role
from programs.setup import change
from programs.views.loading import managed_program


@require_safe
@audience(Audience.PROGRAM_ADMIN)
def expectations(request: PersonRequest, ref: str) -> HttpResponse:
    """What each role is held to today, and what it was held to before."""
    program = managed_program(request, ref)
    versions = list(program.expectations.select_related("written_by"))
    sides = [
        {
            "role": role,
            "term": program.term_for(role),
            "live": next(
                (one for one in versions if one.role == role and not one.replaced_at), None
            ),
            "past": [one for one in versions if one.role == role and one.replaced_at],
        }
        for role in Role.values
    ]
    return render(request, "programs/expectations.html", {"program": program, "sides": sides})


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def expectations_of(request: PersonRequest, ref: str, role: str) -> HttpResponse:
    """Write a new version for one role."""
    program = managed_program(request, ref)
    if role not in Role.values:
        raise Http404
    live = writing.live(program, role)
    form = ExpectationsForm(sent(request), initial={"text": live.text if live else ""})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            written = writing.write(program, role, text, by=request.user, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _saved(is_new=written != live, version=written.version))
            return redirect("program-expectations", program.ref)
    context = {"program": program, "form": form, "live": live, "term": program.term_for(role)}
    return render(request, "programs/expectations_of.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def guidelines(request: PersonRequest, ref: str) -> HttpResponse:
    """How pairs work together, in Markdown; "Preview" shows it and saves nothing."""
    program = managed_program(request, ref)
    form = GuidelinesForm(sent(request), initial={"guidelines": program.guidelines})
    preview = ""
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["guidelines"]
        if "preview" in request.POST:
            preview = text
        else:
            try:
                change(program, by=request.user, at=now(), guidelines=text)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Saved."))
                return redirect("program-setup", program.ref)
    context = {"program": program, "form": form, "preview": preview}
    return render(request, "programs/guidelines.html", context)


def _saved(*, is_new: bool, version: int) -> str:
    if not is_new:
        return _("Nothing has changed.")
    return _("Saved as version %(version)d. It holds for everybody who applies from now on.") % {
        "version": version
    }
