from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kit.access import Audience, audience
from kit.clock import now, today
from kit.forms import sent
from kit.paging import page_of
from kit.refusals import Refused
from kit.returning import back_or_to
from matching import explaining, swapping
from matching import rulings as by_hand
from matching.forms import RulingForm, SwapForm
from matching.lifted import lifted_in
from matching.models import Proposal, Ruling
from matching.views.loading import managed_run
from participants.models import Participant
from people.requests import PersonRequest
from programs.models import Program
from programs.views.loading import managed_program


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def rulings(request: PersonRequest, ref: str) -> HttpResponse:
    """All that was ruled by hand; a POST locks or forbids two."""
    program = managed_program(request, ref)
    if request.method == "POST":
        _rule(request, program)
        return back_or_to(request, reverse("rulings", args=[ref]))
    rows = Ruling.objects.filter(program=program).select_related(
        "mentor__person", "mentee__person", "by"
    )
    page = page_of(request, rows.order_by("-at", "-pk"))
    for ruling in page:
        ruling.passed = explaining.rules_in_words(ruling.despite)
    context = {"program": program, "here": "matching", "page": page, "lifted": lifted_in(program)}
    return render(request, "matching/rulings.html", context)


def _rule(request: PersonRequest, program: Program) -> None:
    form = RulingForm(request.POST)
    if not form.is_valid():
        raise Http404
    people = Participant.objects.of(program).select_related("person", "program")
    mentor = get_object_or_404(people, ref=form.cleaned_data["mentor"])
    mentee = get_object_or_404(people, ref=form.cleaned_data["mentee"])
    is_lock = form.cleaned_data["kind"] == Ruling.Kind.LOCK
    decide = by_hand.lock if is_lock else by_hand.forbid
    names = {"mentee": mentee.person, "mentor": mentor.person}
    try:
        decide(mentor, mentee, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return
    if is_lock:
        said = _("Every later run keeps %(mentee)s with %(mentor)s.") % names
    else:
        said = _("No later run pairs %(mentee)s with %(mentor)s.") % names
    messages.success(request, said)


@require_POST
@audience(Audience.PROGRAM_ADMIN)
def lifting(request: PersonRequest, ref: str, pk: int) -> HttpResponse:
    program = managed_program(request, ref)
    by_hand.lift(get_object_or_404(Ruling, program=program, pk=pk), by=request.user, at=now())
    messages.success(request, _("The two are free again. The next run decides."))
    return back_or_to(request, reverse("rulings", args=[ref]))


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def swap(request: PersonRequest, ref: str, run: str, pk: int) -> HttpResponse:
    """Choose with whom a mentee swaps mentors, and see what it would mean; a POST locks both."""
    shown = managed_run(request, ref, run)
    people = Proposal.objects.select_related("mentor__person", "mentee__person", "run__program")
    proposal = get_object_or_404(people, run=shown, pk=pk)
    asked = request.GET if "other" in request.GET else None
    form = SwapForm(sent(request) or asked, proposal=proposal)
    if request.method == "POST" and form.is_valid():
        try:
            by_hand.swap(proposal, form.chosen, by=request.user, at=now())
        except Refused as refusal:
            form.add_error("other", str(refusal))
        else:
            messages.success(request, _("Both are locked to their new mentors. Run again."))
            return redirect("matching-run", ref, run)
    is_chosen = form.is_bound and form.is_valid()
    context = {
        "run": shown,
        "program": shown.program,
        "proposal": proposal,
        "form": form,
        "meant": swapping.swap_of(proposal, form.chosen, on=today()) if is_chosen else None,
    }
    return render(request, "matching/swap.html", context, status=422 if form.errors else 200)
