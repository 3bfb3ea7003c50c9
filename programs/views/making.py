from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kit.access import Audience, audience
from kit.clock import now
from kit.forms import sent
from people.models import Person
from people.requests import PersonRequest
from programs import blueprints, setup
from programs.forms import DuplicateForm, NewProgramForm, take_errors
from programs.models import Program
from programs.views.loading import managed_program


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def new(request: PersonRequest) -> HttpResponse:
    """Start a program from a ready-made template, or an empty one."""
    if not request.user.may_start_programs:
        raise Http404
    form = NewProgramForm(sent(request), initial={"template": request.GET.get("template")})
    if request.method == "POST" and form.is_valid():
        try:
            made = _make(form.cleaned_data, by=request.user)
        except ValidationError as refused:
            take_errors(form, refused.message_dict)
        else:
            messages.success(request, _("Your program is there, as a draft that only you see."))
            return redirect("program-setup", made.ref)
    mine = Program.objects.managed_by(request.user)[:10]
    return render(request, "programs/new.html", {"form": form, "mine": mine})


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def duplicate(request: PersonRequest, ref: str) -> HttpResponse:
    """A fresh draft of the same design."""
    program = managed_program(request, ref)
    name = _("%(name)s, next round") % {"name": program.name}
    form = DuplicateForm(sent(request), initial={"name": name[:120]})
    if request.method == "POST" and form.is_valid():
        copy = setup.duplicate(program, by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, _("This is the copy: a draft, with nobody in it yet."))
        return redirect("program-setup", copy.ref)
    return render(request, "programs/duplicate.html", {"form": form, "program": program})


@transaction.atomic
def _make(wanted: dict[str, Any], *, by: Person) -> Program:
    blueprint = blueprints.named(wanted["template"])
    at = now()
    program = setup.create_program(
        name=wanted["name"],
        kind=wanted["kind"] if blueprint is None else blueprint.kind,
        by=by,
        at=at,
        starts_on=wanted["starts_on"],
        ends_on=wanted["ends_on"],
    )
    if blueprint is not None:
        setup.fill_from(program, blueprint, by=by, at=at)
    return program
