"""What those who run a program tell its people: written, looked at with its reach, sent once."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.access import Audience, audience
from kit.clock import now, today
from kit.forms import sent
from kit.paging import page_of
from kit.refusals import Refused
from notices import announcing
from notices.forms import AnnouncementForm
from notices.models import Announcement
from notices.views.mails import sheet_of
from notices.writing.announcements import letter
from people.requests import PersonRequest
from programs.views.loading import managed_program


def _announcement(request: PersonRequest, ref: str, announcement_ref: str) -> Announcement:
    program = managed_program(request, ref)
    rows = program.announcements.select_related("program", "written_by")
    found: Announcement = get_object_or_404(rows, ref=announcement_ref)
    return found


@require_safe
@audience(Audience.PROGRAM_ADMIN)
def announcements(request: PersonRequest, ref: str) -> HttpResponse:
    """The drafts, and what was sent."""
    program = managed_program(request, ref)
    rows = program.announcements.select_related("written_by")
    context = {
        "program": program,
        "drafts": rows.filter(sent_at=None),
        "page": page_of(request, rows.exclude(sent_at=None).order_by("-sent_at", "-id")),
        "here": "announcements",
    }
    return render(request, "notices/announcements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def new(request: PersonRequest, ref: str) -> HttpResponse:
    program = managed_program(request, ref)
    form = AnnouncementForm(sent(request), program=program)
    if request.method == "POST" and form.is_valid():
        written = announcing.write(program, by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, _("Saved as a draft. Nobody has got it yet."))
        return redirect("announcement", ref, written.ref)
    return render(request, "notices/announcement_form.html", {"program": program, "form": form})


@require_safe
@audience(Audience.PROGRAM_ADMIN)
def announcement(request: PersonRequest, ref: str, announcement_ref: str) -> HttpResponse:
    """A draft as it will look, and whom it reaches; or what became of one that was sent."""
    found = _announcement(request, ref, announcement_ref)
    context: dict[str, Any] = {"program": found.program, "announcement": found}
    if found.sent_at is None:
        context["reach"] = announcing.reach(found, on=today())
        return render(request, "notices/announcement_draft.html", context)
    context["outcome"] = announcing.outcome(found)
    return render(request, "notices/announcement_sent.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def edit(request: PersonRequest, ref: str, announcement_ref: str) -> HttpResponse:
    found = _announcement(request, ref, announcement_ref)
    if found.sent_at is not None:
        return redirect("announcement", ref, announcement_ref)
    form = AnnouncementForm(sent(request), instance=copy(found), program=found.program)
    if request.method == "POST" and form.is_valid():
        try:
            announcing.rewrite(found, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Saved as a draft. Nobody has got it yet."))
        return redirect("announcement", ref, announcement_ref)
    context = {"program": found.program, "announcement": found, "form": form}
    return render(request, "notices/announcement_form.html", context)


@require_safe
@xframe_options_sameorigin
@audience(Audience.PROGRAM_ADMIN)
def sheet(request: PersonRequest, ref: str, announcement_ref: str) -> HttpResponse:
    """The mail's own HTML as the one who asks would get it, for the frame of the draft's page."""
    found = _announcement(request, ref, announcement_ref)
    made = letter(found, reader=request.user, now=now())
    return sheet_of(str(made.alternatives[0][0]))


@require_POST
@audience(Audience.PROGRAM_ADMIN)
def sending(request: PersonRequest, ref: str, announcement_ref: str) -> HttpResponse:
    found = _announcement(request, ref, announcement_ref)
    try:
        people = announcing.send(
            found, by=request.user, at=now(), on=today(), seen=request.POST.get("seen", "")
        )
    except announcing.SentAlready:
        messages.info(request, _("It was sent already; everybody gets it once."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = ngettext("It goes out to %d person.", "It goes out to %d people.", people)
        messages.success(request, said % people)
    return redirect("announcement", ref, announcement_ref)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def removal(request: PersonRequest, ref: str, announcement_ref: str) -> HttpResponse:
    """Ask, then throw the draft away."""
    found = _announcement(request, ref, announcement_ref)
    if request.method != "POST":
        context = {"program": found.program, "announcement": found}
        return render(request, "notices/announcement_removal.html", context)
    try:
        announcing.remove(found, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The draft is thrown away."))
    return redirect("announcements", ref)
