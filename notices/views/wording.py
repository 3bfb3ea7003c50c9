"""A program's notices in its own words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.access import Audience, audience
from kit.clock import now
from kit.forms import sent
from kit.refusals import Refused
from notices import rewording
from notices.catalogue import ALL, KINDS, Kind, grouped
from notices.forms import WordingForm
from notices.models import Wording
from notices.views.mails import sheet_of
from notices.writing.previewing import draft, preview, variables
from notices.writing.samples import Sample
from people.requests import PersonRequest
from programs.models import Program
from programs.views.loading import managed_program

REMOVED = "removed wording"  # in the session: what can be put back


@require_safe
@audience(Audience.PROGRAM_ADMIN)
def all_wordings(request: PersonRequest, ref: str) -> HttpResponse:
    """The kinds that may be put in own words, by group, and which are."""
    program = managed_program(request, ref)
    own = {one.kind: one for one in program.wordings.select_related("written_by")}
    groups = [
        (group, [(kind, own.get(kind.name)) for kind in some])
        for group, some in grouped(kind for kind in ALL if kind.may_be_worded)
    ]
    context = {
        "program": program,
        "groups": groups,
        "count": sum(wording is not None for _group, some in groups for _kind, wording in some),
        "removed": _removed(request, program),
    }
    return render(request, "notices/wordings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def wording(request: PersonRequest, ref: str, name: str) -> HttpResponse:
    """Write one kind anew; "Preview" shows it and saves nothing."""
    program, kind = _load(request, ref, name)
    sample = Sample(request.user, now(), program)
    own = Wording.objects.filter(program=program, kind=kind.name).first()
    form = WordingForm(sent(request), instance=own or draft(kind, sample), kind=kind)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        try:
            rewording.write(program, kind, **form.cleaned_data, by=request.user, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. It is said like this from the next one on."))
            return redirect("program-wordings", program.ref)
    context = {
        "program": program,
        "kind": kind,
        "own": own,
        "form": form,
        "variables": variables(kind, sample),
        "preview": preview(kind, sample, form.instance) if _can_be_shown(form) else None,
        "usual": preview(kind, sample),
    }
    page = "_wording_preview" if request.htmx else "wording"
    return render(request, f"notices/{page}.html", context)


@require_safe
@xframe_options_sameorigin
@audience(Audience.PROGRAM_ADMIN)
def wording_sheet(request: PersonRequest, ref: str, name: str) -> HttpResponse:
    """The mail as it goes out now, for a frame."""
    program, kind = _load(request, ref, name)
    own = Wording.objects.filter(program=program, kind=kind.name).first()
    return sheet_of(preview(kind, Sample(request.user, now(), program), own).html)


@require_POST
@audience(Audience.PROGRAM_ADMIN)
def removal(request: PersonRequest, ref: str, name: str) -> HttpResponse:
    """Back to the usual words; the page that follows offers to undo it."""
    program, kind = _load(request, ref, name)
    try:
        said = rewording.remove(program, kind, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if said:
            request.session[REMOVED] = {"program": program.ref, "kind": name} | said._asdict()
    return redirect("program-wordings", program.ref)


@require_POST
@audience(Audience.PROGRAM_ADMIN)
def restoration(request: PersonRequest, ref: str) -> HttpResponse:
    """Put back the words that were taken away last."""
    program = managed_program(request, ref)
    kind = _removed(request, program)
    if kind is None:
        messages.info(request, _("There is nothing to put back."))
        return redirect("program-wordings", program.ref)
    said = request.session.pop(REMOVED)
    try:
        rewording.write(
            program, kind, title=said["title"], text=said["text"], by=request.user, at=now()
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your own words are back."))
    return redirect("program-wordings", program.ref)


def _load(request: PersonRequest, ref: str, name: str) -> tuple[Program, Kind]:
    program = managed_program(request, ref)
    if name not in KINDS or not KINDS[name].may_be_worded:
        raise Http404
    return program, KINDS[name]


def _removed(request: PersonRequest, program: Program) -> Kind | None:
    """The kind whose own words were taken away last, in this program."""
    removed: dict[str, Any] = request.session.get(REMOVED, {})
    return KINDS.get(removed.get("kind", "")) if removed.get("program") == program.ref else None


def _can_be_shown(form: WordingForm) -> bool:
    return not form.is_bound or form.is_valid()
