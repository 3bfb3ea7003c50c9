"""Bringing a list: upload, look, apply."""

from __future__ import annotations

import io

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.access import Audience, audience
from kit.clock import now, today
from kit.forms import sent
from kit.paging import page_of
from participants import listing
from participants.forms import ListApplyForm, ListForm
from participants.models import ParticipantList
from participants.views.roster import managed
from people.requests import PersonRequest
from programs.models import Program

SHOWN = 25


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def roster_import(request: PersonRequest, ref: str) -> HttpResponse:
    program = managed(request, ref)
    form = ListForm(sent(request), request.FILES or None)
    if request.method == "POST":
        form = ListForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                kept = _kept(request, program, form)
            except listing.UnreadableError as error:
                for fault in error.faults:
                    form.add_error("file", f"{fault.reason} {fault.mend}")
            else:
                return redirect("roster-list", program.ref, kept.ref)
    about = {
        "program": program,
        "form": form,
        "may_import": program.state not in (Program.State.DRAFT, Program.State.CLOSED),
    }
    status = 422 if form.is_bound else 200
    return render(request, "participants/roster_import.html", about, status=status)


def _kept(request: PersonRequest, program: Program, form: ListForm) -> ParticipantList:
    file = form.cleaned_data["file"]
    return ParticipantList.objects.create(
        program=program,
        filename=(file.name or "")[:200],
        text=listing.text_of(io.BytesIO(file.read())),
        uploaded_by=request.user,
        uploaded_at=now(),
    )


def _the_list(program: Program, list_ref: str) -> ParticipantList:
    return get_object_or_404(ParticipantList, program=program, ref=list_ref)


@require_safe
@audience(Audience.PROGRAM_ADMIN)
def roster_list(request: PersonRequest, ref: str, list_ref: str) -> HttpResponse:
    """What applying the list would do."""
    program = managed(request, ref)
    the_list = _the_list(program, list_ref)
    if the_list.applied_at:
        about = {"program": program, "list": the_list}
        return render(request, "participants/roster_list_applied.html", about)
    plan = listing.check(program, the_list.text, today=today())
    looked_at: dict[str, object] = {
        "program": program,
        "list": the_list,
        "plan": plan,
        "faults": page_of(request, plan.faults),
        "groups": _groups(plan),
        "form": ListApplyForm(),
    }
    return render(request, "participants/roster_list.html", looked_at)


def _groups(plan: listing.Plan) -> list[dict[str, object]]:
    """Whom the list brings in, changes and leaves, the first of each."""
    groups = [
        (_("Come in"), plan.added),
        (_("Change"), plan.changed),
        (_("Left alone: declined or withdrawn before"), plan.left_alone),
    ]
    return [
        {"title": title, "rows": rows[:SHOWN], "count": len(rows), "more": len(rows) - SHOWN}
        for title, rows in groups
        if rows
    ]


@require_POST
@audience(Audience.PROGRAM_ADMIN)
def roster_list_application(request: PersonRequest, ref: str, list_ref: str) -> HttpResponse:
    program = managed(request, ref)
    the_list = _the_list(program, list_ref)
    form = ListApplyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose how newcomers come in."))
        return redirect("roster-list", program.ref, the_list.ref)
    try:
        counts = listing.apply(
            the_list, as_state=form.cleaned_data["as_state"], by=request.user, at=now()
        )
    except listing.NotApplicable as refusal:
        messages.error(request, str(refusal))
        return redirect("roster-list", program.ref, the_list.ref)
    people = counts["added"] + counts["changed"]
    said = ngettext(
        "The list is applied: %(people)s person came in or changed.",
        "The list is applied: %(people)s people came in or changed.",
        people,
    )
    messages.success(request, said % {"people": people})
    return redirect("roster", program.ref)
