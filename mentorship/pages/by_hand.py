"""Assigning by hand: what it would mean, and then to do it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kit import clock
from kit.access import Audience, audience
from kit.refusals import Refused
from matching import rulings, weighing
from matching.forms import ByHandForm
from matching.weighing import Weighed
from mentorship import assigning
from participants.models import Participant
from people.requests import PersonRequest
from programs.models import Program
from programs.views.loading import managed_program


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def by_hand(request: PersonRequest, ref: str) -> HttpResponse:
    """Choose two and see what it would mean; a POST keeps them together, or pairs them now."""
    program = managed_program(request, ref)
    form = _form(request, program)
    weighed: Weighed | None = None
    refusal: Refused | None = None
    if form.is_bound and form.is_valid():
        try:
            if request.method == "POST":
                return _done(request, *form.two)
        except Refused as refused:
            refusal = refused
        try:
            weighed = weighing.weigh(*form.two, on=clock.today(), taken=form.taken)
        except Refused as refused:
            refusal = refused
    context = {
        "program": program,
        "here": "matching",
        "form": form,
        "weighed": weighed,
        "refusal": refusal,
        "is_locked_elsewhere": isinstance(refusal, rulings.LockedElsewhere),
        "may_pair_now": assigning.may_pair_now(program),
    }
    failed = request.method == "POST" or form.errors
    return render(request, "matching/by_hand.html", context, status=422 if failed else 200)


def _form(request: PersonRequest, program: Program) -> ByHandForm:
    """Bound where it was sent, or where the address names both; else with whom it names."""
    if request.method == "POST":
        return ByHandForm(request.POST, program=program)
    if "mentee" in request.GET and "mentor" in request.GET:
        return ByHandForm(request.GET, program=program)
    return ByHandForm(program=program, initial=request.GET.dict())


def _done(request: PersonRequest, mentor: Participant, mentee: Participant) -> HttpResponse:
    """Do what was asked, passing over the rules that the page had shown."""
    despite, by, at = request.POST.getlist("despite"), request.user, clock.now()
    names = {"mentee": mentee.person, "mentor": mentor.person}
    if request.POST.get("deed") == "pair":
        pairing = assigning.pair_now(mentor, mentee, despite=despite, by=by, at=at)
        said = _("%(mentor)s is now the mentor of %(mentee)s. Both sides are told.")
        messages.success(request, said % names)
        return redirect("program-pairing", mentor.program.ref, pairing.ref)
    rulings.lock(mentor, mentee, despite=despite, by=by, at=at)
    messages.success(request, _("Every later run keeps %(mentee)s with %(mentor)s.") % names)
    return redirect("rulings", mentor.program.ref)
