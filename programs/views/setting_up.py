from __future__ import annotations

from copy import copy
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kit.access import Audience, audience
from kit.clock import now, today
from kit.forms import sent
from kit.refusals import Refused
from people.requests import PersonRequest
from programs import lifecycle
from programs.forms import BasicsForm, DatesForm, PairingUpForm, take_errors
from programs.models import Program
from programs.setup import change
from programs.steps import next_step, steps_of
from programs.views.loading import managed_program


@require_safe
@audience(Audience.PROGRAM_ADMIN)
def setup(request: PersonRequest, ref: str) -> HttpResponse:
    """The set-up as a list of steps: done, to do, and what comes next."""
    program = managed_program(request, ref)
    lacking = lifecycle.missing(program, on=today() if program.is_draft else None)
    steps = steps_of(program, lacking)
    context = {
        "program": program,
        "steps": steps,
        "next_step": next_step(steps),
        "to_do": sum(step.is_needed and not step.is_done for step in steps),
        "here": "setup",
        "today": today(),
    }
    return render(request, "programs/setup.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def basics(request: PersonRequest, ref: str) -> HttpResponse:
    """Name, kind, purpose, and the words for the two roles."""
    program = managed_program(request, ref)
    form = BasicsForm(sent(request), instance=copy(program))
    return _change(request, program, form, "programs/basics.html")


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def dates(request: PersonRequest, ref: str) -> HttpResponse:
    """When people apply, when pairs start and end, and how often they meet."""
    program = managed_program(request, ref)
    form = DatesForm(sent(request), instance=copy(program))
    return _change(request, program, form, "programs/dates.html")


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def pairing_up(request: PersonRequest, ref: str) -> HttpResponse:
    """What a pairing looks like, how they find each other, and how many there is room for."""
    program = managed_program(request, ref)
    form = PairingUpForm(sent(request), instance=copy(program))
    return _change(request, program, form, "programs/pairing_up.html")


def _change(
    request: PersonRequest, program: Program, form: forms.ModelForm[Any], template: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            change(copy(program), by=request.user, at=now(), **form.cleaned_data)
        except ValidationError as refused:
            take_errors(form, refused.message_dict)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("program-setup", program.ref)
    return render(request, template, {"form": form, "program": program})
