"""Every kind of notice in one catalogue, and what each looks like."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from kit.access import Audience, audience
from kit.clock import now
from notices.catalogue import ALL, KINDS, Kind, grouped
from notices.timing.saying import Explained
from notices.views.mails import sheet_of
from notices.writing.previewing import preview
from notices.writing.samples import Sample
from people.requests import PersonRequest


@require_safe
@audience(Audience.ADMINISTRATOR)
def kinds(request: PersonRequest) -> HttpResponse:
    """By group."""
    groups = [(group, [Explained(kind) for kind in some]) for group, some in grouped(ALL)]
    context = {"groups": groups, "count": len(ALL), "must": sum(kind.must for kind in ALL)}
    return render(request, "notices/kinds.html", context)


@require_safe
@audience(Audience.ADMINISTRATOR)
def kind(request: PersonRequest, name: str) -> HttpResponse:
    """One kind with made-up facts: as a mail, in the inbox, and in a channel."""
    found = kind_called(name)
    context = {
        "kind": found,
        "explained": Explained(found),
        "preview": preview(found, Sample(request.user, now())),
    }
    return render(request, "notices/kind.html", context)


@require_safe
@xframe_options_sameorigin
@audience(Audience.ADMINISTRATOR)
def kind_sheet(request: PersonRequest, name: str) -> HttpResponse:
    """Its mail's own HTML, for the frame of that page."""
    return sheet_of(preview(kind_called(name), Sample(request.user, now())).html)


def kind_called(name: str) -> Kind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]
