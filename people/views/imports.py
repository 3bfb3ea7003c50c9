"""Bringing in the HR files: upload, look, apply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.access import Audience, audience
from kit.clock import now
from kit.paging import page_of
from kit.refusals import Refused
from people.audit import field_name
from people.directory import stages
from people.directory.columns import EVENTS, PEOPLE
from people.directory.comparing import Sort
from people.forms import ImportForm
from people.models import DirectoryImport
from people.requests import PersonRequest
from people.tasks import wake

_LARGE = ("people_file", "events_file", "changes", "errors")


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.ADMINISTRATOR)
def imports(request: PersonRequest) -> HttpResponse:
    is_sent = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if is_sent else ImportForm()
    if is_sent and form.is_valid():
        one = stages.receive(
            form.cleaned_data["people"],
            form.cleaned_data["events"],
            by=request.user,
            at=now(),
        )
        _wake(request, one)
        return redirect("directory-preview", one.ref)
    earlier = DirectoryImport.objects.defer(*_LARGE).select_related("uploaded_by")
    context = {
        "form": form,
        "page": page_of(request, earlier),
        "people_columns": PEOPLE,
        "event_columns": EVENTS,
    }
    return render(request, "people/imports.html", context, status=422 if form.errors else 200)


@require_safe
@audience(Audience.ADMINISTRATOR)
def preview(request: PersonRequest, ref: str) -> HttpResponse:
    rows = DirectoryImport.objects.defer("people_file", "events_file")
    one = get_object_or_404(rows.select_related("uploaded_by", "applied_by"), ref=ref)
    context: dict[str, Any] = {"one": one, "is_stuck": one.is_stuck(at=now())}
    if one.state == DirectoryImport.State.CHECKED:
        context |= _changes(request, one)
    return render(request, "people/import.html", context)


def _changes(request: PersonRequest, one: DirectoryImport) -> dict[str, Any]:
    """What stands on the page: the errors while there are some, else one sort of change."""
    labels = {"errors": _("Errors"), **_sort_names()}
    sorts = [sort for sort in labels if one.counts.get(sort)]
    if not sorts:
        return {}
    shown = request.GET.get("show", "")
    shown = shown if shown in sorts else sorts[0]
    rows = [Change.of(change) for change in one.changes if change["sort"] == shown]
    return {
        "shown": shown,
        "tabs": [
            (labels[sort], f"?show={sort}", sort == shown, one.counts[sort]) for sort in sorts
        ],
        "all_shown": one.counts[shown],
        "page": page_of(request, one.errors if shown == "errors" else rows),
    }


def _sort_names() -> dict[str, str]:
    return {
        Sort.LEFT.value: _("Left"),
        Sort.RETURNED.value: _("Came back"),
        Sort.CHANGED.value: _("Changed"),
        Sort.ADDED.value: _("New"),
        Sort.MISSING.value: _("Not in the file"),
    }


@dataclass(frozen=True)
class Change:
    """One person of the plan, with the columns called as people call them."""

    name: str
    number: str
    fields: list[dict[str, str]]

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Change:
        fields = [{**field, "column": field_name(field["column"])} for field in stored["fields"]]
        return cls(stored["name"], stored["number"], fields)


@require_safe
@audience(Audience.ADMINISTRATOR)
def progress(request: PersonRequest, ref: str) -> HttpResponse:
    """The piece that asks for itself until the work is done; then the page as a whole."""
    one = get_object_or_404(DirectoryImport.objects.defer(*_LARGE), ref=ref)
    if not request.headers.get("HX-Request"):
        return redirect("directory-preview", ref)
    if not one.is_busy:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"one": one, "is_stuck": one.is_stuck(at=now())}
    return render(request, "people/_import_work.html", context)


@require_POST
@audience(Audience.ADMINISTRATOR)
def acceptance(request: PersonRequest, ref: str) -> HttpResponse:
    one = get_object_or_404(DirectoryImport.objects.defer(*_LARGE), ref=ref)
    try:
        stages.accept(one, by=request.user, at=now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        one.refresh_from_db(fields=["state"])
        _wake(request, one)
    return redirect("directory-preview", ref)


@require_POST
@audience(Audience.ADMINISTRATOR)
def cancellation(request: PersonRequest, ref: str) -> HttpResponse:
    one = get_object_or_404(DirectoryImport.objects.defer(*_LARGE), ref=ref)
    try:
        stages.cancel(one, at=now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("directory-preview", ref)
    messages.success(request, _("The import was cancelled. Nothing was changed."))
    return redirect("directory-import")


@require_POST
@audience(Audience.ADMINISTRATOR)
def waking(request: PersonRequest, ref: str) -> HttpResponse:
    """Start a stuck import again; harmless where it is not stuck."""
    one = get_object_or_404(DirectoryImport.objects.defer(*_LARGE), ref=ref)
    if one.is_busy:
        _wake(request, one)
    return redirect("directory-preview", ref)


def _wake(request: PersonRequest, one: DirectoryImport) -> None:
    if not wake(one):
        messages.warning(
            request,
            _("The files are kept and the work is waiting: no worker can be reached just now."),
        )
