from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.access import Audience, audience
from kit.clock import now
from kit.refusals import Refused
from people.models import Person
from people.requests import PersonRequest
from programs.admins import appoint, dismiss
from programs.forms import AdminSearchForm
from programs.views.loading import managed_program

MOST_FOUND = 10


@require_safe
@audience(Audience.PROGRAM_ADMIN)
def admins(request: PersonRequest, ref: str) -> HttpResponse:
    """Who runs the program, and a search for somebody to join them."""
    program = managed_program(request, ref)
    form = AdminSearchForm(request.GET or None)
    found = None
    if form.is_valid():
        found = (
            Person.objects.active()
            .called(form.cleaned_data["q"])
            .exclude(program_adminships__program=program)
            .select_related("employment")[:MOST_FOUND]
        )
    context = {
        "program": program,
        "team": program.admins.select_related("person").order_by("appointed_at", "pk"),
        "form": form,
        "found": found,
    }
    return render(request, "programs/admins.html", context)


@require_POST
@audience(Audience.PROGRAM_ADMIN)
def appointment(request: PersonRequest, ref: str, person: str) -> HttpResponse:
    program = managed_program(request, ref)
    somebody = get_object_or_404(Person.objects.active(), ref=person)
    try:
        appoint(program, somebody, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(person)s runs it too now.") % {"person": somebody})
    return redirect("program-admins", ref)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def dismissal(request: PersonRequest, ref: str, person: str) -> HttpResponse:
    """Ask, then dismiss; who dismissed themselves is led back to the list of programs."""
    program = managed_program(request, ref)
    leaving = get_object_or_404(Person, program_adminships__program=program, ref=person)
    if request.method != "POST":
        context = {"program": program, "leaving": leaving}
        return render(request, "programs/dismissal.html", context)
    try:
        dismiss(program, leaving, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("program-admins", ref)
    messages.success(request, _("%(person)s no longer runs it.") % {"person": leaving})
    return redirect("programs") if leaving == request.user else redirect("program-admins", ref)
